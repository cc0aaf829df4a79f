"""What of a month is committed: the contract's days, its hours, revisions in force, maintenance."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from contracts.rules.availability import length
from contracts.rules.committed import (
    HoursFrom,
    Running,
    committed_time,
    days_of_month,
    promised_time,
    span_of_days,
    span_of_month,
)
from contracts.rules.hours import Hours, Window
from tests.contracts.rules.months import PARIS

ALWAYS = Hours("Europe/Paris")
OFFICE = Hours(
    "Europe/Paris", always_on=False, windows=[Window(day, 9 * 60, 17 * 60) for day in range(5)]
)
NOVEMBER = date(2026, 11, 1)
OPEN = Running(date(2026, 1, 1))


@pytest.mark.parametrize(("month", "hours"), [(3, 743), (10, 745), (11, 720), (12, 744)])
def test_a_month_has_the_hours_that_its_clocks_show(month: int, hours: int) -> None:
    first = date(2026, month, 1)
    days = OPEN.days_of(first)

    promised = promised_time(days, [HoursFrom(OPEN.starts_on, ALWAYS)], PARIS)

    assert promised == [span_of_month(first, PARIS)]
    assert length(promised) == hours * 3600


def test_only_the_contracts_days_count() -> None:
    assert len(Running(date(2026, 11, 21)).days_of(NOVEMBER)) == 10
    assert len(Running(date(2026, 1, 1), date(2026, 11, 5)).days_of(NOVEMBER)) == 5
    assert not Running(date(2026, 1, 1), date(2026, 10, 31)).days_of(NOVEMBER)
    assert not Running(date(2026, 12, 1)).days_of(NOVEMBER)
    assert promised_time([], [HoursFrom(NOVEMBER, ALWAYS)], PARIS) == []


def test_hours_count_by_the_version_of_each_day() -> None:
    days = OPEN.days_of(NOVEMBER)
    promised = [HoursFrom(NOVEMBER, OFFICE), HoursFrom(date(2026, 11, 16), ALWAYS)]

    found = promised_time(days, promised, PARIS)

    assert length(found) == (10 * 8 + 15 * 24) * 3600


def test_a_day_begins_in_the_contracts_zone() -> None:
    new_york = ZoneInfo("America/New_York")
    begins, ends = span_of_days(date(2026, 11, 1), date(2026, 11, 1), new_york)

    assert ends - begins == 25 * 3600


def test_nothing_is_committed_without_a_revision_in_force_nor_during_agreed_maintenance() -> None:
    committed = committed_time(
        [(0, 100), (200, 300)], in_force=[(50, 250)], maintenance=[(60, 70), (240, 400)]
    )

    assert committed == ((50, 60), (70, 100), (200, 240))


def test_months_have_their_days() -> None:
    assert [days_of_month(date(2028, month, 1)) for month in (2, 4, 12)] == [29, 30, 31]
