"""Whether an incident lies inside the guarantee, and why it does not."""

from datetime import datetime

from contracts.models import Configuration, Contract, Revision
from contracts.rules.coverage import is_covered
from tickets.choices import Outside


def outside_guarantee(
    contract: Contract,
    configuration: Configuration | None,
    revision: Revision | None,
    *,
    at: datetime,
) -> str:
    """Return why an incident lies outside the guarantee, or nothing when it lies inside."""
    if not contract.is_running(at):
        return Outside.DATES
    if configuration is None:
        return Outside.NO_CONFIGURATION
    if revision is None:
        return Outside.NO_REVISION
    terms = contract.terms_at(at)
    if terms is not None and not is_covered(terms.coverage.hours(), at):
        return Outside.HOURS
    return ""
