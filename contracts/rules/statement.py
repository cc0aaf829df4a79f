"""One contract, one month: from outages to the penalty, and to what the publisher reimburses.

Exact until the last step of each amount, then half-up to the cent; the two vendors' amounts always
sum to the penalty. Source: domain.md, Statement, steps 4 to 6.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from contracts.choices import CutBy, Party, SplitMethod
from contracts.rules.availability import Down, Measured, Span, measure
from contracts.rules.downtime import availability_by
from contracts.rules.offer import BandOffer
from contracts.rules.penalty import (
    NOTHING,
    band_percent,
    capped,
    fee_of_days,
    in_cents,
    penalty_of,
)
from contracts.rules.responsibility import VENDORS


@dataclass(frozen=True)
class MonthTerms:
    """What terms say of a month; amounts in the agreement's currency, percentages in percent.

    ``fee``: of a whole month; ``days``: how many of the month's the contract runs on;
    ``annual_left``: what other months of the contract year leave of the annual cap, None where
    there is no such cap.
    """

    month: date
    fee: Decimal
    days: int
    days_of_month: int
    target: Decimal
    bands: Sequence[BandOffer]
    penalty_cap: Decimal
    annual_left: Decimal | None = None
    split: SplitMethod = SplitMethod.PROPORTIONAL

    @property
    def fee_of_days(self) -> Fraction:
        """The fee of the days on which the contract runs."""
        return fee_of_days(self.fee, days=self.days, of=self.days_of_month)

    @property
    def monthly_cap(self) -> Fraction:
        """The most that the month may cost, before it is rounded."""
        return self.fee_of_days * Fraction(self.penalty_cap) / 100


@dataclass(frozen=True)
class SystemMonth:
    """One configuration in a month: its part of the fee, its committed spans, its outages.

    Of configurations that a cap cuts by equal remainders, the one with the lowest ``key`` bears
    the cent.
    """

    key: int
    share: Fraction
    committed: tuple[Span, ...]
    outages: tuple[Down, ...]


@dataclass(frozen=True)
class Split:
    """What the publisher reimburses by each method."""

    proportional: Decimal
    but_for: Decimal
    shapley: Decimal

    def by(self, method: SplitMethod) -> Decimal:
        amount: Decimal = getattr(self, method.value)
        return amount


@dataclass(frozen=True)
class SystemResult:
    """A configuration's line of a statement.

    ``percent``: of the band that was met. The publisher's part by `but_for` and `shapley` is that
    after the caps. A cap that the two vendors reach together is shared otherwise than one that the
    manufacturer reaches alone, so that on one line it may be below zero, and what the manufacturer
    bears above the penalty; signed as they are, their sums over the lines are right.
    """

    key: int
    share: Fraction
    measured: Measured
    availability: Fraction | None
    percent: Decimal
    penalty_before_caps: Decimal
    penalty: Decimal
    reimbursement: Decimal
    split: Split

    @property
    def manufacturer_share(self) -> Decimal:
        return self.penalty - self.reimbursement


@dataclass(frozen=True)
class MonthResult:
    """A month as it is reckoned, in sum and line by line; lines in the order of their keys."""

    terms: MonthTerms
    lines: tuple[SystemResult, ...]
    cut_by: CutBy

    @property
    def fee(self) -> Decimal:
        return in_cents(self.terms.fee_of_days)

    @property
    def monthly_cap(self) -> Decimal:
        return in_cents(self.terms.monthly_cap)

    @property
    def annual_left(self) -> Decimal | None:
        return self.terms.annual_left

    @property
    def penalty_before_caps(self) -> Decimal:
        return sum((each.penalty_before_caps for each in self.lines), NOTHING)

    @property
    def penalty(self) -> Decimal:
        return sum((each.penalty for each in self.lines), NOTHING)

    @property
    def reimbursement(self) -> Decimal:
        return sum((each.reimbursement for each in self.lines), NOTHING)

    @property
    def manufacturer_share(self) -> Decimal:
        return self.penalty - self.reimbursement

    @property
    def split(self) -> Split:
        return Split(
            *(sum((each.split.by(method) for each in self.lines), NOTHING) for method in _METHODS)
        )

    @property
    def worst(self) -> int | None:
        """The key of the configuration that was least available; None where none was measured."""
        found = self._worst_line()
        return None if found is None else found.key

    @property
    def availability(self) -> Fraction | None:
        """The contract's availability: that of its worst configuration."""
        found = self._worst_line()
        return None if found is None else found.availability

    @property
    def reaches_annual_cap(self) -> bool:
        """Whether nothing of the annual cap is left after this month, and something was before."""
        left = self.terms.annual_left
        return left is not None and 0 < left <= self.penalty

    def _worst_line(self) -> SystemResult | None:
        measured = [each for each in self.lines if each.availability is not None]
        return min(measured, key=lambda each: (each.availability, each.key), default=None)


