"""Refuse to say anew whose an outage was once a statement that holds it was issued.

Source: domain.md, Availability: the issued statement is never edited; a client who contests it
opens the question again.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from contracts.models import Configuration, Contract
from contracts.rules.refusal import Refusal
from contracts.selectors.issued import is_settled

_A_MOMENT = timedelta(microseconds=1)


class MonthIssued(Refusal):
    """The statement of a month that the outage touches was issued."""

    code = "month-issued"


def see_that_not_issued(
    configuration: Configuration, begins_at: datetime, ends_at: datetime
) -> None:
    """Refuse what would change an issued statement.

    :raises MonthIssued: so it would; which one, and what would be right.
    """
    during = DateTimeTZRange(begins_at, ends_at)
    placed = configuration.placements.filter(during__overlap=during).select_related("contract")
    for contract in {each.contract for each in placed}:
        for month in months_of(contract, begins_at, ends_at):
            if is_settled(configuration, contract, month):
                raise MonthIssued(
                    _(
                        "The statement of %(contract)s for %(month)s was issued: the client "
                        "contests it, and a correction follows."
                    )
                    % {"contract": contract.number, "month": date_format(month, "F Y")}
                )


def months_of(contract: Contract, begins_at: datetime, ends_at: datetime) -> Iterator[date]:
    """Yield the first days of the months, in a contract's zone, in which a stretch lies."""
    zone = ZoneInfo(contract.time_zone)
    month = begins_at.astimezone(zone).date().replace(day=1)
    last = (ends_at - _A_MOMENT).astimezone(zone).date()
    while month <= last:
        yield month
        month = (month + timedelta(days=31)).replace(day=1)
