"""What is refused of an outage is said in words that are true of it."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from contracts.choices import OutageState, Party
from contracts.models import Outage, User
from contracts.rules.outages import Stretch
from contracts.rules.refusal import Forbidden, Invalid
from contracts.rules.responsibility import all_of
from contracts.selectors.outages import overlapping
from contracts.use_cases.propose_responsibility import (
    accept_responsibility,
    counter_responsibility,
    propose_responsibility,
    whole_outage,
)
from contracts.use_cases.record_outage import correct_outage, take_back_outage
from contracts.use_cases.write_outage import Evidence, OutageMoveNotOpen
from tests.cast import House
from tests.factories.contracts import MORNING
from tests.factories.outages import AN_HOUR, BEFORE, an_outage

pytestmark = pytest.mark.usefixtures("in_english")

END = BEFORE + AN_HOUR
THEIRS = all_of(Party.PUBLISHER)
Move = Callable[[Outage, User], object]


@pytest.fixture
def outage(house: House) -> Outage:
    return an_outage(house.payroll)


def _correct(outage: Outage, by: User) -> object:
    return correct_outage(outage, [Stretch(BEFORE, MORNING)], reason="x", by=by, at=MORNING)


def _take_back(outage: Outage, by: User) -> object:
    return take_back_outage(outage, reason="x", by=by, at=MORNING)


def _propose(outage: Outage, by: User) -> object:
    return propose_responsibility(outage, whole_outage(outage, THEIRS), by=by, at=MORNING)


@pytest.mark.parametrize(
    ("move", "words"),
    [
        (_correct, "Only the manufacturer says when a system was down"),
        (_take_back, "Only the manufacturer says when a system was down"),
        (_propose, "Only the two vendors say whose an outage was"),
    ],
)
def test_a_client_is_told_whose_it_is_to_say(
    house: House, outage: Outage, move: Move, words: str
) -> None:
    with pytest.raises(Forbidden, match=words):
        move(outage, house.clara)


def test_a_move_that_is_not_open_names_the_state(house: House, outage: Outage) -> None:
    _propose(outage, house.hank)

    with pytest.raises(OutageMoveNotOpen, match="its state is “Waits for the publisher”"):
        _propose(outage, house.hank)


def test_what_an_incident_tells_is_said_to_be_its_own(house: House) -> None:
    lasting = an_outage(house.payroll, [(BEFORE, None, None)], reference="INC-100001")

    with pytest.raises(OutageMoveNotOpen, match="An incident says that there was an outage"):
        _take_back(lasting, house.helen)
    with pytest.raises(OutageMoveNotOpen, match="lasts still"):
        accept_responsibility(lasting, by=house.hank, at=MORNING)


def test_all_that_is_wrong_of_a_correction_is_told_at_once(house: House, outage: Outage) -> None:
    with pytest.raises(Invalid) as refused:
        correct_outage(outage, [Stretch(END, BEFORE)], reason=" ", by=house.hank, at=MORNING)

    assert set(refused.value.errors) == {"reason", "segments.0.end"}


def test_all_that_is_wrong_of_a_counter_is_told_at_once(house: House, outage: Outage) -> None:
    _propose(outage, house.hank)
    said = [Stretch(BEFORE, END)]

    with pytest.raises(Invalid) as refused:
        counter_responsibility(outage, said, evidence=Evidence(" "), by=house.mia, at=MORNING)

    assert set(refused.value.errors) == {"evidence", "segments.0.responsibility"}


def test_what_else_was_recorded_of_the_same_time(house: House, outage: Outage) -> None:
    again = an_outage(house.payroll, [(BEFORE, END, None)])
    lasting = an_outage(house.payroll, [(END, None, None)])
    an_outage(house.payroll, [(BEFORE, END, None)], state=OutageState.VOID)
    an_outage(house.rival_payroll, [(BEFORE, END, None)])

    assert list(overlapping(outage, house.hank)) == [again]
    assert list(overlapping(lasting, house.hank)) == []
    assert not overlapping(outage, house.mia).exists()


def test_of_which_time_a_word_must_be_is_said_to_the_second(house: House) -> None:
    second = timedelta(seconds=1)
    outage = an_outage(house.payroll, [(BEFORE + second, END, None)])

    with pytest.raises(Invalid) as refused:
        propose_responsibility(outage, [Stretch(BEFORE, END, THEIRS)], by=house.hank, at=MORNING)

    assert "from 23 November 2026, 05:42:01 to" in str(refused.value.errors["segments"][0])
