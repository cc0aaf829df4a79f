from datetime import UTC, datetime, timedelta
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from contracts.rules.coverage import Hours, Window, covered_duration
from tickets.rules.deadlines import Promise, deadlines_of, resumed
from tickets.rules.pauses import Pause
from tickets.rules.shares import share_due_at

ALWAYS = Hours("Europe/Paris")
OFFICE = Hours(
    "Europe/Paris", always_on=False, windows=[Window(day, 540, 1080) for day in range(5)]
)
FRIDAY = datetime(2026, 3, 27, 15, 0, tzinfo=UTC)  # 16:00 in Paris; the clocks change on Sunday
HOUR = timedelta(hours=1)

hours = st.sampled_from([ALWAYS, OFFICE])
seconds = st.integers(1, 60 * 3600)
shares = st.fractions(min_value=0, max_value=1, max_denominator=100)


@st.composite
def pauses(draw: st.DrawFn) -> list[Pause]:
    found, at = list[Pause](), FRIDAY
    for wait, length in draw(st.lists(st.tuples(seconds, seconds), max_size=3)):
        paused_at = at + timedelta(seconds=wait)
        at = paused_at + timedelta(seconds=length)
        found.append(Pause(paused_at, at, line=0))
    return found


def test_half_of_four_office_hours_is_half_way_though_a_weekend_lies_between() -> None:
    half = share_due_at(OFFICE, FRIDAY, 6 * HOUR, [], Fraction(1, 2))

    assert half == datetime(2026, 3, 30, 8, 0, tzinfo=UTC)  # Monday 10:00 in summer time


def test_a_pause_puts_off_what_had_not_passed_before_it() -> None:
    pause = Pause(FRIDAY + 2 * HOUR, FRIDAY + 5 * HOUR, line=0)

    def _at(percent: int) -> datetime | None:
        return share_due_at(ALWAYS, FRIDAY, 4 * HOUR, [pause], Fraction(percent, 100))

    assert _at(25) == FRIDAY + HOUR
    assert _at(50) == FRIDAY + 2 * HOUR
    assert _at(75) == FRIDAY + 6 * HOUR


def test_while_a_pause_is_open_what_lies_behind_it_has_no_instant() -> None:
    pause = Pause(FRIDAY + 2 * HOUR, None, line=0)

    assert share_due_at(ALWAYS, FRIDAY, 4 * HOUR, [pause], Fraction(1, 2)) == FRIDAY + 2 * HOUR
    assert share_due_at(ALWAYS, FRIDAY, 4 * HOUR, [pause], Fraction(51, 100)) is None


@given(hours, seconds, shares, pauses())
def test_exactly_the_share_has_been_counted_when_it_is_due(
    of: Hours, length: int, share: Fraction, between: list[Pause]
) -> None:
    within = timedelta(seconds=length)

    due_at = share_due_at(of, FRIDAY, within, between, share)

    assert due_at is not None
    counted, since = timedelta(0), FRIDAY
    for pause in between:
        assert pause.ends_at is not None
        if due_at <= pause.begins_at:
            break
        counted += covered_duration(of, since, pause.begins_at)
        since = pause.ends_at
    counted += covered_duration(of, since, due_at)
    exact = Fraction(length * 10**6) * share
    assert 0 <= Fraction(counted // timedelta(microseconds=1)) - exact < 1


@given(hours, seconds, pauses(), st.lists(shares, min_size=2, max_size=5))
def test_a_greater_share_is_never_due_before_a_smaller_one(
    of: Hours, length: int, between: list[Pause], some: list[Fraction]
) -> None:
    within = timedelta(seconds=length)
    dues = [share_due_at(of, FRIDAY, within, between, share) for share in sorted(some)]

    assert dues == sorted(due_at for due_at in dues if due_at is not None)


@given(hours, seconds, pauses())
def test_all_of_it_is_due_at_the_stored_deadline(
    of: Hours, length: int, between: list[Pause]
) -> None:
    within = timedelta(seconds=length)
    stored = deadlines_of(Promise(within, None, None), hours=of, since=FRIDAY).respond_due_at
    assert stored is not None
    for pause in between:
        assert pause.ends_at is not None
        stored = resumed(stored, hours=of, paused_at=pause.begins_at, resumed_at=pause.ends_at)

    assert share_due_at(of, FRIDAY, within, between, Fraction(1)) == stored
