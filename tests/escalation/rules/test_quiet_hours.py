"""Quiet hours against a clock on the wall, minute by minute, the nights of a change among them."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from escalation.rules.quiet_hours import Quiet, quiet_until

MINUTE = timedelta(minutes=1)
PARIS = "Europe/Paris"
WEEKDAYS = frozenset(range(5))
_AROUND_CHANGES = st.sampled_from(
    [
        datetime(2026, 3, 28, tzinfo=UTC),  # Paris skips 02:00 to 03:00 in the night after
        datetime(2026, 10, 24, tzinfo=UTC),  # Paris doubles 02:00 to 03:00 in the night after
        datetime(2026, 4, 4, tzinfo=UTC),  # Lord Howe goes back by half an hour
        datetime(2026, 7, 1, tzinfo=UTC),
    ]
)
_TIMES = st.builds(time, st.integers(0, 23), st.sampled_from([0, 15, 30, 59]))


def _quiet(begins: str, ends: str, days: frozenset[int] = frozenset(range(7))) -> Quiet:
    return Quiet(PARIS, time.fromisoformat(begins), time.fromisoformat(ends), days)


def _at(text: str) -> datetime:
    """Return an instant that Paris reads so; the first of two where its clock goes back."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(PARIS)).astimezone(UTC)


@pytest.mark.parametrize(
    ("at", "until"),
    [
        ("2026-07-01 21:59", None),
        ("2026-07-01 22:00", "2026-07-02 07:00"),
        ("2026-07-02 03:10", "2026-07-02 07:00"),
        ("2026-07-02 06:59", "2026-07-02 07:00"),
        ("2026-07-02 07:00", None),
    ],
)
def test_a_night_is_quiet_to_the_minute(at: str, until: str | None) -> None:
    assert quiet_until(_quiet("22:00", "07:00"), _at(at)) == (_at(until) if until else None)


def test_a_night_belongs_to_the_day_on_which_it_begins() -> None:
    nights = _quiet("22:00", "07:00", WEEKDAYS)

    assert quiet_until(nights, _at("2026-07-04 03:00")) == _at("2026-07-04 07:00")  # Friday’s
    assert quiet_until(nights, _at("2026-07-05 03:00")) is None  # Saturday’s


def test_hours_of_days_that_touch_are_one_stretch() -> None:
    weekends = Quiet(PARIS, time(0), time(0), frozenset({5, 6}))

    assert quiet_until(weekends, _at("2026-07-04 10:00")) == _at("2026-07-06 00:00")


def test_only_whole_days_all_week_never_end() -> None:
    assert Quiet(PARIS, time(8), time(8), range(7)).never_ends
    assert not Quiet(PARIS, time(8), time(8), range(6)).never_ends
    assert not Quiet(PARIS, time(8), time(7, 59), range(7)).never_ends


@pytest.mark.parametrize(
    ("begins", "ends", "at", "until"),
    [
        # the clock goes from 02:00 to 03:00: hours that end at 02:30 end with the change
        ("22:00", "02:30", "2026-03-29T00:30+00:00", "2026-03-29T01:00+00:00"),
        # it shows 02:15 twice, and 02:45 in between
        ("22:00", "02:30", "2026-10-25T00:15+00:00", "2026-10-25T00:30+00:00"),
        ("22:00", "02:30", "2026-10-25T00:45+00:00", None),
        ("22:00", "02:30", "2026-10-25T01:15+00:00", "2026-10-25T01:30+00:00"),
        ("22:00", "07:00", "2026-10-25T00:15+00:00", "2026-10-25T06:00+00:00"),
        ("22:00", "07:00", "2026-03-29T00:15+00:00", "2026-03-29T05:00+00:00"),
    ],
)
def test_nights_of_a_change(begins: str, ends: str, at: str, until: str | None) -> None:
    found = quiet_until(_quiet(begins, ends), datetime.fromisoformat(at))

    assert found == (datetime.fromisoformat(until) if until else None)


def _shows_quiet(quiet: Quiet, at: datetime) -> bool:
    """Tell by the wall alone whether a minute is quiet."""
    wall = at.astimezone(ZoneInfo(quiet.zone))
    minute, begins = wall.hour * 60 + wall.minute, quiet.begins.hour * 60 + quiet.begins.minute
    ends = quiet.ends.hour * 60 + quiet.ends.minute
    today, yesterday = wall.weekday(), (wall.weekday() - 1) % 7
    if begins < ends:
        return today in quiet.weekdays and begins <= minute < ends
    return (today in quiet.weekdays and minute >= begins) or (
        yesterday in quiet.weekdays and minute < ends
    )


@given(
    zone=st.sampled_from([PARIS, "Australia/Lord_Howe", "UTC", "America/New_York"]),
    begins=_TIMES,
    ends=_TIMES,
    weekdays=st.frozensets(st.integers(0, 6), min_size=1, max_size=6),
    day=_AROUND_CHANGES,
    minutes=st.integers(0, 3 * 24 * 60),
)
def test_it_is_quiet_exactly_when_the_wall_says_so(
    zone: str,
    begins: time,
    ends: time,
    weekdays: frozenset[int],
    day: datetime,
    minutes: int,
) -> None:
    quiet, at = Quiet(zone, begins, ends, weekdays), day + minutes * MINUTE

    until = quiet_until(quiet, at)

    assert (until is not None) == _shows_quiet(quiet, at)
    if until is not None:
        assert until > at
        assert not _shows_quiet(quiet, until)
        assert _shows_quiet(quiet, until - MINUTE)
        middle = at + (until - at) // MINUTE // 2 * MINUTE
        assert _shows_quiet(quiet, middle)


@pytest.mark.parametrize("ends", ["08:00:00", "08:00:30", "08:00:59"])
def test_hours_that_would_never_end_hold_nothing_back(ends: str) -> None:
    for_ever = _quiet("08:00:30", ends)

    assert for_ever.never_ends
    assert quiet_until(for_ever, _at("2026-07-01 22:00")) is None
