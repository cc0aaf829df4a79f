"""Instants of the past that people state: since when it is down, when the call was."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from contracts.dates import say_date_and_time
from contracts.models import User
from tickets.choices import Action, EventKind
from tickets.models import Incident

_CLOCK_SKEW = timedelta(minutes=2)
_LONGEST_AGO = timedelta(days=366)


def why_impossible(stated: datetime, *, at: datetime) -> str:
    """Return why an instant cannot be meant, or nothing when it can."""
    if stated > at + _CLOCK_SKEW:
        return _("This instant is in the future.")
    if stated < at - _LONGEST_AGO:
        return _("This instant lies more than a year back.")
    return ""


def began_at(incident: Incident) -> datetime:
    """Return since when it is known to go wrong: no restoration lies before."""
    return incident.down_since or incident.clock_starts_at


def last_denied_at(incident: Incident) -> datetime | None:
    """Return when somebody last said that it was not restored, or took it up again."""
    denials = incident.events.filter(
        kind=EventKind.MOVED, detail__action__in=[Action.NOT_RESTORED, Action.REOPEN]
    )
    return denials.order_by("-sequence").values_list("at", flat=True).first()


def said_to(reader: User, instant: datetime) -> str:
    """Write an instant in a sentence, in the zone of its reader, whatever door it goes out by."""
    return say_date_and_time(instant.astimezone(ZoneInfo(reader.time_zone)))
