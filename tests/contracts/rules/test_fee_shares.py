from datetime import UTC, datetime
from decimal import Decimal

import pytest

from contracts.rules.fee_shares import MonthShares, Stay, equal_shares, is_share, shares_of_month

HALF = Decimal("0.5")
ONE, NONE = Decimal(1), Decimal(0)


@pytest.mark.parametrize("count", [1, 2, 3, 6, 7, 11, 1_000])
def test_equal_shares_bear_all_of_the_fee(count: int) -> None:
    shares = equal_shares(range(count))

    assert sum(shares.values()) == 1
    assert list(shares) == list(range(count))
    assert all(is_share(each) for each in shares.values())


def test_the_last_one_bears_the_rest() -> None:
    assert equal_shares([7, 8, 9]) == {
        7: Decimal("0.333333"),
        8: Decimal("0.333333"),
        9: Decimal("0.333334"),
    }


def test_of_no_system_nobody_bears_anything() -> None:
    assert equal_shares([]) == {}


@pytest.mark.parametrize("share", ["0", "1", "0.000001", "0.5000000"])
def test_a_part_of_the_fee_is_a_share(share: str) -> None:
    assert is_share(Decimal(share))


@pytest.mark.parametrize("share", ["-0.000001", "1.000001", "0.0000001", "NaN", "Infinity", "1e40"])
def test_nothing_else_is(share: str) -> None:
    assert not is_share(Decimal(share))


def _day(month: int, day: int) -> datetime:
    return datetime(2026, month, day, tzinfo=UTC)


def _november(*stays: Stay) -> MonthShares:
    return shares_of_month(stays, _day(11, 1), _day(12, 1))


@pytest.mark.parametrize(
    ("stays", "shares", "is_whole"),
    [
        ([], {}, True),
        ([Stay(1, [(_day(1, 1), ONE)])], {1: ONE}, True),
        ([Stay(1, [(_day(11, 30), ONE)])], {1: ONE}, True),
        ([Stay(1, [(_day(12, 1), ONE)])], {}, True),
        ([Stay(1, [(_day(1, 1), ONE)], _day(11, 1))], {}, True),
        ([Stay(1, [(_day(1, 1), ONE)], _day(11, 2))], {1: ONE}, True),
        ([Stay(1, [(_day(1, 1), ONE), (_day(11, 1), NONE)])], {1: NONE}, False),
        ([Stay(1, [(_day(1, 1), HALF), (_day(11, 9), ONE)])], {1: ONE}, True),
        ([Stay(1, [(_day(1, 1), HALF), (_day(12, 9), ONE)])], {1: ONE}, True),
        ([Stay(1, [(_day(1, 1), HALF)])], {1: HALF}, False),
    ],
)
def test_a_month_has_the_first_shares_that_sum_to_all(
    stays: list[Stay], shares: dict[int, Decimal], is_whole: bool
) -> None:
    assert _november(*stays) == MonthShares(shares, is_whole)


def test_who_comes_after_a_month_bears_nothing_of_it_alone() -> None:
    left = Stay(1, [(_day(1, 1), ONE), (_day(3, 1), HALF)], _day(11, 20))
    fellow = Stay(2, [(_day(3, 1), HALF)], _day(10, 20))
    later = Stay(3, [(_day(12, 5), ONE)])

    assert _november(left, fellow, later) == MonthShares({1: HALF, 2: HALF}, is_whole=True)
    assert _november(left, fellow).of(3) == 0
