"""Questions about products: which one somebody means, by its id or by its name."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db.models import Q

from contracts.models import Configuration, Contract, Product, User
from contracts.rules.inventory import folded

Key = int | str


def products_meant(
    configuration: Configuration, keys: Iterable[Key]
) -> dict[Key, Sequence[Product]]:
    """Return what each key can mean: nothing, one product, or several of that name.

    The vendors' own products are found outside the agreement's scope too, so that they can be
    refused by name; those of anybody else are unknown here.
    """
    agreement = configuration.contract.agreement
    of_vendors = Q(vendor__in=[agreement.manufacturer_id, agreement.publisher_id])
    known = Product.objects.filter(of_vendors | Q(agreements=agreement)).distinct()
    in_scope = set(agreement.products.values_list("pk", flat=True))
    by_id: dict[int, Product] = {}
    by_name: dict[str, list[Product]] = defaultdict(list)
    for each in known:
        by_id[each.pk] = each
        for name in {folded(str(each)), folded(each.name)}:
            by_name[name].append(each)
    return {
        key: [by_id[key]]
        if isinstance(key, int) and key in by_id
        else _meant(by_name.get(folded(key), []), key, in_scope)
        if isinstance(key, str)
        else []
        for key in set(keys)
    }


def names_known_to(user: User, keys: Iterable[Key]) -> dict[Key, Key]:
    """Return the names of products by their ids, of those in the contracts that this person sees.

    What others sell to others is not told to whoever tries ids.
    """
    ids = [key for key in keys if isinstance(key, int)]
    seen = Contract.objects.visible_to(user).values("agreement")
    known = Product.objects.filter(pk__in=ids, agreements__in=seen) if ids else ()
    return {each.pk: str(each) for each in known}


def _meant(named: Sequence[Product], name: str, in_scope: set[int]) -> Sequence[Product]:
    """Prefer what bears the whole name, then what is in the agreement's scope."""
    whole = [each for each in named if folded(str(each)) == folded(name)] or list(named)
    return [each for each in whole if each.pk in in_scope] or whole
