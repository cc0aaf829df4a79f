"""How figures of a promise read here: lengths in hours, ranges by their first and last."""

from datetime import timedelta

from django.db.backends.postgresql.psycopg_any import DateRange, DateTimeTZRange
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from contracts.dates import say_date, say_date_and_time
from contracts.rules.written_values import write_duration


def in_hours(length: timedelta | None) -> str:
    """Say a length of time in hours and minutes."""
    return "–" if length is None else write_duration(length)


def days_of(held: DateRange | None) -> str:
    """Say the days of a range; its end is the first day on which it does not hold any more."""
    if held is None or held.lower is None:
        return "–"
    first = say_date(held.lower)
    if held.upper is None:
        return _("since %(first)s") % {"first": first}
    last = say_date(held.upper - timedelta(days=1))
    return _("from %(first)s to %(last)s") % {"first": first, "last": last}


def instants_of(held: DateTimeTZRange | None) -> str:
    """Say the instants of a range, in the reader’s zone."""
    if held is None or held.lower is None:
        return "–"
    first = say_date_and_time(localtime(held.lower))
    if held.upper is None:
        return _("since %(first)s") % {"first": first}
    last = say_date_and_time(localtime(held.upper))
    return _("from %(first)s to %(last)s") % {"first": first, "last": last}
