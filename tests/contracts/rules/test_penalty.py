"""From an availability to an amount, by the worked examples of the domain and at the edges."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.rules.offer import BandOffer
from contracts.rules.penalty import (
    availability_of,
    band_percent,
    capped,
    fee_of_days,
    in_cents,
    penalty_of,
)

FEE = Decimal("12000.00")
WHOLE = Fraction(1)
COMMITTED = 2_577_600
BANDS = [
    BandOffer(Decimal("99.9"), Decimal(5)),
    BandOffer(Decimal("99.0"), Decimal(25)),
    BandOffer(Decimal("99.5"), Decimal(10)),
]


@pytest.mark.parametrize(
    ("downtime", "shown", "penalty"),
    [(7_200, "99.7206", "600.00"), (13_000, "99.4956", "1200.00"), (100_000, "96.1204", "3000.00")],
)
def test_the_worked_examples_cost_what_the_domain_says(
    downtime: int, shown: str, penalty: str
) -> None:
    availability = availability_of(COMMITTED, downtime)

    percent = band_percent(availability, BANDS)

    assert int(availability * 1_000_000) == int(Decimal(shown) * 10_000)
    assert penalty_of(Fraction(FEE), WHOLE, percent) == Decimal(penalty)


def test_a_band_is_met_by_what_is_exactly_at_it() -> None:
    at = Fraction(999, 1000)

    assert band_percent(at, BANDS) == 0
    assert band_percent(at - Fraction(1, 10**12), BANDS) == 5


def test_below_no_band_nothing_is_owed() -> None:
    assert penalty_of(Fraction(FEE), WHOLE, band_percent(Fraction(0), [])) == Decimal("0.00")


def test_a_part_of_a_month_owes_the_fee_of_its_days() -> None:
    assert fee_of_days(FEE, days=10, of=30) == 4000
    assert fee_of_days(Decimal("100.00"), days=1, of=31) == Fraction(100, 31)


@pytest.mark.parametrize(
    ("amount", "cents"), [("0.005", "0.01"), ("0.0049", "0.00"), ("1.125", "1.13"), ("2", "2.00")]
)
def test_half_a_cent_is_rounded_up(amount: str, cents: str) -> None:
    assert in_cents(Fraction(amount)) == Decimal(cents)


def test_a_cap_cuts_each_in_proportion_and_gives_the_last_cent_to_the_largest_remainder() -> None:
    thirds = [Decimal("100.00"), Decimal("100.00"), Decimal("100.00")]

    assert capped(thirds, Fraction(100)) == [
        Decimal("33.34"),
        Decimal("33.33"),
        Decimal("33.33"),
    ]
    assert capped(thirds, Fraction(300)) == thirds


@given(
    penalties=st.lists(st.decimals("0.00", "100000.00", places=2), max_size=6),
    cap=st.fractions(0, 200_000),
)
def test_what_is_capped_sums_to_the_cap_and_never_grows(
    penalties: list[Decimal], cap: Fraction
) -> None:
    cut = capped(penalties, cap)

    assert sum(cut) == min(sum(penalties), in_cents(cap))
    assert all(0 <= one <= other for one, other in zip(cut, penalties, strict=True))
