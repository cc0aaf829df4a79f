"""Which postings an act makes: double entry in the manufacturer's book, line by line.

Amounts are signed: a debit is above zero, a credit below; each act sums to zero. Source:
domain.md, Availability, penalty, reimbursement; the accounts are those of the issue.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from contracts.choices import LedgerAccount

NOTHING = Decimal("0.00")


@dataclass(frozen=True)
class LineAmounts:
    """What one line of a statement, or of a correction, says: both may be below zero there."""

    line: int
    penalty: Decimal
    reimbursement: Decimal


@dataclass(frozen=True)
class Entry:
    """One posting: an amount on an account, for one line of a statement."""

    line: int
    account: LedgerAccount
    amount: Decimal


def issued(lines: Sequence[LineAmounts]) -> list[Entry]:
    """Book what a statement, or the difference of a correction, makes the vendors owe.

    The penalty is a cost that the client is owed; of it the publisher owes its part back.
    """
    found: list[Entry] = []
    for each in lines:
        found += _moved(
            each.line, each.penalty, LedgerAccount.PENALTY_COST, LedgerAccount.CLIENT_CREDIT
        )
        found += _moved(
            each.line,
            each.reimbursement,
            LedgerAccount.PUBLISHER_RECEIVABLE,
            LedgerAccount.PENALTY_COST,
        )
    return found


def paid(owed: Mapping[int, Decimal]) -> list[Entry]:
    """Book what is paid to the client, by line; an amount below zero comes back from it."""
    return [
        posting
        for line, amount in owed.items()
        for posting in _moved(line, amount, LedgerAccount.CLIENT_CREDIT, LedgerAccount.CASH)
    ]


def reimbursed(due: Mapping[int, Decimal]) -> list[Entry]:
    """Book what the publisher pays back, by line; an amount below zero goes back to it."""
    return [
        posting
        for line, amount in due.items()
        for posting in _moved(line, amount, LedgerAccount.CASH, LedgerAccount.PUBLISHER_RECEIVABLE)
    ]


def reversed_of(entries: Sequence[Entry]) -> list[Entry]:
    """Undo an act: the same postings with their signs turned."""
    return [Entry(each.line, each.account, -each.amount) for each in entries]


def _moved(line: int, amount: Decimal, debit: LedgerAccount, credit: LedgerAccount) -> list[Entry]:
    if not amount:
        return []
    return [Entry(line, debit, amount), Entry(line, credit, -amount)]
