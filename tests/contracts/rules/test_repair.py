"""How long repairs last when work is done in covered hours only."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.rules.coverage import Hours, NeverCovered, Window, covered_instant
from contracts.rules.repair import Round, repair_time, round_of

PARIS = ZoneInfo("Europe/Paris")
OFFICE = Hours(
    "Europe/Paris",
    always_on=False,
    windows=[Window(day, 8 * 60, 18 * 60) for day in range(5)],
    without_holidays_of="FR",
)
HOUR = 3600


@st.composite
def rounds(draw: st.DrawFn) -> Round:
    cuts = sorted(draw(st.sets(st.integers(0, 60), min_size=2, max_size=12)))
    spans = list(zip(cuts[::2], cuts[1::2], strict=False))
    return Round(spans, [0, draw(st.integers(cuts[-1], cuts[-1] + 9))])


@given(rounds(), st.integers(0, 150))
def test_the_mean_is_that_of_every_instant(calendar: Round, amount: int) -> None:
    steps = 4  # within a second nothing leaps, so that the middle of each stands for all of it
    fine = Round(
        [
            (start * steps, end * steps)
            for start, end in zip(calendar.line.starts, calendar.line.ends, strict=True)
        ],
        [each * steps for each in calendar.bounds],
    )
    middles = range(1, fine.length, 2)
    by_hand = sum(fine.done_at(each, amount * steps) - each for each in middles)

    assert calendar.mean_repair(amount) == pytest.approx(by_hand / len(middles) / steps)


@given(st.integers(0, 365 * 24 * HOUR - 1), st.integers(1, 90 * HOUR))
def test_a_repair_ends_when_its_covered_time_has_passed(second: int, amount: int) -> None:
    begins = datetime(2026, 10, 31, 23, tzinfo=UTC)  # midnight of 1 November in Paris
    at = begins + timedelta(seconds=second)
    ends = covered_instant(OFFICE, at, timedelta(seconds=amount))
    calendar = round_of(OFFICE, date(2026, 11, 17), PARIS)

    found = calendar.done_at(second, amount)

    if found < calendar.length:
        assert begins + timedelta(seconds=found) == ends


def test_the_months_are_those_of_the_zone() -> None:
    calendar = round_of(Hours("Europe/Paris"), date(2026, 11, 17), PARIS)
    hours = [(end - start) // HOUR for start, end in pairwise(calendar.bounds)]

    assert hours == [720, 744, 744, 672, 743, 720, 744, 720, 744, 744, 720, 745]
    assert calendar.is_unbroken
    assert calendar.mean_repair(4 * HOUR) == 4 * HOUR


def test_in_office_hours_a_repair_waits() -> None:
    calendar = round_of(OFFICE, date(2026, 11, 17), PARIS)

    assert not calendar.is_unbroken
    assert 20 * HOUR < calendar.mean_repair(4 * HOUR) < 24 * HOUR


def test_a_year_without_hours_repairs_nothing() -> None:
    never = Round([], [0, 100])

    with pytest.raises(NeverCovered):
        never.done_at(5, 1)
    with pytest.raises(NeverCovered):
        never.mean_repair(1)


@pytest.mark.parametrize(
    ("restore", "hours"), [(None, 9), (4, 4), (12, 9)], ids=["no promise", "a promise", "late"]
)
def test_a_promise_to_restore_bounds_the_repair(restore: int | None, hours: int) -> None:
    promised = timedelta(hours=restore) if restore else None

    found = repair_time(timedelta(hours=8), timedelta(hours=1), promised)

    assert found == timedelta(hours=hours)
