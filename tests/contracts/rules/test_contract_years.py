"""Years of a contract, and which months share the cap of one."""

from datetime import date
from decimal import Decimal

import pytest

from contracts.rules.contract_years import (
    earlier_months,
    left_for,
    spent_beside,
    year_begun,
)


@pytest.mark.parametrize(
    ("starts_on", "day", "begun"),
    [
        ("2025-03-15", "2025-03-15", "2025-03-15"),
        ("2025-03-15", "2026-03-14", "2025-03-15"),
        ("2025-03-15", "2026-03-15", "2026-03-15"),
        ("2024-02-29", "2025-02-28", "2024-02-29"),
        ("2024-02-29", "2025-03-01", "2025-03-01"),
        ("2024-02-29", "2028-02-29", "2028-02-29"),
    ],
)
def test_a_year_begins_on_the_contracts_day(starts_on: str, day: str, begun: str) -> None:
    found = year_begun(date.fromisoformat(starts_on), date.fromisoformat(day))

    assert found == date.fromisoformat(begun)


def test_a_month_belongs_to_the_year_of_its_first_day() -> None:
    """March 2026 begins in the year that began on 15 March 2025; April 2026 in the next one."""
    march = earlier_months(date(2025, 3, 15), date(2026, 3, 1))
    april = earlier_months(date(2025, 3, 15), date(2026, 4, 1))

    assert (march[0], march[-1], len(march)) == (date(2025, 3, 1), date(2026, 2, 1), 12)
    assert april == []


def test_the_first_month_has_none_before_it() -> None:
    assert earlier_months(date(2025, 3, 15), date(2025, 3, 1)) == []
    assert earlier_months(date(2025, 1, 1), date(2026, 2, 1)) == [date(2026, 1, 1)]


OWED = {1: 600, 2: 400, 3: 1500}


@pytest.mark.parametrize(
    ("owed", "caps", "month", "left"),
    [
        (OWED, {1: None, 2: 1000, 3: 1000}, 1, None),
        ({}, {1: 1000}, 1, 1000),
        ({1: 600}, {1: 1000, 2: 1000}, 2, 400),
        ({1: 600, 2: 100}, {1: 1000, 2: 1000}, 1, 900),  # the later one counts too
        (OWED, {1: 1000, 2: 1000, 3: 5000}, 2, 400),  # raised since: nothing is lost by it
        (OWED, {1: 1000, 2: 1000, 3: 5000}, 1, 600),  # nor won: the second month has used it up
        (OWED, {1: 1000, 2: 1000, 3: 5000}, 3, 4000),
        ({1: 2000, 2: 100}, {1: 3000, 2: 1000}, 1, 2000),  # lowered since: what is owed stays
        ({1: 500, 2: 100}, {1: 3000, 2: 1000}, 1, 900),
        ({1: 500, 2: 0}, {1: 3000, 2: 1000}, 1, 3000),  # a month that owes nothing holds nobody
        ({1: 2000}, {1: 3000, 2: 1000}, 2, -1000),
        ({1: 900, 2: 800}, {1: 1000, 2: None}, 1, 1000),
    ],
)
def test_what_is_left_for_a_month_keeps_within_the_cap_of_each(
    owed: dict[int, int], caps: dict[int, int | None], month: int, left: int | None
) -> None:
    found = left_for(
        date(2026, month, 1),
        {date(2026, each, 1): Decimal(amount) for each, amount in owed.items()},
        {date(2026, each, 1): None if cap is None else Decimal(cap) for each, cap in caps.items()},
    )

    assert found == (None if left is None else Decimal(left))


@pytest.mark.parametrize(
    ("owed", "caps", "month", "spent"),
    [
        (OWED, {1: None, 2: 1000, 3: 1000}, 1, None),
        ({}, {1: 1000}, 1, 0),
        ({1: 600, 2: 100}, {1: 1000, 2: 1000}, 1, 100),
        (OWED, {1: 1000, 2: 1000, 3: 5000}, 1, 400),  # raised since: no use of what was before
        (OWED, {1: 1000, 2: 1000, 3: 5000}, 3, 1000),
        ({1: 2000, 2: 0}, {1: 3000, 2: 1000}, 1, 0),  # lowered since: nothing was spent by that
        ({1: 2000, 2: 0}, {1: 3000, 2: 1000}, 2, 2000),
        ({1: 900, 2: 800}, {1: 1000, 2: None}, 1, 0),
    ],
)
def test_what_other_months_spent_is_what_they_owe_and_not_what_a_cap_was_changed_by(
    owed: dict[int, int], caps: dict[int, int | None], month: int, spent: int | None
) -> None:
    found = spent_beside(
        date(2026, month, 1),
        {date(2026, each, 1): Decimal(amount) for each, amount in owed.items()},
        {date(2026, each, 1): None if cap is None else Decimal(cap) for each, cap in caps.items()},
    )

    assert found == (None if spent is None else Decimal(spent))
