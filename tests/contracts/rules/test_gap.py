"""The gap meter against a reckoning minute by minute, and what it says of real contracts."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.choices import Impact, Promised
from contracts.rules.coverage import Hours, Window, covered_instant, covered_intervals
from contracts.rules.gap import Gap, PromiseGap, gap_of
from contracts.rules.promised_lines import Stretch, Word

PARIS = ZoneInfo("Europe/Paris")
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
NOTHING = timedelta()
RESTORE = (Impact.OUTAGE, Promised.RESTORE)
HORIZON = 40 * DAY
# Saturdays before both changes of the clock in 2026, and a week without one.
STARTS = tuple(datetime(2026, *day, 22, 0, tzinfo=UTC) for day in ((3, 27), (10, 23), (6, 5)))
ALWAYS = Hours("Europe/Paris")
OFFICE = Hours(
    "Europe/Paris", always_on=False, windows=[Window(day, 8 * 60, 18 * 60) for day in range(5)]
)
YEAR = (datetime(2027, 1, 1, tzinfo=PARIS), datetime(2028, 1, 1, tzinfo=PARIS))


def _word(hours: Hours, within: timedelta = 4 * HOUR, **more: timedelta) -> Word:
    others = {(Impact(name), Promised.RESTORE): value for name, value in more.items()}
    return Word(hours, {RESTORE: within, **others})


def _gap(client: Word, publisher: Word | None, *, of: tuple[datetime, datetime] = YEAR) -> Gap:
    return gap_of([Stretch(*of, client, publisher)], PARIS)


def _restore(gap: Gap) -> PromiseGap:
    [outage] = [each for each in gap.impacts if each.impact == Impact.OUTAGE]
    [promise] = outage.promises
    return promise


# --- Minute by minute -----------------------------------------------------------------------------


class _Minutes:
    """The covered minutes from an instant on, counted one by one."""

    def __init__(self, hours: Hours, since: datetime) -> None:
        spans = covered_intervals(hours, since, since + HORIZON)
        self.covered = [False] * (HORIZON // MINUTE)
        for span in spans:
            for each in range((span.begins_at - since) // MINUTE, (span.ends_at - since) // MINUTE):
                self.covered[each] = True
        self.places = [each for each, is_covered in enumerate(self.covered) if is_covered]
        self.before = [0, *accumulate(self.covered)]

    def due(self, minute: int, within: int) -> int:
        """Return when an amount has passed since just after the start of a minute."""
        passed = self.before[minute] + within
        return self.places[passed] if self.covered[minute] else self.places[passed - 1] + 1


def _by_minutes(client: Word, publisher: Word, since: datetime, length: int) -> Mapping[str, int]:
    ours, theirs = _Minutes(client.hours, since), _Minutes(publisher.hours, since)
    within, done_within = client.within[RESTORE] // MINUTE, publisher.within[RESTORE] // MINUTE
    excess = {
        minute: theirs.due(minute, done_within) - ours.due(minute, within)
        for minute in range(length)
        if ours.covered[minute]
    }
    late = [minute for minute, more in excess.items() if more > 0]
    return {
        "covered": len(excess),
        "uncovered": sum(not theirs.covered[minute] for minute in excess),
        "too_loose": sum(theirs.covered[minute] for minute in late),
        "breaking": len(late),
        "worst": max((excess[minute] for minute in late), default=0),
    }


def _windows() -> st.SearchStrategy[Sequence[Window]]:
    """Some window on most days, so that forty days suffice; edges in the nights of a change too."""
    edges = st.integers(0, 1439) | st.integers(60, 240)
    lengths = st.integers(180, 1440)
    one = st.builds(lambda day, at, length: Window(day, at, at + length), _days(), edges, lengths)
    return st.lists(one, min_size=2, max_size=8)


def _days() -> st.SearchStrategy[int]:
    return st.integers(0, 6) | st.sampled_from([5, 6])


def _hours() -> st.SearchStrategy[Hours]:
    weekly = st.builds(
        lambda zone, windows: Hours(zone, always_on=False, windows=windows),
        st.sampled_from(["Europe/Paris", "America/New_York", "Australia/Lord_Howe"]),
        _windows(),
    )
    return weekly | st.sampled_from([ALWAYS, Hours("Europe/Paris", without_holidays_of="FR")])


def _words() -> st.SearchStrategy[Word]:
    minutes = st.integers(1, 30 * 60) | st.sampled_from([60, 240, 480])
    return st.builds(lambda hours, long: _word(hours, long * MINUTE), _hours(), minutes)


@given(
    client=_words(),
    publisher=_words(),
    start=st.sampled_from(STARTS),
    shift=st.integers(0, 2 * 1440),
    length=st.integers(1, 3 * 1440),
)
def test_the_gap_is_what_counting_every_minute_finds(
    client: Word, publisher: Word, start: datetime, shift: int, length: int
) -> None:
    since = start + shift * MINUTE

    gap = _gap(client, publisher, of=(since, since + length * MINUTE))

    found, counted = _restore(gap), _by_minutes(client, publisher, since, length)
    assert gap.covered == counted["covered"] * MINUTE
    assert found.uncovered == counted["uncovered"] * MINUTE
    assert found.too_loose == counted["too_loose"] * MINUTE
    assert found.breaking == counted["breaking"] * MINUTE
    assert (found.worst.excess if found.worst else NOTHING) == counted["worst"] * MINUTE
    [outage] = gap.impacts
    assert sum(outage.week, NOTHING) == sum(outage.months, NOTHING) == found.breaking
    assert sum(gap.week, NOTHING) == gap.covered
    assert all(part <= whole for part, whole in zip(outage.week, gap.week, strict=True))


@given(client=_words(), publisher=_words(), start=st.sampled_from(STARTS))
def test_the_worst_instant_is_as_bad_as_the_three_functions_of_coverage_say(
    client: Word, publisher: Word, start: datetime
) -> None:
    worst = _restore(_gap(client, publisher, of=(start, start + 5 * DAY))).worst

    if worst is None:
        return
    moment = timedelta(microseconds=1)
    due = covered_instant(client.hours, worst.at + moment, client.within[RESTORE])
    done = covered_instant(publisher.hours, worst.at + moment, publisher.within[RESTORE])
    assert due == worst.due_at + moment
    assert done - worst.done_at in {NOTHING, moment}


@given(
    client=_words(),
    publisher=_words(),
    more=_windows(),
    less=st.integers(0, 600),
    start=st.sampled_from(STARTS),
)
def test_wider_hours_and_tighter_targets_never_widen_the_gap(
    client: Word, publisher: Word, more: Sequence[Window], less: int, start: datetime
) -> None:
    hours = publisher.hours
    within = max(publisher.within[RESTORE] - less * MINUTE, MINUTE)
    wider = hours if hours.always_on else replace(hours, windows=[*hours.windows, *more])
    of = start, start + 5 * DAY

    before = _restore(_gap(client, publisher, of=of))
    after = _restore(_gap(client, _word(wider, within), of=of))

    assert after.breaking <= before.breaking
    assert after.uncovered <= before.uncovered
    if after.worst:
        assert before.worst is not None
        assert after.worst.excess <= before.worst.excess


# --- What it says ---------------------------------------------------------------------------------


def test_the_same_promise_below_leaves_no_gap() -> None:
    gap = _gap(_word(ALWAYS), _word(ALWAYS))

    assert not gap.is_open
    assert _restore(gap).worst is None


def test_where_the_publisher_promises_nothing_every_second_is_open() -> None:
    gap = _gap(_word(ALWAYS), None)

    found = _restore(gap)
    assert found.unpromised == found.uncovered == found.breaking == gap.covered == 365 * DAY
    assert found.worst is None


def test_hours_that_never_come_are_no_promise() -> None:
    never = replace(ALWAYS, always_on=False, windows=())

    assert _restore(_gap(_word(ALWAYS), _word(never))).unpromised == 365 * DAY


def test_a_publisher_of_office_hours_leaves_nights_and_weekends_open() -> None:
    found = _restore(_gap(_word(ALWAYS), _word(OFFICE)))

    assert found.uncovered == 365 * DAY - 261 * 10 * HOUR
    assert found.worst is not None
    assert found.worst.at == datetime(2027, 10, 29, 14, tzinfo=PARIS)
    assert found.worst.excess == 63 * HOUR  # Friday 18:00 to Monday 08:00, the clock goes back


def test_what_is_done_in_time_all_the_same_breaks_nothing() -> None:
    found = _restore(_gap(_word(ALWAYS, 200 * HOUR), _word(OFFICE)))

    assert found.uncovered > found.breaking == NOTHING


def test_a_target_that_is_too_long_is_loose_around_the_clock() -> None:
    found = _restore(_gap(_word(ALWAYS, 4 * HOUR), _word(ALWAYS, 5 * HOUR)))

    assert (found.uncovered, found.too_loose) == (NOTHING, 365 * DAY)
    assert found.worst is not None
    assert found.worst.excess == HOUR


def test_each_impact_has_its_own_gap_and_its_own_picture() -> None:
    client = _word(ALWAYS, degraded=8 * HOUR)
    gap = _gap(client, Word(ALWAYS, {RESTORE: 2 * HOUR}))

    kept, open_ = gap.impacts
    assert (kept.impact, kept.breaking) == (Impact.OUTAGE, NOTHING)
    assert (open_.impact, open_.breaking) == (Impact.DEGRADED, gap.covered)
    assert open_.week == gap.week


def test_one_impact_may_be_worked_on_round_the_clock_and_the_rest_in_office_hours() -> None:
    within = {RESTORE: 4 * HOUR, (Impact.DEGRADED, Promised.RESTORE): 8 * HOUR}
    publisher = Word(OFFICE, within, frozenset({Impact.OUTAGE}))

    kept, open_ = _gap(Word(ALWAYS, within), publisher).impacts

    assert kept.breaking == NOTHING
    assert open_.promises[0].uncovered == 365 * DAY - 261 * 10 * HOUR


def test_a_promise_that_its_hours_never_come_to_is_left_out_and_stops_no_other() -> None:
    hour_a_week = replace(OFFICE, windows=[Window(0, 8 * 60, 9 * 60)])
    word = _word(hour_a_week, HOUR, degraded=30 * DAY)

    of_client, beneath = _gap(word, _word(ALWAYS, HOUR)), _gap(_word(ALWAYS, degraded=DAY), word)

    assert of_client.covered == 52 * HOUR
    assert [each.impact for each in of_client.impacts] == [Impact.OUTAGE]
    unpromised = [each.promises[0].unpromised for each in beneath.impacts]
    assert unpromised == [NOTHING, 365 * DAY]


def test_an_incident_keeps_the_promises_of_its_own_day() -> None:
    change = datetime(2027, 7, 1, tzinfo=PARIS)
    none_yet = Stretch(YEAR[0], change, _word(ALWAYS), None)
    then = Stretch(change, YEAR[1], _word(ALWAYS), _word(ALWAYS))

    gap = gap_of([none_yet, then], PARIS)

    assert _restore(gap).breaking == change.astimezone(UTC) - YEAR[0].astimezone(UTC)
    assert [each > NOTHING for each in gap.impacts[0].months] == [True] * 6 + [False] * 6


@pytest.mark.parametrize("hour", [2, 3])
def test_the_hour_that_spring_skips_is_empty_and_the_one_that_autumn_doubles_is_full(
    hour: int,
) -> None:
    spring = _gap(_word(ALWAYS), None, of=(STARTS[0], STARTS[0] + 3 * DAY))
    autumn = _gap(_word(ALWAYS), None, of=(STARTS[1] + DAY, STARTS[1] + 2 * DAY))

    sunday = 6 * 24 + hour
    assert spring.week[sunday] == (HOUR if hour == 3 else NOTHING)
    assert autumn.week[sunday] == (HOUR if hour == 3 else 2 * HOUR)
