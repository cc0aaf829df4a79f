"""Covered time in odd zones, with holidays and exceptions, against every minute's wall clock."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.rules.coverage import (
    MINUTES_A_DAY,
    DayException,
    Hours,
    Window,
    covered_duration,
    covered_instant,
    covered_intervals,
)
from contracts.rules.coverage_explained import Rule, explained
from contracts.rules.hours import WHOLE_DAY
from contracts.rules.public_holidays import public_holidays

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
# A zone and a local day whose clocks change, or that is odd in another way.
ODD_DAYS = (
    ("Europe/Paris", date(2024, 3, 31)),
    ("Europe/Paris", date(2025, 10, 26)),
    ("Europe/Paris", date(2027, 3, 28)),
    ("Europe/Paris", date(2024, 2, 29)),
    ("Europe/Paris", date(2025, 12, 31)),
    ("Australia/Lord_Howe", date(2026, 4, 5)),  # half an hour
    ("Australia/Lord_Howe", date(2026, 10, 4)),
    ("America/Havana", date(2026, 3, 8)),  # at midnight
    ("America/Havana", date(2026, 11, 1)),
    ("America/St_Johns", date(2006, 10, 29)),  # a minute past midnight, back to the day before
    ("Pacific/Apia", date(2011, 12, 30)),  # a day that never was
    ("Europe/Istanbul", date(2016, 9, 7)),  # summer time for good, by law
    ("Europe/Istanbul", date(2016, 10, 30)),
    ("Europe/Moscow", date(2014, 10, 26)),  # winter time for good, by law
    ("Africa/Casablanca", date(2026, 2, 15)),
    ("Asia/Kathmandu", date(1985, 12, 31)),  # a quarter of an hour, at the turn of the year
)
COUNTRIES = ("", "", "FR", "US", "BE")


def _counts(hours: Hours, minute: datetime) -> bool:
    """Tell whether a minute is covered by reading its wall clock, as a person would."""
    wall = minute.astimezone(ZoneInfo(hours.zone)).replace(tzinfo=None)
    past = wall.hour * 60 + wall.minute
    for own in hours.exceptions:
        if own.day == wall.date():
            return any(start <= past < end for start, end in own.spans)
    of = hours.without_holidays_of
    if of and wall.date() in public_holidays(of, wall.year):
        return False
    return hours.always_on or any(
        each.start <= since < each.end
        for each in hours.windows
        for weekday, since in (
            (wall.weekday(), past),
            ((wall.weekday() - 1) % 7, past + MINUTES_A_DAY),
        )
        if each.weekday == weekday
    )


_MINUTES = st.integers(0, MINUTES_A_DAY) | st.integers(0, 4 * 60)
_WINDOWS = st.builds(
    lambda weekday, start, length: Window(weekday, start, start + length),
    st.integers(0, 6),
    st.integers(0, MINUTES_A_DAY - 1) | st.integers(0, 3 * 60),
    st.integers(0, MINUTES_A_DAY) | st.sampled_from([0, 1, 30, MINUTES_A_DAY]),
)
_SPANS = st.lists(
    st.tuples(_MINUTES, _MINUTES).map(lambda each: (min(each), max(each))), max_size=3
)


@st.composite
def _cases(draw: st.DrawFn) -> tuple[Hours, datetime]:
    """Hours with all that hours may have, and an instant some days before an odd day."""
    zone, odd = draw(st.sampled_from(ODD_DAYS))
    days = draw(st.lists(st.integers(-2, 3), max_size=3, unique=True))
    hours = Hours(
        zone,
        always_on=draw(st.booleans()),
        windows=draw(st.lists(_WINDOWS, max_size=8)),
        without_holidays_of=draw(st.sampled_from(COUNTRIES)),
        exceptions=[
            DayException(odd + each * DAY, draw(_SPANS | st.just(WHOLE_DAY)), "inventory")
            for each in days
        ],
    )
    midnight = datetime.combine(odd, time(), tzinfo=UTC)
    return hours, midnight + draw(st.integers(-3 * MINUTES_A_DAY, MINUTES_A_DAY)) * MINUTE


@given(case=_cases(), length=st.integers(1, 3 * MINUTES_A_DAY))
def test_covered_time_is_what_the_wall_clock_shows_in_any_zone(
    case: tuple[Hours, datetime], length: int
) -> None:
    hours, begins_at = case
    ends_at = begins_at + length * MINUTE
    minutes = [begins_at + each * MINUTE for each in range(length)]
    counted = [each for each in minutes if _counts(hours, each)]
    known = set(counted)

    found = covered_intervals(hours, begins_at, ends_at)

    assert covered_duration(hours, begins_at, ends_at) == len(counted) * MINUTE
    assert sum((each.duration for each in found), timedelta()) == len(counted) * MINUTE
    assert all(one.ends_at < other.begins_at for one, other in pairwise(found))
    assert {each.begins_at for each in found} == {m for m in counted if m - MINUTE not in known}


@given(case=_cases(), length=st.integers(1, 3 * MINUTES_A_DAY), odd=st.integers(0, 59_999_999))
def test_what_is_explained_adds_up_and_leaves_no_gap(
    case: tuple[Hours, datetime], length: int, odd: int
) -> None:
    hours, begins_at = case
    begins_at += timedelta(microseconds=odd)
    ends_at = begins_at + length * MINUTE

    spans = explained(hours, begins_at, ends_at)

    counted = [each for each in spans if each.counts]
    assert (spans[0].begins_at, spans[-1].ends_at) == (begins_at, ends_at)
    assert all(one.ends_at == other.begins_at for one, other in pairwise(spans))
    assert sum((each.ends_at - each.begins_at for each in counted), timedelta()) == (
        covered_duration(hours, begins_at, ends_at)
    )
    assert all(_counts(hours, each.begins_at) == each.counts for each in spans)
    assert all(each.reason.rule != Rule.OUTSIDE for each in counted)


@given(case=_cases(), amount=st.integers(1, 10**12))
def test_the_instant_is_the_inverse_of_the_duration(
    case: tuple[Hours, datetime], amount: int
) -> None:
    hours, since = case
    hours = Hours(
        hours.zone,
        always_on=hours.always_on,
        windows=[*hours.windows, Window(2, 600, 720)],  # so that it comes
        without_holidays_of=hours.without_holidays_of,
        exceptions=hours.exceptions,
    )
    duration = timedelta(microseconds=amount)

    found = covered_instant(hours, since, duration)

    assert covered_duration(hours, since, found) == duration
    assert covered_duration(hours, since, found - timedelta(microseconds=1)) < duration


@given(
    case=_cases(),
    days=st.lists(st.integers(0, 4000), min_size=2, max_size=2),
    second=st.integers(0, 86_399),
)
def test_durations_of_years_add_up(
    case: tuple[Hours, datetime], days: list[int], second: int
) -> None:
    hours, begins_at = case
    middle, ends_at = (begins_at + each * DAY + timedelta(seconds=second) for each in sorted(days))

    whole = covered_duration(hours, begins_at, ends_at)

    parts = (covered_duration(hours, begins_at, middle), covered_duration(hours, middle, ends_at))
    assert whole == sum(parts, timedelta())
    found = covered_intervals(hours, begins_at, ends_at)
    assert whole == sum((each.duration for each in found), timedelta())


@pytest.mark.parametrize("zone", sorted({zone for zone, _day in ODD_DAYS}))
def test_a_year_is_covered_as_its_minutes_say(zone: str) -> None:
    hours = Hours(
        zone,
        always_on=False,
        windows=[Window(day, 8 * 60, 18 * 60) for day in range(5)] + [Window(5, 1320, 1800)],
        without_holidays_of="FR",
    )
    year = {"Pacific/Apia": 2011, "Europe/Istanbul": 2016, "Europe/Moscow": 2014}.get(zone, 2024)
    begins_at = datetime(year, 1, 1, tzinfo=UTC)
    quarters = [begins_at + each * 15 * MINUTE for each in range(366 * 96)]

    found = covered_duration(hours, begins_at, begins_at + 366 * DAY)

    assert found == sum(_counts(hours, each) for each in quarters) * 15 * MINUTE
