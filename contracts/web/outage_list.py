"""The list of outages: what waits for its reader on top."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from contracts.choices import Kind
from contracts.models import Outage, User
from contracts.models.outage import OutageQuerySet
from contracts.selectors.outages import outages_seen_by, outages_waiting_for
from contracts.web.outage_pictures import say_state
from contracts.web.person import PersonRequest

SIZE = 25
_LARGEST = 2**63


@dataclass(frozen=True)
class OutageRow:
    """An outage as a list shows it."""

    outage: Outage
    state: str
    lasted: timedelta
    is_late: bool


@login_required
@require_safe
def outages(request: PersonRequest) -> HttpResponse:
    """List outages, what waits for the reader first; each page is found by key."""
    user, at = request.user, timezone.now()
    if user.kind == Kind.PLATFORM:
        raise Http404
    before = key_in(request.GET.get("before", ""))
    found = list(_from(outages_seen_by(user), before)[: SIZE + 1])
    waiting = list(outages_waiting_for(user)[:SIZE]) if before is None else []
    here = reverse("contracts:outages")
    context = {
        "references": {each.reference for each in (*waiting, *found) if each.reference},
        "waiting": [_row(each, user, at=at) for each in waiting],
        "rows": [_row(each, user, at=at) for each in found[:SIZE]],
        "next": f"{here}?before={found[SIZE - 1].pk}" if len(found) > SIZE else "",
        "newest": here if before is not None else "",
        "is_client": user.kind == Kind.CLIENT,
        "may_record": user.kind == Kind.MANUFACTURER,
        "at": at,
    }
    return render(request, "contracts/outages.html", context)


def _from(rows: OutageQuerySet, before: int | None) -> OutageQuerySet:
    """Keep what comes after the outage with which the page before ended."""
    last = rows.filter(pk=before).values_list("begins_at", flat=True).first() if before else None
    if last is None:
        return rows
    return rows.filter(Q(begins_at__lt=last) | Q(begins_at=last, pk__lt=before))


def _row(outage: Outage, reader: User, *, at: datetime) -> OutageRow:
    return OutageRow(
        outage,
        state=say_state(outage, reader=reader),
        lasted=(outage.ends_at or at) - outage.begins_at,
        is_late=is_late(outage, at=at),
    )


def is_late(outage: Outage, *, at: datetime) -> bool:
    """Tell whether an answer was expected before an instant, and was not given."""
    return outage.answer_by is not None and outage.answer_by < at


def key_in(text: str) -> int | None:
    """Return the key of an address; one that cannot be read, as when cut, is the first page."""
    is_key = text.isascii() and text.isdecimal() and len(text) < len(str(_LARGEST))
    return int(text) if is_key else None
