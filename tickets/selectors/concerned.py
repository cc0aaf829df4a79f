"""The items that an incident can concern: those in force on its system when it began."""

from dataclasses import dataclass
from datetime import datetime

from contracts.models import Configuration, Revision, RevisionItem
from contracts.selectors import revision_in_force

MOST_OFFERED = 500
"""So many items stand in one list to choose from; of more, the description names the one."""

_KEY_DIGITS = 18  # no key of a row has more


@dataclass(frozen=True)
class Offered:
    """The items among which a reporter may choose, and how many more there are."""

    items: list[RevisionItem]
    more: int


def items_to_choose_from(revision: Revision) -> Offered:
    """Return the items of a revision by kind, name and place, in one query; two of very many."""
    rows = RevisionItem.objects.filter(revision=revision).select_related("product")
    ordered = rows.order_by(
        "product__kind", "product__name", "product__version", "host", "role", "pk"
    )
    items = list(ordered[: MOST_OFFERED + 1])
    more = rows.count() - MOST_OFFERED if len(items) > MOST_OFFERED else 0
    return Offered(items[:MOST_OFFERED], more)


def item_of(revision: Revision | None, key: str) -> RevisionItem | None:
    """Return the item that a key stands for, if it is of this revision."""
    is_key = key.isascii() and key.isdigit() and len(key) <= _KEY_DIGITS
    if revision is None or not is_key:
        return None
    rows = RevisionItem.objects.filter(revision=revision, pk=int(key))
    return rows.select_related("product").first()


def item_in_force(configuration: Configuration, key: str, at: datetime) -> RevisionItem | None:
    """Return the item that a key stands for, if it is in force on a system at an instant."""
    return item_of(revision_in_force(configuration, at), key)
