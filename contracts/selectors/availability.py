"""How available systems are by now: over the usual periods, what their month still allows.

Until a month is over its figures are what is over of it; the budgets are those of the whole month.
What is not agreed yet counts as it was proposed, for the vendors, and is marked as provisional; a
client reads what is agreed alone. Source: domain.md, Availability.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

from django.db.models import prefetch_related_objects

from contracts.choices import Kind, Period
from contracts.models import Configuration, Contract, User
from contracts.rules.availability import (
    Down,
    Measured,
    Span,
    instant_of,
    intersection,
    length,
    measure,
    second_of,
)
from contracts.rules.committed import committed_time, span_of_month
from contracts.rules.error_budget import Budget, Forecast, budget, forecast, next_band
from contracts.rules.gap_calendar import first_of_month_after
from contracts.rules.penalty import capped, penalty_of
from contracts.rules.periods import ROLLING, periods_until
from contracts.rules.statement import MonthTerms
from contracts.selectors.month import Counting, annual_left, down_of, terms_in
from contracts.selectors.month_ground import Ground, OutageRead, grounds_of, promised_versions
from contracts.selectors.month_systems import days_in, promised_in, shares_in

_A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class AsOf:
    """An instant of which availability is told, and the local day that it is told on.

    They differ at the very end of a month, which is told on its last day.
    """

    day: date
    at: datetime

    @property
    def month(self) -> date:
        return self.day.replace(day=1)


@dataclass(frozen=True)
class Figure:
    """What of a period is over, measured; ``is_provisional``: some of it is not agreed yet."""

    period: Period
    span: Span
    measured: Measured
    is_provisional: bool

    @property
    def availability(self) -> Fraction | None:
        return self.measured.availability


@dataclass(frozen=True)
class SystemAvailability:
    """A system by now; ``committed``: seconds of the whole month; ``lasting``: is down now.

    ``spans`` and ``maintenance``: committed time of the year so far and the rest of its month, and
    what left it; ``months``: the months of the year so far, measured.
    """

    configuration: Configuration
    share: Decimal
    figures: Mapping[Period, Figure]
    committed: int
    to_target: Budget
    to_next_band: Budget | None
    forecast: Forecast | None
    lasting: tuple[OutageRead, ...]
    spans: tuple[Span, ...]
    maintenance: tuple[Span, ...]
    months: tuple[tuple[date, Measured], ...]

    @property
    def month(self) -> Figure:
        return self.figures[Period.MONTH]


@dataclass(frozen=True)
class ContractAvailability:
    """A contract by now; of each period the figure of its worst system."""

    contract: Contract
    as_of: AsOf
    terms: MonthTerms
    systems: tuple[SystemAvailability, ...]
    forecast_penalty: Decimal
    """Of all systems, within the caps, if the month goes on as it began."""

    def worst(self, period: Period) -> SystemAvailability | None:
        """Return the system that was least available in a period; None where none was measured."""
        measured = [
            (availability, each.configuration.pk, each)
            for each in self.systems
            if (availability := each.figures[period].availability) is not None
        ]
        return min(measured, key=lambda each: each[:2])[2] if measured else None


def counting_for(user: User) -> Counting:
    """Return what counts in the figures that a person reads."""
    return Counting.AGREED if user.kind == Kind.CLIENT else Counting.AS_PROPOSED


def availability_of_contract(
    contract: Contract, as_of: AsOf, *, counting: Counting
) -> ContractAvailability | None:
    """Return how available a contract's systems are at an instant.

    None where both vendors have approved nothing, or it does not run in the month of the instant.
    """
    prefetch_related_objects([contract], "agreement")
    month, zone = as_of.month, contract.zone()
    rolling = (as_of.at - ROLLING).astimezone(zone).date().replace(day=1)
    first = min(month.replace(month=1), rolling)
    ground = grounds_of([contract], (first, month), promised_versions([contract])).get(contract.pk)
    if ground is None or not days_in(ground, month):
        return None
    terms = terms_in(ground, month, annual_left=annual_left(ground, month, at=as_of.at))
    promised = promised_in(ground, _days_of(ground, first, month))
    reader = _Reader(ground, as_of, terms, promised, counting)
    systems = tuple(reader.systems())
    return ContractAvailability(contract, as_of, terms, systems, _penalty(terms, systems))


def now_of(contract: Contract, at: datetime) -> AsOf:
    """Return an instant with its day in a contract's zone."""
    return AsOf(contract.day_of(at), at)


