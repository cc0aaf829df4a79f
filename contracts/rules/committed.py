"""A month of a contract in its zone, and what of it is committed for one configuration.

Days and months are local, instants whole seconds since 1970 in UTC. Source: domain.md, Statement,
step 1.
"""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from contracts.rules.availability import Span, difference, intersection, second_of
from contracts.rules.coverage import covered_intervals
from contracts.rules.gap_calendar import first_of_month_after, midnight
from contracts.rules.hours import Hours

_A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Running:
    """The days on which a contract runs; without a last day while its end is open."""

    starts_on: date
    ends_on: date | None = None

    def days_of(self, month: date) -> Sequence[date]:
        """Return the days of a month on which the contract runs, named by its first day."""
        first = max(month, self.starts_on)
        last = first_of_month_after(month) - _A_DAY
        if self.ends_on is not None:
            last = min(last, self.ends_on)
        return [first + _A_DAY * each for each in range((last - first).days + 1)]


@dataclass(frozen=True)
class HoursFrom:
    """The hours that are promised from a local day on, until the next ones."""

    day: date
    hours: Hours


def days_of_month(month: date) -> int:
    """Return how many days a month has."""
    return monthrange(month.year, month.month)[1]


def span_of_days(first: date, last: date, zone: ZoneInfo) -> Span:
    """Return the seconds of local days, both of them included."""
    return second_of(midnight(first, zone)), second_of(midnight(last + _A_DAY, zone))


def span_of_month(month: date, zone: ZoneInfo) -> Span:
    """Return the seconds of a month, named by its first day."""
    return span_of_days(month, first_of_month_after(month) - _A_DAY, zone)


def promised_time(
    days: Sequence[date], promised: Sequence[HoursFrom], zone: ZoneInfo
) -> list[Span]:
    """Return the covered seconds of consecutive days, by the hours that hold on each of them.

    ``promised``: in order of their days; the first ones hold before their day too.
    """
    if not days:
        return []
    first, after = days[0], days[-1] + _A_DAY
    changes = sorted({each.day for each in promised if first < each.day < after})
    found: list[Span] = []
    for begins, ends in pairwise([first, *changes, after]):
        hours = _holding(promised, begins)
        covered = covered_intervals(hours, midnight(begins, zone), midnight(ends, zone))
        found += [(second_of(each.begins_at), second_of(each.ends_at)) for each in covered]
    return found


def committed_time(
    promised: Sequence[Span], *, in_force: Sequence[Span], maintenance: Sequence[Span]
) -> tuple[Span, ...]:
    """Return what is committed of promised time for one configuration.

    ``in_force``: while it stood under the contract with a revision in force; ``maintenance``: what
    was agreed beforehand.
    """
    return tuple(difference(intersection(promised, in_force), maintenance))


def _holding(promised: Sequence[HoursFrom], day: date) -> Hours:
    begun = [each for each in promised if each.day <= day]
    return (begun[-1] if begun else promised[0]).hours
