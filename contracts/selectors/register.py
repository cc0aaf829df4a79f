"""Questions about revisions: a system's history, one revision's page, what can be put in one."""

from collections.abc import Sequence

from django.db.models import F, Prefetch, QuerySet

from contracts.choices import Kind, RevisionState
from contracts.models import (
    Configuration,
    Contract,
    Product,
    Revision,
    RevisionComment,
    RevisionItem,
    User,
)
from contracts.models.revision import RevisionQuerySet

_ITEMS = RevisionItem.objects.select_related("product__vendor").order_by("pk")


def history_of(user: User, configuration: Configuration) -> list[Revision]:
    """Return the revisions that a person may see, with their signatures; the newest first.

    The draft of the person's own company, which has no number yet, stands before all.
    """
    return list(
        Revision.objects.visible_to(user)
        .with_signatures()
        .filter(configuration=configuration)
        .order_by(F("number").desc(nulls_first=True))
    )


def items_of(revision: Revision) -> QuerySet[RevisionItem]:
    """Return a revision's items in the order in which they were written."""
    return _ITEMS.filter(revision=revision)


def comments_on(user: User, revision: Revision) -> list[RevisionComment]:
    """Return what was said about a revision, as far as this person may read it."""
    comments = RevisionComment.objects.readable_by(user).filter(revision=revision)
    return list(comments.select_related("author__organisation"))


def base_of(user: User, revision: Revision) -> Revision | None:
    """Return what a revision is based on, if this person may see that too."""
    if revision.based_on_id is None:
        return None
    return Revision.objects.visible_to(user).filter(pk=revision.based_on_id).first()


def draft_of(user: User, configuration: Configuration) -> Revision | None:
    """Return the draft of a person's company, with what it is based on."""
    return (
        Revision.objects.filter(
            configuration=configuration,
            author_id=user.organisation_id,
            state=RevisionState.DRAFT,
        )
        .select_related("based_on", "configuration", "edited_by")
        .first()
    )


def catalogue_of(configuration: Configuration) -> list[Product]:
    """Return the products in the scope of a system's agreement, vendor by vendor."""
    products = Product.objects.filter(agreements__contracts=configuration.contract_id)
    return list(products.select_related("vendor").order_by("vendor__name", "name", "version"))


def products_besides(revision: Revision, known: Sequence[Product]) -> list[Product]:
    """Return the products of a revision that are not among the known ones."""
    items = revision.items.exclude(product__in=[each.pk for each in known])
    found = Product.objects.filter(pk__in=items.values("product_id"))
    return list(found.select_related("vendor"))


def contracts_to_register_under(user: User) -> QuerySet[Contract]:
    """Return the contracts whose systems this person's company registers."""
    if user.kind != Kind.MANUFACTURER:
        return Contract.objects.none()
    contracts = Contract.objects.visible_to(user).approved()
    return contracts.select_related("client").order_by("number")


def has_no_system(user: User, contract: Contract) -> bool:
    """Tell whether nothing that this person may see is registered under a contract yet."""
    return not Configuration.objects.visible_to(user).filter(contract=contract).exists()


def awaiting_signature_of(user: User) -> RevisionQuerySet:
    """Return the proposals that wait for the signature of this person's company."""
    waiting = Revision.objects.visible_to(user).filter(state=RevisionState.PROPOSED)
    return waiting.exclude(sign_offs__organisation=user.organisation_id)


def count_awaiting(user: User) -> int:
    """Return how many proposals wait for the signature of this person's company."""
    return awaiting_signature_of(user).count()


def proposals_seen_by(user: User) -> "Prefetch[str]":
    """Return how to fetch with systems what waits for signatures, as ``proposals``."""
    waiting = Revision.objects.visible_to(user).filter(state=RevisionState.PROPOSED)
    return Prefetch("revisions", waiting.with_signatures(), to_attr="proposals")
