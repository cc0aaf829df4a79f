"""What is owed next and by when: pure arithmetic over a target and covered hours (domain.md, Time).

Clocks run from filing, or from the real call. Restoring stops them at the instant stated; waiting
pauses them only where the contract says so. The full, replayable clock builds on these.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from contracts.rules.coverage import Hours, covered_duration, covered_instant, instant_if_ever
from tickets.choices import Due

NEVER = datetime(9999, 12, 31, tzinfo=UTC)
"""Stored where nothing is owed, so that one index orders every queue."""


@dataclass(frozen=True)
class Promise:
    """The covered durations promised for one impact."""

    respond_within: timedelta
    restore_within: timedelta | None
    news_every: timedelta | None


@dataclass(frozen=True)
class Deadlines:
    """The instants that follow from a promise; None where nothing is promised, or it never ends."""

    respond_due_at: datetime | None
    restore_due_at: datetime | None
    news_due_at: datetime | None


@dataclass(frozen=True)
class Owed:
    """The next thing owed on an incident."""

    kind: Due
    due_at: datetime


NOTHING = Owed(Due.NOTHING, NEVER)


def not_known(since: datetime) -> Owed:
    """Return what orders an incident whose deadlines nobody could count: before all that is due."""
    return Owed(Due.NOTHING, since)


def deadlines_of(promise: Promise, *, hours: Hours, since: datetime) -> Deadlines:
    """Return the instants at which the promise for an impact runs out, counted from ``since``.

    What the hours never come to within ten years has none, and takes none from the others.
    """
    return Deadlines(
        respond_due_at=instant_if_ever(hours, since, promise.respond_within),
        restore_due_at=instant_if_ever(hours, since, promise.restore_within)
        if promise.restore_within is not None
        else None,
        news_due_at=next_news(promise, hours=hours, since=since),
    )


def next_news(promise: Promise, *, hours: Hours, since: datetime) -> datetime | None:
    """Return when the next news is owed after one that was given; None where it never is."""
    if promise.news_every is None:
        return None
    return instant_if_ever(hours, since, promise.news_every)


def resumed(
    due_at: datetime, *, hours: Hours, paused_at: datetime, resumed_at: datetime
) -> datetime:
    """Return a deadline after a pause: what was left when it began is left when it ends.

    A deadline that had passed before the pause stays where it was.
    """
    if due_at <= paused_at:
        return due_at
    left = covered_duration(hours, paused_at, due_at)
    return covered_instant(hours, resumed_at, left)


def next_owed(*owed: tuple[Due, datetime | None]) -> Owed:
    """Return the earliest of what is still owed; nothing when all is done."""
    running = [Owed(kind, due_at) for kind, due_at in owed if due_at is not None]
    return min(running, key=lambda each: each.due_at, default=NOTHING)
