"""A system's month, day by day: what was committed of each local day, and what outages held of it.

Source: mock/statement.html, *Jour par jour*; domain.md, Statement.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from zoneinfo import ZoneInfo

from contracts.rules.availability import Span, intersection, length, second_of
from contracts.rules.gap_calendar import midnight

LONG = 30 * 60
"""From so many counted seconds on, a day is marked as a long interruption."""
A_DAY = timedelta(days=1)


class DayMark(StrEnum):
    """How a day is drawn."""

    CLEAR = "clear"
    SHORT = "short"
    LONG = "long"
    NOT_COUNTED = "not_counted"
    NOT_COMMITTED = "not_committed"
    AHEAD = "ahead"


@dataclass(frozen=True)
class Held:
    """A committed span that outages hold; ``counted``: how many of its seconds are the vendors'."""

    span: Span
    counted: Fraction


@dataclass(frozen=True)
class DayOfStrip:
    """One local day: ``counted`` seconds of the vendors, ``left_out`` others' and maintenance.

    One that ``is_ahead`` has not begun.
    """

    day: date
    committed: int
    counted: Fraction
    left_out: int
    is_ahead: bool = False

    @property
    def mark(self) -> DayMark:
        if self.counted:
            return DayMark.LONG if self.counted >= LONG else DayMark.SHORT
        if self.left_out:
            return DayMark.NOT_COUNTED
        if self.is_ahead:
            return DayMark.AHEAD
        return DayMark.CLEAR if self.committed else DayMark.NOT_COMMITTED


def strip_of(
    month: Span,
    zone: ZoneInfo,
    *,
    first: date,
    committed: Sequence[Span],
    held: Sequence[Held],
    maintenance: Sequence[Span],
    now: int | None = None,
) -> list[DayOfStrip]:
    """Return the local days of a month, from ``first`` on; without ``now``, none is ahead."""
    found, day = [], first
    while (begins := second_of(midnight(day, zone))) < month[1]:
        span = (begins, second_of(midnight(day + A_DAY, zone)))
        counted = sum((_part(each, span) for each in held), Fraction(0))
        down = length(intersection([each.span for each in held], [span]))
        found.append(
            DayOfStrip(
                day,
                committed=length(intersection(committed, [span])),
                counted=counted,
                left_out=down + length(intersection(maintenance, [span])),
                is_ahead=now is not None and begins > now,
            )
        )
        day += A_DAY
    return found


def _part(of: Held, span: Span) -> Fraction:
    """Return what a span holds of the counted seconds, which lie evenly in theirs."""
    within = length(intersection([of.span], [span]))
    return of.counted * Fraction(within, of.span[1] - of.span[0]) if within else Fraction(0)
