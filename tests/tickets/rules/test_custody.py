"""Every instant of a life belongs to exactly one party, whatever happens and wherever it is cut."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from tickets.choices import EventKind, Holder, Status
from tickets.rules.custody import CHANGES, Stretch, Told, stretches_of, sums_of

NOON = datetime(2026, 3, 28, 12, 0, tzinfo=UTC)  # the clocks change that night
HOUR = timedelta(hours=1)
ticks = st.integers(-(10**9), 10**11).map(lambda count: timedelta(microseconds=count))


@st.composite
def timelines(draw: st.DrawFn) -> list[Told]:
    """Draw lines of every kind; now and then a clock was set back between two of them."""
    lines, at = [], NOON
    for step, kind, reached in draw(
        st.lists(
            st.tuples(ticks, st.sampled_from(sorted(CHANGES)), st.sampled_from(Status)), max_size=12
        )
    ):
        at += step
        lines.append(Told(kind, at, reached if kind == EventKind.MOVED else ""))
    return lines


lives = st.integers(0, 10**12).map(lambda count: timedelta(microseconds=count))


def _told(*steps: tuple[EventKind, float, str]) -> list[Told]:
    return [Told(kind, NOON + hours * HOUR, reached) for kind, hours, reached in steps]


def _held(lines: list[Told], hours: float) -> list[tuple[Holder, float]]:
    found = stretches_of(lines, starts_at=NOON, ends_at=NOON + hours * HOUR)
    return [(each.holder, each.length / HOUR) for each in found]


@given(timelines(), lives)
def test_stretches_follow_one_another_and_sum_to_the_life(
    lines: list[Told], life: timedelta
) -> None:
    found = stretches_of(lines, starts_at=NOON, ends_at=NOON + life)

    assert sum(sums_of(found).values(), timedelta()) == life
    assert set(sums_of(found)) == set(Holder)
    if life:
        assert (found[0].begins_at, found[-1].ends_at) == (NOON, NOON + life)
    for before, after in pairwise(found):
        assert before.ends_at == after.begins_at
        assert before.holder != after.holder
    assert all(each.length > timedelta() for each in found)


@given(timelines(), lives, st.fractions(min_value=0, max_value=1))
def test_a_life_that_is_cut_was_the_same_before(
    lines: list[Told], life: timedelta, part: float
) -> None:
    cut = NOON + timedelta(microseconds=int(part * (life // timedelta(microseconds=1))))

    whole = stretches_of(lines, starts_at=NOON, ends_at=NOON + life)

    before = [
        Stretch(each.holder, each.begins_at, min(each.ends_at, cut))
        for each in whole
        if each.begins_at < cut
    ]
    assert stretches_of(lines, starts_at=NOON, ends_at=cut) == before


def test_the_first_of_several_has_it_and_what_lies_beneath_goes_on() -> None:
    lines = _told(
        (EventKind.REQUESTED, 1, ""),
        (EventKind.JOINED, 2, ""),
        (EventKind.TO_THIRD_PARTY, 3, ""),
        (EventKind.MOVED, 4, Status.WAITING),
        (EventKind.MOVED, 5, Status.OPEN),
        (EventKind.FROM_THIRD_PARTY, 6, ""),
        (EventKind.MOVED, 7, Status.RESTORED),
        (EventKind.LEG_RESOLVED, 8, ""),
        (EventKind.MOVED, 8, Status.RESOLVED),
    )

    assert _held(lines, 9) == [
        (Holder.MANUFACTURER, 1),
        (Holder.PUBLISHER, 1),
        (Holder.JOINT, 1),
        (Holder.THIRD_PARTY, 1),
        (Holder.CLIENT, 1),
        (Holder.THIRD_PARTY, 1),
        (Holder.JOINT, 2),
        (Holder.MANUFACTURER, 1),
    ]


def test_a_clock_set_back_takes_no_time_from_anybody_twice() -> None:
    lines = _told((EventKind.REQUESTED, 3, ""), (EventKind.WITHDRAWN, 1, ""))

    assert _held(lines, 5) == [(Holder.MANUFACTURER, 5)]


def test_a_closing_before_the_opening_leaves_no_life() -> None:
    assert stretches_of([], starts_at=NOON, ends_at=NOON - HOUR) == []
