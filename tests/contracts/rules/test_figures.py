"""Figures of promises, and fractions as the decimals that they are."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.rules.figures import exact_decimal


@pytest.mark.parametrize(
    ("exact", "written"),
    [
        (Fraction(7200), "7200"),
        (Fraction(2013, 100), "20.13"),
        (Fraction(1_802_013, 100), "18020.13"),
        (Fraction(-1, 8), "-0.125"),
        (Fraction(3, 400), "0.0075"),
        (Fraction(2700, 7), None),
        (Fraction(1, 30), None),
    ],
)
def test_a_fraction_is_a_decimal_where_that_ends(exact: Fraction, written: str | None) -> None:
    found = exact_decimal(exact)

    assert written == (None if found is None else f"{found:f}")


@given(st.integers(0, 10**9), st.integers(1, 2_000))
def test_a_decimal_is_never_another_figure(numerator: int, denominator: int) -> None:
    exact = Fraction(numerator, denominator)
    found = exact_decimal(exact)

    if found is None:
        assert set(_factors(exact.denominator)) - {2, 5}
    else:
        assert Fraction(Decimal(found)) == exact


def _factors(of: int) -> list[int]:
    found, by = [], 2
    while of > 1:
        if of % by:
            by += 1
        else:
            found.append(by)
            of //= by
    return found
