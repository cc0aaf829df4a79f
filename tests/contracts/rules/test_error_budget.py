"""What a month still allows, and where it leads."""

from decimal import Decimal
from fractions import Fraction

from contracts.rules.error_budget import budget, forecast, next_band
from tests.contracts.rules.months import BANDS

MONTH = 2_592_000


def test_a_threshold_allows_its_part_of_the_committed_time() -> None:
    left = budget(MONTH, Fraction(600), Decimal("99.9"))

    assert left.allowed == 2592
    assert left.left == 1992
    assert not left.is_spent
    assert budget(MONTH, Fraction(2593), Decimal("99.9")).is_spent
    assert not budget(MONTH, Fraction(2592), Decimal("99.9")).is_spent


def test_the_next_band_is_the_nearest_that_is_not_met() -> None:
    found = [next_band(MONTH, Fraction(lost), BANDS) for lost in (0, 2592, 2593, 12_961, 25_921)]

    assert [each.threshold if each else None for each in found] == [
        *(Decimal("99.9"), Decimal("99.9"), Decimal("99.5"), Decimal("99.0"), None)
    ]
    assert next_band(0, Fraction(0), BANDS) is None


def test_a_month_goes_on_as_it_began() -> None:
    ahead = forecast(MONTH // 3, MONTH, Fraction(1_000), BANDS)

    assert ahead is not None
    assert ahead.downtime == 3_000
    assert ahead.percent == 5
    assert forecast(0, MONTH, Fraction(0), BANDS) is None
