"""How available a contract's systems were, month by month and day by day, as it is known now.

Nothing of money is reckoned here. Source: domain.md, Statement, steps 1 to 4.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from contracts.models import Configuration, Contract
from contracts.rules.availability import (
    Measured,
    Span,
    instant_of,
    intersection,
    measure,
    second_of,
)
from contracts.rules.committed import span_of_month
from contracts.rules.day_strip import DayOfStrip, Held, strip_of
from contracts.rules.gap_calendar import first_of_month_after
from contracts.rules.penalty import availability_of
from contracts.rules.responsibility import VENDORS
from contracts.selectors.month import Counting, down_of
from contracts.selectors.month_ground import Ground, grounds_of, promised_versions
from contracts.selectors.month_systems import Stood, days_in, systems_in


@dataclass(frozen=True)
class MonthOfSystem:
    """A system's month: ``committed`` seconds until now, ``downtime`` of them the vendors’.

    ``target`` in percent; ``days``: all local days of the month, those to come among them.
    """

    month: date
    target: Decimal
    committed: int
    downtime: Fraction
    days: tuple[DayOfStrip, ...]
    is_over: bool

    @property
    def has_begun(self) -> bool:
        return not self.days[0].is_ahead

    @property
    def availability(self) -> Fraction | None:
        """A part of 1; None where nothing was committed."""
        return availability_of(self.committed, self.downtime) if self.committed else None

    @property
    def is_missed(self) -> bool:
        """Whether the target was missed, exactly."""
        seen = self.availability
        return seen is not None and seen * 100 < Fraction(self.target)


@dataclass(frozen=True)
class SystemOverMonths:
    """A system that stood under a contract, with the months in which it did, in order."""

    configuration: Configuration
    months: tuple[MonthOfSystem, ...]

    def month_named(self, month: date) -> MonthOfSystem | None:
        return next((each for each in self.months if each.month == month), None)


def systems_over(
    contract: Contract,
    months: tuple[date, date],
    *,
    at: datetime,
    counting: Counting,
    only: Collection[int] | None = None,
) -> list[SystemOverMonths]:
    """Return a contract's systems, by their names, from one month to another, both included.

    ``only`` some of them, by their keys. Nothing where both vendors have approved no terms. As many
    queries for a year as for a month.
    """
    ground = grounds_of([contract], months, promised_versions([contract])).get(contract.pk)
    if ground is None:
        return []
    if only is not None:
        ground.systems = {pk: each for pk, each in ground.systems.items() if pk in only}
    systems: dict[int, Configuration] = {}
    found: dict[int, list[MonthOfSystem]] = {}
    for month in _months(*months):
        for stood in systems_in(ground, month) if days_in(ground, month) else ():
            pk = stood.configuration.pk
            systems[pk] = stood.configuration
            found.setdefault(pk, []).append(
                _month_of(ground, month, stood, at=at, counting=counting)
            )
    read = [SystemOverMonths(systems[pk], tuple(rows)) for pk, rows in found.items()]
    return sorted(read, key=lambda each: (each.configuration.name, each.configuration.pk))


def _months(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first = first_of_month_after(first)


def _month_of(
    ground: Ground, month: date, stood: Stood, *, at: datetime, counting: Counting
) -> MonthOfSystem:
    span, now = span_of_month(month, ground.zone), second_of(at)
    outages = ground.outages.get(stood.configuration.pk, ())
    down = [down_of(each, at=at, counting=counting) for each in outages]
    until_now = intersection(stood.committed, [(0, now)])
    seen = measure(until_now, down)
    return MonthOfSystem(
        month=month,
        target=ground.version_of(month).availability_target,
        committed=seen.committed,
        downtime=seen.downtime,
        days=tuple(_days(span, stood, ground, seen, now=now)),
        is_over=span[1] <= now,
    )


def _days(
    span: Span, stood: Stood, ground: Ground, seen: Measured, *, now: int
) -> Sequence[DayOfStrip]:
    return strip_of(
        span,
        ground.zone,
        first=instant_of(span[0]).astimezone(ground.zone).date(),
        committed=stood.committed,
        held=[Held((each.begins, each.ends), each.held_by(VENDORS)) for each in seen.slices],
        maintenance=stood.maintenance,
        now=now,
    )
