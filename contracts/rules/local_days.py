"""From wall clocks to instants: which instants show a local time, whatever law changed the clocks.

A local time that a change skips is the instant of the change; one that a change doubles is twice
on the clock. Inside, instants are microseconds since 1970 in UTC and wall clocks microseconds since
1970 as they read. Source: domain.md, Time.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

SECOND = 1_000_000
MINUTE = 60 * SECOND
DAY = 24 * 60 * MINUTE
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FIRST_DAY = date(1970, 1, 1).toordinal()
_MICROSECOND = timedelta(microseconds=1)
_LOWEST = (date.min.toordinal() + 2 - _FIRST_DAY) * DAY
_HIGHEST = (date.max.toordinal() - 2 - _FIRST_DAY) * DAY


@dataclass(frozen=True)
class Interval:
    """A half-open stretch of time between two aware instants."""

    begins_at: datetime
    ends_at: datetime

    @property
    def duration(self) -> timedelta:
        return self.ends_at - self.begins_at


@dataclass(frozen=True)
class SteadyStretch:
    """A stretch in which a zone's clocks go on without a change: instants, and the offset."""

    begins: int
    ends: int
    offset: int


def micros_of(at: datetime) -> int:
    """Return an aware instant as a number."""
    return (at - _EPOCH) // _MICROSECOND


def instant_at(micros: int) -> datetime:
    """Return the instant, in UTC, that a number stands for."""
    return _EPOCH + timedelta(microseconds=micros)


def day_number(day: date) -> int:
    """Return a calendar day as a number of days since 1970."""
    return day.toordinal() - _FIRST_DAY


def day_numbered(number: int) -> date:
    """Return the calendar day of a number; beyond the calendar, its first or last day."""
    return date.fromordinal(min(max(number + _FIRST_DAY, 1), date.max.toordinal()))


def year_bounds(year: int) -> tuple[int, int]:
    """Return the first instant of a year in UTC and the first after it."""
    first = date(year, 1, 1).toordinal()
    last = date(year, 12, 31).toordinal()
    return (first - _FIRST_DAY) * DAY, (last + 1 - _FIRST_DAY) * DAY


@lru_cache(maxsize=4096)
def steady_stretches(zone: str, year: int) -> tuple[SteadyStretch, ...]:
    """Return the stretches of a year (in UTC) between changes of a zone's clocks, in order.

    At most one change a day: no law has made two.
    """
    info = ZoneInfo(zone)
    begins, year_ends = year_bounds(year)
    offset = _offset(begins, info)
    found = []
    for day in range(begins, year_ends, DAY):
        after = _offset(day + DAY, info)
        if after != offset:
            change = _change_between(day, day + DAY, info)
            found.append(SteadyStretch(begins, change, offset))
            begins, offset = change, after
    found.append(SteadyStretch(begins, year_ends, offset))
    return tuple(each for each in found if each.begins < each.ends)


def _offset(micros: int, zone: ZoneInfo) -> int:
    """Return the offset of an instant; the first and last days of all have their neighbour's."""
    at = instant_at(min(max(micros, _LOWEST), _HIGHEST)).astimezone(zone)
    return (at.utcoffset() or timedelta()) // _MICROSECOND


def _change_between(low: int, high: int, zone: ZoneInfo) -> int:
    """Find the second at which the offset changes."""
    offset = _offset(low, zone)
    while high - low > SECOND:
        middle = low + (high - low) // SECOND // 2 * SECOND
        if _offset(middle, zone) == offset:
            low = middle
        else:
            high = middle
    return high


def stretches_between(zone: str, begins: int, ends: int) -> Iterator[SteadyStretch]:
    """Yield what lies between two instants of the stretches of a zone, year by year."""
    first, last = day_numbered(begins // DAY).year, day_numbered(ends // DAY).year
    for year in range(max(first, MINYEAR), min(last, MAXYEAR) + 1):
        for each in steady_stretches(zone, year):
            start, end = max(each.begins, begins), min(each.ends, ends)
            if start < end:
                yield SteadyStretch(start, end, each.offset)


def instants_of(begins: datetime, ends: datetime, zone: str) -> list[Interval]:
    """Return all instants at which a zone's wall clock shows a time from one to before another.

    Both are naive local times. Nothing where a change skips them all; two intervals where a change
    doubles a part of them.
    """
    first, last = _wall(begins), _wall(ends)
    found: list[tuple[int, int]] = []
    for each in stretches_between(zone, first - DAY, last + DAY):
        start, end = max(first - each.offset, each.begins), min(last - each.offset, each.ends)
        if start >= end:
            continue
        if found and found[-1][1] == start:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return [Interval(instant_at(start), instant_at(end)) for start, end in found]


def instant_of(local: datetime, zone: str) -> datetime:
    """Return the instant of a naive local time: the first of a doubled, the change of a skipped."""
    wall = _wall(local)
    for each in stretches_between(zone, wall - DAY, wall + DAY):
        if wall - each.offset < each.ends:
            return instant_at(max(wall - each.offset, each.begins))
    raise OverflowError(local)


def _wall(local: datetime) -> int:
    return (local - datetime(1970, 1, 1)) // _MICROSECOND  # noqa: DTZ001  a wall clock has no zone
