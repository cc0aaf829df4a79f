"""Years of a contract, and which months share the cap of one."""

from datetime import date

import pytest

from contracts.rules.contract_years import earlier_months, year_begun


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
