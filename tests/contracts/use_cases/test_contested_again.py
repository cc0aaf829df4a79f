"""What the manufacturer decides alone of an issued month, the client may contest once more."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.test import Client

from contracts.choices import ContestDecision, Party, StatementAction
from contracts.models import Contest, Outage, Statement
from contracts.papers.paper import statement_paper
from contracts.rules.outages import Stretch
from contracts.rules.responsibility import all_of
from contracts.selectors.statements import statement_read
from contracts.use_cases.contest_line import (
    Answer,
    ContestOpen,
    ContestTooLate,
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
from tests.factories.contracts import PARIS
from tests.factories.months import DECEMBER_2, KEY, Example
from tests.programs import Program

pytestmark = pytest.mark.usefixtures("in_english")

LATE = DECEMBER_2 + timedelta(days=90)  # 2 March
AGAIN_UNTIL = datetime(2027, 3, 18, tzinfo=PARIS)
ACCEPTED = Answer(ContestDecision.ACCEPTED)
REFUSED = Answer(ContestDecision.REFUSED, "The log says otherwise.")
MOMENT = timedelta(microseconds=1)


def _by_client(issued: Statement, house: House, at: datetime) -> Contest:
    return contest_line(issued.lines.get(), reason="It was longer.", by=house.clara, at=at)


def _reopened(issued: Statement, house: House, at: datetime = LATE) -> Contest:
    return contest_line(issued.lines.get(), reason="The probe.", by=house.helen, at=at)


def _said_anew(month: Example, party: Party, at: datetime) -> None:
    """Let both outages last a second longer, and be somebody's alone."""
    house = month.house
    for each in (month.one, month.other):
        outage = Outage.objects.get(pk=each.pk)
        told = [Stretch(outage.begins_at, outage.ends_at and outage.ends_at + timedelta(seconds=1))]
        outage = correct_outage(outage, told, reason="log", by=house.helen, at=at)
        propose_responsibility(outage, whole_outage(outage, all_of(party)), by=house.helen, at=at)
        if party == Party.PUBLISHER:
            accept_responsibility(outage, by=house.max, at=at)


def test_a_debit_note_after_the_delay_can_be_contested(month: Example, issued: Statement) -> None:
    house = month.house
    ours = _reopened(issued, house)
    _said_anew(month, Party.CLIENT, LATE)
    decide_contest(ours, ACCEPTED, by=house.helen, at=LATE)
    assert issued.corrections.get().penalty == Decimal("-600.00")

    with pytest.raises(ContestTooLate, match="17 March 2027"):
        _by_client(issued, house, at=AGAIN_UNTIL)
    assert _by_client(issued, house, at=AGAIN_UNTIL - MOMENT).pk


def test_a_line_that_was_reopened_and_stays_is_open_to_its_client_again(
    month: Example, issued: Statement
) -> None:
    house = month.house
    ours = _reopened(issued, house, at=DECEMBER_2)
    with pytest.raises(ContestOpen):
        _by_client(issued, house, at=DECEMBER_2)
    decide_contest(ours, REFUSED, by=house.helen, at=LATE)

    with pytest.raises(ContestTooLate):
        _by_client(issued, house, at=AGAIN_UNTIL)
    assert _by_client(issued, house, at=LATE).pk


def test_a_note_of_the_clients_own_contest_opens_the_delay_too(
    month: Example, issued: Statement
) -> None:
    house = month.house
    theirs = _by_client(issued, house, at=DECEMBER_2)
    _said_anew(month, Party.CLIENT, LATE)
    decide_contest(theirs, ACCEPTED, by=house.helen, at=LATE)

    assert _by_client(issued, house, at=AGAIN_UNTIL - MOMENT).pk


@pytest.mark.parametrize("answer", [ACCEPTED, REFUSED])
def test_what_changes_nothing_that_the_client_is_owed_opens_no_delay(
    month: Example, issued: Statement, answer: Answer
) -> None:
    house = month.house
    theirs = _by_client(issued, house, at=DECEMBER_2)
    _said_anew(month, Party.PUBLISHER, LATE)  # in the same band
    decide_contest(theirs, answer, by=house.helen, at=LATE)

    with pytest.raises(ContestTooLate, match="17 December 2026"):
        _by_client(issued, house, at=LATE)


def test_the_delay_is_said_and_offered_everywhere(
    client: Client, month: Example, issued: Statement
) -> None:
    house = month.house
    ours = _reopened(issued, house)
    client.force_login(house.clara)
    page = client.get(f"/statements/{KEY}/").content.decode()
    assert "once that is decided, lines can be contested for as many days again" in page
    decide_contest(ours, REFUSED, by=house.helen, at=LATE)

    read = statement_read(house.clara, KEY, at=AGAIN_UNTIL - MOMENT)

    assert StatementAction.CONTEST in read.abilities
    late = statement_read(house.clara, KEY, at=AGAIN_UNTIL)
    assert StatementAction.CONTEST not in late.abilities
    facts = dict(statement_paper(read).facts)
    assert facts["Can be contested"] == "until 17 March 2027 inclusive"
    page = client.get(f"/statements/{KEY}/").content.decode()
    assert "Last day to contest a line: 17 March 2027." in page
    assert "once that is decided" not in page
    said = Program(house.clara).reads(f"/statements/{KEY}/")
    assert datetime.fromisoformat(said["contest_until"]) == AGAIN_UNTIL
