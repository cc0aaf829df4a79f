"""One shape of page for all lists: ``{"next", "previous", "results"}``, by key and not by count."""

import base64
import binascii
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param
from rest_framework.views import APIView

from contracts.selectors.keyset import SIZE, is_cursor, keyset_page

MOST = 200
_YES, _NO = {"true", "1"}, {"false", "0", ""}


class KeysetPagination(BasePagination):
    """Pages along the keys that the view names; each costs the same wherever it lies.

    A view that names no keys lists what only ever grows at its end, and is paged by place.
    """

    next: str = ""
    previous: str = ""
    count: int | None = None
    url: str = ""

    def paginate_queryset(
        self, queryset: Any, request: Request, view: APIView | None = None
    ) -> list[Any]:
        size = _size(request)
        self.url = request.build_absolute_uri()
        if _wants_count(request):
            self.count = queryset.count()
        return self._page(queryset, request, view, size)

    def _page(
        self, queryset: QuerySet[Any], request: Request, view: APIView | None, size: int
    ) -> list[Any]:
        keys: Sequence[str] = getattr(view, "keys", ("id",))
        cursor = request.query_params.get("cursor", "")
        if not keys:
            return self._page_by_place(queryset, cursor, size)
        if not is_cursor(queryset, cursor, keys):
            raise _cut_off()
        ranked = getattr(view, "ranked", None)
        page = keyset_page(queryset, keys, cursor=cursor, size=size, ranked=ranked)
        self.next, self.previous = page.next, page.previous
        return page.rows

    def _page_by_place(self, queryset: QuerySet[Any], cursor: str, size: int) -> list[Any]:
        """Page what only ever grows at its end; the cursor betrays no hidden line."""
        start = _place(cursor)
        rows = list(queryset[start : start + size + 1])
        if len(rows) > size:
            self.next = _cursor(start + size)
        if start:
            self.previous = _cursor(max(0, start - size))
        return rows[:size]

    def get_paginated_response(self, data: Any) -> Response:
        counted = {} if self.count is None else {"count": self.count}
        pages = {"next": self._link(self.next), "previous": self._link(self.previous)}
        return Response({**counted, **pages, "results": data})

    def _link(self, cursor: str) -> str | None:
        return replace_query_param(self.url, "cursor", cursor) if cursor else None

    def get_paginated_response_schema(self, schema: Mapping[str, Any]) -> dict[str, Any]:
        link = {"type": ["string", "null"], "format": "uri"}
        return {
            "type": "object",
            "required": ["next", "previous", "results"],
            "properties": {
                "count": {"type": "integer", "description": "Only with count=true."},
                "next": link,
                "previous": link,
                "results": schema,
            },
        }

    def get_schema_operation_parameters(self, view: APIView) -> list[dict[str, Any]]:
        size = {"type": "integer", "minimum": 1, "maximum": MOST, "default": SIZE}
        return [
            _parameter("cursor", {"type": "string"}, "Taken from next or previous; opaque."),
            _parameter("page_size", size, "How many results at most."),
            _parameter("count", {"type": "boolean"}, "Count all results too, which costs time."),
        ]


def _parameter(name: str, schema: dict[str, Any], description: str) -> dict[str, Any]:
    return {"name": name, "in": "query", "schema": schema, "description": description}


def _size(request: Request) -> int:
    given = request.query_params.get("page_size", "") or str(SIZE)
    if not (given.isascii() and given.isdecimal() and len(given) <= len(str(MOST))):
        raise _refused_size()
    if not 1 <= int(given) <= MOST:
        raise _refused_size()
    return int(given)


def _refused_size() -> ValidationError:
    return ValidationError(
        {"page_size": [_("A whole number from 1 to %(most)s.") % {"most": MOST}]}
    )


def _wants_count(request: Request) -> bool:
    given = request.query_params.get("count", "").lower()
    if given not in _YES | _NO:
        raise ValidationError({"count": [_("true or false.")]})
    return given in _YES


def _cut_off() -> ValidationError:
    return ValidationError({"cursor": [_("Take the cursor from next or previous, whole.")]})


def _cursor(place: int) -> str:
    return base64.urlsafe_b64encode(b"%d" % place).decode().rstrip("=")


def _place(cursor: str) -> int:
    if not cursor:
        return 0
    try:
        written = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
    except (binascii.Error, ValueError):
        raise _cut_off() from None
    if not (written.isdigit() and len(written) < len(str(10**9))):
        raise _cut_off()
    return int(written)
