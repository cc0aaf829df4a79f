"""Deadlines that stand on incidents, beside those that their timelines give by today's calendar."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.crypto import salted_hmac

from contracts.models import Coverage
from tickets.choices import Due, Status
from tickets.models import Incident, IncidentEvent
from tickets.rules.clock import Clock
from tickets.rules.effect import Shift, stand_at, stand_of
from tickets.selectors.clocks import CLOCKS, deadlines_stored, lines_heard_of, replayed

MARK_LENGTH = 24


@dataclass(frozen=True)
class Differing:
    """An incident whose deadlines differ: each as stored and as replayed at an instant.

    ``calendar`` is the version of the holidays and zone changes by which it was replayed.
    """

    incident: Incident
    shifts: Sequence[Shift]
    calendar: str

    @property
    def depends_on_calendar(self) -> bool:
        """No calendar moves what counts round the clock on all days: something else must have."""
        coverage: Coverage = self.incident.terms.coverage
        hours = coverage.hours()
        return not hours.always_on or bool(hours.without_holidays_of or hours.exceptions)

    @property
    def mark(self) -> str:
        """What names these deadlines, so that nobody decides on others than those read."""
        read = [(each.kind, each.now.due_at, each.then.due_at) for each in self.shifts]
        keyed = f"{self.incident.pk}:{read}"
        return salted_hmac("tickets.selectors.differences", keyed).hexdigest()[:MARK_LENGTH]


def differing(incidents: Sequence[Incident], *, at: datetime) -> list[Differing]:
    """Return the incidents whose stored deadlines are not those replayed, in one query.

    Their terms come with targets and hours.
    """
    lines: dict[int, list[IncidentEvent]] = defaultdict(list)
    for line in lines_heard_of(incidents):
        lines[line.incident_id].append(line)
    found = (_compared(each, lines[each.pk], at=at) for each in incidents)
    return [each for each in found if each.shifts]


def _compared(incident: Incident, lines: Iterable[IncidentEvent], *, at: datetime) -> Differing:
    clocks = replayed(incident, lines, at=at)
    stored = deadlines_stored(incident)
    shifts = (_shift(kind, incident, stored, clocks, at=at) for kind in CLOCKS)
    versions = sorted({each.calendar for each in clocks.values()})
    return Differing(incident, [each for each in shifts if each.moves], "; ".join(versions))


def _shift(
    kind: Due,
    incident: Incident,
    stored: Mapping[Due, datetime],
    clocks: Mapping[Due, Clock],
    *,
    at: datetime,
) -> Shift:
    clock = clocks.get(kind)
    done_at = incident.responded_at if kind == Due.RESPOND else incident.restored_at
    pauses = incident.status == Status.WAITING and incident.terms.pauses_while_waiting
    now = stand_at(
        stored.get(kind),
        stopped_at=clock.stopped_at if clock else done_at,
        paused_at=incident.waiting_since if pauses else None,
        at=at,
    )
    return Shift(kind, now, stand_of(clock))
