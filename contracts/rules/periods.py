"""The stretches over which availability is told: calendar ones of a zone, and the last days."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from contracts.choices import Period
from contracts.rules.availability import Span, second_of
from contracts.rules.gap_calendar import midnight

ROLLING = timedelta(days=30)
_MONTHS_A_QUARTER = 3


def periods_until(day: date, at: datetime, zone: ZoneInfo) -> Mapping[Period, Span]:
    """Return what of the periods of a local day is over at an instant, as seconds since 1970.

    The instant lies on the day, or is its very end.
    """
    now = second_of(at)
    begins = {
        Period.TODAY: midnight(day, zone),
        Period.MONTH: midnight(day.replace(day=1), zone),
        Period.QUARTER: midnight(quarter_of(day), zone),
        Period.YEAR: midnight(date(day.year, 1, 1), zone),
        Period.ROLLING: at - ROLLING,
    }
    return {period: (second_of(begun), now) for period, begun in begins.items()}


def quarter_of(day: date) -> date:
    """Return the first day of a day's quarter."""
    return day.replace(day=1, month=day.month - (day.month - 1) % _MONTHS_A_QUARTER)
