"""The items that a program sends, with their products found by id or by name."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from contracts.models import Configuration, Product, User
from contracts.rest import Data
from contracts.rules.refusal import Invalid
from contracts.selectors.products import Key, names_known_to, products_meant
from contracts.use_cases.draft_revision import Item


def items_from(rows: Sequence[Data], *, of: Configuration, by: User) -> list[Item]:
    """Return the items; rows count from one.

    :raises Invalid: a product is unknown, or several have the name; each row is named, and the
        product by its name where the person knows it from other contracts.
    """
    meant = products_meant(of, (row["product"] for row in rows))
    names: Mapping[Key, Key] = names_known_to(by, [key for key in meant if not meant[key]])
    sentences = [
        _why_not(number, names.get(row["product"], row["product"]), meant[row["product"]])
        for number, row in enumerate(rows, start=1)
        if len(meant[row["product"]]) != 1
    ]
    if sentences:
        raise Invalid(sentences[0], errors={"items": sentences})
    return [Item(**row | {"product": meant[row["product"]][0]}) for row in rows]


def _why_not(number: int, key: Key, meant: Sequence[Product]) -> str:
    if meant:
        return _("Row %(number)s: several products are named “%(product)s”: %(products)s.") % {
            "number": number,
            "product": key,
            "products": ", ".join(str(each) for each in meant),
        }
    return _("Row %(number)s: “%(product)s” is not in the catalogue of the agreement.") % {
        "number": number,
        "product": key,
    }
