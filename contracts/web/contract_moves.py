"""What people do with proposed terms: approve, refuse, withdraw; each is one use case call."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from contracts.access import terms_abilities
from contracts.choices import TermsAction
from contracts.models import Terms, User
from contracts.rules.refusal import Invalid
from contracts.selectors.promises import seen_version
from contracts.use_cases.approve_terms import (
    approve_terms,
    refusal_of,
    refuse_terms,
    withdraw_terms,
)
from contracts.web.contracts import about_version, seen_contract
from contracts.web.move_forms import ApproveForm, MoveForm, ReasonForm
from contracts.web.person import PersonRequest, takes_unsent

Perform = Callable[[Terms, Mapping[str, Any], User, datetime], object]


@dataclass(frozen=True)
class Move:
    """One thing to do: how it is named, what is asked, what is done, what is said then."""

    verb: Promise
    explains: Promise
    form: type[MoveForm]
    perform: Perform
    done: Promise


def _approve(terms: Terms, _said: Mapping[str, Any], by: User, at: datetime) -> object:
    return approve_terms(terms, by=by, at=at)


def _refuse(terms: Terms, said: Mapping[str, Any], by: User, at: datetime) -> object:
    return refuse_terms(terms, reason=said["reason"], by=by, at=at)


def _withdraw(terms: Terms, said: Mapping[str, Any], by: User, at: datetime) -> object:
    return withdraw_terms(terms, reason=said["reason"], by=by, at=at)


MOVES: Mapping[TermsAction, Move] = {
    TermsAction.APPROVE: Move(
        _("Approve"),
        _("An approval stays: nobody takes it back."),
        ApproveForm,
        _approve,
        _("Approved for your company."),
    ),
    TermsAction.REFUSE: Move(
        _("Refuse"),
        _("The offer ends here; what stands goes on. The other vendor reads the reason."),
        ReasonForm,
        _refuse,
        _("Refused, with your reason."),
    ),
    TermsAction.WITHDRAW: Move(
        _("Withdraw"),
        _("The offer ends here; what stands goes on. The other vendor reads the reason."),
        ReasonForm,
        _withdraw,
        _("Withdrawn, with your reason."),
    ),
}


@sensitive_post_parameters("password")
@takes_unsent
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def terms_move(request: PersonRequest, contract: str, version: int, action: str) -> HttpResponse:
    """Ask what a move needs, or make it."""
    found = seen_version(seen_contract(request.user, contract), version)
    chosen = next((each for each in MOVES if each == action), None)
    if chosen is None:
        raise Http404
    if chosen not in terms_abilities(request.user, found, at=timezone.now()):
        raise refusal_of(found, chosen, by=request.user)
    move = MOVES[chosen]
    posted = request.POST if request.method == "POST" else None
    form = move.form(request.unsent if posted is None else posted, request=request)
    if posted is None:
        return _asked(request, found, chosen, form)
    if not form.is_valid():
        return _asked(request, found, chosen, form, status=422)
    try:
        move.perform(found, form.cleaned_data, request.user, timezone.now())
    except Invalid as refusal:
        form.take(refusal)
        return _asked(request, found, chosen, form, status=refusal.status)
    messages.success(request, str(move.done))
    return redirect("contracts:terms", contract, version)


def _asked(
    request: PersonRequest, terms: Terms, action: TermsAction, form: MoveForm, *, status: int = 200
) -> HttpResponse:
    context = {
        **about_version(terms),
        "action": action,
        "move": MOVES[action],
        "form": form,
        "is_approval": action == TermsAction.APPROVE,
    }
    return render(request, "contracts/terms_move.html", context, status=status)
