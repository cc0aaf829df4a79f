"""Lists of incidents: a client's own, open first; for vendors all they may see, newest first."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from contracts.choices import Kind
from tickets.access import open_leg
from tickets.models import Incident
from tickets.selectors.history import all_incidents, open_incidents, past_incidents
from tickets.web.client_hero import Hero, hero_of
from tickets.web.person import PersonRequest
from tickets.web.rows import holder_shown, state_shown


@dataclass(frozen=True)
class Case:
    """An incident in a list of its client: as in the page's hero, in short."""

    incident: Incident
    hero: Hero


@login_required
@require_safe
def incidents(request: PersonRequest) -> HttpResponse:
    """Show a page of the list that this kind of person has."""
    if request.user.kind == Kind.PLATFORM:
        raise Http404
    return _own(request) if request.user.kind == Kind.CLIENT else _all(request)


def cases_of(incidents: Iterable[Incident]) -> list[Case]:
    """Dress incidents for their client."""
    at = timezone.now()
    return [Case(each, hero_of(each, at=at)) for each in incidents]


def _own(request: PersonRequest) -> HttpResponse:
    """Show what is open, then what is over; a page further shows one of the two."""
    at_open, at_past = request.GET.get("open", ""), request.GET.get("past", "")
    unfinished = open_incidents(request.user, cursor=at_open) if not at_past else None
    past = past_incidents(request.user, cursor=at_past) if not at_open else None
    context = {
        "open": cases_of(unfinished.rows) if unfinished else [],
        "past": cases_of(past.rows) if past else [],
        "shows_open": unfinished is not None,
        "shows_past": past is not None,
        "open_next": _address("open", unfinished.next) if unfinished else "",
        "open_previous": _address("open", unfinished.previous) if unfinished else "",
        "past_next": _address("past", past.next) if past else "",
        "past_previous": _address("past", past.previous) if past else "",
    }
    return render(request, "tickets/client_incidents.html", context)


def _all(request: PersonRequest) -> HttpResponse:
    page = all_incidents(request.user, cursor=request.GET.get("page", ""))
    context = {
        "rows": list(table_of(page.rows)),
        "next": _address("page", page.next),
        "previous": _address("page", page.previous),
        "may_open": request.user.kind == Kind.MANUFACTURER,
    }
    return render(request, "tickets/incidents.html", context)


def table_of(incidents: Iterable[Incident]) -> Iterator[dict[str, object]]:
    """Dress incidents for a vendor's table."""
    for each in incidents:
        holder, says = holder_shown(each)
        state, label = state_shown(each, open_leg(each))
        yield {
            "incident": each,
            "holder": holder,
            "holder_says": says,
            "state": state,
            "state_label": label,
        }


def _address(name: str, cursor: str) -> str:
    return f"{reverse('tickets:incidents')}?{urlencode({name: cursor})}" if cursor else ""
