"""A manager of the manufacturer reopens a line of an issued statement: decided as a contest is."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.http import Http404

from contracts.choices import ContestDecision, Party, Role, StatementAction
from contracts.models import Contest, Statement
from contracts.rules.outages import Stretch
from contracts.rules.refusal import Forbidden, Invalid
from contracts.rules.responsibility import all_of
from contracts.selectors.statements import StatementRead, statement_read
from contracts.use_cases.contest_line import (
    Answer,
    ContestOpen,
    NoDifference,
    contest_line,
    decide_contest,
)
from contracts.use_cases.propose_responsibility import (
    accept_responsibility,
    propose_responsibility,
    whole_outage,
)
from contracts.use_cases.record_outage import correct_outage
from tests.cast import House
from tests.factories import contracts
from tests.factories.months import DECEMBER_2, KEY, Example, local

pytestmark = pytest.mark.usefixtures("in_english")

LATE = DECEMBER_2 + timedelta(days=90)
ACCEPTED = Answer(ContestDecision.ACCEPTED)
REFUSED = Answer(ContestDecision.REFUSED, "The log says otherwise.")


def _reopened(issued: Statement, month: Example) -> Contest:
    line = issued.lines.get()
    return contest_line(line, reason="The probe was wrong.", by=month.house.helen, at=LATE)


def test_it_is_reopened_at_any_time_and_says_by_whom(month: Example, issued: Statement) -> None:
    line = issued.lines.get()
    ours = _reopened(issued, month)
    decide_contest(ours, REFUSED, by=month.house.helen, at=LATE)
    theirs = contest_line(line, reason="x", by=month.house.clara, at=DECEMBER_2)

    assert (ours.is_reopening, theirs.is_reopening) == (True, False)


def test_its_outages_are_corrected_and_the_difference_is_issued_as_a_note(
    month: Example, issued: Statement
) -> None:
    house = month.house
    contest = _reopened(issued, month)
    with pytest.raises(NoDifference, match="or leave the line as it was issued"):
        decide_contest(contest, ACCEPTED, by=house.helen, at=LATE)

    told = [Stretch(month.one.begins_at, local(12, 23))]
    longer = correct_outage(month.one, told, reason="log", by=house.helen, at=LATE)
    propose_responsibility(
        longer, whole_outage(longer, all_of(Party.PUBLISHER)), by=house.helen, at=LATE
    )
    accept_responsibility(longer, by=house.max, at=LATE)
    decide_contest(contest, ACCEPTED, by=house.helen, at=LATE)

    assert issued.corrections.get().penalty == Decimal("2400.00")


@pytest.mark.parametrize(
    ("who", "refusal"),
    [("hank", Forbidden), ("max", Forbidden), ("mia", Forbidden), ("rival_agent", Http404)],
)
def test_nobody_else_of_the_vendors_reopens(
    month: Example, issued: Statement, who: str, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        contest_line(issued.lines.get(), reason="x", by=getattr(month.house, who), at=LATE)


def test_it_is_reopened_with_a_reason_and_once_at_a_time(month: Example, issued: Statement) -> None:
    with pytest.raises(Invalid):
        contest_line(issued.lines.get(), reason=" ", by=month.house.helen, at=LATE)
    _reopened(issued, month)

    with pytest.raises(ContestOpen):
        _reopened(issued, month)
    with pytest.raises(ContestOpen):
        contest_line(issued.lines.get(), reason="x", by=month.house.clara, at=DECEMBER_2)


def test_a_manager_of_the_manufacturer_alone_is_offered_it(
    house: House, month: Example, issued: Statement
) -> None:
    manager = contracts.person("Bertrand Vasseur", house.vauquelin, role=Role.MANAGER)

    def read(by: object) -> StatementRead:
        return statement_read(by, KEY, at=LATE)  # type: ignore[arg-type]

    assert StatementAction.CONTEST in read(house.helen).abilities
    for each in (house.hank, house.max, manager):
        assert StatementAction.CONTEST not in read(each).abilities
