"""Open incidents, list them, read one and its timeline."""

from collections.abc import Iterator

from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from contracts.choices import Kind
from contracts.rest import Said
from contracts.rules.refusal import Invalid
from contracts.selectors.keyset import RANK
from tickets.api import bodies, shapes
from tickets.api.documents import Data, incident_document, line_document
from tickets.api.frame import Listing, Operation
from tickets.api.report import beside_their_fields, report_from
from tickets.models import Incident
from tickets.selectors.at_risk import most_at_risk, risks_of
from tickets.selectors.listing import Wanted, incidents_wanted
from tickets.selectors.story import lines_of
from tickets.use_cases.open_incident import open_incident, see_that_may_open

_BY_RISK = "risk"
_KEYS = {
    "due": ("due_at", "id"),
    "-opened_at": ("-opened_at", "-id"),
    _BY_RISK: (RANK, "due_at", "id"),
}
_KEYS_OF_CLIENTS = _KEYS | {"due": ("-id",), _BY_RISK: ("-id",)}


class Incidents(Listing):
    """All incidents that the caller may see."""

    body = bodies.Report
    filters = bodies.IncidentFilters
    document = shapes.Incident
    creates = True

    def get(self, request: Request) -> Response:
        """List incidents, by default what is owed first on top; to a client, newest first.

        What is due counts what the vendors owe each other, which is no business of the client's;
        nor is what is at risk.
        """
        asked = self.asked()
        is_client = self.user.kind == Kind.CLIENT
        self.keys = (_KEYS_OF_CLIENTS if is_client else _KEYS)[asked["ordering"]]
        if asked["ordering"] == _BY_RISK and not is_client:
            self.ranked = most_at_risk(self.user, at=timezone.now())
        wanted = Wanted(
            words=asked.get("q", ""),
            **{name: asked[name] for name in asked if name not in {"q", "ordering"}},
        )
        return self.page(incidents_wanted(self.user, wanted, at=timezone.now()), self._write)

    def post(self, request: Request) -> Response:
        """Open an incident; it is classified and routed at once."""
        see_that_may_open(self.user)
        said = self.read(bodies.Report)
        return self.once(lambda: self._open(said))

    def _write(self, rows: list[Incident]) -> Iterator[Data]:
        at = timezone.now()
        risks = risks_of(self.user, rows, at=at)
        return (incident_document(row, reader=self.user, at=at, risks=risks) for row in rows)

    def _open(self, said: Data) -> Said:
        at = timezone.now()
        report = report_from(said, by=self.user, at=at)
        try:
            opened = open_incident(report, by=self.user, at=at)
        except Invalid as refusal:
            raise beside_their_fields(refusal, said) from refusal
        shown = self.shown(opened.reference)
        address = reverse("tickets-api:incident", [opened.reference], request=self.request)
        return Said(shown.body, 201, shown.headers | {"Location": address})


class OneIncident(Operation):
    """An incident; its ETag serves If-None-Match here and If-Match where it is acted upon."""

    document = shapes.Incident

    def get(self, request: Request, reference: str) -> Response:
        """Read an incident."""
        return self.shown(reference).response()


class Timeline(Listing):
    """What happened to an incident."""

    document = shapes.Line
    keys = ()

    def get(self, request: Request, reference: str) -> Response:
        """Read the timeline, oldest first; vendors read its seals too."""
        incident = self.incident(reference)
        self.asked()
        return self.page(
            lines_of(incident, self.user),
            lambda lines: (line_document(each, incident, reader=self.user) for each in lines),
        )
