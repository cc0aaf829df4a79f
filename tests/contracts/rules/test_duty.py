"""Who is on duty, against a brute force that walks minute by minute along the clocks of a zone."""

from bisect import bisect_right
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.rules.duty import (
    Hours,
    Layer,
    Override,
    RosterPlan,
    first_day_of,
    gaps,
    local_instant,
    shifts,
)
from tests.contracts.rules.walking_clocks import DAY, MINUTE, Brute, minutes_of, walls_of

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
# zone and a UTC day around which its clocks change, the first forward and the second back
CHANGES = (
    ("Europe/Paris", date(2026, 3, 29)),
    ("Europe/Paris", date(2026, 10, 25)),
    ("America/New_York", date(2026, 3, 8)),
    ("America/New_York", date(2026, 11, 1)),
    ("Australia/Lord_Howe", date(2026, 10, 3)),
    ("Australia/Lord_Howe", date(2026, 4, 4)),
    ("America/Havana", date(2026, 3, 8)),
    ("Asia/Tokyo", date(2026, 6, 1)),
)


def utc(*numbers: int) -> datetime:
    return datetime(*numbers, tzinfo=UTC)  # type: ignore[misc,arg-type]


def on_duty(plan: RosterPlan, at: datetime) -> int | None:
    """Return who a span of no length to speak of gives."""
    return shifts(plan, at, at + timedelta(microseconds=1))[0].person


def a_week(**fields: object) -> Layer:
    """Return a rotation of three that hands over on Mondays at 08:00 in Paris."""
    usual: dict[str, object] = {
        "zone": "Europe/Paris",
        "first_day": date(2026, 1, 5),
        "days": 7,
        "handover": 8 * 60,
        "turns": (1, 2, 3),
        "begins_at": LONG_AGO,
    }
    return Layer(**(usual | fields))  # type: ignore[arg-type]


WALLS = {(zone, day): walls_of(zone, day, 12) for zone, day in CHANGES}
QUARTERS = st.integers(0, 95).map(lambda each: each * 15)


@st.composite
def hours(draw: st.DrawFn) -> Hours | None:
    if draw(st.booleans()):
        return None
    start = draw(QUARTERS)
    return Hours(start, start + draw(st.integers(1, 96)) * 15)


@st.composite
def layers(draw: st.DrawFn, zone: str, around: date) -> Layer:
    return Layer(
        zone=zone,
        first_day=around + draw(st.integers(-9, 2)) * DAY,
        days=draw(st.sampled_from([1, 7])),
        handover=draw(QUARTERS),
        turns=tuple(draw(st.lists(st.integers(1, 3), min_size=1, max_size=4))),
        begins_at=draw(st.sampled_from([LONG_AGO, utc(around.year, around.month, 1)])),
        hours=draw(hours()),
    )


@pytest.mark.parametrize(("zone", "around"), CHANGES)
@given(data=st.data())
def test_each_minute_is_whose_the_clocks_say(zone: str, around: date, data: st.DataObject) -> None:
    layer = data.draw(layers(zone, around))
    begins_at = datetime.combine(around, datetime.min.time(), tzinfo=UTC) - 2 * DAY
    begins_at += data.draw(st.integers(0, 1440)) * MINUTE
    ends_at = begins_at + 3 * DAY

    found = shifts(RosterPlan([layer]), begins_at, ends_at)

    brute = Brute(layer, WALLS[zone, around])
    by_begin = [each.begins_at for each in found]
    for at in list(minutes_of(begins_at, ends_at))[:: data.draw(st.sampled_from([7, 15]))]:
        said = found[bisect_right(by_begin, at) - 1].person
        assert said == brute.at(at), at


@given(data=st.data())
def test_shifts_fill_a_span_without_a_hole_or_an_overlap(data: st.DataObject) -> None:
    zone, around = data.draw(st.sampled_from(CHANGES))
    begins_at = datetime.combine(around, datetime.min.time(), tzinfo=UTC)
    begins_at += data.draw(st.timedeltas(-2 * DAY, DAY))
    length = data.draw(st.timedeltas(timedelta(microseconds=1), 10 * DAY))
    offsets = st.timedeltas(-2 * DAY, 9 * DAY)
    overrides = [
        Override(
            person, begins_at + first, begins_at + first + data.draw(st.timedeltas(MINUTE, DAY))
        )
        for person, first in data.draw(st.lists(st.tuples(st.integers(7, 9), offsets), max_size=4))
    ]
    plan = RosterPlan(data.draw(st.lists(layers(zone, around), max_size=3)), overrides)

    found = shifts(plan, begins_at, begins_at + length)

    assert found[0].begins_at == begins_at
    assert found[-1].ends_at == begins_at + length
    for before, after in pairwise(found):
        assert before.ends_at == after.begins_at
        assert before.begins_at < before.ends_at
        assert not (before.is_gap and after.is_gap)
    for each in found:
        at = each.begins_at + (each.ends_at - each.begins_at) * data.draw(st.floats(0, 0.999))
        assert on_duty(plan, at) == each.person
        winning = [one for one in overrides if one.begins_at <= at < one.ends_at]
        if winning:
            assert each.person == winning[-1].person


