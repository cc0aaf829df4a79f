"""Statements on paper over REST, in the caller's language."""

from django.http import HttpResponse
from django.utils import timezone
from rest_framework.request import Request

from contracts.api.frame import Operation
from contracts.papers.claim import claim_paper
from contracts.papers.paper import statement_paper
from contracts.papers.typeset import pdf_of
from contracts.selectors.statements import statement_read


class StatementPaper(Operation):
    """A month’s statement as PDF."""

    document = bytes

    def get(self, request: Request, month: str) -> HttpResponse:
        """Read it on paper, with what the caller may read of it."""
        read = statement_read(self.user, month, at=timezone.now())
        self.refuse_unknown()
        return _paper(pdf_of(statement_paper(read)), f"{read.key}.pdf")


class ClaimPaper(Operation):
    """What the publisher is asked to pay back for a month, as PDF; for the two vendors."""

    document = bytes

    def get(self, request: Request, month: str) -> HttpResponse:
        """Read the claim: 404 where nothing is due."""
        read = statement_read(self.user, month, at=timezone.now())
        self.refuse_unknown()
        return _paper(pdf_of(claim_paper(read)), f"{read.key}-claim.pdf")


def _paper(pdf: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(pdf, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{name}"'
    return answer
