"""What was promised on an incident and how it stands, in words; and who has had it so far."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from tickets.choices import UNRESTORED, Due, Holder
from tickets.clock_words import STATES, StateShown
from tickets.models import Escalation, Incident, IncidentEvent
from tickets.rules.clock import ClockState
from tickets.selectors.clocks import CLOCKS
from tickets.selectors.custody import custody_of
from tickets.selectors.story import targets_of


@dataclass(frozen=True)
class Commitment:
    """A promise: before when and when it was done; it runs, rests, was kept or was missed."""

    kind: Due
    due_at: datetime
    done_at: datetime | None
    state: StateShown
    is_running: bool

    @property
    def label(self) -> str:
        return str(self.kind.label)

    @property
    def is_explained(self) -> bool:
        """It has a clock of the contract; the publisher's acknowledgement has none."""
        return self.kind in CLOCKS


@dataclass(frozen=True)
class Relay:
    """The strip of who has had the incident, under the time promised."""

    holdings: list[dict[str, Any]]
    promised: timedelta | None
    began_at: datetime
    due_at: datetime | None
    is_over: bool
    ended_at: datetime | None


def commitments_of(incident: Incident, leg: Escalation | None, *, at: datetime) -> list[Commitment]:
    """Return the promises to the client, and the publisher's to acknowledge."""
    found = [
        _commitment(Due(target.kind), target.due_at, target.done_at, target.state)
        for target in targets_of(incident, at=at)
    ]
    if leg is not None:
        due_at, done_at = leg.acknowledge_due_at, leg.acknowledged_at
        on_time = (done_at or at) <= due_at
        kept = ClockState.MET if done_at else ClockState.RUNNING
        state = kept if on_time else ClockState.MISSED
        found.insert(1, _commitment(Due.ACKNOWLEDGE, due_at, done_at, state))
    return found


def _commitment(kind: Due, due_at: datetime, done_at: datetime | None, state: str) -> Commitment:
    is_running = state == ClockState.RUNNING
    return Commitment(kind, due_at, done_at, STATES[state], is_running)


def case_numbers_of(incident: Incident) -> list[str]:
    """Return the publisher's case numbers, the newest first: they outlive their escalations."""
    legs = sorted(incident.escalations.all(), key=lambda leg: leg.requested_at, reverse=True)
    return list(dict.fromkeys(leg.case_number for leg in legs if leg.case_number))


def is_over(incident: Incident) -> bool:
    """Tell whether service is back or the cause removed: no time of the promise is left then."""
    return incident.status not in UNRESTORED


def relay_of(incident: Incident, events: Sequence[IncidentEvent], *, at: datetime) -> Relay:
    """Return who has had the incident until now, or until it was closed.

    The strip is in time of the clock on the wall: under round-the-clock cover alone it can be laid
    over the time promised, and only while that runs.
    """
    names = {
        Holder.MANUFACTURER: incident.manufacturer.short_name,
        Holder.PUBLISHER: incident.publisher.short_name,
        Holder.JOINT: _("Joint"),
        Holder.THIRD_PARTY: _("Third party"),
        Holder.CLIENT: incident.client.short_name,
    }
    began_at, due_at, over = incident.clock_starts_at, incident.restore_due_at, is_over(incident)
    is_plain = due_at is not None and incident.terms.coverage.hours().is_unbroken
    return Relay(
        holdings=[
            {
                "kind": each.holder.value,
                "name": names[each.holder],
                "length": each.length,
                "begins_at": each.begins_at,
                "ends_at": each.ends_at,
            }
            for each in custody_of(incident, events, at=at)
        ],
        promised=due_at - began_at if is_plain and due_at and not over else None,
        began_at=began_at,
        due_at=None if over else due_at,
        is_over=over,
        ended_at=incident.closed_at,
    )
