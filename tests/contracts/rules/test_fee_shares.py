from decimal import Decimal

import pytest

from contracts.rules.fee_shares import equal_shares, is_share


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
