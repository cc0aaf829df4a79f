"""Which instants show a local time, in the nights that clocks change."""

from datetime import UTC, datetime, timedelta

import pytest

from contracts.rules.local_days import Interval, instant_of, instants_of, steady_stretches

PARIS = "Europe/Paris"
HOUR = timedelta(hours=1)


def _utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc,arg-type]


def _clock(text: str) -> datetime:
    """Return what a clock on a wall shows."""
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("zone", "local", "instant"),
    [
        (PARIS, _clock("2026-11-23T08:00"), _utc(2026, 11, 23, 7)),
        (PARIS, _clock("2026-03-29T02:30"), _utc(2026, 3, 29, 1)),  # skipped: the change
        (PARIS, _clock("2026-10-25T02:30"), _utc(2026, 10, 25, 0, 30)),  # doubled: the first
        (PARIS, _clock("2027-01-01"), _utc(2026, 12, 31, 23)),
        ("America/Havana", _clock("2026-03-08"), _utc(2026, 3, 8, 5)),  # no midnight that day
        ("America/Havana", _clock("2026-11-01T00:30"), _utc(2026, 11, 1, 4, 30)),
        ("Australia/Lord_Howe", _clock("2026-10-04T02:15"), _utc(2026, 10, 3, 15, 30)),
        ("Pacific/Apia", _clock("2011-12-30T12:00"), _utc(2011, 12, 30, 10)),  # never was
        ("Pacific/Apia", _clock("2011-12-31"), _utc(2011, 12, 30, 10)),
    ],
)
def test_a_local_time_has_one_instant(zone: str, local: datetime, instant: datetime) -> None:
    assert instant_of(local, zone) == instant


def test_local_times_that_are_doubled_are_instants_twice() -> None:
    found = instants_of(_clock("2026-10-25T02:00"), _clock("2026-10-25T02:30"), PARIS)

    first = _utc(2026, 10, 25, 0)
    half = HOUR / 2
    assert found == [Interval(first, first + half), Interval(first + HOUR, first + HOUR + half)]


def test_local_times_that_are_skipped_are_no_instants() -> None:
    assert instants_of(_clock("2026-03-29T02:00"), _clock("2026-03-29T03:00"), PARIS) == []


@pytest.mark.parametrize(("day", "length"), [(29, 23), (30, 24)])
def test_a_local_day_is_as_long_as_its_clock_runs(day: int, length: int) -> None:
    midnight = _clock(f"2026-03-{day}")

    (found,) = instants_of(midnight, midnight + 24 * HOUR, PARIS)

    assert found.duration == length * HOUR


def test_a_day_beyond_the_turn_of_the_year_is_one_interval() -> None:
    found = instants_of(_clock("2026-12-31"), _clock("2027-01-02"), PARIS)

    assert found == [Interval(_utc(2026, 12, 30, 23), _utc(2027, 1, 1, 23))]


@pytest.mark.parametrize(
    ("zone", "year", "changes"),
    [(PARIS, 2026, 2), ("Pacific/Apia", 2011, 3), ("Europe/Istanbul", 2017, 0), ("UTC", 2026, 0)],
)
def test_a_year_has_as_many_stretches_as_its_clocks_changed(
    zone: str, year: int, changes: int
) -> None:
    found = steady_stretches(zone, year)

    assert len(found) == changes + 1
    assert sum(each.ends - each.begins for each in found) == 365 * 86_400_000_000


@pytest.mark.parametrize("year", [1, 9999])
def test_the_first_and_the_last_year_of_all_have_their_stretches(year: int) -> None:
    assert len(steady_stretches("Asia/Tokyo", year)) == 1
