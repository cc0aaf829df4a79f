"""What a rehearsal supposes of an incident: when it comes, and what people do about it by when."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from contracts.choices import Impact
from contracts.rules.duty import local_instant
from tickets.choices import Queue

LONGEST_AFTER = timedelta(days=14)
"""Nobody supposes that something is done later than so long after the beginning."""
FURTHEST = timedelta(days=731)
"""An incident is supposed to come within so long of today, before or after."""


_NIGHT = 3 * 60 + 10
_SATURDAY = 5
_WEEK = 7


def next_saturday_night(at: datetime, zone: ZoneInfo) -> datetime:
    """Return the next Saturday at 03:10 of a zone, when nobody is at the desk."""
    today = at.astimezone(zone).date()
    day = today + timedelta(days=(_SATURDAY - today.weekday()) % _WEEK)
    found = local_instant(day, _NIGHT, zone)
    return found if found > at else local_instant(day + timedelta(days=_WEEK), _NIGHT, zone)


class Cue(StrEnum):
    """What somebody does in a rehearsal."""

    ANSWER = "answer"
    ACKNOWLEDGE = "acknowledge"
    WAIT = "wait"
    RESUME = "resume"


@dataclass(frozen=True)
class Scenario:
    """An incident as it is supposed to go; durations count from its beginning, None is never.

    ``answered_after``: the manufacturer calls the client back. ``waits_after`` and
    ``resumes_after``: the client is waited for.
    """

    at: datetime
    impact: Impact
    queue: Queue
    acknowledged_after: timedelta | None = None
    answered_after: timedelta | None = None
    waits_after: timedelta | None = None
    resumes_after: timedelta | None = None

    def cues(self) -> list[tuple[datetime, Cue]]:
        """Return what people do and when, the earliest first."""
        return sorted((self.at + after, cue) for cue, after in self._said() if after is not None)

    def faults(self, *, at: datetime) -> Iterator[str]:
        """Yield the names of what cannot be supposed at an instant."""
        if abs(self.at - at) > FURTHEST:
            yield "at"
        for name in ("acknowledged_after", "answered_after", "waits_after", "resumes_after"):
            after = getattr(self, name)
            if after is not None and not timedelta(0) <= after <= LONGEST_AFTER:
                yield name
        if self.resumes_after is not None and (
            self.waits_after is None or self.resumes_after <= self.waits_after
        ):
            yield "order"

    def _said(self) -> Iterator[tuple[Cue, timedelta | None]]:
        yield Cue.ANSWER, self.answered_after
        if self.queue == Queue.SOFTWARE:
            yield Cue.ACKNOWLEDGE, self.acknowledged_after
        yield Cue.WAIT, self.waits_after
        yield Cue.RESUME, self.resumes_after
