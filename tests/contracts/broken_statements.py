"""Ways to break a statement or the ledger, by the name of the constraint that refuses each."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal

from contracts import journal
from contracts.choices import LedgerAccount, LedgerAct
from contracts.models import Contest, CorrectionLine, Statement, StatementLine
from contracts.rules.booking import Entry, paid
from tests.cast import House
from tests.factories import statements
from tests.factories.contracts import MORNING
from tests.factories.statements import PENALTY


def _statement(house: House, **fields: object) -> Statement:
    return statements.statement(house.payroll, house.helen, **fields)


def _contest(house: House, **fields: object) -> Contest:
    return statements.contest(_statement(house), house.clara, **fields)


def _line(house: House) -> StatementLine:
    return _statement(house).lines.get()


def _another_line(house: House, **fields: object) -> StatementLine:
    usual = {"configuration": house.payroll, "penalty": 0, "reimbursement": 0}
    return StatementLine.objects.create(statement=_statement(house), **(usual | fields))


def _two_contests(house: House) -> None:
    statement = _statement(house)
    for _ in range(2):
        statements.contest(statement, house.clara)


def _along_undecided(house: House) -> None:
    statement = _statement(house)
    first = statements.contest(statement, house.clara)
    statements.correction(statement, first, house.helen)
    statements.contest(statement, house.clara, along_with=first)


def _two_corrections(house: House) -> None:
    statement = _statement(house)
    for _ in range(2):
        statements.correction(statement, statements.contest(statement, house.clara), house.helen)


def _corrected(house: House, **fields: object) -> CorrectionLine:
    on = _contest(house)
    made = statements.correction(on.line.statement, on, house.helen, **fields)
    return made.lines.get()


def _line_corrected_twice(house: House) -> None:
    line = _corrected(house)
    CorrectionLine.objects.create(
        correction=line.correction, line=line.line, penalty=0, reimbursement=0
    )


def _paid_twice(house: House) -> None:
    statement = _statement(house)
    postings = paid({statement.lines.get().pk: PENALTY})
    for _ in range(2):
        statements.booked(statement, LedgerAct.PAYMENT, postings, by=house.helen)


def _booked(house: House, act: LedgerAct, **fields: object) -> None:
    statements.booked(_statement(house), act, [], by=house.helen, **fields)


def _nothing_posted(house: House) -> None:
    line = _line(house)
    postings = [Entry(line.pk, LedgerAccount.CASH, Decimal(0))]
    statements.booked(line.statement, LedgerAct.PAYMENT, postings, by=house.helen)


def _posted_elsewhere(house: House) -> None:
    line = _line(house)
    postings = [Entry(line.pk, "bogus", Decimal(5))]  # type: ignore[arg-type]
    statements.booked(line.statement, LedgerAct.PAYMENT, postings, by=house.helen)


def _month_said_twice(house: House) -> None:
    for _ in range(2):
        journal.record_months_over([(house.contract, 0)], month=date(2026, 10, 1), at=MORNING)


BROKEN_STATEMENTS: Mapping[str, Callable[[House], object]] = {
    "one_statement_per_contract_and_month": lambda house: [
        _statement(house, number=number) for number in (1, 2)
    ],
    "statement_numbered_once_per_agreement": lambda house: Statement(
        **_fields_of(_statement(house)) | {"month": date(2026, 9, 1)}
    ).save(force_insert=True),
    "statement_is_of_a_calendar_month": lambda house: _statement(house, month=date(2026, 10, 2)),
    "statement_amounts_are_not_negative": lambda house: _statement(
        house, reimbursement=Decimal("-0.01")
    ),
    "statement_owes_at_most_the_fee": lambda house: _statement(house, fee=Decimal("599.99")),
    "statement_can_be_contested_after_its_issue": lambda house: _statement(
        house, contest_until=MORNING
    ),
    "one_line_per_statement_and_system": _another_line,
    "statement_line_owes_nothing_below_zero": lambda house: _another_line(
        house, penalty=Decimal("-0.01")
    ),
    "one_open_contest_per_line": _two_contests,
    "contest_has_a_reason": lambda house: _contest(house, reason=""),
    "contest_decided_by_somebody_at_some_time": lambda house: _contest(
        house, decision="accepted", decided_at=MORNING
    ),
    "contest_refused_with_a_reason": lambda house: _contest(
        house, decision="refused", decided_at=MORNING, decided_by=house.helen
    ),
    "contest_accepted_along_with_another_one": _along_undecided,
    "correction_numbered_once_per_agreement": _two_corrections,
    "correction_between_vendors_owes_the_client_nothing": lambda house: _corrected(
        house, is_between_vendors=True
    ),
    "line_corrected_once_per_correction": _line_corrected_twice,
    "act_booked_once_per_statement": _paid_twice,
    "statement_issued_once": lambda house: _booked(house, LedgerAct.ISSUE, round=2),
    "ledger_entry_of_a_correction_names_it": lambda house: _booked(house, LedgerAct.CORRECTION),
    "reversal_names_what_it_reverses_and_why": lambda house: _booked(house, LedgerAct.REVERSAL),
    "ledger_entry_is_of_a_known_act": lambda house: _booked(house, "gift"),  # type: ignore[arg-type]
    "posting_moves_something": _nothing_posted,
    "posting_stands_on_a_known_account": _posted_elsewhere,
    "month_over_said_once_per_contract": _month_said_twice,
}


def _fields_of(statement: Statement) -> dict[str, object]:
    return {
        each.attname: getattr(statement, each.attname)
        for each in Statement._meta.concrete_fields
        if not each.primary_key
    }
