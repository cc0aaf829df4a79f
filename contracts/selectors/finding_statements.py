"""Statements found by a number that somebody types: its own, a note's, or a contract's month."""

from dataclasses import dataclass, field
from datetime import datetime

from contracts.models import Contract, Correction, Statement, User
from contracts.models.statement import statement_key
from contracts.rules.document_numbers import (
    TypedDocument,
    TypedMonth,
    document_typed,
    month_typed,
)
from contracts.selectors.finding import contract_numbered
from contracts.selectors.statements import reads_drafts, statements_seen_by


@dataclass(frozen=True)
class StatementsNamed:
    """The statements that a number names: several where each of several agreements has one.

    ``draft``: the key of a month that was not issued, to whoever reads drafts. ``is_month``: a
    month of a contract that this person sees, whether there is anything to read of it or not.
    ``note``: the number of the note that was named, where it is one that corrects the statements.
    """

    statements: list[Statement] = field(default_factory=list)
    draft: str = ""
    is_month: bool = False
    note: str = ""


def statements_named(user: User, text: str, *, at: datetime) -> StatementsNamed:
    """Return what an exact number names at an instant, of what a person may see; else nothing."""
    if document := document_typed(text):
        note = f"N-{document.number:06}" if document.is_note else ""
        return StatementsNamed(_numbered(user, document), note=note)
    if month := month_typed(text):
        return _of_month(user, month, at=at)
    return StatementsNamed()


def _numbered(user: User, typed: TypedDocument) -> list[Statement]:
    seen = statements_seen_by(user)
    if not typed.is_note:
        return list(seen.filter(number=typed.number))
    notes = Correction.objects.visible_to(user).filter(number=typed.number)
    return list(seen.filter(pk__in=notes.values("statement_id")))


def _of_month(user: User, typed: TypedMonth, *, at: datetime) -> StatementsNamed:
    contract = contract_numbered(user, typed.contract)
    if contract is None:
        return StatementsNamed()
    found = list(statements_seen_by(user).filter(contract=contract, month=typed.month))
    has_draft = not found and reads_drafts(user) and _has_begun(contract, typed, at=at)
    draft = statement_key(contract.number, typed.month) if has_draft else ""
    return StatementsNamed(found, draft, is_month=True)


def _has_begun(contract: Contract, typed: TypedMonth, *, at: datetime) -> bool:
    """Tell whether a contract runs in a month that has begun: later ones have nothing to read."""
    last = contract.day_of(at)
    if contract.ends_on is not None:
        last = min(last, contract.ends_on)
    return contract.approved_at is not None and (
        contract.starts_on.replace(day=1) <= typed.month <= last
    )
