"""What an issued statement's money has come to: owed, corrected, paid, contested, still to pay."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from contracts.choices import LedgerAct
from contracts.dates import say_date
from contracts.models import Statement
from contracts.papers.calculation import SumRow
from contracts.papers.figures import amount
from contracts.papers.parts import note_named
from contracts.selectors.ledger import Settled, settled_on
from contracts.selectors.statements import StatementRead

Operand = tuple[str, Decimal]
"""What is added, in words, and how much; what goes off is negative."""
Ways = tuple[str, str]
"""Words for what is paid as it is owed, and for what goes back after a debit note."""


def money_rows(read: StatementRead) -> list[SumRow]:
    """Return operands and sum of what is paid to the client, to vendors of what comes back too."""
    issued = read.statement
    if issued is None:
        return []
    settled = settled_on(issued)
    sums = [_to_client(read, issued, settled)]
    if read.for_vendors:
        sums.append(_from_publisher(read, issued, settled))
    return [row for each in sums for row in _added_up(list(each), issued.currency)]


def _added_up(operands: Sequence[Operand], currency: str) -> Iterator[SumRow]:
    """Yield the rows of a sum; the last is what they come to."""
    last = len(operands) - 1
    for place, (words, of) in enumerate(operands):
        yield words, amount(of, currency), place == last


def _to_client(
    read: StatementRead, issued: Statement, settled: Iterable[Settled]
) -> Iterator[Operand]:
    yield _("Penalty of the statement"), issued.penalty
    yield from _corrections(read, "penalty")
    if read.for_vendors:
        words = _("Paid to the client on %(day)s"), _("Paid back by the client on %(day)s")
        left = _("To be paid to the client"), _("To be paid back by the client")
    else:
        words = _("Paid to you on %(day)s"), _("Paid back by you on %(day)s")
        left = _("To be paid to you"), _("To be paid back by you")
    yield from _came_off(read, settled, LedgerAct.PAYMENT, words)
    if waits := read.due.waiting:
        yield _("Contested, not payable before the answer"), -waits
    yield _left(left, sum(read.due.payable.values(), Decimal(0)))


def _from_publisher(
    read: StatementRead, issued: Statement, settled: Iterable[Settled]
) -> Iterator[Operand]:
    words = (
        _("Reimbursed by the publisher on %(day)s"),
        _("Paid back to the publisher on %(day)s"),
    )
    left = _("To be reimbursed by the publisher"), _("To be paid back to the publisher")
    yield _("The publisher’s part of the statement"), issued.reimbursement
    yield from _corrections(read, "reimbursement")
    yield from _came_off(read, settled, LedgerAct.REIMBURSEMENT, words)
    yield _left(left, sum(read.due.reimbursable.values(), Decimal(0)))


def _left(words: Ways, of: Decimal) -> Operand:
    """Return what is still to be paid, whichever way: the words say it, and not a sign."""
    forth, back = words
    return (back if of < 0 else forth), abs(of)


def _corrections(read: StatementRead, of: str) -> Iterator[Operand]:
    for each in read.notes:
        if difference := getattr(each, of):
            day = say_date(localtime(each.issued_at, read.contract.zone()))
            yield f"{note_named(each)}, {day}", difference


def _came_off(
    read: StatementRead, settled: Iterable[Settled], act: LedgerAct, words: Ways
) -> Iterator[Operand]:
    forth, back = words
    for each in settled:
        if each.act == act:
            day = say_date(localtime(each.at, read.contract.zone()))
            yield (back if each.amount < 0 else forth) % {"day": day}, -each.amount
