"""The notes that correct a statement: which of them a person reads, what they come to."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from contracts.models import Contest, Correction, Statement, User
from contracts.rules.reckoning import Reckoning, is_same_to_client

NOTHING = Decimal(0)


@dataclass(frozen=True)
class Corrected:
    """What a statement comes to with its notes."""

    notes: Sequence[Correction]
    penalty: Decimal
    reimbursement: Decimal


def notes_read_by(user: User, statement: Statement) -> list[Correction]:
    """Return the notes of a statement that this person sees."""
    return [each for each in statement.corrections.all() if each.is_read_by(user)]


def note_to(contest: Contest | None) -> Correction | None:
    """Return the note to which a contest led, by itself or along with another one."""
    found = Correction.objects.filter(contest=contest.noted_by) if contest else None
    return None if found is None else found.first()


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


def is_between_vendors(statement: Statement, anew: Reckoning) -> bool:
    """Tell whether the client reads of a month reckoned anew what it read of it before.

    What it read before is what the note before says, or else the statement: where it was shown no
    note, it reads the same of that.
    """
    last = Correction.objects.filter(statement=statement).order_by("pk").last()
    before: Reckoning = (last or statement).reckoning
    return is_same_to_client(before, anew)
