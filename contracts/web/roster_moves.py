"""What people do with a roster: a page each where something is asked, a button where nothing is."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from contracts.access import may_keep_rosters, roster_for
from contracts.choices import SwapAction
from contracts.models import Agreement, DutySwap, Roster, RosterOverride, Rotation, User
from contracts.rules.refusal import Forbidden, Refusal
from contracts.use_cases.hand_over_duty import leave_note
from contracts.use_cases.keep_roster import (
    add_rotation,
    end_rotation,
    open_roster,
    replace_rotation,
)
from contracts.use_cases.override_duty import Period, cancel_override, override_duty
from contracts.use_cases.swap_duty import answer_swap, ask_swap
from contracts.web.move_forms import TakesRefusals
from contracts.web.person import PersonRequest, takes_unsent
from contracts.web.roster_forms import EndForm, NewRosterForm, NoteForm, PeriodForm, TurnsForm
from contracts.web.rosters import context_of, name_of

_ASKS = ["GET", "HEAD", "POST"]


@takes_unsent
@login_required
@require_http_methods(_ASKS)
def new_roster(request: PersonRequest) -> HttpResponse:
    """Open a roster of one's company."""
    if not request.user.organisation.is_vendor:
        raise Http404
    _only_managers(request.user)
    agreements = Agreement.objects.visible_to(request.user).prefetch_related("levels")
    form = NewRosterForm(
        request.POST or request.unsent, agreements=agreements, zone=request.user.time_zone
    )
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        made = _done(
            form,
            lambda at: open_roster(
                said["agreement"],
                level=said["level"],
                time_zone=said["time_zone"],
                by=request.user,
                at=at,
            ),
        )
        if made is not None:
            messages.success(request, _("The roster is open: now say who takes turns."))
            return redirect("contracts:roster-add", made.pk)
    return _asked(request, "contracts/roster_new.html", form)


@takes_unsent
@login_required
@require_http_methods(_ASKS)
def turns(request: PersonRequest, pk: int, rotation: int | None = None) -> HttpResponse:
    """Lay a rotation under a roster's others, or let it take the place of one."""
    found = _to_keep(request, pk)
    held = _rotation(found, rotation) if rotation is not None else None
    today = timezone.localdate()
    form = TurnsForm(request.POST or request.unsent, roster=found, held=held, today=today)
    if request.method == "POST" and form.is_valid():
        taken = form.turns()

        def act(at: datetime) -> object:
            if held is None:
                return add_rotation(found, taken, by=request.user, at=at)
            return replace_rotation(held, taken, by=request.user, at=at)

        if _done(form, act) is not None:
            messages.success(request, _("The rotation stands. The past stays as it was."))
            return redirect("contracts:roster", pk)
    return _asked(request, "contracts/roster_turns.html", form, found, held=held)


@takes_unsent
@login_required
@require_http_methods(_ASKS)
def override(request: PersonRequest, pk: int) -> HttpResponse:
    """Put somebody on duty for a period, as a manager."""
    found = _to_keep(request, pk)
    form = PeriodForm(request.POST or request.unsent, roster=found, without=None)
    return _period(request, found, form, override_duty, asks=False)


@takes_unsent
@login_required
@require_http_methods(_ASKS)
def swap(request: PersonRequest, pk: int) -> HttpResponse:
    """Ask a colleague to take a period of one's own duty."""
    found = roster_for(request.user, pk)
    form = PeriodForm(request.POST or request.unsent, roster=found, without=request.user.pk)
    return _period(request, found, form, ask_swap, asks=True)


