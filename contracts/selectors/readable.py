"""Whether hours can be counted at all: an upgrade may know their zone or their holidays no more."""

from datetime import datetime

from django.utils.translation import gettext as _

from contracts.models import Coverage
from contracts.rules.coverage import Hours, Window, is_covered
from contracts.rules.refusal import Refusal
from contracts.selectors.duty import UNREADABLE

_ANY_HOUR = (Window(0, 0, 60),)


class HoursUnreadable(Refusal, LookupError):
    """Nobody can read the hours of a contract, so that nothing is reckoned by them."""

    code = "hours-unreadable"
    status = 503


def hours_unreadable(number: str) -> HoursUnreadable:
    """Return the refusal of what is about the hours of a contract that nobody can read."""
    sentence = _("The hours of contract %(number)s cannot be read at the moment.")
    return HoursUnreadable(sentence % {"number": number})


def refuse_unreadable(coverage: Coverage, number: str, *, at: datetime) -> None:
    """See to it that the hours of a contract can be counted about an instant.

    :raises HoursUnreadable: they cannot.
    """
    if not is_readable(coverage, at=at):
        raise hours_unreadable(number)


def is_readable(coverage: Coverage, *, at: datetime) -> bool:
    """Tell whether a calendar counts some hours about an instant.

    In one that knows their zone and holidays the database is not asked for the rest of them.
    """
    is_known = are_known(coverage.time_zone, coverage.without_holidays_of, at=at)
    return is_known or are_readable(coverage.hours(), at=at)


def are_known(time_zone: str, without_holidays_of: str, *, at: datetime) -> bool:
    """Tell whether a calendar knows a zone and the public holidays of a place, if any."""
    hours = Hours(
        time_zone, always_on=False, windows=_ANY_HOUR, without_holidays_of=without_holidays_of
    )
    return are_readable(hours, at=at)


def are_readable(hours: Hours, *, at: datetime) -> bool:
    """Tell whether a calendar counts these hours; round the clock on all days needs none."""
    try:
        is_covered(hours, at)
    except UNREADABLE:
        return False
    return True
