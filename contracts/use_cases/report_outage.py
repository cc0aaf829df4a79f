"""Record an outage, and say in the same breath whose it was, if that is known."""

from datetime import datetime

from django.db import transaction

from contracts.models import Configuration, Outage, User
from contracts.use_cases.propose_responsibility import propose_responsibility
from contracts.use_cases.record_outage import OutageReport, record_outage


@transaction.atomic
def report_outage(
    configuration: Configuration, report: OutageReport, *, by: User, at: datetime
) -> Outage:
    """Record an outage; where whose it was is said with it, propose that.

    :raises Http404: the system is not this person's to see.
    :raises Forbidden: only its manufacturer records outages.
    :raises OutageMoveNotOpen: whose it was is said of one that lasts still, or is not known.
    :raises Invalid: segments that cannot be, or percentages for some of them only.
    """
    made = record_outage(configuration, report, by=by, at=at)
    if not any(each.shares for each in report.stretches):
        return made
    return propose_responsibility(made, report.stretches, by=by, at=at)
