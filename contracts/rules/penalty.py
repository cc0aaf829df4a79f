"""From an availability to an amount: the deepest band, the fee's share, the caps.

Fractions until the last step, then money: half-up to the cent. Source: domain.md, Availability,
steps 4 and 5.
"""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from math import floor

from contracts.rules.offer import BandOffer

CENT = Decimal("0.01")
NOTHING = Decimal("0.00")
_CENTS = 100
_HALF = Fraction(1, 2)


def availability_of(committed: int, downtime: int | Fraction) -> Fraction:
    """Return an availability as a part of 1, from two amounts in the same unit.

    :raises ZeroDivisionError: nothing was committed, so that nothing is measured.
    """
    return 1 - Fraction(downtime) / committed


def band_percent(availability: Fraction, bands: Sequence[BandOffer]) -> Decimal:
    """Return the percent of the deepest band that an availability is strictly below; else 0."""
    below = [each for each in bands if availability * 100 < Fraction(each.below)]
    return min(below, key=lambda each: each.below).percent if below else Decimal(0)


def fee_of_days(monthly_fee: Decimal, *, days: int, of: int) -> Fraction:
    """Return the fee of a month in which a contract runs on some of its days."""
    return Fraction(monthly_fee) * days / of


def penalty_of(fee: Fraction, share: Fraction, percent: Decimal) -> Decimal:
    """Return the penalty of a configuration that bears a share of the month's fee."""
    return in_cents(fee * share * Fraction(percent) / 100)


def capped(penalties: Sequence[Decimal], cap: Fraction) -> list[Decimal]:
    """Cut penalties to a sum, each in proportion; what is left of a cent by largest remainder.

    The cap counts half-up to the cent. Of equal remainders the first one is served first.
    """
    total, most = sum(penalties, NOTHING), in_cents(cap)
    if total <= most:
        return list(penalties)
    exact = [Fraction(each) * Fraction(most) / Fraction(total) * _CENTS for each in penalties]
    cents = [int(each) for each in exact]
    left = int(most * _CENTS) - sum(cents)
    by_remainder = sorted(range(len(exact)), key=lambda at: cents[at] - exact[at])
    for place in by_remainder[:left]:
        cents[place] += 1
    return [Decimal(each) * CENT for each in cents]


def in_cents(amount: Fraction) -> Decimal:
    """Return an amount half-up to the cent; half a cent below zero goes up, towards zero."""
    return Decimal(floor(amount * _CENTS + _HALF)) * CENT
