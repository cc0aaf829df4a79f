"""Outages over REST: record one, correct when it was, and agree whose it was."""

from typing import ClassVar

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from contracts.access import may_read_rounds, outage_for
from contracts.api import bodies, outage_shapes
from contracts.api.frame import Listing, Operation
from contracts.api.outage_documents import outage_document, whole_outage_document
from contracts.choices import OutageAction, OutageSource, OutageState
from contracts.models import Configuration, Outage, User
from contracts.models.outage import OutageQuerySet
from contracts.rest import Data, Move, Row, Said, wrong
from contracts.rules.outages import Stretch
from contracts.rules.responsibility import Responsibility
from contracts.selectors import configuration_by_key
from contracts.selectors.outages import outages_seen_by, outages_waiting_for
from contracts.use_cases.propose_responsibility import (
    accept_responsibility,
    counter_responsibility,
    propose_responsibility,
    settle_responsibility,
)
from contracts.use_cases.record_outage import OutageReport, correct_outage, take_back_outage
from contracts.use_cases.report_outage import report_outage
from contracts.use_cases.write_outage import Evidence


class OfOutage(Operation):
    """An operation on one outage, which the caller may see."""

    document: type[outage_shapes.ListedOutage] = outage_shapes.OneOutage

    def shown(self, pk: int, status: int = 200) -> Said:
        found = outage_for(self.user, pk)
        said = self.marked(whole_outage_document(found, reader=self.user))
        address = reverse("contracts-api:outage", [pk], request=self.request)
        return Said(said.body, status, said.headers | {"Location": address})


class Outages(Listing, OfOutage):
    """The outages that the caller may see."""

    body = outage_shapes.NewOutage
    document = outage_shapes.ListedOutage
    made = outage_shapes.OneOutage
    creates = True
    keys = ("-begins_at", "-id")
    filters = frozenset({"state", "configuration", "contract", "incident", "waiting"})
    parameters: ClassVar[dict[str, type]] = {
        "state": str,
        "configuration": str,
        "contract": str,
        "incident": str,
        "waiting": bool,
    }

    def get(self, request: Request) -> Response:
        """List outages, the newest first; ``waiting=true``: those that wait for the caller."""
        rows = outages_seen_by(self.user)
        if self._asks("waiting") in {"true", "1"}:
            rows = rows.filter(pk__in=outages_waiting_for(self.user).values("pk"))
        if state := self._asks("state"):
            rows = self._in_state(rows, state)
        if key := self._asks("configuration"):
            rows = rows.filter(configuration=system_named(self.user, key))
        if contract := self._asks("contract"):
            rows = rows.filter(configuration__contract__number=contract.replace("\0", ""))
        if reference := self._asks("incident"):
            rows = rows.filter(reference=reference.upper().replace("\0", ""))
        return self.page(rows, lambda each: outage_document(each, reader=self.user))

    def post(self, request: Request) -> Response:
        """Record an outage as the manufacturer; with whose it was, propose that too."""
        said = self.read(outage_shapes.NewOutage)
        return self.once(lambda: self._record(said))

    def _record(self, said: Data) -> Said:
        report = OutageReport(stretches_in(said), said["note"], source=OutageSource(said["source"]))
        on = system_named(self.user, said["configuration"])
        made = report_outage(on, report, by=self.user, at=timezone.now())
        return self.shown(made.pk, 201)

    def _asks(self, name: str) -> str:
        return self.request.query_params.get(name, "").strip()

    def _in_state(self, rows: OutageQuerySet, state: str) -> OutageQuerySet:
        """Keep those in a state; to a client they are agreed or not."""
        if state not in OutageState.values:
            raise wrong("state", _("There is no such state."))
        if may_read_rounds(self.user):
            return rows.filter(state=state)
        if state == OutageState.AGREED:
            return rows.agreed()
        return (
            rows.exclude(state=OutageState.AGREED) if state == OutageState.RECORDED else rows.none()
        )


class OneOutage(OfOutage):
    """An outage; its ETag serves If-Match where something is said of it."""

    def get(self, request: Request, pk: int) -> Response:
        """Read an outage, with what the vendors said of it."""
        said = self.shown(pk)
        self.refuse_unknown()
        return said.response()


MOVES: tuple[Row[Outage], ...] = (
    Row(
        OutageAction.CORRECT,
        outage_shapes.CorrectOutage,
        lambda it, said, by, at: correct_outage(
            it, stretches_in(said), reason=said["reason"], by=by, at=at
        ),
    ),
    Row(
        OutageAction.PROPOSE,
        outage_shapes.SayResponsibility,
        lambda it, said, by, at: propose_responsibility(
            it, stretches_in(said), evidence=_evidence(said), by=by, at=at
        ),
    ),
    Row(
        OutageAction.TAKE_BACK,
        outage_shapes.SayWhy,
        lambda it, said, by, at: take_back_outage(it, **said, by=by, at=at),
    ),
    Row(
        OutageAction.ACCEPT,
        bodies.NoWords,
        lambda it, said, by, at: accept_responsibility(it, by=by, at=at),
    ),
    Row(
        OutageAction.COUNTER,
        outage_shapes.SayResponsibility,
        lambda it, said, by, at: counter_responsibility(
            it, stretches_in(said), evidence=_evidence(said), by=by, at=at
        ),
    ),
    Row(
        OutageAction.SETTLE,
        outage_shapes.SayResponsibility,
        lambda it, said, by, at: settle_responsibility(
            it, stretches_in(said), evidence=_evidence(said), by=by, at=at
        ),
    ),
)


class MoveOutage(Move[Outage], OfOutage):
    """What is done with an outage."""

    def post(self, request: Request, pk: int) -> Response:
        """Carry it out, where it is open to the caller; the answer is the outage after it."""
        found = outage_for(self.user, pk)
        row, at = self.carried_out, timezone.now()
        said = self.read(row.body)

        def act() -> Said:
            row.perform(found, said, self.user, at)
            return self.shown(pk)

        return self.on_state(found, read=lambda: self.shown(pk), act=act)


def system_named(user: User, key: str) -> Configuration:
    """Return the system that a body or a filter names, as the caller may see it.

    :raises Invalid: there is none, or not for this person.
    """
    try:
        return configuration_by_key(user, key)
    except Http404 as unseen:
        raise wrong("configuration", _("There is no such system, or it is not yours.")) from unseen


def stretches_in(said: Data) -> list[Stretch]:
    """Return the segments of a body."""
    return [
        Stretch(
            each["start"],
            each["end"],
            None if each["responsibility"] is None else Responsibility(**each["responsibility"]),
            each["unknown"],
        )
        for each in said["segments"]
    ]


def _evidence(said: Data) -> Evidence:
    return Evidence(said["evidence"].strip(), said["events"])
