"""The list of outages: what waits for its reader on top."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from contracts.choices import Kind
from contracts.models import Outage, User
from contracts.selectors.outages import outages_seen_by, outages_waiting_for
from contracts.web.outage_pictures import say_state
from contracts.web.pages import beside, page_asked
from contracts.web.person import PersonRequest

SIZE = 25


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
    page = page_asked(request, outages_seen_by(user), ("-begins_at", "-id"), size=SIZE)
    waiting = [] if page.previous else list(outages_waiting_for(user)[:SIZE])
    context = {
        "references": {each.reference for each in (*waiting, *page.rows) if each.reference},
        "waiting": [_row(each, user, at=at) for each in waiting],
        "rows": [_row(each, user, at=at) for each in page.rows],
        **beside(page, reverse("contracts:outages")),
        "is_client": user.kind == Kind.CLIENT,
        "may_record": user.kind == Kind.MANUFACTURER,
        "at": at,
    }
    return render(request, "contracts/outages.html", context)


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
