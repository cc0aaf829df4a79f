"""The publisher's work list."""

from collections.abc import Iterator

from rest_framework.request import Request
from rest_framework.response import Response

from contracts.rest import Said
from tickets.access import escalation_for
from tickets.api import bodies, shapes
from tickets.api.documents import Data, escalation_document
from tickets.api.frame import Listing, Operation
from tickets.models import Escalation
from tickets.selectors.listing import escalations_wanted


class EscalationOperation(Operation):
    """An operation on one escalation that the caller may see."""

    def escalation(self, pk: int) -> Escalation:
        return escalation_for(self.user, pk)

    def shown_leg(self, pk: int) -> Said:
        """Return an escalation as it is now, with its mark."""
        leg = self.escalation(pk)
        document = escalation_document(leg, reader=self.user)
        return Said(document, headers={"ETag": self.mark(leg.incident, document)})


class Escalations(Listing):
    """The escalations that a vendor may see."""

    filters = bodies.EscalationFilters
    document = shapes.Escalation
    keys = ("due_at", "id")

    def get(self, request: Request) -> Response:
        """List escalations, by default those at work, what is owed first on top."""
        asked = self.asked()
        rows = escalations_wanted(
            self.user, status=asked["status"], engineer=asked.get("engineer", "")
        )
        return self.page(rows, self._write)

    def _write(self, rows: list[Escalation]) -> Iterator[Data]:
        return (escalation_document(row, reader=self.user) for row in rows)


class OneEscalation(EscalationOperation):
    """An escalation; its ETag serves If-None-Match here and If-Match where it is acted upon."""

    document = shapes.Escalation

    def get(self, request: Request, pk: int) -> Response:
        """Read an escalation."""
        return self.shown_leg(pk).response()
