"""What every operation on promises shares: about when one asks, pages, and states one has read."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from rest_framework.generics import GenericAPIView
from rest_framework.response import Response

from contracts import rest
from contracts.models import Configuration
from contracts.rest import Data, Said, written, wrong
from contracts.selectors import configuration_by_key
from contracts.use_cases.act_if import Subject, act_if

_BY_THE_CLOCK = frozenset({"moves"})


class Operation(rest.Operation):
    """An operation on promises for somebody who is known."""

    filters: frozenset[str] = frozenset()
    of_pages: frozenset[str] = frozenset()

    def configuration(self, key: str) -> Configuration:
        return configuration_by_key(self.user, key)

    def asked_at(self) -> datetime | None:
        """Return the instant that is asked about, if one is.

        :raises Invalid: no instant, or one without its offset.
        """
        self.refuse_unknown()
        asked = self.request.query_params.get("at")
        if not asked:
            return None
        try:
            at = parse_datetime(asked.replace(" ", "+"))  # a plus sign in an address is a space
            if at is not None and at.tzinfo is not None:
                return at.astimezone(UTC)
        except (ValueError, OverflowError):
            pass
        raise wrong("at", _("Say an instant with its offset: 2026-11-24T08:30:00+01:00, or Z."))

    def refuse_unknown(self) -> None:
        """Refuse a parameter that nobody knows, so that a slip of the pen is not passed over."""
        for name in self.request.query_params:
            if name not in self.filters | self.of_pages:
                raise wrong(name, _("There is no such field."))

    def marked(self, document: Data, *, state: Data | None = None) -> Said:
        """Return a document with its ETag for this reader, which If-Match names when they act.

        ``state``: what of it time alone does not change; by default all but the moves.
        """
        lasting = {name: said for name, said in document.items() if name not in _BY_THE_CLOCK}
        marks = (self._mark(each) for each in (lasting if state is None else state, document))
        return Said(document, headers={"ETag": '"{}.{}"'.format(*marks)})

    def on_state(
        self,
        subject: Subject,
        *,
        read: Callable[[], Said],
        act: Callable[[], Said],
    ) -> Response:
        """Act at most once, and only on the state of what the caller has read."""

        def guarded() -> Said:
            holds = self.names_state(lambda: read().headers["ETag"])
            return act() if holds is None else act_if(subject, holds, act=act, by=self.user)

        return self.once(guarded)

    def _mark(self, document: Data) -> str:
        keyed = f"{self.user.pk}:{written(document)}"
        return salted_hmac("contracts.api.frame", keyed).hexdigest()[:24]


class Listing(Operation):
    """An operation that answers with pages."""

    pagination_class = GenericAPIView.pagination_class
    keys: tuple[str, ...] = ("id",)
    of_pages = frozenset({"cursor", "page_size", "count"})

    def page(self, rows: QuerySet[Any], write: Callable[[Any], Data]) -> Response:
        return self.page_at_once(rows, lambda found: [write(each) for each in found])

    def page_at_once(
        self, rows: QuerySet[Any], write: Callable[[Sequence[Any]], Sequence[Data]]
    ) -> Response:
        """Answer with a page of which all rows are written together."""
        if self.pagination_class is None:  # pragma: no cover - the settings name it
            raise AssertionError("no pages")
        self.refuse_unknown()
        paginator = self.pagination_class()
        found = paginator.paginate_queryset(rows, self.request, view=self) or []
        return paginator.get_paginated_response(write(found))


def now_or(at: datetime | None) -> datetime:
    """Return the instant that was asked about, by default now."""
    return at or timezone.now()
