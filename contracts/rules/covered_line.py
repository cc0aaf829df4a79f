"""Covered time as a line of its own: how much of it has passed, and when an amount of it has.

Instants are whole microseconds since 1970, amounts whole microseconds of covered time, so that
nothing is rounded. A line answers in O(log n), where `contracts.rules.coverage` would walk again.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from itertools import accumulate

from contracts.rules.coverage import Interval

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def stamp_of(at: datetime) -> int:
    """Return an aware instant in microseconds since 1970."""
    return (at - _EPOCH) // _MICROSECOND


def instant_of(stamp: int) -> datetime:
    """Return the instant of microseconds since 1970, in UTC."""
    return _EPOCH + timedelta(microseconds=stamp)


def spans_of(intervals: Iterable[Interval]) -> list[tuple[int, int]]:
    """Return intervals as pairs of stamps."""
    return [(stamp_of(each.begins_at), stamp_of(each.ends_at)) for each in intervals]


def amount_of(duration: timedelta) -> int:
    """Return a duration in microseconds."""
    return duration // _MICROSECOND


class Line:
    """Covered spans in order and disjoint, with what has passed at the end of each."""

    def __init__(self, spans: Sequence[tuple[int, int]]) -> None:
        self.starts = [start for start, _end in spans]
        self.ends = [end for _start, end in spans]
        self.after = list(accumulate(end - start for start, end in spans))

    @property
    def whole(self) -> int:
        """All covered time of the line."""
        return self.after[-1] if self.after else 0

    def covers(self, at: int) -> bool:
        """Tell whether the instants just after one are covered."""
        return self.read(at)[1]

    def passed(self, at: int) -> int:
        """Return how much covered time has passed at an instant."""
        return self.read(at)[0]

    def read(self, at: int) -> tuple[int, bool]:
        """Return how much has passed at an instant, and whether the ones just after it count."""
        place = bisect_right(self.starts, at) - 1
        if place < 0:
            return 0, False
        left = self.ends[place] - at
        return (self.after[place] - left, True) if left > 0 else (self.after[place], False)

    def reached(self, amount: int) -> int:
        """Return the first instant at which an amount has passed: the end of a span, at its end."""
        return self._at(amount, bisect_left(self.after, amount))

    def exceeded(self, amount: int) -> int:
        """Return the instant after which more than an amount has passed: the next span's start."""
        return self._at(amount, bisect_right(self.after, amount))

    def _at(self, amount: int, place: int) -> int:
        return self.ends[place] - (self.after[place] - amount)
