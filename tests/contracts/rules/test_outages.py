from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.choices import OutageAction, OutageState
from contracts.rules.outages import (
    OutageSide,
    Stretch,
    StretchFault,
    bare,
    ended,
    faults_of_stretches,
    joined,
    lasting,
    outage_actions_open,
    resumed,
    says_the_same,
    state_after_counter,
)
from contracts.rules.responsibility import Responsibility

NINE = datetime(2026, 11, 23, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
TEN, ELEVEN, NOON = (NINE + n * HOUR for n in (1, 2, 3))
OURS = Responsibility(manufacturer=Decimal(100))
THEIRS = Responsibility(publisher=Decimal(100))
MANUFACTURER = OutageSide(is_manufacturer=True)
PUBLISHER = OutageSide(is_publisher=True)


@pytest.mark.parametrize(
    ("stretches", "place", "fault"),
    [
        ([], 0, StretchFault.NONE),
        ([Stretch(NINE, None)] * 51, 50, StretchFault.TOO_MANY),
        ([Stretch(TEN, NINE)], 0, StretchFault.ENDS_TOO_EARLY),
        ([Stretch(NINE, NINE)], 0, StretchFault.ENDS_TOO_EARLY),
        ([Stretch(NINE, None), Stretch(TEN, NOON)], 1, StretchFault.LASTS),
        ([Stretch(NINE, TEN), Stretch(ELEVEN, NOON)], 1, StretchFault.GAP),
        ([Stretch(NINE, ELEVEN), Stretch(TEN, NOON)], 1, StretchFault.OVERLAP),
    ],
)
def test_segments_that_cannot_be_are_named_by_their_place(
    stretches: list[Stretch], place: int, fault: StretchFault
) -> None:
    (found,) = faults_of_stretches(stretches)

    assert (found.place, found.fault) == (place, fault)


@given(st.lists(st.integers(1, 10_000), min_size=1, max_size=5), st.booleans())
def test_what_follows_one_another_can_be_wherever_it_is_cut(
    lengths: list[int], lasts: bool
) -> None:
    begins, made = NINE, []
    for length in lengths:
        ends = begins + timedelta(seconds=length)
        made.append(Stretch(begins, ends, OURS))
        begins = ends
    if lasts:
        made[-1] = Stretch(made[-1].begins, None, OURS)

    assert not faults_of_stretches(made)
    assert joined(made) == [Stretch(NINE, made[-1].ends, OURS)]
    assert says_the_same(made, joined(made))


def test_an_outage_ends_where_it_is_said_to_and_forgets_whose_it_was() -> None:
    known = [Stretch(NINE, TEN, OURS), Stretch(TEN, NOON, THEIRS)]

    assert ended(known, ELEVEN) == [Stretch(NINE, ELEVEN)]
    assert ended(known, NOON + HOUR) == [Stretch(NINE, NOON + HOUR)]
    assert ended(known, NINE) == []


def test_open_again_it_is_open_from_its_first_instant() -> None:
    assert lasting([Stretch(NINE, TEN, OURS)]) == [Stretch(NINE, None)]


def test_between_an_end_and_a_later_beginning_nobody_knows() -> None:
    assert resumed([Stretch(NINE, TEN)], ELEVEN) == [
        Stretch(NINE, TEN),
        Stretch(TEN, ELEVEN, is_unknown=True),
        Stretch(ELEVEN, None),
    ]
    assert resumed([Stretch(TEN, ELEVEN)], NINE) == [Stretch(NINE, None)]


def test_an_unknown_part_stays_apart() -> None:
    known = [Stretch(NINE, TEN, OURS), Stretch(TEN, NOON, is_unknown=True)]

    assert bare(known) == [Stretch(NINE, TEN), Stretch(TEN, NOON, is_unknown=True)]


@pytest.mark.parametrize("state", OutageState)
def test_only_the_two_vendors_do_anything(state: OutageState) -> None:
    assert not outage_actions_open(state, OutageSide(is_manager=True), is_settled_in_time=True)


@pytest.mark.parametrize("state", OutageState)
def test_while_it_lasts_it_is_only_corrected(state: OutageState) -> None:
    for side in (MANUFACTURER, PUBLISHER):
        found = outage_actions_open(state, side, is_settled_in_time=False)

        assert found <= {OutageAction.CORRECT}
        manager = OutageSide(is_manufacturer=True, is_manager=True, is_of_incident=True)
        told = outage_actions_open(state, manager, is_settled_in_time=False)
        assert told <= {OutageAction.CORRECT}


def test_whoever_is_asked_answers() -> None:
    asked = outage_actions_open(OutageState.PROPOSED, PUBLISHER, is_settled_in_time=True)
    back = outage_actions_open(OutageState.COUNTERED, MANUFACTURER, is_settled_in_time=True)

    assert asked == {OutageAction.ACCEPT, OutageAction.COUNTER}
    assert back == {OutageAction.ACCEPT, OutageAction.PROPOSE, OutageAction.CORRECT}
    assert not outage_actions_open(OutageState.COUNTERED, PUBLISHER, is_settled_in_time=True)


def test_after_two_counters_managers_settle() -> None:
    assert [state_after_counter(n) for n in (1, 2)] == [
        OutageState.COUNTERED,
        OutageState.TO_SETTLE,
    ]
    for is_manager in (False, True):
        side = OutageSide(is_publisher=True, is_manager=is_manager)
        found = outage_actions_open(OutageState.TO_SETTLE, side, is_settled_in_time=True)

        assert (OutageAction.SETTLE in found) is is_manager


def test_a_member_corrects_nothing_that_was_agreed() -> None:
    for is_manager in (False, True):
        side = OutageSide(is_manufacturer=True, is_manager=is_manager)
        found = outage_actions_open(OutageState.AGREED, side, is_settled_in_time=True)

        assert (OutageAction.CORRECT in found) is is_manager
