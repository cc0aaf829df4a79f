"""What sums to nothing needs no act: nobody records that nothing was paid or reimbursed."""

from datetime import timedelta
from decimal import Decimal
from importlib import import_module

import pytest
from django.db import connection
from django.test import Client

from contracts.choices import ContestDecision, LedgerAct, StatementState
from contracts.models import Configuration, LedgerEntry, Statement
from contracts.selectors.ledger import due_of, open_contracts
from contracts.use_cases.book import reverse_entry
from contracts.use_cases.contest_line import Answer, contest_line, decide_contest
from contracts.use_cases.issue_statement import issue_statement
from contracts.use_cases.settle_statement import (
    NothingDue,
    pay_statement,
    reimburse_statement,
)
from tests.cast import House
from tests.factories import contracts, months
from tests.factories.months import DECEMBER_2, KEY, NOVEMBER, Example, local
from tests.programs import Program

pytestmark = pytest.mark.usefixtures("in_english")

LATER = DECEMBER_2 + timedelta(days=1)
ACCEPTED = Answer(ContestDecision.ACCEPTED)
PAGE = f"/statements/{KEY}/"


@pytest.fixture
def month(house: House) -> Example:
    """One whose annual cap leaves 300, shared as the outages of its two systems are."""
    made = months.example(house, annual_cap=Decimal("300.00"))
    contracts.configuration(
        "Mail", made.contract, signed_by=(house.helen, house.max), at=local(1, 0)
    )
    Configuration.objects.update(fee_share=Decimal("0.5"))
    return made


@pytest.fixture
def settled(month: Example) -> Statement:
    house = month.house
    issued = issue_statement(month.contract, NOVEMBER, by=house.helen, at=DECEMBER_2)
    pay_statement(issued, by=house.helen, at=DECEMBER_2)
    reimburse_statement(issued, by=house.helen, at=DECEMBER_2)
    return issued


def _moved(
    settled: Statement, month: Example, shares: tuple[int, int, int, int] = (25, 75, 0, 0)
) -> None:
    """Let a note move most of what the client had of one system to the other one."""
    house, mail = month.house, Configuration.objects.get(name="Mail")
    months.agreed(mail, local(20, 9), 12 * 60, shares)
    line = settled.lines.get(configuration=mail)
    contest = contest_line(line, reason="It was down too.", by=house.clara, at=LATER)
    decide_contest(contest, ACCEPTED, by=house.helen, at=LATER)
    settled.refresh_from_db()


def test_a_note_that_leaves_the_sums_leaves_nothing_to_record(
    month: Example, settled: Statement, client: Client
) -> None:
    _moved(settled, month)

    note = settled.corrections.get()
    assert (note.penalty, note.reimbursement) == (Decimal(0), Decimal(0))
    assert sorted(each.penalty for each in note.lines.all()) == [Decimal(-250), Decimal(250)]
    assert settled.state == StatementState.REIMBURSED
    client.force_login(month.house.helen)
    page = client.get(PAGE).content.decode()
    assert "was paid</button>" not in " ".join(page.split())
    assert f"{PAGE}pay/" not in page
    assert f"{PAGE}reimburse/" not in page
    assert not {"pay", "reimburse"} & set(Program(month.house.helen).reads(PAGE)["moves"])
    with pytest.raises(NothingDue, match="Nothing is owed to the client"):
        pay_statement(settled, by=month.house.helen, at=LATER)
    with pytest.raises(NothingDue, match="Nothing is due from the publisher"):
        reimburse_statement(settled, by=month.house.helen, at=LATER)


def test_contested_again_such_a_line_holds_nothing_and_asks_nothing_back(
    month: Example, settled: Statement
) -> None:
    _moved(settled, month)
    line = settled.lines.get(configuration__name="Mail")
    contest_line(line, reason="Longer still.", by=month.house.clara, at=LATER)

    due = due_of(settled)

    assert (due.payable, due.waiting) == ({}, Decimal(0))


def test_paid_anew_each_line_has_what_the_note_left_it(month: Example, settled: Statement) -> None:
    house = month.house
    _moved(settled, month)
    payment = LedgerEntry.objects.get(act=LedgerAct.PAYMENT)

    reverse_entry(payment, reason="Wrong account", by=house.helen, at=LATER)

    assert _state(settled) == StatementState.ISSUED
    assert sorted(due_of(settled).payable.values()) == [Decimal(50), Decimal(250)]
    pay_statement(settled, by=house.helen, at=LATER)
    assert _state(settled) == StatementState.REIMBURSED


def _state(of: Statement) -> str:
    return Statement.objects.get(pk=of.pk).state


def test_what_a_note_moves_between_lines_is_not_open_in_the_ledger(month: Example) -> None:
    """Nothing comes back of what the manufacturer bears alone, so that it ends as paid."""
    house = month.house
    _without_outages(month)
    months.agreed(month.archive, local(12, 9), 90, (100, 0, 0, 0))
    issued = issue_statement(month.contract, NOVEMBER, by=house.helen, at=DECEMBER_2)
    assert list(open_contracts(house.helen)) == [month.contract]
    pay_statement(issued, by=house.helen, at=DECEMBER_2)

    _moved(issued, month, (100, 0, 0, 0))

    assert {each.penalty > 0 for each in issued.corrections.get().lines.all()} == {True, False}
    assert _state(issued) == StatementState.PAID
    assert list(open_contracts(house.helen)) == []


def test_statements_of_before_go_on_by_themselves(month: Example, settled: Statement) -> None:
    """The migration moves on what waited for a payment of nothing."""
    _moved(settled, month)
    migration = import_module("contracts.migrations.0041_nothing_due_is_no_act")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

        cursor.execute(migration.LINE_BY_LINE + migration.MOVE_ON)
        settled.refresh_from_db()
        assert settled.state == StatementState.ISSUED
        cursor.execute(migration.OF_THE_STATEMENT + migration.MOVE_ON)

    settled.refresh_from_db()
    assert settled.state == StatementState.REIMBURSED


def test_a_month_that_owes_nothing_stays_issued_and_asks_for_nothing(
    house: House, client: Client
) -> None:
    month = months.example(house)
    _without_outages(month)
    issued = issue_statement(month.contract, NOVEMBER, by=house.helen, at=DECEMBER_2)

    read = Program(house.helen).reads(PAGE)

    assert (issued.penalty, issued.state) == (Decimal(0), StatementState.ISSUED)
    assert (read["state"], read["payable"], read["moves"]) == ("issued", "0.00", ["contest"])
    client.force_login(house.helen)
    assert f"{PAGE}pay/" not in client.get(PAGE).content.decode()


def _without_outages(month: Example) -> None:
    for each in (month.one, month.other):
        each.state, each.agreed_at = "void", None
        each.save()
