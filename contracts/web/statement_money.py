"""What an issued statement's money has come to: owed, corrected, paid, contested, still to pay."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from contracts.choices import LedgerAct
from contracts.dates import say_date
from contracts.models import Correction, Statement
from contracts.papers.calculation import SumRow
from contracts.papers.figures import amount
from contracts.papers.parts import note_named
from contracts.selectors.ledger import Settled, settled_on
from contracts.selectors.statements import StatementRead


def money_rows(read: StatementRead) -> list[SumRow]:
    """Return operands and sum of what is paid to the client, to vendors of what comes back too."""
    issued = read.statement
    if issued is None:
        return []
    settled = settled_on(issued)
    rows = [*_to_client(read, issued, settled)]
    if read.for_vendors:
        rows += _from_publisher(read, issued, settled)
    return rows


def _to_client(
    read: StatementRead, issued: Statement, settled: Iterable[Settled]
) -> Iterator[SumRow]:
    def say(of: Decimal) -> str:
        return amount(of, issued.currency)

    yield _("Penalty of the statement"), say(issued.penalty), False
    for each in read.notes:
        if each.penalty:
            yield _note(each, read), say(each.penalty), False
    for paid in settled:
        if paid.act == LedgerAct.PAYMENT:
            words = (
                _("Paid to the client on %(day)s")
                if read.for_vendors
                else _("Paid to you on %(day)s")
            )
            yield words % {"day": _day(paid, read)}, say(-paid.amount), False
    if waits := read.due.waiting:
        yield _("Contested, not payable before the answer"), say(-waits), False
    words = _("To be paid to the client") if read.for_vendors else _("To be paid to you")
    yield words, say(sum(read.due.payable.values(), Decimal(0))), True


def _from_publisher(
    read: StatementRead, issued: Statement, settled: Iterable[Settled]
) -> Iterator[SumRow]:
    def say(of: Decimal) -> str:
        return amount(of, issued.currency)

    yield _("The publisher’s part of the statement"), say(issued.reimbursement), False
    for each in read.notes:
        if each.reimbursement:
            yield _note(each, read), say(each.reimbursement), False
    for back in settled:
        if back.act == LedgerAct.REIMBURSEMENT:
            words = _("Reimbursed by the publisher on %(day)s") % {"day": _day(back, read)}
            yield words, say(-back.amount), False
    open_ = sum(read.due.reimbursable.values(), Decimal(0))
    yield _("To be reimbursed by the publisher"), say(open_), True


def _note(of: Correction, read: StatementRead) -> str:
    day = say_date(localtime(of.issued_at, read.contract.zone()))
    return f"{note_named(of)}, {day}"


def _day(of: Settled, read: StatementRead) -> str:
    return say_date(localtime(of.at, read.contract.zone()))
