"""What changed from one revision to another, item by item, laid side by side."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from contracts.access import configuration_for, revision_for
from contracts.difference_words import FIELD_NAMES, lines_of
from contracts.models import Revision, User
from contracts.rules.differences import FIELDS, Change, Line, difference
from contracts.selectors.attainable import attainable_of
from contracts.web.attainable_words import shown_attainable
from contracts.web.standing import shown_at

MOST_SHOWN = 500
"""Of more changed items the rest is counted; nobody reads so many."""

_DIGITS = 7


@dataclass(frozen=True)
class Cell:
    """A field of an item on one of the two sides."""

    name: str
    value: str


@dataclass(frozen=True)
class ChangedItem:
    """A row: the item, what happened to it, and its fields on both sides."""

    name: str
    kind: str
    what: str
    before: list[Cell]
    after: list[Cell]


@dataclass(frozen=True)
class Shown:
    """A difference as a page shows it."""

    rows: list[ChangedItem]
    more: int
    unchanged: list[str]
    unchanged_count: int

    @property
    def unchanged_more(self) -> int:
        return self.unchanged_count - len(self.unchanged)


def shown_difference(before: Revision | None, after: Revision) -> Shown:
    """Compare two revisions; the first of all is compared with nothing."""
    old = lines_of(before) if before else []
    new = lines_of(after)
    found = difference(old, new)
    return Shown(
        rows=[_row(each) for each in found.changes[:MOST_SHOWN]],
        more=max(len(found.changes) - MOST_SHOWN, 0),
        unchanged=_alike(old, new)[:MOST_SHOWN],
        unchanged_count=found.unchanged,
    )


def _alike(old: Sequence[Line], new: Sequence[Line]) -> list[str]:
    same = Counter(old) & Counter(new)
    return [_name(line) for line in same.elements()]


def _row(change: Change) -> ChangedItem:
    before, after, changed = change.before, change.after, change.fields
    if before and after:
        names = ", ".join(str(FIELD_NAMES[name]) for name in changed)
        kind, what = "changed", _("Changed: %(fields)s") % {"fields": names}
    elif after:
        kind, what = "added", _("Added")
    else:
        kind, what = "removed", _("Removed")
    return ChangedItem(
        name=_name(after or before),
        kind=kind,
        what=what,
        before=_cells(before, changed or FIELDS),
        after=_cells(after, changed or FIELDS),
    )


def _cells(line: Line | None, names: Sequence[str]) -> list[Cell]:
    if line is None:
        return []
    if names is FIELDS:  # an item alone: the row is called by its product
        names = [name for name in names if name != "product" and getattr(line, name)]
    said = ((name, str(getattr(line, name))) for name in names)
    return [Cell(capfirst(str(FIELD_NAMES[name])), value or "–") for name, value in said]


def _name(line: Line | None) -> str:
    if line is None:
        return ""
    return ", ".join(part for part in (line.product, line.host) if part)


@login_required
@require_safe
def difference_page(request: HttpRequest, pk: int, revision: int, other: int) -> HttpResponse:
    """Show what changed from one revision of a system to another."""
    user, at = cast(User, request.user), timezone.now()
    before, after = revision_for(user, pk, revision), revision_for(user, pk, other)
    figures = [attainable_of(each) for each in (before, after)]
    context = {
        "system": after.configuration,
        "before": shown_at(before, at),
        "after": shown_at(after, at),
        "sides": [shown_at(each, at) for each in (before, after)],
        "difference": shown_difference(before, after),
        "holds": [shown_attainable(each) if each else None for each in figures],
        "currency": after.configuration.contract.agreement.currency,
        "is_client": not user.organisation.is_vendor,
    }
    return render(request, "contracts/difference.html", context)


@login_required
@require_safe
def compare(request: HttpRequest, pk: int) -> HttpResponse:
    """Lead to the difference between the two revisions that were chosen in the history."""
    found = configuration_for(cast(User, request.user), pk)
    chosen = [request.GET.get(name, "") for name in ("a", "b")]
    if not all(each.isascii() and each.isdecimal() and len(each) < _DIGITS for each in chosen):
        raise Http404
    first, second = sorted(map(int, chosen))
    return redirect("contracts:difference", found.pk, first, second)
