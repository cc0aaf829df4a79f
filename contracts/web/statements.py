"""Statements of months: those issued, those to be issued, and one of them explained."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from contracts.choices import Kind, StatementAction, StatementState
from contracts.dates import say_month
from contracts.models import Contest, Correction, Statement
from contracts.papers.calculation import SumRow, calculation, split_rows
from contracts.papers.claim import claim_paper
from contracts.papers.explained import Explained, Line, explained
from contracts.papers.paper import statement_paper
from contracts.papers.sheet import sheet_of
from contracts.papers.typeset import Document, pdf_of
from contracts.selectors.statements import (
    StatementRead,
    months_to_issue,
    reads_drafts,
    statement_read,
    statements_seen_by,
)
from contracts.web.person import PersonRequest
from contracts.web.statement_forms import ContestForm, DecideForm, contest_form_of
from contracts.web.statement_strip import strip_rows

SIZE = 24
_WHOLE_BAR = 100


@dataclass(frozen=True)
class ShownCalculation:
    """How the penalty of a system comes about."""

    line: Line
    rows: list[SumRow]


@login_required
@require_safe
def statements(request: PersonRequest) -> HttpResponse:
    """List the issued statements, and to managers of the vendors the months that wait."""
    user, at = request.user, timezone.now()
    if user.kind == Kind.PLATFORM:
        raise Http404
    found = statements_seen_by(user)
    contract = request.GET.get("contract", "").replace("\0", "")
    if contract:
        found = found.filter(contract__number=contract)
    page = Paginator(found, SIZE).get_page(request.GET.get("page"))
    waiting = months_to_issue(user, at=at) if reads_drafts(user) else []
    context = {
        "page": page,
        "rows": page.object_list,
        "contract": contract,
        "is_client": user.kind == Kind.CLIENT,
        "waiting": waiting,
        "may_read_ledger": reads_drafts(user),
    }
    return render(request, "contracts/statements.html", context)


@login_required
@require_safe
def statement(request: PersonRequest, month: str) -> HttpResponse:
    """Show a month's statement, explained down to its intervals."""
    read = statement_read(request.user, month, at=timezone.now())
    return page_of(request, read)


def page_of(
    request: PersonRequest,
    read: StatementRead,
    *,
    contest: ContestForm | None = None,
    decide: DecideForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """Show a statement, with what was typed where something was refused."""
    said, issued = explained(read), read.statement
    context: dict[str, Any] = {
        "read": read,
        "said": said,
        "title_month": say_month(read.month),
        "statement": issued,
        "contract": read.contract,
        "strips": strip_rows(said),
        "axis": _axis(read, said),
        "calculations": list(_calculations(said)),
        "split": list(split_rows(said)) if said.reimbursement is not None else [],
        "bar": _bar(said),
        "missing": read.draft.missing if read.draft else [],
        "may": {each.value: True for each in read.abilities},
        "contests": list(_contests(issued)) if issued else [],
        "corrections": _corrections(issued, read) if issued else [],
        "goes_on": issued is not None and issued.state != StatementState.ISSUED,
        "payable": sum(read.due.payable.values()),
        "reimbursable": sum(read.due.reimbursable.values()),
        "has_claim": bool(issued and said.reimbursement),
    }
    if issued and StatementAction.CONTEST in read.abilities:
        context["contest_form"] = contest or contest_form_of(
            None, statement=issued, by=request.user
        )
    if issued and StatementAction.DECIDE in read.abilities:
        context["decide_forms"] = list(_decide_forms(issued, decide))
    return render(request, "contracts/statement.html", context, status=status)


def _decide_forms(statement: Statement, typed: DecideForm | None) -> Iterator[DecideForm]:
    for each in _contests(statement):
        if not each.decision:
            is_typed = typed is not None and typed.contest.pk == each.pk
            yield typed if is_typed and typed else DecideForm(None, contest=each)


def _contests(statement: Statement) -> Iterator[Contest]:
    for line in statement.lines.all():
        for contest in line.contests.all():
            contest.line = line
            yield contest


def _corrections(statement: Statement, read: StatementRead) -> list[Correction]:
    return [each for each in statement.corrections.all() if each.penalty or read.for_vendors]


def _calculations(said: Explained) -> Iterator[ShownCalculation]:
    """Yield that of each system for which something is owed; else of the worst one."""
    owing = [each for each in said.lines if each.penalty_before_caps]
    for line in owing or ([said.worst] if said.worst else []):
        yield ShownCalculation(line, list(calculation(line, said)))


def _bar(said: Explained) -> str:
    """Return how wide the publisher's part is drawn, of 100."""
    if not said.penalty or said.reimbursement is None:
        return "0"
    part = min(max(said.reimbursement / said.penalty, Decimal(0)), Decimal(1))
    return f"{part * _WHOLE_BAR:.2f}"


def _axis(read: StatementRead, said: Explained) -> list[date]:
    days = [each.day for each in said.lines[0].days] if said.lines else []
    return [days[at] for at in (0, 7, 14, 21, len(days) - 1)] if days else []


@login_required
@require_safe
def sheet(request: PersonRequest, month: str) -> HttpResponse:
    """Give a statement as a sheet; spreadsheets in French take commas in decimals."""
    read = statement_read(request.user, month, at=timezone.now())
    comma = request.GET.get("decimals", "point") == "comma"
    text = sheet_of(read, decimal_mark="," if comma else ".")
    bom = "\ufeff" if request.GET.get("bom", "true") == "true" else ""
    answer = HttpResponse(bom + text, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{read.key}.csv"'
    return answer


@login_required
@require_safe
def paper(request: PersonRequest, month: str) -> HttpResponse:
    """Give a statement on paper."""
    read = statement_read(request.user, month, at=timezone.now())
    return _paper(statement_paper(read), f"{read.key}.pdf")


@login_required
@require_safe
def claim(request: PersonRequest, month: str) -> HttpResponse:
    """Give the publisher's reimbursement claim on paper; to a client it is not there."""
    read = statement_read(request.user, month, at=timezone.now())
    return _paper(claim_paper(read), f"{read.key}-claim.pdf")


def _paper(document: Document, name: str) -> HttpResponse:
    answer = HttpResponse(pdf_of(document), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{name}"'
    return answer
