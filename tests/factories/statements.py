"""Issued statements, as rows: what a use case would write, without a month that was reckoned."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from importlib import import_module
from typing import Any

from django.apps import apps
from django.db import connection, transaction

from contracts.choices import ContestDecision, LedgerAct, SplitMethod
from contracts.models import (
    Configuration,
    Contest,
    Contract,
    Correction,
    CorrectionLine,
    LedgerEntry,
    LedgerPosting,
    Statement,
    StatementLine,
    User,
)
from contracts.rules.booking import Entry, LineAmounts, issued
from tests.factories.contracts import MORNING

OCTOBER = date(2026, 10, 1)
PENALTY = Decimal("600.00")
REIMBURSEMENT = Decimal("450.00")


@transaction.atomic
def statement(of: Configuration, by: User, **fields: Any) -> Statement:
    """Issue a month of one system in which 600 are owed and 450 come back, and book it."""
    contract: Contract = of.contract
    usual: dict[str, Any] = {
        "contract": contract,
        "agreement": contract.agreement,
        "month": OCTOBER,
        "number": 1,
        "issued_at": MORNING,
        "issued_by": by,
        "contest_until": MORNING + timedelta(15),
        "currency": contract.agreement.currency,
        "split_method": SplitMethod.PROPORTIONAL,
        "fee": Decimal("12000.00"),
        "availability": Decimal("99.7206"),
        "penalty": PENALTY,
        "reimbursement": REIMBURSEMENT,
        "reckoning": {},
    }
    made = Statement.objects.create(**(usual | fields))
    line = StatementLine.objects.create(
        statement=made,
        configuration=of,
        penalty=made.penalty,
        reimbursement=made.reimbursement,
    )
    postings = issued([LineAmounts(line.pk, made.penalty, made.reimbursement)])
    if postings:
        booked(made, LedgerAct.ISSUE, postings, by=by)
    return made


def booked(
    of: Statement, act: LedgerAct, postings: Sequence[Entry], *, by: User, **fields: Any
) -> LedgerEntry:
    """Write an entry of the ledger as it is said, right or wrong."""
    usual: dict[str, Any] = {"currency": of.currency, "at": MORNING, "by": by}
    entry = LedgerEntry.objects.create(act=act, statement=of, **(usual | fields))
    for each in postings:
        LedgerPosting.objects.create(
            entry=entry, line_id=each.line, account=each.account, amount=each.amount
        )
    return entry


def contest(of: Statement, by: User, **fields: Any) -> Contest:
    usual = {"line": of.lines.get(), "reason": "It was down longer.", "opened_at": MORNING}
    return Contest.objects.create(**(usual | {"opened_by": by} | fields))


@transaction.atomic
def correction(of: Statement, on: Contest, by: User, **fields: Any) -> Correction:
    """Issue a note of 100 more, of which 40 come back, and book it."""
    on.decision, on.decided_by, on.decided_at = ContestDecision.ACCEPTED, by, MORNING
    on.save()
    usual: dict[str, Any] = {
        "statement": of,
        "agreement": of.agreement,
        "contest": on,
        "number": 1,
        "issued_at": MORNING,
        "issued_by": by,
        "penalty": Decimal("100.00"),
        "reimbursement": Decimal("40.00"),
        "reckoning": {},
        "is_between_vendors": False,
    }
    made = Correction.objects.create(**(usual | fields))
    CorrectionLine.objects.create(
        correction=made, line=on.line, penalty=made.penalty, reimbursement=made.reimbursement
    )
    amounts = [LineAmounts(on.line_id, made.penalty, made.reimbursement)]
    booked(of, LedgerAct.CORRECTION, issued(amounts), by=by, correction=made)
    return made


def tell_notes_apart(migration: str) -> None:
    """Forget which notes are between the vendors, and let a migration of the room tell it anew."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE contracts_correction DISABLE TRIGGER correction_stays")
        cursor.execute("UPDATE contracts_correction SET is_between_vendors = false")
        cursor.execute("ALTER TABLE contracts_correction ENABLE TRIGGER correction_stays")
    module = import_module(f"contracts.migrations.{migration}")
    module.tell_apart(apps, connection.schema_editor())
