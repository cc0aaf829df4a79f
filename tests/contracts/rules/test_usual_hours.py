"""Whether hours that are promised leave out some that are wished for."""

from datetime import date

import pytest

from contracts.choices import UsualHours
from contracts.rules.hours import DayException, Hours, Window
from contracts.rules.usual_hours import WINDOWS, hours_called, leaves_out

PARIS = "Europe/Paris"


def test_each_but_round_the_clock_has_its_windows() -> None:
    assert {*WINDOWS, UsualHours.ALWAYS} == set(UsualHours)


@pytest.mark.parametrize("name", list(UsualHours))
def test_what_is_promised_as_it_is_wished_leaves_nothing_out(name: UsualHours) -> None:
    hours = hours_called(name, zone=PARIS)

    assert not leaves_out(hours, hours)
    assert not leaves_out(Hours(PARIS), hours)


@pytest.mark.parametrize(
    ("promised", "wished", "is_less"),
    [
        (UsualHours.OFFICE, UsualHours.TWO_HALVES, False),
        (UsualHours.TWO_HALVES, UsualHours.OFFICE, True),
        (UsualHours.SHOP, UsualHours.OFFICE, False),
        (UsualHours.OFFICE, UsualHours.SHOP, True),
        (UsualHours.DAILY, UsualHours.ALWAYS, True),
    ],
)
def test_usual_hours_within_others(promised: UsualHours, wished: UsualHours, is_less: bool) -> None:
    hours = [hours_called(each, zone=PARIS) for each in (promised, wished)]

    assert leaves_out(*hours) == is_less


def test_windows_that_touch_hold_what_lies_over_both() -> None:
    halves = [Window(day, *span) for day in range(5) for span in ((480, 720), (720, 1080))]

    assert not leaves_out(
        Hours(PARIS, always_on=False, windows=halves), hours_called(UsualHours.OFFICE, zone=PARIS)
    )


def test_holidays_and_closed_days_are_less_than_round_the_clock() -> None:
    always = hours_called(UsualHours.ALWAYS, zone=PARIS)
    closed = DayException(date(2026, 12, 24), (), "Stock-taking")

    assert leaves_out(Hours(PARIS, without_holidays_of="FR"), always)
    assert leaves_out(Hours(PARIS, exceptions=[closed]), always)
    assert not leaves_out(
        Hours(PARIS, without_holidays_of="FR"), hours_called(UsualHours.SHOP, zone=PARIS)
    )


def test_of_a_week_in_two_zones_nothing_is_told() -> None:
    office = hours_called(UsualHours.OFFICE, zone=PARIS)

    assert not leaves_out(Hours("Asia/Tokyo", always_on=False), office)


def test_less_than_round_the_clock_is_less_in_any_zone() -> None:
    always = hours_called(UsualHours.ALWAYS, zone=PARIS)

    assert leaves_out(hours_called(UsualHours.SHOP, zone="Europe/Brussels"), always)
    assert leaves_out(Hours("Asia/Tokyo", without_holidays_of="JP"), always)
    assert not leaves_out(Hours("Asia/Tokyo"), always)
