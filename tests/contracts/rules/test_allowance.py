"""How much outage an availability leaves in a month."""

from datetime import timedelta
from decimal import Decimal

import pytest

from contracts.rules.allowance import outage_allowed
from contracts.rules.coverage import Hours, Window

ALWAYS = Hours("Europe/Paris")
OFFICE = Hours(
    "Europe/Paris", always_on=False, windows=[Window(day, 8 * 60, 18 * 60) for day in range(5)]
)
NIGHT = Hours("Europe/Paris", always_on=False, windows=[Window(4, 22 * 60, 30 * 60)])


@pytest.mark.parametrize(
    ("availability", "hours", "left"),
    [
        ("99.9", ALWAYS, timedelta(minutes=43, seconds=12)),
        ("100", ALWAYS, timedelta()),
        ("99.9999", ALWAYS, timedelta(seconds=2)),
        ("99", OFFICE, timedelta(seconds=7714)),
        ("50", NIGHT, timedelta(seconds=61714)),
    ],
)
def test_what_is_left_follows_from_the_hours_that_count(
    availability: str, hours: Hours, left: timedelta
) -> None:
    assert outage_allowed(Decimal(availability), hours) == left


def test_holidays_and_summer_time_change_nothing_in_a_month_of_thirty_days() -> None:
    kept = Hours("Europe/Paris", without_holidays_of="FR")

    assert outage_allowed(Decimal("99.9"), kept) == outage_allowed(Decimal("99.9"), ALWAYS)
