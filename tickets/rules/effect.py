"""What other terms would have made of an incident's clocks: two readings of one timeline, compared.

A breach is a promise that was missed. Source: domain.md, Time; issue 5, “shows beforehand”.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tickets.choices import Due
from tickets.rules.clock import Clock, ClockState, Promised, clock_of, state_of
from tickets.rules.timeline import Timeline


class Turn(StrEnum):
    """What becomes of a breach when another deadline holds."""

    APPEARS = "appears"
    GOES = "goes"


@dataclass(frozen=True)
class Stand:
    """A promise's deadline and how it stands; both None where nothing is promised."""

    due_at: datetime | None = None
    state: ClockState | None = None


@dataclass(frozen=True)
class Shift:
    """One clock of an incident as it stands, and as it would: the one deadline or state differs."""

    kind: Due
    now: Stand
    then: Stand

    @property
    def moves(self) -> bool:
        return self.now.due_at != self.then.due_at

    @property
    def breach(self) -> Turn | None:
        was, would_be = (each.state == ClockState.MISSED for each in (self.now, self.then))
        if was == would_be:
            return None
        return Turn.APPEARS if would_be else Turn.GOES


@dataclass(frozen=True)
class Sums:
    """How many deadlines move, breaches appear and breaches go."""

    moved: int
    appearing: int
    going: int


def shifts_of(
    timeline: Timeline, now: Promised, then: Promised, *, kinds: Sequence[Due], at: datetime
) -> list[Shift]:
    """Replay a timeline under two promises; return the clocks that the second makes different."""
    shifts = [
        Shift(
            kind,
            stand_of(clock_of(kind, timeline, now, at=at)),
            stand_of(clock_of(kind, timeline, then, at=at)),
        )
        for kind in kinds
    ]
    return [each for each in shifts if each.now != each.then]


def stand_of(clock: Clock | None) -> Stand:
    """Return what a clock shows."""
    return Stand() if clock is None else Stand(clock.due_at, clock.state)


def stand_at(
    due_at: datetime | None,
    *,
    stopped_at: datetime | None,
    paused_at: datetime | None,
    at: datetime,
) -> Stand:
    """Return how a promise with a given deadline stands, if it has one (see `state_of`)."""
    if due_at is None:
        return Stand()
    return Stand(due_at, state_of(due_at, stopped_at=stopped_at, paused_at=paused_at, at=at))


def sums_of(shifts: Iterable[Shift]) -> Sums:
    """Count what differs."""
    shifts = list(shifts)
    turns = [each.breach for each in shifts]
    return Sums(
        moved=sum(each.moves for each in shifts),
        appearing=turns.count(Turn.APPEARS),
        going=turns.count(Turn.GOES),
    )
