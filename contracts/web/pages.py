"""Lists in pages by key: the page that an address asks for, and the addresses beside it."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.http import HttpRequest

from contracts.selectors.keyset import Page, keyset_page

Row = TypeVar("Row")

PAGE = "page"


def page_asked(
    request: HttpRequest,
    rows: QuerySet[Any, Row],
    keys: Sequence[str],
    *,
    size: int,
    name: str = PAGE,
    first: Q | None = None,
) -> Page[Row]:
    """Return the page that an address names; the first one where nothing is left of that.

    ``name``: the parameter in which the place stands. ``first``: as `keyset_page` takes it.
    """
    place = request.GET.get(name, "")
    page = keyset_page(rows, keys, cursor=place, size=size, first=first)
    if page.rows or not place:
        return page
    return keyset_page(rows, keys, cursor="", size=size, first=first)


def beside(page: Page[Any], here: str, *, name: str = PAGE, **asked: str) -> Mapping[str, str]:
    """Return the addresses of the pages before and after one, as `_pages.html` takes them.

    ``here``: where the list is read; what was refused is shown at an address of its own.
    ``asked``: what else the addresses say; what is empty is left out.
    """
    kept = {key: value for key, value in asked.items() if value}
    places = {"previous": page.previous, "next": page.next}
    return {
        side: f"{here}?{urlencode(kept | {name: place})}" if place else ""
        for side, place in places.items()
    }
