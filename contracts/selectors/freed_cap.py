"""What a correction has left of the annual cap for a month that the cap cut when it was issued.

Nothing is booked by it: whoever wants it corrected reopens the line. What is left is said once, of
the earliest month that could take it; of the next, what that one leaves. Source: domain.md,
Statement, step 5.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import F

from contracts.choices import CutBy
from contracts.models import Correction, Statement
from contracts.rules.contract_years import are_of_one_year, left_for

_NO_MONEY = Decimal(0)
_SAID = ("cut_by", "annual_cap", "penalty_before_caps", "monthly_cap")
_KEYS = tuple(f"reckoning__{each}" for each in _SAID)


@dataclass(frozen=True)
class Freed:
    """``amount``: what the month could come to more; ``since``: the note that left it."""

    since: str
    amount: Decimal


@dataclass
class _Month:
    """An issued month as it was said last: what it owes, what it would without the annual cap."""

    owed: Decimal
    cut_by: str
    annual_cap: str | None
    penalty_before_caps: str
    monthly_cap: str

    @property
    def cap(self) -> Decimal | None:
        return None if self.annual_cap is None else Decimal(self.annual_cap)

    @property
    def cut_off(self) -> Decimal:
        """What the annual cap cut off."""
        if self.cut_by != CutBy.ANNUAL:
            return _NO_MONEY
        return min(Decimal(self.penalty_before_caps), Decimal(self.monthly_cap)) - self.owed


def freed_of(statement: Statement) -> Freed | None:
    """Return what notes of other months left for an issued one; None where it is nothing."""
    months = _of_the_year(statement)
    notes = list(_notes(statement, months))
    for note in notes:
        owed_before = months[note.statement.month].owed
        anew = [getattr(note, each) for each in _SAID]
        months[note.statement.month] = _Month(owed_before + note.penalty, *anew)
    caps = {each: said.cap for each, said in months.items()}
    owed = {each: said.owed for each, said in months.items()}
    for first in sorted(each for each in months if each < statement.month):
        if _since(first, notes):
            owed[first] += _more(first, months, owed, caps)
    since, more = _since(statement.month, notes), _more(statement.month, months, owed, caps)
    return Freed(since.legal_number, more) if since is not None and more else None


def _more(
    month: date,
    months: Mapping[date, _Month],
    owed: Mapping[date, Decimal],
    caps: Mapping[date, Decimal | None],
) -> Decimal:
    """Return what a month that its annual cap cut could come to more."""
    left = left_for(month, owed, caps)
    if left is None:
        return _NO_MONEY
    return max(min(left - owed[month], months[month].cut_off), _NO_MONEY)


def _since(month: date, notes: Iterable[Correction]) -> Correction | None:
    """Return the last note of another month that left something of the cap."""
    found = [each for each in notes if each.penalty < 0 and each.statement.month != month]
    return found[-1] if found else None


def _of_the_year(statement: Statement) -> dict[date, _Month]:
    """Return the issued months of a month's contract year as they were issued."""
    starts_on = statement.contract.starts_on
    rows = Statement.objects.filter(contract=statement.contract_id)
    return {
        month: _Month(penalty, *said)
        for month, penalty, *said in rows.values_list("month", "penalty", *_KEYS)
        if are_of_one_year(starts_on, month, statement.month)
    }


def _notes(statement: Statement, months: Iterable[date]) -> Iterable[Correction]:
    """Return the notes of months in order, with what is needed of their reckonings alone."""
    rows = Correction.objects.filter(
        statement__contract=statement.contract_id, statement__month__in=list(months)
    )
    said = dict(zip(_SAID, map(F, _KEYS), strict=True))
    return rows.order_by("number").defer("reckoning").select_related("statement").annotate(**said)
