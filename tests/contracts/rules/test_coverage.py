"""Covered time against a clock that looks at every second's wall, minute by minute."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.rules.coverage import (
    MINUTES_A_DAY,
    Hours,
    Interval,
    NeverCovered,
    Window,
    covered_duration,
    covered_instant,
    covered_intervals,
    is_covered,
)

PARIS = ZoneInfo("Europe/Paris")
MINUTE = timedelta(minutes=1)
# Days around both changes of 2026: forward on 29 March, back on 25 October.
STARTS = (
    datetime(2026, 3, 27, 22, 0, tzinfo=UTC),
    datetime(2026, 10, 23, 22, 0, tzinfo=UTC),
    datetime(2026, 6, 5, 22, 0, tzinfo=UTC),
)
SPRING, AUTUMN = datetime(2026, 3, 29, tzinfo=PARIS), datetime(2026, 10, 25, tzinfo=PARIS)


def _by_wall(windows: Sequence[Window], minute: datetime) -> bool:
    """Tell whether a minute is covered by reading its wall-clock time, as a person would."""
    wall = minute.astimezone(PARIS).replace(tzinfo=None)
    for window in windows:
        for days_ago in (0, 1):
            day = (wall - timedelta(days=days_ago)).replace(hour=0, minute=0)
            past = int((wall - day) / MINUTE)
            if day.weekday() == window.weekday and window.start <= past < window.end:
                return True
    return False


def _hours(*windows: Window) -> Hours:
    return Hours("Europe/Paris", always_on=False, windows=windows)


def _windows(shortest: int) -> st.SearchStrategy[Window]:
    """Windows of any day, and many with their edges in the night of a change."""
    anywhere = st.tuples(st.integers(0, 6), st.integers(0, MINUTES_A_DAY - 1))
    at_night = st.tuples(st.just(6), st.integers(60, 4 * 60))
    lengths = st.integers(shortest, 180) | st.integers(shortest, 18 * 60)
    return st.builds(
        lambda place, length: Window(place[0], place[1], place[1] + length),
        at_night | anywhere,
        lengths,
    )


@given(
    windows=st.lists(_windows(1), min_size=1, max_size=6),
    start=st.sampled_from(STARTS),
    shift=st.integers(0, 36 * 60),
    length=st.integers(1, 30 * 60),
)
def test_covered_time_is_what_a_wall_clock_shows_minute_by_minute(
    windows: list[Window], start: datetime, shift: int, length: int
) -> None:
    begins_at = start + shift * MINUTE
    ends_at = begins_at + length * MINUTE
    counted = [
        begins_at + each * MINUTE
        for each in range(length)
        if _by_wall(windows, begins_at + each * MINUTE)
    ]

    found = covered_intervals(_hours(*windows), begins_at, ends_at)

    assert sum((each.duration for each in found), timedelta()) == len(counted) * MINUTE
    assert all(any(i.begins_at <= m < i.ends_at for i in found) for m in counted)
    assert all(one.ends_at < other.begins_at for one, other in pairwise(found))


@given(
    windows=st.lists(_windows(30), min_size=1, max_size=4),
    start=st.sampled_from(STARTS),
    shift=st.integers(0, 36 * 60),
    minutes=st.integers(1, 40 * 60),
)
def test_the_instant_is_the_first_by_which_the_duration_has_passed(
    windows: list[Window], start: datetime, shift: int, minutes: int
) -> None:
    since, duration = start + shift * MINUTE, minutes * MINUTE
    hours = _hours(*windows)

    found = covered_instant(hours, since, duration)

    assert covered_duration(hours, since, found) == duration
    assert covered_duration(hours, since, found - timedelta(microseconds=1)) < duration


@pytest.mark.parametrize(("day", "length"), [(SPRING, 23), (AUTUMN, 25)])
def test_always_on_counts_the_real_length_of_the_days_of_change(day: datetime, length: int) -> None:
    next_day = (day + timedelta(days=1)).astimezone(UTC)

    assert covered_duration(Hours("Europe/Paris"), day, next_day) == timedelta(hours=length)


@pytest.mark.parametrize("day", [SPRING, AUTUMN])
def test_windows_of_all_days_are_always_on_across_midnight_and_the_change(day: datetime) -> None:
    whole = _hours(*(Window(weekday, 0, MINUTES_A_DAY) for weekday in range(7)))
    begins_at, ends_at = day - timedelta(days=2), day + timedelta(days=3)

    found = covered_intervals(whole, begins_at, ends_at)

    assert found == [Interval(begins_at.astimezone(UTC), ends_at.astimezone(UTC))]


def test_a_time_that_spring_skips_is_the_instant_of_the_change() -> None:
    from_half_past_two = _hours(Window(6, 2 * 60 + 30, 5 * 60))

    found = covered_intervals(from_half_past_two, SPRING, SPRING + timedelta(days=1))

    change = datetime(2026, 3, 29, 1, 0, tzinfo=UTC)
    assert found == [Interval(change, change + timedelta(hours=2))]


def test_a_time_that_autumn_doubles_is_covered_twice() -> None:
    two_to_three = _hours(Window(6, 2 * 60, 3 * 60))

    assert covered_duration(two_to_three, AUTUMN, AUTUMN + timedelta(days=1)) == timedelta(hours=2)


def test_a_window_that_ends_in_the_doubled_hour_is_covered_in_both() -> None:
    half = _hours(Window(6, 2 * 60, 2 * 60 + 30))
    first = datetime(2026, 10, 25, 0, 0, tzinfo=UTC)
    minutes = timedelta(minutes=30)

    found = covered_intervals(half, AUTUMN, AUTUMN + timedelta(days=1))

    again = first + timedelta(hours=1)
    assert found == [Interval(first, first + minutes), Interval(again, again + minutes)]


def test_a_window_is_half_open() -> None:
    office = _hours(Window(0, 8 * 60, 18 * 60))
    monday = datetime(2026, 11, 23, 8, 0, tzinfo=PARIS)

    assert is_covered(office, monday)
    assert not is_covered(office, monday - timedelta(microseconds=1))
    assert is_covered(office, monday + timedelta(hours=10) - timedelta(microseconds=1))
    assert not is_covered(office, monday + timedelta(hours=10))


def test_it_is_exact_to_the_microsecond() -> None:
    office = _hours(Window(0, 8 * 60, 18 * 60))
    begins_at = datetime(2026, 11, 23, 7, 59, 59, 999_999, tzinfo=PARIS)

    found = covered_duration(office, begins_at, begins_at + timedelta(microseconds=3))

    assert found == timedelta(microseconds=2)


def test_a_day_left_out_is_not_covered_by_its_local_date() -> None:
    night = Hours(
        "Europe/Paris",
        always_on=False,
        windows=[Window(weekday, 0, MINUTES_A_DAY) for weekday in range(7)],
        without_holidays_of="FR",
    )
    eve = datetime(2026, 11, 10, 0, 0, tzinfo=PARIS)

    assert covered_duration(night, eve, eve + timedelta(days=3)) == timedelta(days=2)


def test_a_night_window_loses_only_what_lies_on_the_holiday() -> None:
    nights = Hours(
        "Europe/Paris",
        always_on=False,
        windows=[Window(weekday, 22 * 60, 30 * 60) for weekday in range(7)],
        without_holidays_of="FR",
    )
    evening = datetime(2026, 11, 10, 20, 0, tzinfo=PARIS)

    found = covered_intervals(nights, evening, evening + timedelta(days=2))

    assert [(each.begins_at.astimezone(PARIS).hour, each.duration) for each in found] == [
        (22, timedelta(hours=2)),
        (0, timedelta(hours=6)),
    ]
    assert found[1].begins_at.astimezone(PARIS).day == 12


@pytest.mark.parametrize(("country", "is_free"), [("BE", True), ("FR", False), ("", False)])
def test_round_the_clock_may_leave_out_a_countrys_holidays(country: str, is_free: bool) -> None:
    always = Hours("Europe/Brussels", without_holidays_of=country)
    national_day = datetime(2026, 7, 21, 12, 0, tzinfo=PARIS)  # of Belgium

    assert is_covered(always, national_day) != is_free
    assert is_covered(always, national_day + timedelta(days=1))


def test_an_interval_backwards_is_empty() -> None:
    assert covered_intervals(Hours("Europe/Paris"), AUTUMN, SPRING) == []


def test_a_coverage_without_windows_never_keeps_a_promise() -> None:
    with pytest.raises(NeverCovered):
        covered_instant(_hours(), SPRING, MINUTE)


def test_nothing_promised_is_kept_at_once() -> None:
    assert covered_instant(_hours(), SPRING, timedelta()) == SPRING
