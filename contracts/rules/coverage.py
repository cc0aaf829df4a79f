"""Covered time: when a promise counts. Exact, half-open, in wall-clock windows of one time zone.

A local time that a change to summer time skips maps to the instant of the change; one that a change
to winter time doubles covers both. Source: domain.md, Time.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

MINUTES_A_DAY = 24 * 60
_FURTHEST = timedelta(days=3660)


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
    """The hours of a coverage: a time zone and weekly windows, or always on."""

    zone: str
    always_on: bool = True
    windows: Sequence[Window] = ()
    excluded_days: Collection[date] = field(default=frozenset())


def _instant(day: date, minute: int, zone: ZoneInfo, *, fold: int) -> datetime:
    """Turn a wall-clock minute into an instant; a skipped one becomes the instant of the change."""
    wall = datetime.combine(day, time()) + timedelta(minutes=minute)
    local = wall.replace(tzinfo=zone, fold=fold)
    if local.astimezone(UTC).astimezone(zone).replace(tzinfo=None) == wall:
        return local.astimezone(UTC)
    # Skipped by the change: both readings bracket the gap, whose edge is where the offset changes.
    before = wall.replace(tzinfo=zone, fold=0).utcoffset()
    after = wall.replace(tzinfo=zone, fold=1).utcoffset()
    if before is None or after is None:  # pragma: no cover - an aware time always has an offset
        raise ValueError(zone.key)
    return _edge_of_gap(wall.replace(tzinfo=UTC) - max(before, after), zone)


def _edge_of_gap(before: datetime, zone: ZoneInfo) -> datetime:
    """Find the instant at which the offset changes, in the three hours that follow ``before``."""
    low, high = before, before + timedelta(hours=3)
    offset = low.astimezone(zone).utcoffset()
    while high - low > timedelta(seconds=1):
        middle = low + (high - low) // 2
        middle = middle.replace(microsecond=0)
        if middle in {low, high}:
            break
        if middle.astimezone(zone).utcoffset() == offset:
            low = middle
        else:
            high = middle
    return high


def _windows_of_day(hours: Hours, day: date, zone: ZoneInfo) -> Iterator[Interval]:
    if day in hours.excluded_days:
        return
    for window in hours.windows:
        if window.weekday == day.weekday() and window.start < window.end:
            begins_at = _instant(day, window.start, zone, fold=0)
            ends_at = _instant(day, window.end, zone, fold=1)
            if begins_at < ends_at:
                yield Interval(begins_at, ends_at)


def _all_windows(hours: Hours, begins_at: datetime, ends_at: datetime) -> Iterator[Interval]:
    zone = ZoneInfo(hours.zone)
    day = begins_at.astimezone(zone).date() - timedelta(days=1)
    last = ends_at.astimezone(zone).date()
    while day <= last:
        yield from sorted(_windows_of_day(hours, day, zone), key=lambda each: each.begins_at)
        day += timedelta(days=1)


def covered_intervals(hours: Hours, begins_at: datetime, ends_at: datetime) -> list[Interval]:
    """Return the covered intervals between two aware instants, in order, joined and disjoint."""
    begins_at, ends_at = begins_at.astimezone(UTC), ends_at.astimezone(UTC)
    if begins_at >= ends_at:
        return []
    if hours.always_on:
        return [Interval(begins_at, ends_at)]
    joined: list[Interval] = []
    for window in _all_windows(hours, begins_at, ends_at):
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
    if hours.always_on or not duration:
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
