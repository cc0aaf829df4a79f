"""What the database refuses of statements and of the ledger beyond their constraints."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.db.models import QuerySet

from contracts.choices import LedgerAccount, LedgerAct, StatementState
from contracts.models import (
    Agreement,
    Contest,
    DocumentSeries,
    LedgerEntry,
    LedgerPosting,
    Statement,
    StatementLine,
)
from contracts.rules.booking import Entry, LineAmounts, issued, paid
from tests.cast import House
from tests.factories import contracts, statements
from tests.factories.contracts import MORNING
from tests.factories.statements import PENALTY
from tests.refused import empty, refused_by

ISSUED = "what was issued stays as it is"
APPEND_ONLY = "the ledger is append-only"
NO_GAP = "leave no gap"
NEVER_DOWN = "the numbers of an agreement never go down"
NEVER_EMPTIED = "what was issued or booked is never emptied"
FOLLOWS = "the state of a statement follows from the ledger"


@pytest.fixture
def statement(house: House) -> Statement:
    """One that was issued, and that all guards have looked at."""
    issued_one = statements.statement(house.payroll, house.helen)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    return issued_one


Breaks = Callable[[House, Statement], object]


def _line(of: Statement) -> StatementLine:
    return of.lines.get()


def _lopsided(house: House, statement: Statement) -> None:
    postings = paid({_line(statement).pk: PENALTY})
    statements.booked(statement, LedgerAct.PAYMENT, postings[:1], by=house.helen)


def _half_reversed(house: House, statement: Statement) -> None:
    half = paid({_line(statement).pk: PENALTY / 2})
    whole = paid({_line(statement).pk: PENALTY})
    payment = statements.booked(statement, LedgerAct.PAYMENT, whole, by=house.helen)
    undone = [Entry(each.line, each.account, -each.amount) for each in half]
    statements.booked(
        statement, LedgerAct.REVERSAL, undone, by=house.helen, reverses=payment, reason="x"
    )


def _of_another(house: House, statement: Statement) -> None:
    other = statements.statement(house.payroll, house.helen, month=date(2026, 9, 1), number=2)
    postings = paid({_line(other).pk: PENALTY})
    statements.booked(statement, LedgerAct.PAYMENT, postings, by=house.helen)


def _in_dollars(house: House, statement: Statement) -> None:
    postings = paid({_line(statement).pk: PENALTY})
    statements.booked(statement, LedgerAct.PAYMENT, postings, by=house.helen, currency="USD")


def _another_line(house: House, statement: Statement) -> None:
    mail = contracts.configuration("Mail", house.contract, signed_by=None)
    StatementLine.objects.create(
        statement=statement, configuration=mail, penalty=1, reimbursement=0
    )


def _unbooked(house: House, statement: Statement) -> None:
    Statement.objects.create(
        contract=statement.contract,
        agreement=statement.agreement,
        month=date(2026, 9, 1),
        number=2,
        issued_at=MORNING,
        issued_by=house.helen,
        contest_until=statement.contest_until,
        currency="EUR",
        split_method=statement.split_method,
        fee=0,
        penalty=0,
        reimbursement=0,
        reckoning={},
    )
    made = statements.statement(house.payroll, house.helen, month=date(2026, 8, 1), number=3)
    mail = contracts.configuration("Mail", house.contract, signed_by=None)
    StatementLine.objects.create(statement=made, configuration=mail, penalty=0, reimbursement=-1)


def _reversed(house: House, statement: Statement) -> None:
    issue = LedgerEntry.objects.get()
    postings = [Entry(each.line_id, each.account, -each.amount) for each in issue.postings.all()]  # type: ignore[arg-type]
    statements.booked(
        statement, LedgerAct.REVERSAL, postings, by=house.helen, reverses=issue, reason="x"
    )


def _of_anothers(house: House, statement: Statement) -> None:
    """Reverse under one statement what was paid under another one."""
    other = statements.statement(house.payroll, house.helen, month=date(2026, 9, 1), number=2)
    postings = paid({_line(other).pk: PENALTY})
    payment = statements.booked(other, LedgerAct.PAYMENT, postings, by=house.helen)
    undone = [Entry(each.line, each.account, -each.amount) for each in postings]
    statements.booked(
        statement, LedgerAct.REVERSAL, undone, by=house.helen, reverses=payment, reason="x"
    )


def _issued_anew(house: House, statement: Statement) -> None:
    """Book under a statement that owed nothing that it was issued."""
    owes_nothing = {"penalty": Decimal(0), "reimbursement": Decimal(0)}
    line = statements.statement(
        house.payroll, house.helen, month=date(2026, 9, 1), number=2, **owes_nothing
    ).lines.get()
    postings = issued([LineAmounts(line.pk, PENALTY, Decimal(0))])
    statements.booked(line.statement, LedgerAct.ISSUE, postings, by=house.helen)


def _paid(house: House, statement: Statement) -> None:
    """Book a payment, and leave the statement as it was."""
    postings = paid({_line(statement).pk: PENALTY})
    statements.booked(statement, LedgerAct.PAYMENT, postings, by=house.helen)


def _emptied(table: str) -> Breaks:
    return lambda _house, _statement: empty(f"contracts_{table}")


def _series(of: Statement, **numbers: int) -> QuerySet[DocumentSeries]:
    """Return the counter of a statement's agreement, as far as numbers say it has come."""
    DocumentSeries.objects.update_or_create(agreement=of.agreement, defaults=numbers)
    return DocumentSeries.objects.filter(agreement=of.agreement)