_METHODS = (SplitMethod.PROPORTIONAL, SplitMethod.BUT_FOR, SplitMethod.SHAPLEY)


@dataclass(frozen=True)
class _Owed:
    """What would be owed, line by line, with the percentages of some parties alone."""

    percents: Sequence[Decimal]
    before_caps: Sequence[Decimal]
    after_caps: Sequence[Decimal]
    cut_by: CutBy


def statement_of(terms: MonthTerms, systems: Sequence[SystemMonth]) -> MonthResult:
    """Return what a month comes to; the order of systems and of their outages changes nothing."""
    ordered = sorted(systems, key=lambda each: each.key)
    measured = [measure(each.committed, each.outages) for each in ordered]
    both = _owed(terms, ordered, [each.availability for each in measured])
    alone = {
        party: _owed(
            terms, ordered, [each.availability_of([party]) for each in measured]
        ).after_caps
        for party in VENDORS
    }
    lines = []
    for place, (system, seen) in enumerate(zip(ordered, measured, strict=True)):
        split = _split(
            seen,
            both.after_caps[place],
            manufacturer=alone[Party.MANUFACTURER][place],
            publisher=alone[Party.PUBLISHER][place],
        )
        lines.append(
            SystemResult(
                key=system.key,
                share=system.share,
                measured=seen,
                availability=seen.availability,
                percent=both.percents[place],
                penalty_before_caps=both.before_caps[place],
                penalty=both.after_caps[place],
                reimbursement=split.by(terms.split),
                split=split,
            )
        )
    return MonthResult(terms, tuple(lines), both.cut_by)


def penalty_of_month(terms: MonthTerms, systems: Sequence[SystemMonth]) -> Decimal:
    """Return the penalty that a month comes to, as `statement_of` does, and no more than that."""
    ordered = sorted(systems, key=lambda each: each.key)
    seen = [availability_by(each.committed, each.outages, parties=VENDORS) for each in ordered]
    return sum(_owed(terms, ordered, seen).after_caps, NOTHING)


def _owed(
    terms: MonthTerms,
    systems: Sequence[SystemMonth],
    availabilities: Sequence[Fraction | None],
) -> _Owed:
    fee = terms.fee_of_days
    percents = [_percent(terms, each) for each in availabilities]
    before = [
        penalty_of(fee, system.share, percent)
        for system, percent in zip(systems, percents, strict=True)
    ]
    monthly = capped(before, terms.monthly_cap)
    cut_by = CutBy.NONE if monthly == before else CutBy.MONTHLY
    if terms.annual_left is None:
        return _Owed(percents, before, monthly, cut_by)
    annual = capped(monthly, max(Fraction(terms.annual_left), Fraction(0)))
    return _Owed(percents, before, annual, cut_by if annual == monthly else CutBy.ANNUAL)


def _percent(terms: MonthTerms, availability: Fraction | None) -> Decimal:
    return Decimal(0) if availability is None else band_percent(availability, terms.bands)


def _split(
    measured: Measured, penalty: Decimal, *, manufacturer: Decimal, publisher: Decimal
) -> Split:
    """Return the publisher's part of a penalty; the two arguments are v(M) and v(P)."""
    if not measured.downtime:
        return Split(NOTHING, NOTHING, NOTHING)
    by_seconds = Fraction(penalty) * measured.held[Party.PUBLISHER] / measured.downtime
    but_for = penalty - manufacturer
    return Split(
        proportional=in_cents(by_seconds),
        but_for=but_for,
        shapley=in_cents(Fraction(publisher + but_for) / 2),
    )
