"""The statement of a month, explained: as a page, as a paper, as a sheet."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from contracts.choices import StatementAction
from contracts.papers.claim import claim_paper
from contracts.papers.figures import is_french
from contracts.papers.paper import statement_paper
from contracts.papers.sheet import sheet_of
from contracts.papers.typeset import Document, pdf_of
from contracts.selectors.statements import (
    StatementRead,
    reads_as_client,
    statement_as_client,
    statement_read,
)
from contracts.web.deciding import decisions_on
from contracts.web.person import PersonRequest
from contracts.web.statement_forms import ContestForm, DecideForm, contest_form_of
from contracts.web.statement_page import shown


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
    """Show a statement, with what can be done, and what was typed where something was refused."""
    issued = read.statement
    payable, reimbursable = sum(read.due.payable.values()), sum(read.due.reimbursable.values())
    context: dict[str, Any] = {
        **shown(read),
        "draft": read.draft,
        "missing": list(read.draft.barring.items()) if read.draft else [],
        "may": {each.value: True for each in read.abilities},
        "payable": payable,
        "paid_back": -payable,
        "reimbursable": reimbursable,
        "returned": -reimbursable,
        "is_own": True,
        "is_refused": contest is not None or decide is not None,
        "has_claim": bool(read.claimed),
        "may_preview": reads_as_client(request.user, read.contract),
    }
    if issued and StatementAction.CONTEST in read.abilities:
        context["contest_form"] = contest or contest_form_of(
            None, statement=issued, by=request.user
        )
    context["decisions"] = list(decisions_on(read, decide))
    return render(request, "contracts/statement.html", context, status=status)


@login_required
@require_safe
def as_client(request: PersonRequest, month: str) -> HttpResponse:
    """Show the manufacturer what the client reads of a statement, or will once it is issued."""
    read = statement_as_client(request.user, month, at=timezone.now())
    return render(request, "contracts/statement.html", {**shown(read), "is_preview": True})


@login_required
@require_safe
def sheet(request: PersonRequest, month: str) -> HttpResponse:
    """Give a statement as a sheet; spreadsheets in French take commas in decimals, unless said."""
    read = statement_read(request.user, month, at=timezone.now())
    usual = "comma" if is_french() else "point"
    comma = request.GET.get("decimals", usual) == "comma"
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
