"""Why time counts or does not: the stretches between two instants, each with the rule behind it.

No sentences: `contracts.calendar_words` puts a reason in words.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from itertools import pairwise

from contracts.rules.calendar import days_left_out, days_of, weekday_of
from contracts.rules.hours import MINUTES_A_DAY, DayException, Hours, Minutes, Window, windows_on
from contracts.rules.local_days import (
    DAY,
    MINUTE,
    SteadyStretch,
    day_numbered,
    instant_at,
    micros_of,
    stretches_between,
)


class Rule(StrEnum):
    """Which rule decides whether a stretch counts."""

    ALWAYS = "always"
    WINDOW = "window"
    OUTSIDE = "outside"
    HOLIDAY = "holiday"
    EXCEPTION = "exception"


@dataclass(frozen=True)
class Reason:
    """A rule, and what it is about.

    ``window``: the one of the week that counts; ``day``: the local date of the holiday or of the
    own exception; ``of``: whose public holiday; ``said``: why there is an exception.
    """

    rule: Rule
    window: Window | None = None
    day: date | None = None
    of: str = ""
    said: str = ""


@dataclass(frozen=True)
class Span:
    """A half-open stretch between two instants in UTC that counts or does not, for one reason."""

    begins_at: datetime
    ends_at: datetime
    counts: bool
    reason: Reason


_Piece = tuple[int, int, bool, Reason]
_ALWAYS, _OUTSIDE = Reason(Rule.ALWAYS), Reason(Rule.OUTSIDE)


def explained(hours: Hours, begins_at: datetime, ends_at: datetime) -> list[Span]:
    """Return what lies between two aware instants, in order, without a gap, each with its reason.

    Those that count add up to `covered_duration`. A holiday or an exception is the reason where its
    day would have counted otherwise; what lies outside the windows anyway is outside.
    """
    begins_at, ends_at = begins_at.astimezone(UTC), ends_at.astimezone(UTC)
    if begins_at >= ends_at:
        return []
    if hours.is_unbroken and not hours.exceptions:
        return [Span(begins_at, ends_at, counts=True, reason=_ALWAYS)]
    found: list[_Piece] = []
    for stretch in stretches_between(hours.zone, micros_of(begins_at), micros_of(ends_at)):
        for start, end, counts, reason in _pieces_in(hours, stretch):
            if found and found[-1][2:] == (counts, reason):
                found[-1] = (found[-1][0], end, counts, reason)
            else:
                found.append((start, end, counts, reason))
    return [Span(instant_at(a), instant_at(b), counts, why) for a, b, counts, why in found]


def _pieces_in(hours: Hours, stretch: SteadyStretch) -> Iterator[_Piece]:
    first, last = days_of(stretch)
    closed = days_left_out(hours.without_holidays_of, first, last)
    own = hours.own_days
    for number in range(first, last + 1):
        midnight, day = number * DAY - stretch.offset, day_numbered(number)
        holiday = Reason(Rule.HOLIDAY, day=day, of=hours.without_holidays_of)
        particular = own.get(day) or (holiday if number in closed else None)
        for minutes, counts, reason in _pieces_of_day(hours, weekday_of(number), particular):
            start = max(midnight + minutes[0] * MINUTE, stretch.begins)
            end = min(midnight + minutes[1] * MINUTE, stretch.ends)
            if start < end:
                yield start, end, counts, reason


def _pieces_of_day(
    hours: Hours, weekday: int, particular: DayException | Reason | None
) -> Iterator[tuple[Minutes, bool, Reason]]:
    """Yield the pieces of a local day, each of one reason; neighbours may have the same."""
    usual = _usual(hours, weekday)
    spans = particular.spans if isinstance(particular, DayException) else ()
    edges = {0, MINUTES_A_DAY}
    edges.update(edge for span, _reason in usual for edge in span)
    edges.update(edge for span in spans for edge in span)
    for start, end in pairwise(sorted(edges)):
        why = next((why for (first, last), why in usual if first <= start < last), None)
        if isinstance(particular, DayException):
            reason = Reason(Rule.EXCEPTION, day=particular.day, said=particular.reason)
            counts = any(first <= start < last for first, last in spans)
            yield (start, end), counts, reason if counts or why else _OUTSIDE
        elif why is not None:
            yield (start, end), particular is None, particular or why
        else:
            yield (start, end), False, _OUTSIDE


def _usual(hours: Hours, weekday: int) -> list[tuple[Minutes, Reason]]:
    if hours.always_on:
        return [((0, MINUTES_A_DAY), _ALWAYS)]
    return [(span, Reason(Rule.WINDOW, window=each)) for span, each in windows_on(hours, weekday)]
