"""Record that what a statement owes was paid to the client, and reimbursed by the publisher."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from contracts import journal
from contracts.choices import EventKind, LedgerAct
from contracts.models import Statement, User
from contracts.rules.booking import paid, reimbursed
from contracts.rules.refusal import Forbidden, Refusal
from contracts.rules.settling import mark_of
from contracts.selectors.ledger import due_of
from contracts.selectors.statements import actor_to
from contracts.use_cases.book import book, locked_statement
from contracts.use_cases.refuse_if_changed import refuse_if_changed


class NothingDue(Refusal):
    """Nothing is open, or not yet."""

    code = "nothing-due"


@transaction.atomic
def pay_statement(
    statement: Statement, *, by: User, at: datetime, seen: str | None = None
) -> Statement:
    """Record that the client received all that is not contested; below zero, that it paid it back.

    ``seen``: the mark of the amount that was read, where it has to be that one still.

    :raises Http404: not this person's to see.
    :raises Forbidden: only a manager of the manufacturer records payments.
    :raises NothingDue: all was paid, or what is left is contested.
    :raises Stale: it is another amount now.
    """
    held = locked_statement(statement, by=by)
    _refuse_others(held, by=by)
    due = due_of(held)
    if not due.payable:
        raise NothingDue(
            _("What is left is contested: decide on that first.")
            if due.owes_client
            else _("Nothing is owed to the client any more.")
        )
    refuse_if_changed(mark_of(due.payable), seen)
    book(LedgerAct.PAYMENT, held, paid(due.payable), by=by, at=at)
    _record(EventKind.STATEMENT_PAID, held, sum(due.payable.values(), Decimal(0)), by=by, at=at)
    return held


@transaction.atomic
def reimburse_statement(
    statement: Statement, *, by: User, at: datetime, seen: str | None = None
) -> Statement:
    """Record that the publisher paid back its part of what the client received.

    ``seen``: as of a payment.

    :raises Http404: not this person's to see.
    :raises Forbidden: only a manager of the manufacturer, which receives it, records it.
    :raises NothingDue: the client is not paid yet, or nothing is due from the publisher.
    :raises Stale: it is another amount now.
    """
    held = locked_statement(statement, by=by)
    _refuse_others(held, by=by)
    due = due_of(held)
    back = due.reimbursable
    if not back:
        raise NothingDue(_("Nothing is due from the publisher."))
    if due.owes_client:
        raise NothingDue(_("The client is paid first: record that payment, then this one."))
    refuse_if_changed(mark_of(back), seen)
    book(LedgerAct.REIMBURSEMENT, held, reimbursed(back), by=by, at=at)
    _record(EventKind.STATEMENT_REIMBURSED, held, sum(back.values(), Decimal(0)), by=by, at=at)
    return held


def _refuse_others(statement: Statement, *, by: User) -> None:
    if not actor_to(by, statement.contract).is_manager_of_manufacturer:
        raise Forbidden(_("Only a manager of the manufacturer records what was paid."))


def _record(
    kind: EventKind, statement: Statement, amount: Decimal, *, by: User, at: datetime
) -> None:
    journal.record(
        kind,
        by=by,
        at=at,
        contract=statement.contract,
        statement=statement.pk,
        amount=f"{amount:.2f}",
        currency=statement.currency,
    )
