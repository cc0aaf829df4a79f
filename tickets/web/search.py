"""Search: an exact number jumps to its thing, words give a list of what one may see."""

from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from contracts.choices import Kind
from contracts.models import Configuration, Statement, User
from contracts.selectors.keyset import Page
from tickets.models import Incident
from tickets.selectors.search import Destination, destination_of, search
from tickets.selectors.statements import statements_found
from tickets.selectors.systems import systems_named
from tickets.web.history import cases_of, table_of
from tickets.web.person import PersonRequest

LENGTH = 200
MOST_SYSTEMS = 8
MOST_STATEMENTS = 8


@login_required
@require_safe
def search_page(request: PersonRequest) -> HttpResponse:
    """Jump to what an exact number names, or list what has all the words."""
    if request.user.kind == Kind.PLATFORM:
        raise Http404
    words = request.GET.get("q", "").replace("\0", "").strip()[:LENGTH]
    place = destination_of(request.user, words, at=timezone.now())
    if (address := _address_of(place)) is not None:
        return redirect(address)
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
        "statements": [] if cursor else _statements(place, request.user, words),
        "next": _page_address(words, page.next),
        "previous": _page_address(words, page.previous),
    }
    return render(request, "tickets/search.html", context)


def _address_of(place: Destination) -> str | None:
    """Return the address of the one thing that an exact number names; None where it names none."""
    if place.incident is not None:
        name, of = "tickets:incident", place.incident.reference
    elif len(place.statements) == 1 and place.note:
        return reverse("contracts:note", args=[place.statements[0].key, place.note])
    elif place.draft or len(place.statements) == 1:
        name, of = "contracts:statement", place.draft or place.statements[0].key
    elif place.configuration is not None:
        number = place.configuration.support_number
        name, of = "contracts:support-number", number.with_revision(place.revision)
    elif place.contract is not None:
        name, of = "contracts:contract", place.contract.number
    elif len(place.systems) == 1:
        name, of = "contracts:configuration", str(place.systems[0].pk)
    else:
        return None
    return reverse(name, args=[of])


def _systems(place: Destination, user: User, words: str) -> list[Configuration]:
    return place.systems[:MOST_SYSTEMS] or systems_named(user, words, most=MOST_SYSTEMS)


def _statements(place: Destination, user: User, words: str) -> list[Statement]:
    found = place.statements[:MOST_STATEMENTS]
    return found or statements_found(user, words, most=MOST_STATEMENTS)


def _page_address(words: str, cursor: str) -> str:
    query = urlencode({"q": words, "page": cursor})
    return f"{reverse('tickets:search')}?{query}" if cursor else ""
