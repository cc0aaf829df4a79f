"""What is owed and by when, against a clock that counts covered minutes one by one."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from contracts.rules.coverage import Hours, Window, is_covered
from tickets.choices import Due
from tickets.rules.deadlines import (
    NOTHING,
    Deadlines,
    Owed,
    Promise,
    deadlines_of,
    next_news,
    next_owed,
    resumed,
)

PARIS = "Europe/Paris"
ALWAYS = Hours(PARIS)
OFFICE = Hours(PARIS, always_on=False, windows=[Window(day, 8 * 60, 19 * 60) for day in range(5)])
MINUTE = timedelta(minutes=1)
# The week in which Paris leaves summer time: 25 October 2026.
SINCE = datetime(2026, 10, 23, 8, 0, tzinfo=UTC)

instants = st.integers(0, 5 * 24 * 60).map(lambda minutes: SINCE + minutes * MINUTE)
durations = st.integers(1, 6 * 60).map(lambda minutes: minutes * MINUTE)
hours = st.sampled_from([ALWAYS, OFFICE])


def _minutes_from(since: datetime) -> Iterator[datetime]:
    while True:
        yield since
        since += MINUTE


def _counted(of: Hours, since: datetime, duration: timedelta) -> datetime:
    """Count covered minutes until there are enough: slow, and right."""
    left = duration
    for minute in _minutes_from(since):
        if is_covered(of, minute):
            left -= MINUTE
        if left <= timedelta():
            return minute + MINUTE
    raise AssertionError


def test_office_hours_are_skipped_over_a_week_end() -> None:
    friday_evening = datetime(2026, 11, 20, 18, 0, tzinfo=ZoneInfo(PARIS))

    deadlines = deadlines_of(
        Promise(timedelta(hours=4), timedelta(hours=8), None), hours=OFFICE, since=friday_evening
    )

    assert deadlines.respond_due_at == datetime(2026, 11, 23, 11, 0, tzinfo=ZoneInfo(PARIS))
    assert deadlines.restore_due_at == datetime(2026, 11, 23, 15, 0, tzinfo=ZoneInfo(PARIS))
    assert deadlines.news_due_at is None


def test_what_the_hours_never_come_to_takes_no_deadline_from_the_others() -> None:
    hour_a_week = replace(OFFICE, windows=[Window(0, 8 * 60, 9 * 60)])
    hour, month = timedelta(hours=1), timedelta(days=30)

    found = deadlines_of(Promise(hour, month, month), hours=hour_a_week, since=SINCE)

    monday = datetime(2026, 10, 26, 9, 0, tzinfo=ZoneInfo(PARIS))
    assert found == Deadlines(monday, None, None)


@given(of=hours, since=instants, respond=durations, restore=durations)
def test_a_promise_runs_out_when_its_minutes_are_counted(
    of: Hours, since: datetime, respond: timedelta, restore: timedelta
) -> None:
    deadlines = deadlines_of(Promise(respond, restore, restore), hours=of, since=since)

    assert deadlines.respond_due_at == _counted(of, since, respond)
    assert deadlines.restore_due_at == _counted(of, since, restore)
    assert deadlines.news_due_at == deadlines.restore_due_at


@given(of=hours, since=instants, promised=durations, pauses=st.lists(durations, max_size=3))
def test_a_pause_gives_back_every_minute_that_was_left(
    of: Hours, since: datetime, promised: timedelta, pauses: list[timedelta]
) -> None:
    due_at = deadlines_of(Promise(promised, None, None), hours=of, since=since).respond_due_at
    assert due_at is not None
    clock, left, at = due_at, promised, since
    for pause in pauses:
        worked = since + timedelta(minutes=7) - since
        for _minute in range(int(worked / MINUTE)):
            left -= MINUTE if is_covered(of, at) and left else timedelta()
            at += MINUTE
        clock = resumed(clock, hours=of, paused_at=at, resumed_at=at + pause)
        at += pause

    assert left == timedelta() or clock == _counted(of, at, left)


@given(of=hours, due_at=instants, late=durations, pause=durations)
def test_what_was_late_before_the_pause_stays_late(
    of: Hours, due_at: datetime, late: timedelta, pause: timedelta
) -> None:
    paused_at = due_at + late

    found = resumed(due_at, hours=of, paused_at=paused_at, resumed_at=paused_at + pause)

    assert found == due_at


def test_no_news_are_owed_where_none_are_promised() -> None:
    assert next_news(Promise(MINUTE, None, None), hours=ALWAYS, since=SINCE) is None


def test_the_earliest_is_owed_next() -> None:
    soon, later = SINCE, SINCE + MINUTE

    assert next_owed((Due.RESTORE, later), (Due.RESPOND, soon)) == Owed(Due.RESPOND, soon)


def test_what_is_done_is_not_owed() -> None:
    assert next_owed((Due.RESTORE, SINCE), (Due.RESPOND, None)) == Owed(Due.RESTORE, SINCE)


def test_nothing_is_owed_when_all_is_done() -> None:
    assert next_owed((Due.RESTORE, None)) == NOTHING
