"""Maintenance: the list with what waits on top, a window to propose, and the page of one."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from contracts.access import maintenance_abilities, maintenance_for
from contracts.choices import Kind, MaintenanceAction, MaintenanceState
from contracts.models import Maintenance, User
from contracts.rules.refusal import Forbidden, Refusal
from contracts.selectors.outages import maintenance_seen_by, maintenance_waiting_for
from contracts.use_cases.propose_maintenance import (
    Window,
    accept_maintenance,
    propose_maintenance,
    refuse_maintenance,
    withdraw_maintenance,
)
from contracts.web.maintenance_form import WindowForm
from contracts.web.move_forms import ReasonForm
from contracts.web.pages import beside, page_asked
from contracts.web.person import PersonRequest, takes_unsent

SIZE = 25
Perform = Callable[[Maintenance, Mapping[str, Any], User, datetime], object]


@dataclass(frozen=True)
class Move:
    """How a move is named, what is done, what is said then."""

    verb: Promise
    perform: Perform
    done: Promise


MOVES: Mapping[MaintenanceAction, Move] = {
    MaintenanceAction.ACCEPT: Move(
        gettext_lazy("Accept this window"),
        lambda it, _said, by, at: accept_maintenance(it, by=by, at=at),
        gettext_lazy("Accepted for your company."),
    ),
    MaintenanceAction.REFUSE: Move(
        gettext_lazy("Refuse with a reason"),
        lambda it, said, by, at: refuse_maintenance(it, reason=said["reason"], by=by, at=at),
        gettext_lazy("Refused, with your reason."),
    ),
    MaintenanceAction.WITHDRAW: Move(
        gettext_lazy("Withdraw this window"),
        lambda it, said, by, at: withdraw_maintenance(it, reason=said["reason"], by=by, at=at),
        gettext_lazy("Withdrawn, with your reason."),
    ),
}


@login_required
@require_safe
def windows(request: PersonRequest) -> HttpResponse:
    """List windows, what waits for the reader first; each page is found by key."""
    user = request.user
    if user.kind == Kind.PLATFORM:
        raise Http404
    page = page_asked(request, maintenance_seen_by(user), ("-id",), size=SIZE)
    context = {
        "waiting": [] if page.previous else list(maintenance_waiting_for(user)[:SIZE]),
        "rows": page.rows,
        **beside(page, reverse("contracts:maintenance")),
        "is_client": user.kind == Kind.CLIENT,
    }
    return render(request, "contracts/maintenance.html", context)


@takes_unsent
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_window(request: PersonRequest) -> HttpResponse:
    """Propose a window, as either vendor or the client."""
    user, at = request.user, timezone.now()
    if user.kind == Kind.PLATFORM:
        raise Forbidden(_("Only the two vendors and the client propose maintenance."))
    posted = request.POST if request.method == "POST" else None
    form = WindowForm(request.unsent if posted is None else posted, user=user)
    if posted is None or not form.is_valid():
        status = 200 if posted is None else 422
        return render(request, "contracts/maintenance_new.html", {"form": form}, status=status)
    said = form.cleaned_data
    window = Window(said["start"], said["end"], said["note"])
    try:
        made = propose_maintenance(said["configuration"], window, by=user, at=at)
    except Refusal as refusal:
        form.take(refusal)
        return render(
            request, "contracts/maintenance_new.html", {"form": form}, status=refusal.status
        )
    messages.success(request, _("Proposed: the others are told."))
    return redirect("contracts:maintenance-window", made.pk)


@login_required
@require_safe
def window(request: PersonRequest, pk: int) -> HttpResponse:
    """Show a window, who has accepted it, and what this person can do."""
    return _shown(request, maintenance_for(request.user, pk))


@takes_unsent
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: PersonRequest, pk: int, action: MaintenanceAction) -> HttpResponse:
    """Carry out a move, or show the window with its form as it came back."""
    found = maintenance_for(request.user, pk)
    sent = request.POST if request.method == "POST" else request.unsent
    if sent is None:
        return redirect("contracts:maintenance-window", pk)
    form = ReasonForm(sent, request=request)
    asks = action != MaintenanceAction.ACCEPT
    if request.method != "POST" or (asks and not form.is_valid()):
        return _shown(request, found, {action: form}, status=422)
    said = form.cleaned_data if asks else {}
    try:
        MOVES[action].perform(found, said, request.user, timezone.now())
    except Refusal as refusal:
        if not refusal.errors:
            raise
        form.take(refusal)
        return _shown(request, found, {action: form}, status=refusal.status)
    messages.success(request, str(MOVES[action].done))
    return redirect("contracts:maintenance-window", pk)


def _shown(
    request: PersonRequest,
    found: Maintenance,
    forms: Mapping[MaintenanceAction, ReasonForm] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    user, forms = request.user, forms or {}
    able = maintenance_abilities(user, found, at=timezone.now())
    ends = [each for each in (MaintenanceAction.REFUSE, MaintenanceAction.WITHDRAW) if each in able]
    agreement = found.configuration.contract.agreement
    given = {each.organisation_id: each for each in found.acceptances.all()}
    parties = (agreement.manufacturer, agreement.publisher, found.configuration.client)
    empty = ReasonForm(None, request=request)
    context = {
        "window": found,
        "state": MaintenanceState(found.state).label,
        "parties": [(each, given.get(each.pk)) for each in parties],
        "may_accept": MaintenanceAction.ACCEPT in able,
        "ends": [
            (_address(found, each), MOVES[each].verb, forms.get(each) or empty) for each in ends
        ],
        "form": next(iter(forms.values()), None),
        "lasts": found.ends_at - found.begins_at,
    }
    return render(request, "contracts/maintenance_window.html", context, status=status)


def _address(of: Maintenance, action: MaintenanceAction) -> str:
    return reverse(f"contracts:maintenance-{action}", args=[of.pk])
