"""The first page after signing in: a client's home, a vendor's queue, an operator's health."""

from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from contracts.choices import Kind
from contracts.models import User
from contracts.selectors import contracts_of
from contracts.web.month_so_far import shown_months
from portal.web.health import say_causes, state_of
from tickets.selectors.history import incidents_worked_on, past_incidents, waiting_incidents
from tickets.selectors.systems import systems_to_report_on
from tickets.web.history import cases_of

MOST_PAST = 3


@require_safe
@never_cache
@login_required
def desk(request: HttpRequest) -> HttpResponse:
    """Lead everybody to where their work begins."""
    person = cast(User, request.user)
    match person.kind:
        case Kind.CLIENT:
            return _home(request, person)
        case Kind.PLATFORM:
            state = state_of(at=timezone.now())
            told = {"state": state, "causes": say_causes(state)}
            return render(request, "portal/health.html", told)
        case _:
            return redirect("tickets:queues")


def _home(request: HttpRequest, person: User) -> HttpResponse:
    """Show a client first what waits for an answer, then what is open, then how systems do."""
    waiting, worked_on = waiting_incidents(person), incidents_worked_on(person)
    systems = systems_to_report_on(person, "", chosen=None).shown
    months = shown_months(systems, person, at=timezone.now())
    context = {
        "may_open": bool(systems or contracts_of(person)),
        "waiting": cases_of(waiting.rows),
        "open": cases_of(worked_on.rows),
        "are_more_open": bool(waiting.next or worked_on.next),
        "past": cases_of(past_incidents(person, cursor="", size=MOST_PAST).rows),
        "systems": [(each, months.get(each.pk)) for each in systems],
    }
    return render(request, "portal/home.html", context)
