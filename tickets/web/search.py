"""Search: an exact number jumps to its thing, words give a list of what one may see."""

from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from contracts.choices import Kind
from contracts.models import Configuration, User
from tickets.models import Incident
from tickets.selectors.keyset import Page
from tickets.selectors.search import Destination, destination_of, search
from tickets.selectors.systems import systems_named
from tickets.web.history import cases_of, table_of
from tickets.web.person import PersonRequest

LENGTH = 200
MOST_SYSTEMS = 8


@login_required
@require_safe
def search_page(request: PersonRequest) -> HttpResponse:
    """Jump to what an exact number names, or list what has all the words."""
    if request.user.kind == Kind.PLATFORM:
        raise Http404
    words = request.GET.get("q", "").replace("\0", "").strip()[:LENGTH]
    place = destination_of(request.user, words)
    if place.incident is not None:
        return redirect("tickets:incident", place.incident.reference)
    if place.configuration is not None:
        return redirect("contracts:support-number", place.configuration.support_number)
    if place.contract is not None:
        return redirect("contracts:contract", place.contract.number)
    if len(place.systems) == 1:
        return redirect("contracts:configuration", place.systems[0].pk)
    cursor = request.GET.get("page", "")
    page = search(request.user, words, cursor=cursor) if words else Page[Incident]([])
    is_client = request.user.kind == Kind.CLIENT
    context = {
        "words": words,
        "is_mistyped": place.is_mistyped,
        "is_client": is_client,
        "cases": cases_of(page.rows) if is_client else [],
        "rows": [] if is_client else list(table_of(page.rows)),
        "systems": [] if cursor else _systems(place, request.user, words),
        "next": _address(words, page.next),
        "previous": _address(words, page.previous),
    }
    return render(request, "tickets/search.html", context)


def _systems(place: Destination, user: User, words: str) -> list[Configuration]:
    return place.systems[:MOST_SYSTEMS] or systems_named(user, words, most=MOST_SYSTEMS)


def _address(words: str, cursor: str) -> str:
    query = urlencode({"q": words, "page": cursor})
    return f"{reverse('tickets:search')}?{query}" if cursor else ""
