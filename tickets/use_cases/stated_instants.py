"""Instants of the past that people state: since when it is down, when the call was."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

_CLOCK_SKEW = timedelta(minutes=2)
_LONGEST_AGO = timedelta(days=366)


def why_impossible(stated: datetime, *, at: datetime) -> str:
    """Return why an instant cannot be meant, or nothing when it can."""
    if stated > at + _CLOCK_SKEW:
        return _("This instant is in the future.")
    if stated < at - _LONGEST_AGO:
        return _("This instant lies more than a year back.")
    return ""