@takes_unsent
@login_required
@require_http_methods(_ASKS)
def note(request: PersonRequest, pk: int) -> HttpResponse:
    """Leave a note for the next person; with nothing sent the roster's page asks for it."""
    found = roster_for(request.user, pk)
    form = NoteForm(request.POST or request.unsent)
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["text"]
        if _done(form, lambda at: leave_note(found, text=text, by=request.user, at=at)):
            messages.success(request, _("The note stands for whoever is on duty next."))
            return redirect("contracts:roster", pk)
    context = context_of(request, found, form)
    return render(request, "contracts/roster.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def end(request: PersonRequest, pk: int, rotation: int) -> HttpResponse:
    """End a rotation now."""
    found = roster_for(request.user, pk)
    at = timezone.now()
    end_rotation(_rotation(found, rotation), ends_at=at, by=request.user, at=at)
    messages.success(request, _("The rotation has ended. The past stays as it was."))
    return redirect("contracts:roster", pk)


@takes_unsent
@login_required
@require_http_methods(_ASKS)
def end_later(request: PersonRequest, pk: int, rotation: int) -> HttpResponse:
    """End a rotation at an instant to come, or move that end."""
    found = _to_keep(request, pk)
    held = _rotation(found, rotation)
    form = EndForm(request.POST or request.unsent, held=held)
    if request.method == "POST" and form.is_valid():
        ends_at = form.cleaned_data["ends_at"]
        act = partial(end_rotation, held, ends_at=ends_at, by=request.user)
        if _done(form, lambda at: act(at=at)) is not None:
            messages.success(request, _("The end of the rotation stands."))
            return redirect("contracts:roster", pk)
    return _asked(request, "contracts/roster_end.html", form, found, held=held)


@login_required
@require_POST
def cancel(request: PersonRequest, pk: int, override: int) -> HttpResponse:
    """Give what is left of a period back."""
    found = roster_for(request.user, pk)
    changed = get_object_or_404(
        RosterOverride.objects.select_related("roster"), roster=found, pk=override
    )
    cancel_override(changed, by=request.user, at=timezone.now())
    messages.success(request, _("The change is cancelled: whoever’s turn it is has it back."))
    return redirect("contracts:roster", pk)


@login_required
@require_POST
def answer(request: PersonRequest, pk: int, swap: int, action: str) -> HttpResponse:
    """Accept or decline a swap that one is asked, or withdraw one's own."""
    found = roster_for(request.user, pk)
    asked = get_object_or_404(DutySwap.objects.select_related("roster"), roster=found, pk=swap)
    answer_swap(asked, SwapAction(action), by=request.user, at=timezone.now())
    messages.success(request, _("Your answer stands on the roster."))
    return redirect("contracts:roster", pk)


def _period(
    request: PersonRequest,
    found: Roster,
    form: PeriodForm,
    act: Callable[..., object],
    *,
    asks: bool,
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        period: Period = form.period()
        if _done(form, lambda at: act(found, period, by=request.user, at=at)) is not None:
            said = _("Your colleague is asked.") if asks else _("The change of duty stands.")
            messages.success(request, said)
            return redirect("contracts:roster", found.pk)
    return _asked(request, "contracts/roster_period.html", form, found, asks=asks)


def _done(form: TakesRefusals, act: Callable[[datetime], Any]) -> Any:
    """Act now; a refusal is shown by the form, and nothing is returned."""
    try:
        return act(timezone.now())
    except Refusal as refusal:
        form.take(refusal)
        return None


def _asked(
    request: PersonRequest,
    template: str,
    form: TakesRefusals,
    roster: Roster | None = None,
    **more: object,
) -> HttpResponse:
    context = {"form": form, "roster": roster, "name": name_of(roster) if roster else ""} | more
    return render(request, template, context, status=422 if form.errors else 200)


def _to_keep(request: PersonRequest, pk: int) -> Roster:
    """Return a roster for its manager.

    :raises Http404: not this person's to see.
    :raises Forbidden: only a manager of the vendor keeps its rosters.
    """
    found = roster_for(request.user, pk)
    _only_managers(request.user)
    return found


def _only_managers(user: User) -> None:
    if not may_keep_rosters(user):
        raise Forbidden(_("Only a manager keeps the duty rosters of their company."))


def _rotation(roster: Roster, pk: int) -> Rotation:
    rotations = Rotation.objects.select_related("roster").prefetch_related("turns")
    return get_object_or_404(rotations, roster=roster, pk=pk)
