"""The draft of a month: reckoned anew whenever it is read, never stored."""

from dataclasses import dataclass
from datetime import date, datetime

from contracts.models import Contract
from contracts.rules.reckoning import Reckoning
from contracts.rules.statement import MonthResult


@dataclass(frozen=True)
class Draft:
    """What a month comes to now, and in sentences what keeps it from being issued."""

    month: date
    result: MonthResult
    reckoning: Reckoning
    contest_days: int
    missing: tuple[str, ...] = ()


def draft_of(contract: Contract, month: date, *, at: datetime) -> Draft | None:
    """Return the draft of a contract's month; None where the contract does not run in it."""
    raise NotImplementedError
