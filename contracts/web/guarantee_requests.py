"""What clients ask to be guaranteed: the list, the form, one request with what can be done."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from contracts.access import guarantee_abilities, guarantee_for, may_ask
from contracts.choices import GuaranteeAction, GuaranteeState, Kind
from contracts.models import Contract, GuaranteeRequest, User
from contracts.rules.refusal import Forbidden, Invalid
from contracts.selectors import has_no_system
from contracts.selectors.guarantees import (
    contracts_to_answer_with,
    contracts_to_come,
    guarantees_seen_by,
)
from contracts.selectors.keyset import RANK
from contracts.use_cases.answer_guarantee_request import (
    answer_with_contract,
    refusal_of_move,
    refuse_guarantee,
    withdraw_guarantee,
)
from contracts.use_cases.ask_for_guarantee import ask_for_guarantee
from contracts.use_cases.submit_once import KeyReused, digest_of, submit_once
from contracts.web.asked_and_promised import promised_beside
from contracts.web.guarantee_forms import (
    AnswerForm,
    AskForm,
    RefuseForm,
    WithdrawForm,
    say_vendors,
)
from contracts.web.pages import beside, page_asked
from contracts.web.person import PersonRequest, takes_unsent
from contracts.wording import say_percentage, say_wished_hours

SIZE = 25

Form = AnswerForm | RefuseForm | WithdrawForm
Perform = Callable[[GuaranteeRequest, Mapping[str, Any], User, datetime], object]


@dataclass(frozen=True)
class Move:
    """One thing to do with a request: what is asked, what is done, what is said then."""

    form: type[Form]
    perform: Perform
    done: Promise


MOVES: Mapping[GuaranteeAction, Move] = {
    GuaranteeAction.ANSWER: Move(
        AnswerForm,
        lambda it, said, by, at: answer_with_contract(it, said["contract"], by=by, at=at),
        gettext_lazy("Answered: the client is told of the contract."),
    ),
    GuaranteeAction.REFUSE: Move(
        RefuseForm,
        lambda it, said, by, at: refuse_guarantee(it, reason=said["reason"], by=by, at=at),
        gettext_lazy("Refused, with your reason."),
    ),
    GuaranteeAction.WITHDRAW: Move(
        WithdrawForm,
        lambda it, said, by, at: withdraw_guarantee(it, by=by, at=at),
        gettext_lazy("Withdrawn: the vendors are told."),
    ),
}


@login_required
@require_safe
def guarantees(request: PersonRequest) -> HttpResponse:
    """List requests, the newest first; a vendor reads before them those that wait for an answer.

    Each page is found by key, and nothing is counted.
    """
    user = request.user
    if user.kind == Kind.PLATFORM:
        raise Http404
    is_client = user.kind == Kind.CLIENT
    keys = ("-id",) if is_client else (f"-{RANK}", "-id")
    first = None if is_client else Q(state=GuaranteeState.ASKED)
    page = page_asked(request, guarantees_seen_by(user), keys, size=SIZE, first=first)
    context = {
        "rows": [_row(each) for each in page.rows],
        **beside(page, reverse("contracts:guarantees")),
        "is_client": is_client,
        "may_ask": may_ask(user),
    }
    return render(request, "contracts/guarantees.html", context)


def _row(each: GuaranteeRequest) -> tuple[GuaranteeRequest, str, str]:
    return each, say_vendors(each.agreement), say_percentage(each.availability)


@takes_unsent
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: PersonRequest) -> HttpResponse:
    """Ask two vendors for a guarantee."""
    user, at = request.user, timezone.now()
    if not may_ask(user):
        raise Forbidden(_("Only a client asks for a guarantee."))
    posted = request.POST if request.method == "POST" else None
    form = AskForm(request.unsent if posted is None else posted, user=user, at=at)
    if posted is None:
        return _asking(request, form, key=str(uuid.uuid4()), status=200)
    if not form.is_valid():
        return _asking(request, form, key=form.sent_key(), status=422)
    try:
        made = _ask_once(form, by=user, at=at)
    except KeyReused:
        form.add_error(None, _("You have sent this form before, with other words."))
        return _asking(request, form, key=str(uuid.uuid4()), status=422)
    except Invalid as refusal:
        form.take(refusal)
        return _asking(request, form, key=form.sent_key(), status=refusal.status)
    messages.success(request, _("Your request is with both vendors: you will be told."))
    return redirect("contracts:guarantee", made)


def _ask_once(form: AskForm, *, by: User, at: datetime) -> int:
    """Ask, and return the request's id; again with the same key, the same one."""
    agreement, wish = form.cleaned_data["agreement"], form.wish()

    def act() -> tuple[int, int]:
        return 201, ask_for_guarantee(agreement, wish, by=by, at=at).pk

    digest = digest_of([agreement.pk, vars(wish)])
    answer = submit_once(act, key=f"guarantee:{form.sent_key()}", digest=digest, by=by, at=at)
    return int(answer.body)


