"""Whether an incident lies inside the guarantee, and why it does not."""

from datetime import datetime

from contracts.models import Configuration, Contract, Revision
from contracts.rules.coverage import is_covered
from contracts.selectors.readable import are_readable
from tickets.choices import Outside


def outside_guarantee(
    contract: Contract,
    configuration: Configuration | None,
    revision: Revision | None,
    *,
    at: datetime,
) -> str:
    """Return why an incident lies outside the guarantee, or nothing when it lies inside.

    Hours that nobody can read are held against nobody.
    """
    if not contract.is_running(at):
        return Outside.DATES
    if configuration is None:
        return Outside.NO_CONFIGURATION
    if revision is None:
        return Outside.NO_REVISION
    return Outside.HOURS if _is_outside_hours(contract, at) else ""


def _is_outside_hours(contract: Contract, at: datetime) -> bool:
    terms = contract.terms_at(at)
    if terms is None:
        return False
    hours = terms.coverage.hours()
    return are_readable(hours, at=at) and not is_covered(hours, at)
