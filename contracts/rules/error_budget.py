"""What a month still allows: seconds before its target and its next band, and where it leads.

Seconds are the vendors', exact. Source: domain.md, Statement, steps 3 to 5.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from contracts.rules.offer import BandOffer
from contracts.rules.penalty import availability_of, band_percent


@dataclass(frozen=True)
class Budget:
    """What a threshold, in percent of availability, allows of a month's committed seconds.

    ``percent``: of the fee, that is owed strictly below it; none where it is the target alone.
    """

    threshold: Decimal
    percent: Decimal | None
    allowed: Fraction
    left: Fraction

    @property
    def is_spent(self) -> bool:
        return self.left < 0


@dataclass(frozen=True)
class Forecast:
    """Where a month ends, if as much of its rest is lost as of what is over."""

    availability: Fraction
    downtime: Fraction
    percent: Decimal


def budget(
    committed: int, downtime: Fraction, threshold: Decimal, percent: Decimal | None = None
) -> Budget:
    """Return what a threshold leaves of the committed seconds of a whole month."""
    allowed = committed * (1 - Fraction(threshold) / 100)
    return Budget(threshold, percent, allowed, allowed - downtime)


def next_band(committed: int, downtime: Fraction, bands: Sequence[BandOffer]) -> Budget | None:
    """Return the nearest band that is not met yet, if no more fell; None where all are met."""
    if not committed:
        return None
    percents = availability_of(committed, downtime) * 100
    ahead = [each for each in bands if Fraction(each.below) <= percents]
    if not ahead:
        return None
    nearest = max(ahead, key=lambda each: each.below)
    return budget(committed, downtime, nearest.below, nearest.percent)


def forecast(
    over: int, committed: int, downtime: Fraction, bands: Sequence[BandOffer]
) -> Forecast | None:
    """Return where a month ends at its present pace.

    ``over``: how many of its committed seconds are over; None where none is.
    """
    if not over:
        return None
    expected = downtime * committed / over
    availability = availability_of(committed, expected)
    return Forecast(availability, expected, band_percent(availability, bands))
