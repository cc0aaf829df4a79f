"""Where stretches of time lie in the calendar of a zone: in which months, on which hours of a week.

Stretches are half-open, in microseconds since 1970. Hours of the week are local: 168 of them, from
Monday 00:00; an hour that the clock skips has nothing, one that it doubles has both.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from contracts.rules.covered_line import amount_of, instant_of, stamp_of

HOURS_A_WEEK = 7 * 24
Span = tuple[int, int]

_HOUR = amount_of(timedelta(hours=1))
_WEEK = HOURS_A_WEEK * _HOUR
_DAY = 24 * _HOUR
_SECOND = amount_of(timedelta(seconds=1))
_EPOCH_HOUR = 3 * 24  # 1 January 1970 was a Thursday


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """Return the instant at which a local day begins."""
    return datetime.combine(day, time(), zone)


def joined(spans: Iterable[Span]) -> list[Span]:
    """Return spans in order, joined and disjoint."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and found[-1][1] >= start:
            begun, last = found.pop()
            found.append((begun, max(end, last)))
        else:
            found.append((start, end))
    return found


def first_of_month_after(day: date) -> date:
    """Return the first day of the month after a day's."""
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def months_between(begins: int, ends: int, zone: ZoneInfo) -> list[tuple[date, Span]]:
    """Return the months that touch a span, by their first day, each cut to the span."""
    months = []
    first = instant_of(begins).astimezone(zone).date().replace(day=1)
    start = begins
    while start < ends:
        following = first_of_month_after(first)
        end = min(stamp_of(midnight(following, zone)), ends)
        months.append((first, (start, end)))
        first, start = following, end
    return months


def by_hour_of_week(spans: Sequence[Span], zone: ZoneInfo) -> list[int]:
    """Return how much of disjoint spans in order lies in each local hour of the week."""
    cells = [0] * HOURS_A_WEEK
    if not spans:
        return cells
    runs = _runs(spans[0][0], spans[-1][1], zone)
    for start, end in spans:
        for begins, ends, offset in runs:
            if start < ends and end > begins:
                _spread(cells, max(start, begins) + offset, min(end, ends) + offset)
    return cells


def _spread(cells: list[int], at: int, end: int) -> None:
    """Add a local span to the hours of the week on which it lies."""
    weeks = (end - at) // _WEEK
    if weeks:
        for place in range(HOURS_A_WEEK):
            cells[place] += weeks * _HOUR
        at += weeks * _WEEK
    while at < end:
        hour = at // _HOUR
        until = min((hour + 1) * _HOUR, end)
        cells[(hour + _EPOCH_HOUR) % HOURS_A_WEEK] += until - at
        at = until


@lru_cache(maxsize=64)
def _runs(begins: int, ends: int, zone: ZoneInfo) -> list[tuple[int, int, int]]:
    """Return the runs of one offset from UTC between two instants, each with its offset."""
    runs = []
    start, at = begins, begins
    while at < ends:
        following = min(at + _DAY, ends)
        if _offset(following, zone) != _offset(at, zone):
            change = _change_between(at, following, zone)
            runs.append((start, change, _offset(at, zone)))
            start = change
        at = following
    return [*runs, (start, ends, _offset(start, zone))]


def _offset(at: int, zone: ZoneInfo) -> int:
    return amount_of(instant_of(at).astimezone(zone).utcoffset() or timedelta())


def _change_between(low: int, high: int, zone: ZoneInfo) -> int:
    """Find the second at which the offset changes."""
    low, high = low // _SECOND, -(-high // _SECOND)
    before = _offset(low * _SECOND, zone)
    while high - low > 1:
        middle = (low + high) // 2
        if _offset(middle * _SECOND, zone) == before:
            low = middle
        else:
            high = middle
    return high * _SECOND
