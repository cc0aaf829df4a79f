"""Money goes on as domain.md says: paid, reimbursed, contested, corrected; never twice."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from contracts.choices import ContestDecision, LedgerAct, StatementState
from contracts.models import Contest, LedgerEntry, Statement
from contracts.rules.refusal import Forbidden, Invalid
from contracts.selectors.ledger import balances_of, due_of
from contracts.use_cases.book import NotReversible, reverse_entry
from contracts.use_cases.contest_line import (
    Answer,
    ContestDecided,
    ContestOpen,
    ContestTooLate,
    NoDifference,
    contest_line,
    decide_contest,
)
from contracts.use_cases.contest_waits import ContestWaits
from contracts.use_cases.settle_statement import (
    NothingDue,
    pay_statement,
    reimburse_statement,
)
from tests.cast import House
from tests.factories import outages
from tests.factories.months import DECEMBER_2, Example, local

pytestmark = pytest.mark.usefixtures("in_english")

LATER = DECEMBER_2 + timedelta(days=3)
ACCEPTED = Answer(ContestDecision.ACCEPTED)


def _contested(issued: Statement, house: House, at: datetime = LATER) -> Contest:
    return contest_line(issued.lines.get(), reason="It was down longer.", by=house.clara, at=at)


def _state(issued: Statement) -> str:
    return Statement.objects.get(pk=issued.pk).state


def test_it_is_paid_then_reimbursed_and_all_accounts_are_even(
    house: House, issued: Statement
) -> None:
    with pytest.raises(NothingDue, match="The client is paid first"):
        reimburse_statement(issued, by=house.helen, at=LATER)

    pay_statement(issued, by=house.helen, at=LATER)
    assert _state(issued) == StatementState.PAID
    reimburse_statement(issued, by=house.helen, at=LATER)
    assert _state(issued) == StatementState.REIMBURSED

    [stands] = balances_of(house.helen, [issued.contract])
    assert (stands.owed_to_client, stands.due_from_publisher) == (Decimal(0), Decimal(0))
    assert (stands.cost, stands.cash) == (Decimal("150.00"), Decimal("-150.00"))


def test_paid_again_it_is_refused_and_booked_once(house: House, issued: Statement) -> None:
    pay_statement(issued, by=house.helen, at=LATER)

    with pytest.raises(NothingDue):
        pay_statement(issued, by=house.helen, at=LATER)
    assert issued.entries.filter(act=LedgerAct.PAYMENT).count() == 1


def test_a_payment_recorded_by_mistake_is_reversed_and_never_deleted(
    house: House, issued: Statement
) -> None:
    pay_statement(issued, by=house.helen, at=LATER)
    payment = LedgerEntry.objects.get(act=LedgerAct.PAYMENT)

    reverse_entry(payment, reason="Wrong account", by=house.helen, at=LATER)

    assert _state(issued) == StatementState.ISSUED
    assert sum(due_of(issued).payable.values()) == Decimal("600.00")
    with pytest.raises(NotReversible, match="already"):
        reverse_entry(payment, reason="Again", by=house.helen, at=LATER)
    pay_statement(issued, by=house.helen, at=LATER)
    assert _state(issued) == StatementState.PAID


def test_what_was_issued_is_corrected_by_a_note_and_never_reversed(
    house: House, issued: Statement
) -> None:
    with pytest.raises(NotReversible, match="corrected by a note"):
        reverse_entry(issued.entries.get(), reason="x", by=house.helen, at=LATER)


@pytest.mark.parametrize("who", ["hank", "max", "clara"])
def test_only_a_manager_of_the_manufacturer_records_money(
    house: House, issued: Statement, who: str
) -> None:
    with pytest.raises(Forbidden):
        pay_statement(issued, by=getattr(house, who), at=LATER)


def test_a_contested_line_is_not_payable_until_it_is_decided(
    house: House, issued: Statement
) -> None:
    contest = _contested(issued, house)

    with pytest.raises(NothingDue, match="contested"):
        pay_statement(issued, by=house.helen, at=LATER)
    with pytest.raises(ContestOpen):
        _contested(issued, house)
    refused = Answer(ContestDecision.REFUSED, "The log shows otherwise.")
    decide_contest(contest, refused, by=house.helen, at=LATER)
    with pytest.raises(ContestDecided):
        decide_contest(contest, refused, by=house.helen, at=LATER)
    pay_statement(issued, by=house.helen, at=LATER)


def test_a_contest_comes_in_time_or_is_told_until_when(house: House, issued: Statement) -> None:
    last = issued.contest_until - timedelta(microseconds=1)

    with pytest.raises(ContestTooLate, match="17 December 2026"):
        _contested(issued, house, at=issued.contest_until)
    assert _contested(issued, house, at=last).opened_at == last


def test_only_the_client_contests_and_says_why(house: House, issued: Statement) -> None:
    line = issued.lines.get()

    with pytest.raises(Forbidden):
        contest_line(line, reason="x", by=house.max, at=LATER)
    with pytest.raises(Invalid):
        contest_line(line, reason=" ", by=house.clara, at=LATER)


def test_an_accepted_contest_issues_and_books_the_difference(
    month: Example, issued: Statement
) -> None:
    house = month.house
    pay_statement(issued, by=house.helen, at=LATER)
    contest = _contested(issued, house)
    # found meanwhile, and agreed: 11 000 s more of the publisher, so that the next band is met
    stretch = (local(25, 8), local(25, 8) + timedelta(seconds=11_000), (0, 100, 0, 0))
    outages.an_outage(month.archive, [stretch], state="agreed", agreed_at=LATER)

    decide_contest(contest, ACCEPTED, by=house.helen, at=LATER)

    note = issued.corrections.get()
    assert (note.legal_number, note.is_credit) == ("N-000001", True)
    assert (note.penalty, note.reimbursement) == (Decimal("600.00"), Decimal("631.32"))
    assert _state(issued) == StatementState.ISSUED  # 600 more are to be paid
    assert sum(due_of(issued).payable.values()) == Decimal("600.00")
    assert Statement.objects.get().penalty == Decimal("600.00")


def test_a_debit_note_is_paid_back(month: Example, issued: Statement) -> None:
    house = month.house
    pay_statement(issued, by=house.helen, at=LATER)
    contest = _contested(issued, house)
    month.one.state, month.one.agreed_at = "void", None
    month.one.save()

    decide_contest(contest, ACCEPTED, by=house.helen, at=LATER)

    note = issued.corrections.get()
    assert not note.is_credit
    assert note.penalty == Decimal("-600.00")
    assert sum(due_of(issued).payable.values()) == Decimal("-600.00")
    pay_statement(issued, by=house.helen, at=LATER)
    assert _state(issued) == StatementState.PAID


def test_nothing_half_done_is_left_of_an_acceptance_that_fails(
    month: Example, issued: Statement
) -> None:
    contest = _contested(issued, month.house)

    with pytest.raises(NoDifference):
        decide_contest(contest, ACCEPTED, by=month.house.helen, at=LATER)
    outages.an_outage(month.archive, [(local(25, 8), local(25, 9), None)])
    with pytest.raises(ContestWaits, match="not agreed"):
        decide_contest(contest, ACCEPTED, by=month.house.helen, at=LATER)

    assert Contest.objects.get().decision == ""
    assert not issued.corrections.exists()
