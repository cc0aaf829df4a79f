"""The choice of the item concerned, as the form prints it: by kind, each called so as to differ."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from contracts.choices import ProductKind
from contracts.models import RevisionItem
from tickets.selectors.concerned import Offered, items_to_choose_from
from tickets.web.opening_form import OpeningForm

_HEADINGS = {
    ProductKind.HARDWARE: _("Hardware"),
    ProductKind.SOFTWARE: _("Software"),
}


@dataclass(frozen=True)
class Option:
    """One item, and what it is called in the list."""

    value: int
    label: str
    is_chosen: bool


@dataclass(frozen=True)
class Group:
    """The items of one kind."""

    heading: Promise
    options: list[Option]


@dataclass(frozen=True)
class ItemChoice:
    """What can be chosen; ``of`` is the revision whose items they are, or nothing."""

    of: str = ""
    groups: list[Group] = field(default_factory=list)
    more: int = 0


def item_choice(form: OpeningForm) -> ItemChoice:
    """Return the choice among the items in force on the system chosen; empty without one."""
    if form.revision is None:
        return ItemChoice()
    offered = items_to_choose_from(form.revision)
    return ItemChoice(str(form.revision.pk), _groups(offered, form.answer("item")), offered.more)


def _groups(offered: Offered, chosen: str) -> list[Group]:
    times = Counter(each.called for each in offered.items)
    return [
        Group(heading, options)
        for kind, heading in _HEADINGS.items()
        if (options := list(_options(offered.items, kind, times, chosen)))
    ]


def _options(
    items: Sequence[RevisionItem], kind: ProductKind, times: Counter[str], chosen: str
) -> list[Option]:
    return [
        Option(
            each.pk,
            each.called if times[each.called] == 1 else _told_apart(each),
            str(each.pk) == chosen,
        )
        for each in items
        if each.product.kind == kind
    ]


def _told_apart(item: RevisionItem) -> str:
    """Call an item that others are called like by all that is known of it."""
    known = (str(item.product), item.host, item.role, item.serial_number)
    return ", ".join(filter(None, known))