@given(cut=st.timedeltas(MINUTE, 20 * DAY))
def test_a_span_cut_in_two_says_the_same(cut: timedelta) -> None:
    plan = RosterPlan([a_week(hours=Hours(22 * 60, 31 * 60)), a_week(days=1, turns=(4, 5))])
    begins_at, ends_at = utc(2026, 10, 10), utc(2026, 11, 1)

    whole = shifts(plan, begins_at, ends_at)
    parts = shifts(plan, begins_at, begins_at + cut) + shifts(plan, begins_at + cut, ends_at)

    for part in parts:
        assert any(
            each.person == part.person
            and each.begins_at <= part.begins_at < part.ends_at <= each.ends_at
            for each in whole
        )


SUN = (
    ("Europe/Paris", Hours(8 * 60, 16 * 60)),
    ("America/Los_Angeles", Hours(7 * 60, 15 * 60)),
    ("Asia/Singapore", Hours(7 * 60, 15 * 60)),
)


@pytest.mark.parametrize("begins_at", [utc(2026, 3, 6), utc(2026, 3, 27), utc(2026, 10, 30)])
def test_following_the_sun_leaves_gaps_exactly_where_nobody_is_at_work(
    begins_at: datetime,
) -> None:
    plan = RosterPlan(
        [
            a_week(zone=zone, hours=hours, days=1, handover=0, turns=(number,))
            for number, (zone, hours) in enumerate(SUN, start=1)
        ]
    )
    ends_at = begins_at + 4 * DAY

    at_work = {
        minute
        for minute in minutes_of(begins_at, ends_at)
        for zone, hours in SUN
        if hours.start <= minutes_shown(minute, zone) < hours.end
    }

    left = {at for gap in gaps(plan, begins_at, ends_at) for at in minutes_of(*bounds(gap))}
    assert left == set(minutes_of(begins_at, ends_at)) - at_work
    assert left


def minutes_shown(at: datetime, zone: str) -> int:
    shown = at.astimezone(ZoneInfo(zone))
    return shown.hour * 60 + shown.minute


def bounds(each: object) -> tuple[datetime, datetime]:
    return each.begins_at, each.ends_at  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("zone", "day", "minute", "instant"),
    [
        ("Europe/Paris", date(2026, 3, 29), 150, utc(2026, 3, 29, 1, 0)),  # 02:30 is skipped
        ("Europe/Paris", date(2026, 10, 25), 150, utc(2026, 10, 25, 0, 30)),  # the first 02:30
        ("Australia/Lord_Howe", date(2026, 10, 4), 135, utc(2026, 10, 3, 15, 30)),
        ("Pacific/Apia", date(2011, 12, 30), 720, utc(2011, 12, 30, 10, 0)),  # a day left out
        ("Europe/Paris", date(2026, 6, 1), 31 * 60, utc(2026, 6, 2, 5, 0)),
    ],
)
def test_a_local_time_is_the_first_instant_that_shows_it_or_a_later_one(
    zone: str, day: date, minute: int, instant: datetime
) -> None:
    assert local_instant(day, minute, ZoneInfo(zone)) == instant


def test_people_take_turns_and_hand_over_on_a_weekday() -> None:
    found = shifts(RosterPlan([a_week()]), utc(2026, 1, 1), utc(2026, 1, 27))

    assert [(each.person, each.begins_at) for each in found] == [
        (None, utc(2026, 1, 1)),
        (1, utc(2026, 1, 5, 7)),
        (2, utc(2026, 1, 12, 7)),
        (3, utc(2026, 1, 19, 7)),
        (1, utc(2026, 1, 26, 7)),
    ]


def test_who_hands_over_to_themselves_has_two_shifts() -> None:
    found = shifts(RosterPlan([a_week(turns=(1,))]), utc(2026, 1, 5, 7), utc(2026, 1, 19, 7))

    assert [each.person for each in found] == [1, 1]


def test_the_next_rotation_steps_in_where_the_first_has_nobody() -> None:
    plan = RosterPlan([a_week(turns=(1,), ends_at=utc(2026, 1, 12)), a_week(turns=(8,))])

    assert on_duty(plan, utc(2026, 1, 6)) == 1
    assert on_duty(plan, utc(2026, 1, 13)) == 8


def test_a_rotation_counts_from_its_beginning_to_its_end() -> None:
    layer = a_week(begins_at=utc(2026, 1, 7), ends_at=utc(2026, 1, 14))

    found = shifts(RosterPlan([layer]), utc(2026, 1, 6), utc(2026, 1, 20))

    assert [(each.person, each.begins_at) for each in found] == [
        (None, utc(2026, 1, 6)),
        (1, utc(2026, 1, 7)),
        (2, utc(2026, 1, 12, 7)),
        (None, utc(2026, 1, 14)),
    ]


def test_the_last_override_wins_and_gives_the_shift_back() -> None:
    plan = RosterPlan(
        [a_week(turns=(1,))],
        [
            Override(8, utc(2026, 1, 6), utc(2026, 1, 8)),
            Override(9, utc(2026, 1, 7), utc(2026, 1, 7, 12)),
        ],
    )

    found = shifts(plan, utc(2026, 1, 5, 7), utc(2026, 1, 9))

    assert [each.person for each in found] == [1, 8, 9, 8, 1]


def test_nothing_lies_in_no_time() -> None:
    assert shifts(RosterPlan([a_week()]), utc(2026, 1, 6), utc(2026, 1, 6)) == []


def test_a_weekly_rotation_begins_on_its_weekday() -> None:
    assert first_day_of(0, date(2026, 1, 6)) == date(2026, 1, 12)
    assert first_day_of(1, date(2026, 1, 6)) == date(2026, 1, 6)
    assert first_day_of(None, date(2026, 1, 6)) == date(2026, 1, 6)
