"""What a correction has left of the annual cap for a month that the cap cut when it was issued.

Nothing is booked by it: whoever wants it corrected reopens the line. Source: domain.md, Statement,
step 5.
"""

from dataclasses import dataclass
from decimal import Decimal

from contracts.choices import CutBy
from contracts.models import Correction, Statement
from contracts.rules.contract_years import are_of_one_year

_NO_MONEY = Decimal(0)


@dataclass(frozen=True)
class Freed:
    """``amount``: what the month could come to more; ``since``: the note that left it."""

    since: str
    amount: Decimal


def freed_of(statement: Statement) -> Freed | None:
    """Return what notes of other months left for an issued one; None where it is nothing."""
    own = list(Correction.objects.filter(statement=statement).order_by("number"))
    reckoned = own[-1].reckoning if own else statement.reckoning
    if reckoned.get("cut_by") != CutBy.ANNUAL:
        return None
    starts_on, spent = statement.contract.starts_on, _NO_MONEY
    others = Statement.objects.filter(contract=statement.contract_id).exclude(pk=statement.pk)
    for month, penalty in others.values_list("month", "penalty"):
        if are_of_one_year(starts_on, month, statement.month):
            spent += penalty
    notes = Correction.objects.filter(statement__in=others).order_by("number").defer("reckoning")
    since = None
    for note in notes.select_related("statement"):
        if are_of_one_year(starts_on, note.statement.month, statement.month):
            spent += note.penalty
            since = note if note.penalty < 0 else since
    owed = sum((each.penalty for each in own), statement.penalty)
    left = Decimal(reckoned["annual_cap"]) - spent
    uncut = min(Decimal(reckoned["penalty_before_caps"]), Decimal(reckoned["monthly_cap"]))
    more = min(left, uncut) - owed
    return Freed(since.legal_number, more) if since is not None and more > 0 else None