def end_of(month: date, contract: Contract, *, at: datetime) -> AsOf:
    """Return as of when a month is told: now, or its very end once it is over."""
    ends_at = instant_of(span_of_month(month, contract.zone())[1])
    if at < ends_at:
        return now_of(contract, at)
    return AsOf(first_of_month_after(month) - _A_DAY, ends_at)


def _days_of(ground: Ground, first: date, month: date) -> list[date]:
    """Return the days of a contract from a month's first to the end of another."""
    running = days_in(ground, month)
    begins = max(first, ground.contract.starts_on)
    return [begins + _A_DAY * each for each in range((running[-1] - begins).days + 1)]


def _penalty(terms: MonthTerms, systems: Sequence[SystemAvailability]) -> Decimal:
    owed = [
        penalty_of(terms.fee_of_days, Fraction(each.share), each.forecast.percent)
        for each in systems
        if each.forecast is not None
    ]
    owed = capped(owed, terms.monthly_cap)
    if terms.annual_left is not None:
        owed = capped(owed, Fraction(max(terms.annual_left, Decimal(0))))
    return sum(owed, Decimal(0))


@dataclass(frozen=True)
class _Reader:
    """What every system of a contract is read with."""

    ground: Ground
    as_of: AsOf
    terms: MonthTerms
    promised: Sequence[Span]
    counting: Counting

    def systems(self) -> Iterator[SystemAvailability]:
        """Yield the systems that stand under the contract in the month, by their names."""
        span = span_of_month(self.as_of.month, self.ground.zone)
        found = self.ground.systems.values()
        shares = shares_in(self.ground, self.as_of.month)
        for each in sorted(found, key=lambda system: (system.name, system.pk)):
            if intersection([span], self.ground.placed[each.pk]):
                yield self._system(each, span, shares.of(each.pk))

    def _system(self, system: Configuration, month: Span, share: Decimal) -> SystemAvailability:
        placed = self.ground.placed[system.pk]
        committed = committed_time(
            self.promised,
            in_force=intersection(placed, self.ground.in_force.get(system.pk, ())),
            maintenance=self.ground.maintenance.get(system.pk, ()),
        )
        outages = self.ground.outages.get(system.pk, ())
        downs = [down_of(each, at=self.as_of.at, counting=self.counting) for each in outages]
        figures = {
            period: self._figure(period, span, committed, downs, outages)
            for period, span in periods_until(
                self.as_of.day, self.as_of.at, self.ground.zone
            ).items()
        }
        over = figures[Period.MONTH].measured
        whole = length(intersection(committed, [month]))
        return SystemAvailability(
            configuration=system,
            share=share,
            figures=figures,
            committed=whole,
            to_target=budget(whole, over.downtime, self.terms.target),
            to_next_band=next_band(whole, over.downtime, self.terms.bands),
            forecast=forecast(over.committed, whole, over.downtime, self.terms.bands),
            lasting=tuple(each for each in outages if each.lasts),
            spans=committed,
            maintenance=tuple(
                intersection(self.promised, self.ground.maintenance.get(system.pk, ()))
            ),
            months=tuple(self._months(committed, downs)),
        )

    def _months(
        self, committed: Sequence[Span], downs: Sequence[Down]
    ) -> Iterator[tuple[date, Measured]]:
        """Yield the months of the year that have begun, by their first days, measured."""
        month, now = self.as_of.day.replace(month=1, day=1), second_of(self.as_of.at)
        while month <= self.as_of.day:
            begins, ends = span_of_month(month, self.ground.zone)
            yield month, measure(intersection(committed, [(begins, min(ends, now))]), downs)
            month = first_of_month_after(month)

    def _figure(
        self,
        period: Period,
        span: Span,
        committed: Sequence[Span],
        downs: Sequence[Down],
        outages: Sequence[OutageRead],
    ) -> Figure:
        measured = measure(intersection(committed, [span]), downs)
        is_provisional = self.counting == Counting.AS_PROPOSED and any(
            not each.is_agreed and each.begins < span[1] and each.ends > span[0] for each in outages
        )
        return Figure(period, span, measured, is_provisional)
