"""How much outage an availability leaves, before the promise is broken."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from contracts.rules.coverage import Hours, covered_duration

MONTH_DAYS = 30
_A_MONDAY = datetime(2026, 1, 5, tzinfo=UTC)
_A_WEEK = timedelta(days=7)


def outage_allowed(availability: Decimal, hours: Hours) -> timedelta:
    """Return the longest outage in a month of 30 days that still keeps an availability.

    ``availability`` in percent of the hours that count; public holidays and own exceptions are left
    aside, and what remains of a second is not given.
    """
    week = replace(hours, zone="UTC", without_holidays_of="", exceptions=())
    covered = covered_duration(week, _A_MONDAY, _A_MONDAY + _A_WEEK)
    seconds = Decimal(covered // timedelta(seconds=1)) * MONTH_DAYS / 7
    return timedelta(seconds=int(seconds * (100 - availability) / 100))
