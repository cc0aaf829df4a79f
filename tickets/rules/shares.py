"""The instants at which a share of a promise has passed: half of it, three quarters, all.

Exact: shares are fractions, durations whole microseconds (domain.md, Time).
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from fractions import Fraction

from contracts.rules.coverage import Hours, covered_instant
from tickets.rules.deadlines import resumed
from tickets.rules.pauses import Pause

WARNED_AT = (50, 75, 90)
"""Percent of a promise at which those who work on it are warned, once each."""

ALL = 100
_TICK = timedelta(microseconds=1)


def share_due_at(
    hours: Hours,
    since: datetime,
    within: timedelta,
    pauses: Iterable[Pause],
    share: Fraction,
) -> datetime | None:
    """Return when that share of a promised duration will have passed, accepted pauses left out.

    ``pauses`` come in their order. None while an open pause rests before that instant: it is then
    due at no instant that is known.

    :raises NeverCovered: the hours never come to it.
    """
    due_at = covered_instant(hours, since, _part_of(within, share))
    for pause in pauses:
        if due_at <= pause.begins_at:
            return due_at
        if pause.ends_at is None:
            return None
        due_at = resumed(due_at, hours=hours, paused_at=pause.begins_at, resumed_at=pause.ends_at)
    return due_at


def _part_of(within: timedelta, share: Fraction) -> timedelta:
    """Return a share of a duration, up to the next whole microsecond."""
    ticks = Fraction(within // _TICK) * share
    return -(-ticks.numerator // ticks.denominator) * _TICK
