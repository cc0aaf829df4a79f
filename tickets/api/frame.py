"""What every operation on incidents shares: pages, marks, and acting on the state one has read."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from rest_framework.generics import GenericAPIView
from rest_framework.response import Response

from contracts import rest
from contracts.rest import Said, written
from tickets.access import incident_for
from tickets.api.bodies import Filters, NoFilters
from tickets.api.documents import Data, incident_document
from tickets.models import Incident
from tickets.selectors.at_risk import risks_of
from tickets.selectors.story import freshness, freshness_of
from tickets.use_cases.act_if import act_if

_BY_THE_CLOCK = frozenset({"targets", "moves", "at_risk"})
"""What time changes by itself; when somebody changes it, a line of the timeline tells."""


class Operation(rest.Operation):
    """An operation on incidents for somebody who is known."""

    def incident(self, reference: str) -> Incident:
        return incident_for(self.user, reference)

    def if_match(
        self, incident: Incident, *, mark: Callable[[], str], act: Callable[[], Said]
    ) -> Said:
        """Act on the state that the caller's If-Match names, on any where there is none.

        One that cannot be read names no state at all, and nothing is done.
        """
        holds = self.names_state(mark)
        return act() if holds is None else act_if(incident, holds=holds, act=act)

    def mark(self, incident: Incident, document: Data) -> str:
        """Return the ETag of an object for this reader; it tells nothing of hidden lines.

        Its first part is the state, which If-Match names; the second changes also when time
        alone changes what is read, as when a target is missed.
        """
        lasting = {name: said for name, said in document.items() if name not in _BY_THE_CLOCK}
        state = freshness_of(incident, self.user, dressed=f"api:{self.user.pk}:{written(lasting)}")
        view = freshness(f"api:{self.user.pk}:{written(document)}")
        return f"{state[:-1]}.{view[1:]}"

    def shown(self, reference: str) -> Said:
        """Return an incident as it is now, with its mark."""
        incident = self.incident(reference)
        at = timezone.now()
        risks = risks_of(self.user, [incident], at=at)
        document = incident_document(incident, reader=self.user, at=at, risks=risks)
        return Said(document, headers={"ETag": self.mark(incident, document)})

    def on_incident(self, incident: Incident, act: Callable[[], Said]) -> Response:
        """Act on an incident, at most once, and only in the state that the caller has read."""
        reference = incident.reference

        def guarded() -> Said:
            return self.if_match(
                incident, mark=lambda: self.shown(reference).headers["ETag"], act=act
            )

        return self.once(guarded)


class Listing(Operation):
    """An operation that answers with pages."""

    filters: type[Filters] = NoFilters
    pagination_class = GenericAPIView.pagination_class
    keys: tuple[str, ...] = ("id",)
    ranked: Sequence[int] | None = None

    def asked(self) -> Data:
        """Return what narrows the list, cleaned; a filter that nobody knows is refused."""
        cleaned: Data = self.filters.of(self.request.query_params).validated_data
        return cleaned

    def page(self, rows: QuerySet[Any], write: Callable[[list[Any]], Iterable[Data]]) -> Response:
        if self.pagination_class is None:  # pragma: no cover - the settings name it
            raise AssertionError("no pages")
        paginator = self.pagination_class()
        found = paginator.paginate_queryset(rows, self.request, view=self) or []
        return paginator.get_paginated_response(list(write(found)))
