"""The compiled calendar: how many steps a question takes, and which calendar answered it."""

import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from types import FrameType
from typing import Any

import pytest

from contracts.rules import calendar
from contracts.rules.calendar import calendar_version
from contracts.rules.coverage import (
    DayException,
    Hours,
    NeverCovered,
    Window,
    covered_duration,
    covered_instant,
)
from contracts.rules.public_holidays import PACKAGE_VERSION

OFFICE = Hours(
    "Europe/Paris",
    always_on=False,
    windows=[Window(weekday, 8 * 60, 18 * 60) for weekday in range(5)],
    without_holidays_of="FR",
)
ALWAYS = Hours("Europe/Paris", without_holidays_of="FR")
START = datetime(2024, 3, 5, 11, 7, tzinfo=UTC)
A_YEAR = timedelta(days=365)


def _steps(question: Callable[[], object]) -> int:
    """Return how many lines of Python a question runs, once the years are compiled."""
    question()
    count = 0

    def counted(_frame: FrameType, event: str, _argument: Any) -> Any:
        nonlocal count
        count += event == "line"
        return counted

    before = sys.gettrace()
    sys.settrace(counted)
    try:
        question()
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize("hours", [OFFICE, ALWAYS])
def test_ten_years_take_hardly_more_steps_than_a_day(hours: Hours) -> None:
    day = _steps(lambda: covered_duration(hours, START, START + timedelta(days=1)))
    ten_years = _steps(lambda: covered_duration(hours, START, START + 10 * A_YEAR))

    assert ten_years < day + 10 * 12  # a sum for each year between, no interval of them


@pytest.mark.parametrize("hours", [OFFICE, ALWAYS])
def test_a_far_instant_takes_hardly_more_steps_than_a_near_one(hours: Hours) -> None:
    far = covered_duration(hours, START, START + 9 * A_YEAR)
    near = _steps(lambda: covered_instant(hours, START, timedelta(hours=1)))

    assert _steps(lambda: covered_instant(hours, START, far)) < near + 10 * 30


def test_hours_that_are_equal_share_their_calendar() -> None:
    again = Hours(
        "Europe/Paris",
        always_on=False,
        windows=[Window(weekday, 8 * 60, 18 * 60) for weekday in range(5)],
        without_holidays_of="FR",
    )

    assert calendar.calendar_of(again) is calendar.calendar_of(OFFICE)


def test_a_calendar_keeps_only_some_years() -> None:
    found = calendar.Calendar(OFFICE)

    lengths = {
        found.covered(datetime(year, 1, 1, tzinfo=UTC), datetime(year, 6, 1, tzinfo=UTC)) > 0
        for year in range(1990, 2090)
    }

    assert lengths == {True}
    assert len(found._years) <= 24


def test_what_is_reached_only_after_ten_years_is_never() -> None:
    once = Hours(
        "Europe/Paris",
        always_on=False,
        exceptions=[
            DayException(date(2033, 1, 3), [(0, 60)]),
            DayException(date(2039, 1, 3), [(0, 60)]),
        ],
    )

    assert covered_instant(once, START, timedelta(hours=1)) == datetime(2033, 1, 3, 0, tzinfo=UTC)
    with pytest.raises(NeverCovered):
        covered_instant(once, START, timedelta(hours=1, microseconds=1))


def test_the_end_of_all_time_is_never_too() -> None:
    with pytest.raises(NeverCovered):
        covered_instant(Hours("UTC", always_on=False), datetime(9995, 1, 1, tzinfo=UTC), A_YEAR)


def test_the_version_names_the_package_and_the_days() -> None:
    found = calendar_version(OFFICE, [2026])

    assert found.startswith(f"{PACKAGE_VERSION}-")
    assert found == calendar_version(ALWAYS, [2026, 2026])  # whatever the windows
    assert found != calendar_version(OFFICE, [2027])
    assert found != calendar_version(OFFICE, [2026, 2027])


def test_the_digits_stay_where_an_upgrade_moves_no_day(monkeypatch: pytest.MonkeyPatch) -> None:
    before = calendar_version(OFFICE, [2026])
    monkeypatch.setattr(calendar, "PACKAGE_VERSION", "9.9")

    after = calendar_version(OFFICE, [2026])

    assert (before.rpartition("-")[2], after) == (after.rpartition("-")[2], f"9.9-{after[4:]}")


def test_the_digits_differ_where_a_holiday_moves(monkeypatch: pytest.MonkeyPatch) -> None:
    before = calendar_version(OFFICE, [2026])
    monkeypatch.setattr(
        calendar, "public_holidays", lambda _of, year: frozenset([date(year, 1, 2)])
    )

    assert calendar_version(OFFICE, [2026]) != before


def test_without_holidays_only_the_clocks_of_the_zone_are_the_calendar() -> None:
    versions = {calendar_version(Hours(zone), [2016]) for zone in ("Europe/Paris", "UTC")}

    assert len(versions) == 2
    assert not any("-" in each for each in versions)
