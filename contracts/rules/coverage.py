"""Covered time: when a promise counts. Exact, half-open, in wall-clock windows of one time zone.

A local time that a change to summer time skips maps to the instant of the change; one that a change
to winter time doubles covers both. Source: domain.md, Time.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from contracts.rules.public_holidays import public_holidays

MINUTES_A_DAY = 24 * 60
_FURTHEST = timedelta(days=3660)
_MARGIN = timedelta(hours=4)
_SECOND = timedelta(seconds=1)


class NeverCovered(ValueError):
    """The coverage has no time in which the promise could run out."""


@dataclass(frozen=True)
class Window:
    """A weekly window: ``weekday`` (Monday 0), first and last minute of the day, half-open."""

    weekday: int
    start: int
    end: int


@dataclass(frozen=True)
class Interval:
    """A half-open stretch of time between two aware instants."""

    begins_at: datetime
    ends_at: datetime

    @property
    def duration(self) -> timedelta:
        return self.ends_at - self.begins_at


@dataclass(frozen=True)
class Hours:
    """The hours of a coverage: a time zone and weekly windows, or always on.

    ``without_holidays_of``: the country or part of one whose public holidays it leaves out; empty
    where it keeps them.
    """

    zone: str
    always_on: bool = True
    windows: Sequence[Window] = ()
    without_holidays_of: str = ""

    @property
    def is_unbroken(self) -> bool:
        """Every second counts."""
        return self.always_on and not self.without_holidays_of

    def counts_on(self, day: date) -> bool:
        """Tell whether a local day counts: not where it is a holiday that is left out."""
        of = self.without_holidays_of
        return not of or day not in public_holidays(of, day.year)


def _offset(wall: datetime, zone: ZoneInfo, *, fold: int) -> timedelta:
    """Return the offset of a wall-clock time; at a change fold 0 reads it before, fold 1 after."""
    return wall.replace(tzinfo=zone, fold=fold).utcoffset() or timedelta()


def _instants(begins: datetime, ends: datetime, zone: ZoneInfo) -> Iterator[Interval]:
    """Yield the instants whose wall clock shows a time from ``begins`` to ``ends``.

    Around a change of the clock they are those before it by the old offset and those after it by
    the new one: a skipped time so becomes the change itself, and a doubled one counts twice.
    """
    before, after = _offset(begins, zone, fold=0), _offset(ends, zone, fold=1)
    first, last = begins.replace(tzinfo=UTC), ends.replace(tzinfo=UTC)
    if before == after:
        yield Interval(first - before, last - before)
        return
    change = _change_between(first - before - _MARGIN, last - after + _MARGIN, zone)
    yield Interval(first - before, min(last - before, change))
    yield Interval(max(first - after, change), last - after)


def _change_between(low: datetime, high: datetime, zone: ZoneInfo) -> datetime:
    """Find the second at which the offset changes."""
    offset = low.astimezone(zone).utcoffset()
    while high - low > _SECOND:
        middle = low + (high - low) // _SECOND // 2 * _SECOND
        if middle.astimezone(zone).utcoffset() == offset:
            low = middle
        else:
            high = middle
    return high


def _minutes_of_day(hours: Hours, weekday: int) -> Iterator[tuple[int, int]]:
    """Yield the minutes of a local day that windows cover, one from the day before among them."""
    if hours.always_on:
        yield 0, MINUTES_A_DAY
        return
    for window in hours.windows:
        if window.weekday == weekday:
            yield window.start, min(window.end, MINUTES_A_DAY)
        if window.end > MINUTES_A_DAY and (window.weekday + 1) % 7 == weekday:
            yield 0, window.end - MINUTES_A_DAY


def _windows_of_day(hours: Hours, day: date, zone: ZoneInfo) -> Iterator[Interval]:
    if not hours.counts_on(day):
        return
    midnight = datetime.combine(day, time())
    for start, end in _minutes_of_day(hours, day.weekday()):
        begins = midnight + timedelta(minutes=start)
        yield from _instants(begins, midnight + timedelta(minutes=end), zone)


def _all_windows(hours: Hours, begins_at: datetime, ends_at: datetime) -> Iterator[Interval]:
    zone = ZoneInfo(hours.zone)
    day = begins_at.astimezone(zone).date()
    last = ends_at.astimezone(zone).date()
    while day <= last:
        yield from _windows_of_day(hours, day, zone)
        day += timedelta(days=1)


def covered_intervals(hours: Hours, begins_at: datetime, ends_at: datetime) -> list[Interval]:
    """Return the covered intervals between two aware instants, in order, joined and disjoint."""
    begins_at, ends_at = begins_at.astimezone(UTC), ends_at.astimezone(UTC)
    if begins_at >= ends_at:
        return []
    if hours.is_unbroken:
        return [Interval(begins_at, ends_at)]
    joined: list[Interval] = []
    windows = _all_windows(hours, begins_at, ends_at)
    for window in sorted(windows, key=lambda each: each.begins_at):
        start, end = max(window.begins_at, begins_at), min(window.ends_at, ends_at)
        if start >= end:
            continue
        if joined and joined[-1].ends_at >= start:
            start, end = joined[-1].begins_at, max(end, joined.pop().ends_at)
        joined.append(Interval(start, end))
    return joined


def covered_duration(hours: Hours, begins_at: datetime, ends_at: datetime) -> timedelta:
    """Return how much covered time lies between two aware instants."""
    spans = (each.duration for each in covered_intervals(hours, begins_at, ends_at))
    return sum(spans, timedelta())


def is_covered(hours: Hours, at: datetime) -> bool:
    """Tell whether the coverage counts the second that begins at an instant."""
    return bool(covered_intervals(hours, at, at + timedelta(seconds=1)))


def covered_instant(hours: Hours, since: datetime, duration: timedelta) -> datetime:
    """Return the instant at which a covered duration will have passed since an instant.

    :raises NeverCovered: within ten years the coverage never adds up to the duration.
    """
    since = since.astimezone(UTC)
    if hours.is_unbroken or not duration:
        return since + duration
    left, begins_at = duration, since
    while begins_at < since + _FURTHEST:
        ends_at = begins_at + timedelta(days=28)
        for span in covered_intervals(hours, begins_at, ends_at):
            if span.duration >= left:
                return span.begins_at + left
            left -= span.duration
        begins_at = ends_at
    raise NeverCovered(hours.zone)
