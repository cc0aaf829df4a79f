"""Two readings of a timeline compared: which deadlines move, which breaches appear or go."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.choices import Impact
from contracts.rules.coverage import Hours, Window
from tests.factories.contracts import MORNING
from tickets.choices import Due
from tickets.rules.clock import ClockState, Promised, clock_of
from tickets.rules.deadlines import Promise
from tickets.rules.effect import Shift, Stand, Sums, Turn, shifts_of, stand_at, sums_of
from tickets.rules.timeline import Heard, Mark, Timeline

KINDS = (Due.RESPOND, Due.RESTORE, Due.NEWS)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
OFFICE = Hours(
    "Europe/Paris", always_on=False, windows=[Window(day, 8 * 60, 18 * 60) for day in range(5)]
)
ALWAYS = Promised(
    {Impact.OUTAGE: Promise(15 * MINUTE, 4 * HOUR, 30 * MINUTE)}, Hours("Europe/Paris"), pauses=True
)


def _timeline(*marks: tuple[Heard, datetime]) -> Timeline:
    lines = [Mark(heard, at, line) for line, (heard, at) in enumerate(marks, start=2)]
    return Timeline(MORNING, Impact.OUTAGE, lines)


RESTORED_LATE = _timeline(
    (Heard.CONTACT, MORNING + 10 * MINUTE), (Heard.RESTORED, MORNING + 5 * HOUR)
)


def _shifts(timeline: Timeline, then: Promised, at: datetime) -> Sequence[Shift]:
    return shifts_of(timeline, ALWAYS, then, kinds=KINDS[:2], at=at)


def test_a_shorter_delay_makes_a_breach_of_what_was_kept() -> None:
    then = replace(ALWAYS, by_impact={Impact.OUTAGE: Promise(5 * MINUTE, 4 * HOUR, None)})

    (shift,) = _shifts(RESTORED_LATE, then, MORNING + 6 * HOUR)

    assert shift.kind == Due.RESPOND
    assert shift.now == Stand(MORNING + 15 * MINUTE, ClockState.MET)
    assert shift.then == Stand(MORNING + 5 * MINUTE, ClockState.MISSED)
    assert (shift.moves, shift.breach) == (True, Turn.APPEARS)


def test_a_longer_delay_takes_a_breach_away() -> None:
    then = replace(ALWAYS, by_impact={Impact.OUTAGE: Promise(15 * MINUTE, 8 * HOUR, None)})

    shifts = _shifts(RESTORED_LATE, then, MORNING + 6 * HOUR)

    assert [(each.kind, each.breach) for each in shifts] == [(Due.RESTORE, Turn.GOES)]
    assert sums_of(shifts) == Sums(moved=1, appearing=0, going=1)


def test_what_is_not_promised_any_more_has_no_breach() -> None:
    then = replace(ALWAYS, by_impact={Impact.OUTAGE: Promise(15 * MINUTE, None, None)})

    (shift,) = _shifts(RESTORED_LATE, then, MORNING + 6 * HOUR)

    assert (shift.then, shift.moves, shift.breach) == (Stand(), True, Turn.GOES)


def test_pauses_that_no_longer_count_move_a_deadline() -> None:
    waited = _timeline(
        (Heard.CONTACT, MORNING + MINUTE),
        (Heard.WAITS, MORNING + HOUR),
        (Heard.GOES_ON, MORNING + 3 * HOUR),
    )

    (shift,) = _shifts(waited, replace(ALWAYS, pauses=False), MORNING + 5 * HOUR)

    assert (shift.now.due_at, shift.now.state) == (MORNING + 6 * HOUR, ClockState.RUNNING)
    assert (shift.then.due_at, shift.breach) == (MORNING + 4 * HOUR, Turn.APPEARS)


TIMELINES = st.lists(
    st.tuples(st.integers(1, 3000), st.sampled_from(sorted(set(Heard) - {Heard.IMPACT}))),
    max_size=6,
)


@given(steps=TIMELINES, hours=st.sampled_from([OFFICE, ALWAYS.hours]), later=st.integers(0, 9000))
def test_under_the_same_terms_nothing_moves(
    steps: list[tuple[int, Heard]], hours: Hours, later: int
) -> None:
    timeline, promised = _played(steps), replace(ALWAYS, hours=hours)
    at = MORNING + later * MINUTE

    assert shifts_of(timeline, promised, replace(promised), kinds=KINDS, at=at) == []


@given(steps=TIMELINES, later=st.integers(0, 9000))
@pytest.mark.parametrize("kind", [Due.RESPOND, Due.RESTORE])
def test_a_given_deadline_stands_as_the_clock_judges_its_own(
    kind: Due, steps: list[tuple[int, Heard]], later: int
) -> None:
    timeline, at = _played(steps), MORNING + later * MINUTE
    clock = clock_of(kind, timeline, ALWAYS, at=at)
    assert clock is not None

    stand = stand_at(
        clock.due_at, stopped_at=clock.stopped_at, paused_at=_rests_since(timeline, at), at=at
    )

    assert stand == Stand(clock.due_at, clock.state)


def _played(steps: list[tuple[int, Heard]]) -> Timeline:
    at, marks = MORNING, []
    for minutes, heard in steps:
        at += minutes * MINUTE
        marks.append((heard, at))
    return _timeline(*marks)


def _rests_since(timeline: Timeline, at: datetime) -> datetime | None:
    """Return since when a wait goes on, told apart from the clock's own reading."""
    since = None
    for mark in timeline.marks:
        if mark.at <= at and mark.heard == Heard.WAITS:
            since = since or mark.at
        elif mark.at <= at and mark.heard == Heard.GOES_ON:
            since = None
    return since
