"""The page of a note that corrects a statement, and the note on paper."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from contracts.dates import say_month
from contracts.papers.explained import explained
from contracts.papers.note import note_paper
from contracts.papers.typeset import pdf_of
from contracts.selectors.note import NoteRead, note_read
from contracts.selectors.outages import outages_named
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
        "links": _links(read),
    }
    return render(request, "contracts/note.html", context)


def _links(read: NoteRead) -> dict[str, str]:
    """Return where the outages are that the note names and its reader may see."""
    named = {each.reference for each in explained(read).interruptions}
    found = outages_named(read.reader, named)
    return {name: reverse("contracts:outage", args=[each.pk]) for name, each in found.items()}


@login_required
@require_safe
def paper(request: PersonRequest, month: str, number: str) -> HttpResponse:
    """Give a note on paper."""
    read = note_read(request.user, month, number, at=timezone.now())
    answer = HttpResponse(pdf_of(note_paper(read)), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{read.key}-{number}.pdf"'
    return answer
