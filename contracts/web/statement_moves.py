"""What people do with a month's statement from its page."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from contracts.choices import ContestDecision, StatementAction
from contracts.models import Contest, Statement
from contracts.rules.refusal import Forbidden, Refusal, Stale
from contracts.selectors.statements import (
    StatementRead,
    contract_and_month,
    reads_drafts,
    statement_for,
    statement_read,
)
from contracts.use_cases.contest_line import (
    ContestDecided,
    ContestOpen,
    ContestTooLate,
    contest_line,
    decide_contest,
)
from contracts.use_cases.issue_statement import issue_statement
from contracts.use_cases.settle_statement import pay_statement, reimburse_statement
from contracts.web.person import PersonRequest
from contracts.web.statement_forms import DecideForm, contest_form_of
from contracts.web.statements import page_of


@login_required
@require_POST
def move(request: PersonRequest, month: str, action: str) -> HttpResponse:
    """Carry out a move on a month's statement, then show it."""
    return _MOVES[StatementAction(action)](request, month)


def _issue(request: PersonRequest, key: str) -> HttpResponse:
    contract, month = contract_and_month(request.user, key)
    if not reads_drafts(request.user):
        raise Http404
    issued = issue_statement(
        contract, month, by=request.user, at=timezone.now(), seen=_seen(request)
    )
    said = _("Issued as %(number)s: the client reads it from now on.")
    messages.success(request, said % {"number": issued.legal_number})
    return _to(key)


def _pay(request: PersonRequest, key: str) -> HttpResponse:
    found = statement_for(request.user, key)
    pay_statement(found, by=request.user, at=timezone.now(), seen=_seen(request))
    messages.success(request, _("The payment is booked."))
    return _to(key)


def _reimburse(request: PersonRequest, key: str) -> HttpResponse:
    found = statement_for(request.user, key)
    reimburse_statement(found, by=request.user, at=timezone.now(), seen=_seen(request))
    messages.success(request, _("The reimbursement is booked."))
    return _to(key)


def _contest(request: PersonRequest, key: str) -> HttpResponse:
    statement = statement_for(request.user, key)
    form = contest_form_of(request.POST, statement=statement, by=request.user)
    if form is None:
        raise ContestOpen(
            _("Each line is contested or reopened already, and waits for its answer.")
        )
    if form.is_valid():
        line = statement.lines.get(pk=form.cleaned_data["line"])
        try:
            contest_line(
                line, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now()
            )
        except (Forbidden, ContestTooLate):  # the page has no form for it
            raise
        except Refusal as refusal:
            form.take(refusal)
        else:
            contested = _("The line is contested: the manufacturer answers.")
            reopened = _("The line is reopened: correct its outages, then decide.")
            messages.success(request, reopened if form.reopens else contested)
            return _to(key)
    return page_of(request, _read(request, key), contest=form, status=422)


def _decide(request: PersonRequest, key: str) -> HttpResponse:
    statement = statement_for(request.user, key)
    contest = _contest_in(statement, request.POST.get("contest", ""))
    form, status = DecideForm(request.POST, contest=contest), 422
    if form.is_valid():
        answer = form.answer()
        try:
            decide_contest(contest, answer, by=request.user, at=timezone.now(), seen=_seen(request))
        except (Forbidden, ContestDecided):  # nor for this
            raise
        except Refusal as refusal:
            form.take(refusal)
            status = Stale.status if isinstance(refusal, Stale) else 422
        else:
            messages.success(request, _decided(contest, answer.decision))
            return _to(key)
    return page_of(request, _read(request, key), decide=form, status=status)


def _decided(contest: Contest, decision: ContestDecision) -> str:
    if decision == ContestDecision.ACCEPTED:
        note = _("Accepted: the difference is issued as a note.")
        if contest.is_reopening:
            note = _("Corrected: the difference is issued as a note.")
        systems = [each.line.configuration.name for each in contest.along.all()]
        along = _("Accepted along with it, by the same note: %(systems)s.")
        return " ".join([note, along % {"systems": ", ".join(systems)}] if systems else [note])
    refused = _("Refused: the client is told.")
    stays = _("The line stays as it was issued: the client is told.")
    return stays if contest.is_reopening else refused


_MOVES: dict[StatementAction, Callable[[PersonRequest, str], HttpResponse]] = {
    StatementAction.ISSUE: _issue,
    StatementAction.PAY: _pay,
    StatementAction.REIMBURSE: _reimburse,
    StatementAction.CONTEST: _contest,
    StatementAction.DECIDE: _decide,
}
MOVES = tuple(_MOVES)


def _contest_in(statement: Statement, asked: str) -> Contest:
    found = [
        contest
        for line in statement.lines.all()
        for contest in line.contests.all()
        if str(contest.pk) == asked
    ]
    if not found:
        raise Http404
    return found[0]


def _seen(request: PersonRequest) -> str:
    """Return the mark of what was read, which the page sends along."""
    return request.POST.get("seen", "")


def _read(request: PersonRequest, key: str) -> StatementRead:
    return statement_read(request.user, key, at=timezone.now())


def _to(key: str) -> HttpResponse:
    return redirect("contracts:statement", key)
