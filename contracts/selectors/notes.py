"""The notes that correct a statement: which of them a person reads, what they come to."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from contracts.choices import Kind
from contracts.models import Correction, Statement, User

NOTHING = Decimal(0)


@dataclass(frozen=True)
class Corrected:
    """What a statement comes to with its notes."""

    notes: Sequence[Correction]
    penalty: Decimal
    reimbursement: Decimal


def notes_read_by(user: User, statement: Statement) -> list[Correction]:
    """Return the notes of a statement that this person sees, its notes fetched with their lines."""
    notes = statement.corrections.all()
    return [each for each in notes if user.kind != Kind.CLIENT or not each.is_between_vendors]


def corrected(user: User, statement: Statement) -> Corrected | None:
    """Return what a statement comes to with the notes that a person sees; None without one."""
    notes = notes_read_by(user, statement)
    if not notes:
        return None
    return Corrected(
        notes,
        statement.penalty + sum((each.penalty for each in notes), NOTHING),
        statement.reimbursement + sum((each.reimbursement for each in notes), NOTHING),
    )
