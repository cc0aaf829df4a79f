"""Notes that correct statements, over REST: as JSON and on paper."""

from django.http import HttpResponse
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from contracts.api import note_shapes
from contracts.api.frame import Operation
from contracts.api.note_documents import note_document
from contracts.papers.note import note_paper
from contracts.papers.typeset import pdf_of
from contracts.selectors.note import note_read


class OneNote(Operation):
    """A credit or debit note: what it corrects, line by line."""

    document = note_shapes.Note

    def get(self, request: Request, month: str, number: str) -> Response:
        """Read it with the month reckoned anew; one between the vendors is none of a client’s."""
        read = note_read(self.user, month, number, at=timezone.now())
        self.refuse_unknown()
        return Response(note_document(read))


class NotePaper(Operation):
    """A note as PDF."""

    document = bytes

    def get(self, request: Request, month: str, number: str) -> HttpResponse:
        """Read it on paper, with what the caller may read of it."""
        read = note_read(self.user, month, number, at=timezone.now())
        self.refuse_unknown()
        answer = HttpResponse(pdf_of(note_paper(read)), content_type="application/pdf")
        answer["Content-Disposition"] = f'inline; filename="{read.key}-{number}.pdf"'
        return answer
