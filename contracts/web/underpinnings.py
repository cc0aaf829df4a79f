"""The pages of an agreement between two vendors, and of what the publisher promises in it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from contracts.access import agreement_for, may_offer, underpinning_abilities
from contracts.choices import UnderpinningAction, UnderpinningState
from contracts.models import Agreement, Underpinning, User
from contracts.rules.coverage import Hours
from contracts.rules.refusal import Forbidden, Invalid, Refusal
from contracts.rules.underpinning import UnderpinningOffer
from contracts.selectors.gaps import underpinning_on, underpinnings_of
from contracts.use_cases.underpin import (
    UnderpinningOpen,
    agree_underpinning,
    propose_underpinning,
    refusal_of,
    refuse_underpinning,
    withdraw_underpinning,
)
from contracts.web.hours_form import QUICK_CHOICES, HoursForm, initial_of, typed_hours
from contracts.web.move_forms import ApproveForm, MoveForm, ReasonForm
from contracts.web.person import PersonRequest, takes_unsent
from contracts.web.underpinning_form import UnderpinningForm, initial_targets
from contracts.wording import say_hours

Perform = Callable[[Underpinning, Mapping[str, Any], User, datetime], object]
_A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Move:
    """One thing to do: how it is named, what is asked, what is done, what is said then."""

    verb: Promise
    explains: Promise
    form: type[MoveForm]
    perform: Perform
    done: Promise


@dataclass(frozen=True)
class Version:
    """A version as the page shows it, and what its reader may do with it."""

    underpinning: Underpinning
    hours: list[str]
    is_in_force: bool
    moves: list[tuple[UnderpinningAction, Promise]]


def _agree(of: Underpinning, _said: Mapping[str, Any], by: User, at: datetime) -> object:
    return agree_underpinning(of, by=by, at=at)


def _refuse(of: Underpinning, said: Mapping[str, Any], by: User, at: datetime) -> object:
    return refuse_underpinning(of, reason=said["reason"], by=by, at=at)


def _withdraw(of: Underpinning, said: Mapping[str, Any], by: User, at: datetime) -> object:
    return withdraw_underpinning(of, reason=said["reason"], by=by, at=at)


MOVES: Mapping[UnderpinningAction, Move] = {
    UnderpinningAction.AGREE: Move(
        gettext_lazy("Agree to these targets"),
        gettext_lazy("They hold from their day on; another version alone ends them."),
        ApproveForm,
        _agree,
        gettext_lazy("Agreed for your company."),
    ),
    UnderpinningAction.REFUSE: Move(
        gettext_lazy("Refuse these targets"),
        gettext_lazy("What holds goes on. The other vendor reads the reason."),
        ReasonForm,
        _refuse,
        gettext_lazy("Refused, with your reason."),
    ),
    UnderpinningAction.WITHDRAW: Move(
        gettext_lazy("Withdraw these targets"),
        gettext_lazy("What holds goes on. The other vendor reads the reason."),
        ReasonForm,
        _withdraw,
        gettext_lazy("Withdrawn, with your reason."),
    ),
}


@login_required
@require_safe
def agreement(request: PersonRequest, agreement: str) -> HttpResponse:
    """Show an agreement to its two vendors: its days, levels, and the underpinning targets."""
    found = agreement_for(request.user, agreement)
    versions = underpinnings_of(found)
    standing = underpinning_on(versions, timezone.localdate())
    is_free = not any(each.state == UnderpinningState.PROPOSED for each in versions)
    context = {
        "agreement": found,
        "levels": found.levels.all(),
        "products": found.products.select_related("vendor").order_by("vendor__name", "name"),
        "versions": [_version(each, found, standing, request.user) for each in versions],
        "may_propose": is_free and may_offer(request.user, found),
        "contracts": found.contracts.visible_to(request.user)
        .select_related("client")
        .order_by("number"),
    }
    return render(request, "contracts/agreement.html", context)


def _version(
    each: Underpinning, agreement: Agreement, standing: Underpinning | None, user: User
) -> Version:
    each.agreement = agreement
    open_to = underpinning_abilities(user, each)
    return Version(
        each,
        say_hours(each.coverage),
        is_in_force=each == standing,
        moves=[(action, move.verb) for action, move in MOVES.items() if action in open_to],
    )


@takes_unsent
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: PersonRequest, agreement: str) -> HttpResponse:
    """Ask for underpinning targets, and propose them to the other vendor."""
    found = agreement_for(request.user, agreement)
    if not may_offer(request.user, found):
        raise Forbidden(_("Only a manager of one of the two vendors proposes these targets."))
    versions = underpinnings_of(found)
    if any(each.state == UnderpinningState.PROPOSED for each in versions):
        raise UnderpinningOpen(_("Other targets still wait for an answer: withdraw them first."))
    said: Any = request.POST if request.method == "POST" else request.unsent
    quick = request.POST.get("quick", "")
    standing = next((each for each in versions if each.in_force), None)
    form = UnderpinningForm(None if quick else said, initial=_initial(standing, said, quick))
    hours = HoursForm(None if quick else said, initial=_hours(standing, said, quick, found))
    if request.method != "POST" or quick:
        return _asked(request, found, form, hours)
    if not (form.is_valid() & hours.is_valid()):
        return _asked(request, found, form, hours, status=422)
    cleaned = form.cleaned_data
    offer = UnderpinningOffer(
        cleaned["valid_from"], hours.hours(), cleaned["targets"], cleaned["note"]
    )
    try:
        propose_underpinning(found, offer, by=request.user, at=timezone.now())
    except Refusal as refusal:
        _take(refusal, form, hours)
        return _asked(request, found, form, hours, status=refusal.status)
    messages.success(request, _("Proposed: a manager of the other vendor agrees, or refuses."))
    return redirect("contracts:agreement", found.reference)


def _initial(standing: Underpinning | None, said: Any, quick: str) -> Mapping[str, Any]:
    if quick:
        return {name: said[name] for name in said}
    return {"valid_from": _first_day(standing), **initial_targets(standing)}


def _first_day(standing: Underpinning | None) -> date:
    today = timezone.localdate()
    return max(today, standing.valid_from) + _A_DAY if standing else today


def _hours(
    standing: Underpinning | None, said: Any, quick: str, agreement: Agreement
) -> Mapping[str, Any]:
    if quick:
        return typed_hours(said, but=quick)
    hours = standing.coverage.hours() if standing else Hours(agreement.publisher.time_zone)
    return initial_of(hours, country=agreement.country)


def _take(refusal: Refusal, form: UnderpinningForm, hours: HoursForm) -> None:
    errors = {name: [str(each) for each in said] for name, said in refusal.errors.items()}
    for sentence in errors.pop("coverage", ()):
        hours.add_error("pattern", sentence)
    form.place(errors)
    if not refusal.errors:
        form.add_error(None, str(refusal.sentence))


def _asked(
    request: PersonRequest,
    agreement: Agreement,
    form: UnderpinningForm,
    hours: HoursForm,
    *,
    status: int = 200,
) -> HttpResponse:
    errors = [
        (field.id_for_label or field.auto_id, str(error))
        for each in (form, hours)
        for field in each
        for error in field.errors
    ]
    context = {
        "agreement": agreement,
        "form": form,
        "hours": hours,
        "quick_choices": QUICK_CHOICES,
        "errors": [("", str(each)) for each in form.non_field_errors()] + errors,
    }
    return render(request, "contracts/underpinning_new.html", context, status=status)


@sensitive_post_parameters("password")
@takes_unsent
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def underpinning_move(
    request: PersonRequest, agreement: str, version: int, action: str
) -> HttpResponse:
    """Ask what a move needs, or make it."""
    within = agreement_for(request.user, agreement)
    found = next((each for each in underpinnings_of(within) if each.number == version), None)
    chosen = next((each for each in MOVES if each == action), None)
    if found is None or chosen is None:
        raise Http404
    found.agreement = within
    if chosen not in underpinning_abilities(request.user, found):
        raise refusal_of(found, chosen, by=request.user)
    move = MOVES[chosen]
    posted = request.POST if request.method == "POST" else None
    form = move.form(request.unsent if posted is None else posted, request=request)
    context = {
        "agreement": within,
        "version": _version(found, within, None, request.user),
        "move": move,
        "form": form,
    }
    if posted is None or not form.is_valid():
        status = 200 if posted is None else 422
        return render(request, "contracts/underpinning_move.html", context, status=status)
    try:
        move.perform(found, form.cleaned_data, request.user, timezone.now())
    except Invalid as refusal:
        form.take(refusal)
        return render(request, "contracts/underpinning_move.html", context, status=refusal.status)
    messages.success(request, str(move.done))
    return redirect("contracts:agreement", within.reference)
