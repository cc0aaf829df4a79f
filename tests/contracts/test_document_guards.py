"""What the database refuses of documents that are not booked as they say, and of their notes."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection

from contracts.choices import LedgerAccount, LedgerAct
from contracts.models import (
    Contest,
    Correction,
    CorrectionLine,
    DocumentSeries,
    Statement,
    StatementLine,
)
from contracts.rules.booking import Entry, LineAmounts, issued
from tests.cast import House
from tests.factories import contracts, statements
from tests.factories.statements import PENALTY
from tests.refused import refused_by

BY_LINE = "a document is booked line by line"
ACCEPTED_ALONE = "a note follows from an accepted contest of its statement"
OF_ITS_LINES = "a note corrects lines of its statement"
OF_SOMETHING = "a note changes something of a line, and is booked"
WITHIN = "with its notes a line owes nothing below zero, a month at most the fee"
OF_DOCUMENTS = "the numbers of an agreement are those of its documents"
ALONG = "a contest is accepted along with one of its statement that has a note"
NOTED = "an accepted contest leads to a note"
NOTED_ONCE = "a contest that was accepted along has no note of its own"
NOTHING = Decimal(0)
COST, CASH = LedgerAccount.PENALTY_COST, LedgerAccount.CASH


@pytest.fixture
def statement(house: House) -> Statement:
    """One that was issued, and that all guards have looked at."""
    issued_one = statements.statement(house.payroll, house.helen)
    _look()
    return issued_one


def _look() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


Breaks = Callable[[House, Statement], object]


def _of_two_lines(house: House, of: Statement) -> tuple[Statement, StatementLine, StatementLine]:
    """Issue another month: a line that owes all of it, and one that owes nothing; unbooked."""
    told = {"month": date(2026, 9, 1), "number": 2}
    same = ("contract", "agreement", "issued_at", "issued_by", "contest_until", "currency")
    usual = {name: getattr(of, name) for name in (*same, "split_method", "fee", "reckoning")}
    made = Statement.objects.create(**usual, **told, penalty=PENALTY, reimbursement=NOTHING)
    mail = contracts.configuration("Mail", house.contract, signed_by=None)
    owing = StatementLine.objects.create(
        statement=made, configuration=house.payroll, penalty=PENALTY, reimbursement=NOTHING
    )
    other = StatementLine.objects.create(
        statement=made, configuration=mail, penalty=NOTHING, reimbursement=NOTHING
    )
    return made, owing, other


def _on_another_line(house: House, of: Statement) -> None:
    made, _owing, other = _of_two_lines(house, of)
    postings = issued([LineAmounts(other.pk, PENALTY, NOTHING)])
    statements.booked(made, LedgerAct.ISSUE, postings, by=house.helen)


def _as_cash(house: House, of: Statement) -> None:
    made, owing, _other = _of_two_lines(house, of)
    postings = [
        Entry(owing.pk, CASH, PENALTY),
        Entry(owing.pk, LedgerAccount.CLIENT_CREDIT, -PENALTY),
    ]
    statements.booked(made, LedgerAct.ISSUE, postings, by=house.helen)


def _moved(house: House, of: Statement, act: LedgerAct, account: LedgerAccount) -> None:
    line = of.lines.get().pk
    postings = [Entry(line, account, Decimal(5)), Entry(line, CASH, Decimal(-5))]
    statements.booked(of, act, postings, by=house.helen)


def _noted(house: House, of: Statement, **fields: object) -> Correction:
    return statements.correction(of, statements.contest(of, house.clara), house.helen, **fields)


def _written(house: House, contest: Contest, **fields: object) -> Correction:
    """Write a note without its lines and postings, whatever was decided."""
    of = contest.line.statement
    usual: dict[str, Any] = {
        "statement": of,
        "agreement": of.agreement,
        "contest": contest,
        "number": 1,
        "issued_at": of.issued_at,
        "issued_by": house.helen,
        "penalty": PENALTY,
        "reimbursement": Decimal(1),
        "reckoning": {},
        "is_between_vendors": False,
    }
    return Correction.objects.create(**(usual | fields))


def _booked(note: Correction, line: StatementLine) -> None:
    """Add to a written note the one line that it corrects, and book it."""
    amounts = LineAmounts(line.pk, note.penalty, note.reimbursement)
    CorrectionLine.objects.create(
        correction=note, line=line, penalty=note.penalty, reimbursement=note.reimbursement
    )
    act, postings = LedgerAct.CORRECTION, issued([amounts])
    statements.booked(note.statement, act, postings, by=note.issued_by, correction=note)


def _undecided(house: House, of: Statement) -> None:
    contest = statements.contest(of, house.clara)
    _booked(_written(house, contest), contest.line)


def _of_anothers_contest(house: House, of: Statement) -> None:
    """Write a note of one statement for the accepted contest of another one."""
    other = statements.statement(house.payroll, house.helen, month=date(2026, 9, 1), number=2)
    _booked(_written(house, _accepted(house, other), statement=of), of.lines.get())


def _accepted(house: House, of: Statement, **fields: object) -> Contest:
    told = {"decision": "accepted", "decided_at": of.issued_at, "decided_by": house.helen}
    return statements.contest(of, house.clara, **told, **fields)


def _accepted_along(house: House, with_: Contest, of: Statement) -> Contest:
    return _accepted(house, of, along_with=with_)


def _noted_twice(house: House, of: Statement) -> None:
    """Let a contest be accepted along with another one, and lead to a note later."""
    along = _accepted_along(house, _noted(house, of).contest, of)
    DocumentSeries.objects.create(agreement=of.agreement, statements=1, corrections=1)
    _look()
    DocumentSeries.objects.update(corrections=2)
    _booked(_written(house, along, number=2), along.line)


def _along_with_one_without_a_note(house: House, of: Statement) -> None:
    told = {"decision": "refused", "decided_at": of.issued_at, "decided_by": house.helen}
    _accepted_along(house, statements.contest(of, house.clara, answer="No.", **told), of)


def _along_with_one_of_another(house: House, of: Statement) -> None:
    other = statements.statement(house.payroll, house.helen, month=date(2026, 9, 1), number=2)
    _accepted_along(house, _noted(house, of).contest, other)


def _on_anothers_line(house: House, of: Statement) -> None:
    note = _noted(house, of)
    other = statements.statement(house.payroll, house.helen, month=date(2026, 9, 1), number=2)
    CorrectionLine.objects.create(
        correction=note, line=other.lines.get(), penalty=0, reimbursement=0
    )


def _of_nothing(house: House, of: Statement) -> None:
    contest = _accepted(house, of)
    note = _written(house, contest, penalty=NOTHING, reimbursement=NOTHING)
    CorrectionLine.objects.create(
        correction=note, line=contest.line, penalty=NOTHING, reimbursement=NOTHING
    )


def _from_line_to_line(
    house: House, of: Statement, **fields: object
) -> tuple[Correction, list[LineAmounts]]:
    """Let an accepted note move what the client is owed from one line to another; unbooked."""
    made, owing, other = _of_two_lines(house, of)
    postings = issued([LineAmounts(owing.pk, PENALTY, NOTHING)])
    statements.booked(made, LedgerAct.ISSUE, postings, by=house.helen)
    contest = Contest.objects.create(
        line=owing, reason="x", opened_by=house.clara, opened_at=of.issued_at
    )
    note = _written(house, contest, **{"penalty": NOTHING} | fields)
    amounts = [
        LineAmounts(owing.pk, -PENALTY, NOTHING),
        LineAmounts(other.pk, PENALTY, note.reimbursement),
    ]
    for each in amounts:
        CorrectionLine.objects.create(
            correction=note,
            line_id=each.line,
            penalty=each.penalty,
            reimbursement=each.reimbursement,
        )
    Contest.objects.update(decision="accepted", decided_at=of.issued_at, decided_by=house.helen)
    return note, amounts


def _hidden_from_the_client(house: House, of: Statement) -> None:
    note, amounts = _from_line_to_line(house, of, is_between_vendors=True)
    act, postings = LedgerAct.CORRECTION, issued(amounts)
    statements.booked(note.statement, act, postings, by=house.helen, correction=note)


BROKEN: dict[str, tuple[str, Breaks]] = {
    "a penalty is booked on another line": (BY_LINE, _on_another_line),
    "a penalty is booked as paid, not as a cost": (BY_LINE, _as_cash),
    "a payment moves the publisher's part": (
        "a payment does not stand",
        lambda house, it: _moved(house, it, LedgerAct.PAYMENT, LedgerAccount.PUBLISHER_RECEIVABLE),
    ),
    "a reimbursement moves a cost": (
        "a reimbursement does not stand",
        lambda house, it: _moved(house, it, LedgerAct.REIMBURSEMENT, COST),
    ),
    "a note follows from a contest that waits": (ACCEPTED_ALONE, _undecided),
    "a note follows from another statement's contest": (ACCEPTED_ALONE, _of_anothers_contest),
    "a note has a line of another statement": (OF_ITS_LINES, _on_anothers_line),
    "a note changes nothing": (OF_SOMETHING, _of_nothing),
    "a note that moves lines alone is not booked": (
        OF_SOMETHING,
        lambda house, it: _from_line_to_line(house, it, reimbursement=NOTHING),
    ),
    "a note between the vendors moves what the client is owed": (
        OF_ITS_LINES,
        _hidden_from_the_client,
    ),
    "a contest is accepted along with one that has no note": (
        ALONG,
        _along_with_one_without_a_note,
    ),
    "a contest is accepted along with one of another statement": (
        ALONG,
        _along_with_one_of_another,
    ),
    "a contest is accepted without a note": (NOTED, _accepted),
    "a contest that was accepted along leads to a note later": (NOTED_ONCE, _noted_twice),
    "a note takes back more than was owed": (
        WITHIN,
        lambda house, it: _noted(house, it, penalty=-PENALTY - 1, reimbursement=NOTHING),
    ),
    "a note owes more than the fee": (
        WITHIN,
        lambda house, it: _noted(house, it, penalty=Decimal("11400.01"), reimbursement=NOTHING),
    ),
    "a note is numbered under another agreement": (
        ACCEPTED_ALONE,
        lambda house, it: _noted(house, it, agreement=house.rival_payroll.contract.agreement),
    ),
    "a counter of statements runs ahead": (
        OF_DOCUMENTS,
        lambda _, it: DocumentSeries.objects.create(agreement=it.agreement, statements=2),
    ),
    "a counter of notes runs ahead": (
        OF_DOCUMENTS,
        lambda _, it: DocumentSeries.objects.create(
            agreement=it.agreement, statements=1, corrections=1
        ),
    ),
}


@pytest.mark.parametrize("case", BROKEN)
def test_the_database_refuses_when(house: House, statement: Statement, case: str) -> None:
    sentence, breaks = BROKEN[case]

    with refused_by(sentence):
        breaks(house, statement)


def test_a_note_may_take_back_all_that_was_owed(house: House, statement: Statement) -> None:
    _noted(house, statement, penalty=-PENALTY, reimbursement=Decimal(-450))
    DocumentSeries.objects.create(agreement=statement.agreement, statements=1, corrections=1)
    _look()

    assert Correction.objects.get().number == 1
