"""Covered time: when a promise counts. Exact, half-open, in wall-clock windows of one time zone.

A local time that a change to summer time skips maps to the instant of the change; one that a change
to winter time doubles covers both. Source: domain.md, Time.
"""

from datetime import UTC, datetime, timedelta

from contracts.rules.calendar import calendar_of
from contracts.rules.hours import MINUTES_A_DAY, DayException, Hours, Window
from contracts.rules.local_days import Interval, instant_at, micros_of

__all__ = [
    "MINUTES_A_DAY",
    "DayException",
    "Hours",
    "Interval",
    "NeverCovered",
    "Window",
    "covered_duration",
    "covered_instant",
    "covered_intervals",
    "instant_if_ever",
    "is_covered",
]

_FURTHEST = timedelta(days=3660)
_MICROSECOND = timedelta(microseconds=1)


class NeverCovered(ValueError):
    """The coverage has no time in which the promise could run out."""


def covered_intervals(hours: Hours, begins_at: datetime, ends_at: datetime) -> list[Interval]:
    """Return the covered intervals between two aware instants, in order, joined and disjoint."""
    begins_at, ends_at = begins_at.astimezone(UTC), ends_at.astimezone(UTC)
    if begins_at >= ends_at:
        return []
    if hours.is_unbroken:
        return [Interval(begins_at, ends_at)]
    found = calendar_of(hours).intervals(begins_at, ends_at)
    return [Interval(instant_at(start), instant_at(end)) for start, end in found]


def covered_duration(hours: Hours, begins_at: datetime, ends_at: datetime) -> timedelta:
    """Return how much covered time lies between two aware instants."""
    begins_at, ends_at = begins_at.astimezone(UTC), ends_at.astimezone(UTC)
    if begins_at >= ends_at:
        return timedelta()
    if hours.is_unbroken:
        return ends_at - begins_at
    return timedelta(microseconds=calendar_of(hours).covered(begins_at, ends_at))


def is_covered(hours: Hours, at: datetime) -> bool:
    """Tell whether an instant lies in covered time, to the microsecond; windows are half-open."""
    return bool(covered_duration(hours, at, at + _MICROSECOND))


def covered_instant(hours: Hours, since: datetime, duration: timedelta) -> datetime:
    """Return the first instant at which a covered duration will have passed since an instant.

    :raises NeverCovered: within ten years the coverage never adds up to the duration.
    """
    since = since.astimezone(UTC)
    if hours.is_unbroken or duration <= timedelta():
        return since + duration
    latest = micros_of(since) + _FURTHEST // _MICROSECOND
    found = calendar_of(hours).instant(since, duration // _MICROSECOND, latest=latest)
    if found is None:
        raise NeverCovered(hours.zone)
    return found


def instant_if_ever(hours: Hours, since: datetime, duration: timedelta) -> datetime | None:
    """Return when a covered duration will have passed; None where within ten years it never has."""
    try:
        return covered_instant(hours, since, duration)
    except NeverCovered:
        return None
