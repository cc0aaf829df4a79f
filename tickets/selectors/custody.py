"""Whose court the ball was in: every second of an incident belongs to exactly one party."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from tickets.choices import Action, EventKind, Status
from tickets.models import Incident, IncidentEvent

MANUFACTURER, PUBLISHER, CLIENT, JOINT = "manufacturer", "publisher", "client", "joint"
_LEFT = frozenset({EventKind.RETURNED, EventKind.WITHDRAWN, EventKind.LEG_RESOLVED})


@dataclass(frozen=True)
class Stretch:
    """A time during which one party had the incident."""

    party: str
    length: timedelta


@dataclass
class _Court:
    """What is known of an incident while its timeline is read from the first line on."""

    is_escalated: bool = False
    is_joint: bool = False
    is_waiting: bool = False

    def hear(self, event: IncidentEvent) -> None:
        if event.kind == EventKind.REQUESTED:
            self.is_escalated = True
        elif event.kind == EventKind.JOINED:
            self.is_joint = True
        elif event.kind in _LEFT:
            self.is_escalated = self.is_joint = False
        elif event.kind == EventKind.MOVED:
            self.is_waiting = event.detail.get("action") == Action.WAIT

    @property
    def party(self) -> str:
        if self.is_waiting:
            return CLIENT
        if self.is_joint:
            return JOINT
        return PUBLISHER if self.is_escalated else MANUFACTURER


def custody_of(
    incident: Incident, events: Iterable[IncidentEvent], *, at: datetime
) -> list[Stretch]:
    """Return who had an incident until it was restored, from the lines that vendors read."""
    until = incident.restored_at or incident.closed_at or at
    court, since, stretches = _Court(), incident.clock_starts_at, list[Stretch]()
    for event in events:
        party = court.party
        court.hear(event)
        if court.party != party:
            changed_at = min(event.at, until)
            _add(stretches, party, changed_at - since)
            since = max(since, changed_at)
    _add(stretches, court.party, until - since)
    return stretches


def _add(stretches: list[Stretch], party: str, length: timedelta) -> None:
    if length > timedelta(0):
        stretches.append(Stretch(party, length))


def holder_of(incident: Incident) -> str:
    """Return in whose court an incident is now, its open escalations fetched with it."""
    if incident.status == Status.WAITING:
        return CLIENT
    leg = next((each for each in incident.escalations.all() if each.is_open), None)
    if leg is None:
        return MANUFACTURER
    return JOINT if leg.is_joint else PUBLISHER
