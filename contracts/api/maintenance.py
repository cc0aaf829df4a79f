"""Maintenance over REST: propose a window, accept it, refuse it, withdraw it."""

from typing import ClassVar

from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from contracts.access import maintenance_for
from contracts.api import bodies, outage_shapes
from contracts.api.frame import Listing, Operation
from contracts.api.outage_documents import maintenance_document
from contracts.api.outages import system_named
from contracts.choices import MaintenanceAction, MaintenanceState
from contracts.models import Maintenance
from contracts.rest import Data, Move, Row, Said, wrong
from contracts.selectors.outages import maintenance_seen_by, maintenance_waiting_for
from contracts.use_cases.propose_maintenance import (
    Window,
    accept_maintenance,
    propose_maintenance,
    refuse_maintenance,
    withdraw_maintenance,
)


class OfMaintenance(Operation):
    """An operation on one window, which the caller may see."""

    document = outage_shapes.Maintenance

    def shown(self, pk: int, status: int = 200) -> Said:
        found = maintenance_for(self.user, pk)
        said = self.marked(maintenance_document(found, reader=self.user, at=timezone.now()))
        address = reverse("contracts-api:maintenance", [pk], request=self.request)
        return Said(said.body, status, said.headers | {"Location": address})


class Windows(Listing, OfMaintenance):
    """The windows that the caller may see."""

    body = outage_shapes.NewMaintenance
    creates = True
    keys = ("-begins_at", "-id")
    filters = frozenset({"state", "configuration", "contract", "waiting"})
    parameters: ClassVar[dict[str, type]] = {
        "state": str,
        "configuration": str,
        "contract": str,
        "waiting": bool,
    }

    def get(self, request: Request) -> Response:
        """List windows, the latest first; ``waiting=true``: those that wait for the caller."""
        rows, asked = maintenance_seen_by(self.user), request.query_params
        if asked.get("waiting") in {"true", "1"}:
            rows = rows.filter(pk__in=maintenance_waiting_for(self.user).values("pk"))
        if state := asked.get("state"):
            if state not in MaintenanceState.values:
                raise wrong("state", _("There is no such state."))
            rows = rows.filter(state=state)
        if key := asked.get("configuration"):
            rows = rows.filter(configuration=system_named(self.user, key))
        if contract := asked.get("contract"):
            rows = rows.filter(configuration__contract__number=contract.replace("\0", ""))
        at = timezone.now()
        return self.page(rows, lambda each: maintenance_document(each, reader=self.user, at=at))

    def post(self, request: Request) -> Response:
        """Propose a window, as either vendor or the client."""
        said = self.read(outage_shapes.NewMaintenance)
        return self.once(lambda: self._propose(said))

    def _propose(self, said: Data) -> Said:
        on = system_named(self.user, said["configuration"])
        window = Window(said["start"], said["end"], said["note"])
        made = propose_maintenance(on, window, by=self.user, at=timezone.now())
        return self.shown(made.pk, 201)


class OneWindow(OfMaintenance):
    """A window; its ETag serves If-Match where it is accepted, refused or withdrawn."""

    def get(self, request: Request, pk: int) -> Response:
        """Read a window, with who has accepted it."""
        said = self.shown(pk)
        self.refuse_unknown()
        return said.response()


MOVES: tuple[Row[Maintenance], ...] = (
    Row(
        MaintenanceAction.ACCEPT,
        bodies.NoWords,
        lambda it, said, by, at: accept_maintenance(it, by=by, at=at),
    ),
    Row(
        MaintenanceAction.REFUSE,
        outage_shapes.SayWhy,
        lambda it, said, by, at: refuse_maintenance(it, **said, by=by, at=at),
    ),
    Row(
        MaintenanceAction.WITHDRAW,
        outage_shapes.SayWhy,
        lambda it, said, by, at: withdraw_maintenance(it, **said, by=by, at=at),
    ),
)


class MoveWindow(Move[Maintenance], OfMaintenance):
    """What is done with a window."""

    def post(self, request: Request, pk: int) -> Response:
        """Carry it out, where it is open to the caller; the answer is the window after it."""
        found = maintenance_for(self.user, pk)
        row, at = self.carried_out, timezone.now()
        said = self.read(row.body)

        def act() -> Said:
            row.perform(found, said, self.user, at)
            return self.shown(pk)

        return self.on_state(found, read=lambda: self.shown(pk), act=act)
