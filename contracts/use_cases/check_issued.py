"""Refuse to change what a statement that was issued holds, unless its line is contested.

What was issued is frozen. An outage that both vendors agreed on stays as it is in its months; one
that is not agreed can always be brought to an agreement, so that it bars no later month for ever:
the statement does not change by that. Source: domain.md, Availability: the issued statement is
never edited; a contest, or a line that is reopened, opens the question again.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from contracts.models import Configuration, Contract
from contracts.rules.gap_calendar import first_of_month_after
from contracts.rules.outage_changes import Interval
from contracts.rules.refusal import Refusal
from contracts.selectors.issued import is_settled

_A_MOMENT = timedelta(microseconds=1)
_ANY_OFFSET = timedelta(days=1)
_Months = dict[tuple[date, int], Contract]
"""Months by their first days and the keys of their contracts."""


class MonthIssued(Refusal):
    """The statement of a month that would be changed was issued."""

    code = "month-issued"


def see_that_not_issued(
    configuration: Configuration, changed: Sequence[Interval], *, touched: Sequence[Interval] = ()
) -> None:
    """Refuse what would change an issued statement.

    ``changed``: the time of which something else would be said than stands. ``touched``: that of an
    outage that is not agreed; the months in which it lies already are not asked.

    :raises MonthIssued: so it would; which one, and what would be right.
    """
    free = _months_in(configuration, touched)
    asked = _months_in(configuration, changed)
    for (month, key), contract in sorted(asked.items(), key=lambda each: each[0]):
        if (month, key) not in free and is_settled(configuration, contract, month):
            raise MonthIssued(
                _(
                    "The statement of %(contract)s for %(month)s was issued: the client contests "
                    "its line, or a manager of the manufacturer reopens it, and a correction "
                    "follows."
                )
                % {"contract": contract.number, "month": date_format(month, "F Y")}
            )


def _months_in(configuration: Configuration, intervals: Sequence[Interval]) -> _Months:
    """Return the months of the contracts under which a system stood in some time."""
    found: _Months = {}
    for begins, ends in intervals:
        during = DateTimeTZRange(begins, ends)
        placed = configuration.placements.filter(during__overlap=during)
        for each in placed.select_related("contract"):
            lower, upper = each.during.lower or begins, each.during.upper or ends
            within = max(begins, lower), min(ends, upper)
            for month in months_touched(each.contract, *within):
                found[(month, each.contract_id)] = each.contract
    return found


def months_touched(contract: Contract, begins_at: datetime, ends_at: datetime) -> Iterator[date]:
    """Yield the first days of the months, in a contract's zone, in which a stretch lies.

    Where nobody can read the zone, of all months in which it may lie in any.
    """
    zone = contract.zone()
    if not contract.knows_its_zone:
        begins_at, ends_at = begins_at - _ANY_OFFSET, ends_at + _ANY_OFFSET
    month = begins_at.astimezone(zone).date().replace(day=1)
    last = (ends_at - _A_MOMENT).astimezone(zone).date()
    while month <= last:
        yield month
        month = first_of_month_after(month)