def _decided_anew(house: House, statement: Statement) -> None:
    made = statements.contest(statement, house.clara)
    statements.correction(statement, made, house.helen)
    Contest.objects.update(answer="x")


BROKEN: dict[str, tuple[str, Breaks]] = {
    "an amount is changed": (ISSUED, lambda _, it: Statement.objects.update(penalty=1)),
    "a reckoning is changed": (ISSUED, lambda _, it: Statement.objects.update(reckoning={"a": 1})),
    "a statement is deleted": (
        ISSUED,
        lambda _, it: Statement.objects.all()._raw_delete("default"),
    ),
    "a line is changed": (ISSUED, lambda _, it: StatementLine.objects.update(penalty=1)),
    "a line is added": ("the lines of a statement sum to it", _another_line),
    "what is owed is not booked": ("the lines of a statement sum to it", _unbooked),
    "a decision is changed": (ISSUED, _decided_anew),
    "a number is left out": (
        NO_GAP,
        lambda house, it: statements.statement(
            house.payroll, house.helen, month=date(2026, 9, 1), number=3
        ),
    ),
    "a correction's number is left out": (
        NO_GAP,
        lambda house, it: statements.correction(
            it, statements.contest(it, house.clara), house.helen, number=2
        ),
    ),
    "the currency is another": (
        "currency of its contract's agreement",
        lambda house, it: statements.statement(
            house.payroll, house.helen, month=date(2026, 9, 1), number=2, currency="USD"
        ),
    ),
    "an agreement takes another currency": (
        "keeps its currency",
        lambda _, it: Agreement.objects.update(currency="USD"),
    ),
    "an entry is changed": (APPEND_ONLY, lambda _, it: LedgerEntry.objects.update(reason="x")),
    "a posting is changed": (APPEND_ONLY, lambda _, it: LedgerPosting.objects.update(amount=1)),
    "a posting is deleted": (
        APPEND_ONLY,
        lambda _, it: LedgerPosting.objects.all()._raw_delete("default"),
    ),
    "an entry does not sum to zero": ("sums to zero", _lopsided),
    "an entry is empty": (
        "sums to zero",
        lambda house, it: statements.booked(it, LedgerAct.PAYMENT, [], by=house.helen),
    ),
    "an entry has a line of another statement": ("is of one statement", _of_another),
    "an entry is in another currency": ("in the currency of its statement", _in_dollars),
    "a reversal turns but a half": ("turns every posting", _half_reversed),
    "what was issued is reversed": ("only a payment or a reimbursement", _reversed),
    "another statement's payment is reversed": ("only a payment or a reimbursement", _of_anothers),
    "a statement is booked as issued later": ("is booked with it", _issued_anew),
    "a state runs ahead of the ledger": (
        FOLLOWS,
        lambda _, it: Statement.objects.update(state=StatementState.REIMBURSED),
    ),
    "a payment leaves the state behind": (FOLLOWS, _paid),
    **{
        f"the table of each {table} is emptied": (NEVER_EMPTIED, _emptied(table))
        for table in (
            "statement",
            "statementline",
            "contest",
            "correction",
            "correctionline",
            "ledgerentry",
            "ledgerposting",
            "documentseries",
            "contractevent",
        )
    },
    "a counter of statements goes down": (
        NEVER_DOWN,
        lambda _, it: _series(it, statements=5, corrections=5).update(statements=4),
    ),
    "a counter of notes goes down": (
        NEVER_DOWN,
        lambda _, it: _series(it, statements=5, corrections=5).update(corrections=4),
    ),
    "a counter is deleted": (
        NEVER_DOWN,
        lambda _, it: _series(it)._raw_delete("default"),
    ),
}


@pytest.mark.parametrize("case", BROKEN)
def test_the_database_refuses_when(house: House, statement: Statement, case: str) -> None:
    sentence, breaks = BROKEN[case]

    with refused_by(sentence):
        breaks(house, statement)


def test_a_statement_goes_on_in_its_state_alone(house: House, statement: Statement) -> None:
    _paid(house, statement)
    statement.state = StatementState.PAID
    statement.save(update_fields=["state"])

    assert Statement.objects.get().state == StatementState.PAID


@pytest.mark.django_db(transaction=True)
def test_no_posting_is_added_once_its_entry_is_committed(house: House) -> None:
    line = statements.statement(house.payroll, house.helen).lines.get()
    entry = LedgerEntry.objects.get()

    with refused_by("a posting comes with its entry"):
        for each in paid({line.pk: PENALTY}):
            LedgerPosting.objects.create(
                entry=entry, line=line, account=each.account, amount=each.amount
            )


@pytest.mark.django_db(transaction=True)
def test_an_entry_and_its_postings_may_be_written_behind_savepoints(house: House) -> None:
    with transaction.atomic():
        with transaction.atomic():
            line = statements.statement(house.payroll, house.helen).lines.get()
        with transaction.atomic():
            entry = LedgerEntry.objects.create(
                act=LedgerAct.PAYMENT,
                statement=line.statement,
                currency="EUR",
                at=MORNING,
                by=house.helen,
            )
        with transaction.atomic():
            for account, amount in ((LedgerAccount.CASH, -1), (LedgerAccount.CLIENT_CREDIT, 1)):
                LedgerPosting.objects.create(entry=entry, line=line, account=account, amount=amount)

    assert LedgerPosting.objects.count() == 6


def test_a_posting_stands_on_a_known_side(statement: Statement) -> None:
    owed = LedgerPosting.objects.get(account=LedgerAccount.CLIENT_CREDIT)

    assert owed.amount == Decimal(-600)
