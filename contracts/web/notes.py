"""The page of a note that corrects a statement, and the note on paper."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from contracts.dates import say_month
from contracts.papers.note import note_paper
from contracts.papers.typeset import pdf_of
from contracts.selectors.note import note_read
from contracts.web.person import PersonRequest


@login_required
@require_safe
def note(request: PersonRequest, month: str, number: str) -> HttpResponse:
    """Show what a note corrects: before, after, and the month reckoned anew."""
    read = note_read(request.user, month, number, at=timezone.now())
    context = {
        "read": read,
        "note": read.note,
        "statement": read.corrects,
        "contract": read.contract,
        "title_month": say_month(read.month),
        "paper": note_paper(read),
    }
    return render(request, "contracts/note.html", context)


@login_required
@require_safe
def paper(request: PersonRequest, month: str, number: str) -> HttpResponse:
    """Give a note on paper."""
    read = note_read(request.user, month, number, at=timezone.now())
    answer = HttpResponse(pdf_of(note_paper(read)), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{read.key}-{number}.pdf"'
    return answer
