"""In which time two accounts of when a system was down, and of whose that was, differ."""

from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise

from contracts.rules.outages import Stretch
from contracts.rules.responsibility import Responsibility

Interval = tuple[datetime, datetime]
"""From an instant until another; where both are the same, no time at all."""


def interval_of(stretches: Sequence[Stretch], *, now: datetime) -> Interval:
    """Return all the time of segments; what lasts still, until now."""
    return stretches[0].begins, _end_of(stretches[-1], now)


def differences(
    before: Sequence[Stretch], after: Sequence[Stretch], *, now: datetime
) -> list[Interval]:
    """Return when one says something else than the other; what lasts still, until now."""
    both = (*before, *after)
    edges = {each.begins for each in both} | {_end_of(each, now) for each in both}
    found: list[Interval] = []
    for begins, ends in pairwise(sorted(edges)):
        if _said_at(before, begins, now) == _said_at(after, begins, now):
            continue
        if found and found[-1][1] == begins:
            found[-1] = (found[-1][0], ends)
        else:
            found.append((begins, ends))
    return found


def clipped(intervals: Sequence[Interval], to: Interval) -> list[Interval]:
    """Return what of intervals lies in another one."""
    both = [(max(begins, to[0]), min(ends, to[1])) for begins, ends in intervals]
    return [(begins, ends) for begins, ends in both if begins < ends]


def _end_of(stretch: Stretch, now: datetime) -> datetime:
    """Return its end; where a clock that runs ahead lets it begin after now, its beginning."""
    return stretch.ends or max(now, stretch.begins)


def _said_at(
    stretches: Sequence[Stretch], instant: datetime, now: datetime
) -> tuple[bool, Responsibility | None] | None:
    for each in stretches:
        if each.begins <= instant < _end_of(each, now):
            return each.is_unknown, each.shares
    return None
