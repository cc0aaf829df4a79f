"""An accepted contest books on the lines that are contested, and what the caps move, alone."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from contracts.choices import ContestDecision, OutageState, Party, SplitMethod, StatementState
from contracts.models import Agreement, Configuration, Contest, Outage, Statement
from contracts.rules.responsibility import Responsibility, all_of
from contracts.use_cases.contest_line import Answer, NoDifference, contest_line, decide_contest
from contracts.use_cases.contest_waits import ContestWaits
from contracts.use_cases.follow_incident import outage_began, outage_over
from contracts.use_cases.issue_statement import issue_statement
from contracts.use_cases.propose_responsibility import (
    accept_responsibility,
    propose_responsibility,
    whole_outage,
)
from contracts.use_cases.settle_statement import pay_statement
from tests.cast import House
from tests.factories import contracts, months
from tests.factories.contracts import PARIS
from tests.factories.months import DECEMBER_2, NOVEMBER, Example, local

pytestmark = pytest.mark.usefixtures("in_english")

LATER = DECEMBER_2 + timedelta(days=1)
ACCEPTED = Answer(ContestDecision.ACCEPTED)


@pytest.fixture
def mail(month: Example) -> Configuration:
    return _mail(month)


def _mail(month: Example) -> Configuration:
    """Register a second system, which bears the other half of the fee."""
    house = month.house
    made = contracts.configuration(
        "Mail", month.contract, signed_by=(house.helen, house.max), at=local(1, 0)
    )
    Configuration.objects.update(fee_share=Decimal("0.5"))
    return made


@pytest.fixture
def issued(month: Example, mail: Configuration) -> Statement:
    return issue_statement(month.contract, NOVEMBER, by=month.house.helen, at=DECEMBER_2)


def _filed_late(
    of: Configuration, house: House, said: Responsibility, *, until: int = 21
) -> Outage:
    """Return an outage of November by an incident that was filed after the issue, agreed."""
    outage_began(of, "INC-900001", since=local(20, 9), by=house.helen, at=LATER)
    made = outage_over("INC-900001", until=local(20, until), by=house.helen, at=LATER)
    assert made is not None
    propose_responsibility(made, whole_outage(made, said), by=house.helen, at=LATER)
    if said.publisher:
        accept_responsibility(made, by=house.max, at=LATER)
    return made


def _contested(issued: Statement, of: Configuration, house: House) -> Contest:
    line = issued.lines.get(configuration=of)
    return contest_line(line, reason="It was down longer.", by=house.clara, at=LATER)


def test_no_money_is_booked_on_a_line_that_nobody_contested(
    month: Example, mail: Configuration, issued: Statement
) -> None:
    house = month.house
    _filed_late(mail, house, all_of(Party.PUBLISHER))
    contest = _contested(issued, month.archive, house)

    with pytest.raises(ContestWaits, match=r"Mail.*reopen its line first") as refused:
        decide_contest(contest, ACCEPTED, by=house.helen, at=LATER)

    assert len(refused.value.extra["missing"]) == 1
    assert not issued.corrections.exists()
    decide_contest(contest, Answer(ContestDecision.REFUSED, "No."), by=house.helen, at=LATER)


def test_once_its_line_is_reopened_too_the_difference_is_booked(
    month: Example, mail: Configuration, issued: Statement
) -> None:
    house = month.house
    _filed_late(mail, house, all_of(Party.PUBLISHER))
    contest = _contested(issued, month.archive, house)
    line = issued.lines.get(configuration=mail)
    ours = contest_line(line, reason="Filed late.", by=house.helen, at=LATER)

    with pytest.raises(NoDifference, match="another one that waits"):
        decide_contest(contest, ACCEPTED, by=house.helen, at=LATER)
    decide_contest(ours, ACCEPTED, by=house.helen, at=LATER)

    assert issued.corrections.get().penalty == Decimal("1500.00")
    with pytest.raises(NoDifference, match="the month comes to"):  # the note holds it already
        decide_contest(contest, ACCEPTED, by=house.helen, at=LATER)


def test_what_moves_between_the_vendors_alone_is_no_less_of_that_line(
    month: Example, mail: Configuration, issued: Statement
) -> None:
    house = month.house
    _filed_late(month.archive, house, all_of(Party.MANUFACTURER), until=10)  # in the same band
    contest = _contested(issued, mail, house)

    with pytest.raises(ContestWaits, match="Archive"):
        decide_contest(contest, ACCEPTED, by=house.helen, at=LATER)


def test_a_late_outage_that_moves_nothing_stands_against_nothing(
    month: Example, mail: Configuration, issued: Statement
) -> None:
    house = month.house
    _filed_late(mail, house, all_of(Party.CLIENT))
    contest = _contested(issued, month.archive, house)

    with pytest.raises(NoDifference):
        decide_contest(contest, ACCEPTED, by=house.helen, at=LATER)


def test_a_note_shares_as_the_statement_did_whatever_the_agreement_says_since(
    month: Example, issued: Statement
) -> None:
    house = month.house
    contest = _contested(issued, month.archive, house)
    Agreement.objects.update(split_method=SplitMethod.SHAPLEY)

    with pytest.raises(NoDifference):
        decide_contest(contest, ACCEPTED, by=house.helen, at=LATER)
    _filed_late(month.archive, house, all_of(Party.PUBLISHER))
    decide_contest(contest, ACCEPTED, by=house.helen, at=LATER)

    note = issued.corrections.get()
    assert note.reckoning["split_method"] == SplitMethod.PROPORTIONAL
    assert Agreement.objects.get(pk=house.agreement.pk).split_method == SplitMethod.SHAPLEY


def test_what_moves_from_line_to_line_under_a_cap_is_a_note_though_the_sums_stay(
    house: House,
) -> None:
    month = months.example(house, annual_cap=Decimal("300.00"))
    mail = _mail(month)
    issued = issue_statement(month.contract, NOVEMBER, by=house.helen, at=DECEMBER_2)
    _filed_late(mail, house, Responsibility(Decimal(25), Decimal(75)))
    contest = _contested(issued, mail, house)

    decide_contest(contest, ACCEPTED, by=house.helen, at=LATER)

    note = issued.corrections.get()
    assert (note.penalty, note.reimbursement) == (Decimal(0), Decimal(0))
    assert not note.is_between_vendors
    moved = {each.line.configuration_id: each.penalty for each in note.lines.all()}
    assert moved == {month.archive.pk: Decimal("-250.00"), mail.pk: Decimal("250.00")}
    assert pay_statement(issued, by=house.helen, at=LATER).state == StatementState.PAID


def test_no_line_is_said_to_wait_that_the_caps_of_another_month_move(house: House) -> None:
    month = months.example(house, annual_cap=Decimal("500.00"))
    mail, january_2 = _mail(month), datetime(2027, 1, 2, 9, tzinfo=PARIS)
    months.agreed(month.archive, datetime(2026, 12, 10, 9, tzinfo=PARIS), 600, (100, 0, 0, 0))
    november, december = (
        issue_statement(month.contract, first, by=house.helen, at=at)
        for first, at in ((NOVEMBER, DECEMBER_2), (date(2026, 12, 1), january_2))
    )
    month.one.state, month.one.agreed_at = OutageState.VOID, None
    month.one.save()
    contest = _contested(november, month.archive, house)
    decide_contest(contest, ACCEPTED, by=house.helen, at=january_2)  # leaves more to Archive

    contest = _contested(december, mail, house)

    with pytest.raises(NoDifference, match="another one, which is not contested, does not"):
        decide_contest(contest, ACCEPTED, by=house.helen, at=january_2)
