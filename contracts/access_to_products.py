"""Who may see and state how reliable products are: the vendors, never a client."""

from django.db.models import Q, QuerySet
from django.http import Http404

from contracts.choices import Kind, Role
from contracts.models import Agreement, Product, User

BY_VENDOR_AND_NAME = ("vendor__name", "name", "version", "id")
"""How products stand in a list."""


def products_seen_by(user: User) -> QuerySet[Product]:
    """Return the products that a vendor's person may see, with what is stated of each.

    Their own company's, and those in the scope of its agreements.
    """
    if user.kind not in {Kind.MANUFACTURER, Kind.PUBLISHER}:
        return Product.objects.none()
    in_scope = Agreement.objects.visible_to(user).values("products")
    seen = Product.objects.filter(Q(vendor_id=user.organisation_id) | Q(pk__in=in_scope))
    return seen.select_related("vendor", "reliability").order_by(*BY_VENDOR_AND_NAME)


def product_for(user: User, pk: int) -> Product:
    """Return a product that this person may see.

    :raises Http404: there is none, or not for this person.
    """
    found = products_seen_by(user).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def may_state_reliability(user: User, product: Product) -> bool:
    """Tell whether this person states how reliable a product is: a manager of its vendor."""
    return user.role == Role.MANAGER and user.organisation_id == product.vendor_id
