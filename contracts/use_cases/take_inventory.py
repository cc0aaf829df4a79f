"""Take an inventory that somebody pasted or sent for the items of a revision: all of it or none."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from contracts.models import Product
from contracts.rules.inventory import Fault, Row, folded, read_inventory
from contracts.rules.refusal import Invalid
from contracts.use_cases.draft_revision import Item


class InventoryFaulty(Invalid):
    """Something in the table cannot be taken; ``faults`` says what, row by row."""

    code = "inventory-faulty"

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__(_("Nothing was taken over: look at the rows below."))
        self.faults = faults


@dataclass(frozen=True)
class Taken:
    """What was read: the items, and the columns that nobody knows."""

    items: list[Item]
    ignored: tuple[str, ...]


def take_inventory(text: str, products: Iterable[Product]) -> Taken:
    """Return the items of a table whose products are among these, named as people type them.

    A product is named with its version, or without where there is one of that name only. All that
    is wrong is told at once: what cannot be read, and the products that nobody knows.

    :raises InventoryFaulty: a cell cannot be read, or names no product or several.
    """
    read = read_inventory(text)
    known = _by_name(products)
    items, faults = [], list(read.faults)
    for row in read.named:
        said = f"{row.product} {row.version}".strip()
        found = known.get(folded(said), [])
        if len(found) == 1:
            items.append(_item(row, found[0]))
        else:
            kind = "several-products" if found else "unknown-product"
            faults.append(Fault(row.number, read.naming[0], kind, said))
    if faults:
        raise InventoryFaulty(tuple(faults))
    return Taken(items, read.ignored)


def _by_name(products: Iterable[Product]) -> Mapping[str, list[Product]]:
    """Return the products under each name that they can be called by."""
    whole: dict[str, list[Product]] = {}
    short: dict[str, list[Product]] = {}
    for each in products:
        whole.setdefault(folded(str(each)), []).append(each)
        short.setdefault(folded(each.name), []).append(each)
    return short | whole


def _item(row: Row, product: Product) -> Item:
    return Item(
        product=product,
        quantity=row.quantity,
        serial_number=row.serial_number,
        host=row.host,
        role=row.role,
        site=row.site,
    )