def _asking(request: PersonRequest, form: AskForm, *, key: str, status: int) -> HttpResponse:
    sole = form.known[0] if len(form.known) == 1 else None
    context = {
        "form": form,
        "key": key,
        "vendors": say_vendors(sole) if sole else "",
        "can_ask": bool(form.known),
    }
    return render(request, "contracts/guarantee_new.html", context, status=status)


@login_required
@require_safe
def guarantee(request: PersonRequest, pk: int) -> HttpResponse:
    """Show what was asked, what became of it, and what this person can do."""
    return _shown(request, guarantee_for(request.user, pk))


@takes_unsent
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: PersonRequest, pk: int, action: GuaranteeAction) -> HttpResponse:
    """Show the request with one form of it, or carry that out."""
    found = guarantee_for(request.user, pk)
    if action not in guarantee_abilities(request.user, found):
        raise refusal_of_move(found, action, by=request.user)
    posted = request.POST if request.method == "POST" else None
    form = MOVES[action].form(request.unsent if posted is None else posted, request=found)
    if posted is None or not form.is_valid():
        return _shown(request, found, {action: form}, status=200 if posted is None else 422)
    try:
        MOVES[action].perform(found, form.cleaned_data, request.user, timezone.now())
    except Invalid as refusal:
        form.take(refusal)
        return _shown(request, found, {action: form}, status=refusal.status)
    messages.success(request, str(MOVES[action].done))
    return redirect("contracts:guarantee", pk)


def _shown(
    request: PersonRequest,
    found: GuaranteeRequest,
    forms: Mapping[GuaranteeAction, Form] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    user, forms = request.user, forms or {}
    able = guarantee_abilities(user, found)
    may_answer = GuaranteeAction.ANSWER in able
    answering = contracts_to_answer_with(found).with_terms() if may_answer else ()
    at = timezone.now()
    context = {
        "asked": found,
        "state_said": GuaranteeState(found.state).label,
        "vendors": say_vendors(found.agreement),
        "rate": say_percentage(found.availability),
        "wished_hours": say_wished_hours(found),
        "is_client": user.kind == Kind.CLIENT,
        "may_register": user.kind == Kind.MANUFACTURER,
        "is_without_system": _is_without_system(user, found.contract, at=at),
        "able": {each.value for each in able},
        "form": next(iter(forms.values()), None),
        "answer": forms.get(GuaranteeAction.ANSWER) or AnswerForm(None, request=found),
        "refuse": forms.get(GuaranteeAction.REFUSE) or RefuseForm(None, request=found),
        "is_refusing": GuaranteeAction.REFUSE in forms,
        "is_withdrawing": GuaranteeAction.WITHDRAW in forms,
        "promised": promised_beside(found, answering, at=at),
        "unapproved": contracts_to_come(found) if may_answer else (),
    }
    return render(request, "contracts/guarantee.html", context, status=status)


def _is_without_system(user: User, contract: Contract | None, *, at: datetime) -> bool:
    """Tell whether a system is still to be registered under the contract that is the answer."""
    if contract is None or contract.has_ended(at):
        return False
    return has_no_system(user, contract)
