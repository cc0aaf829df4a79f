"""What the passing of time did, in the timeline's words: climbs, calls of managers, promises."""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from contracts.dates import say_date_and_time
from contracts.models import User
from tickets.choices import Due, EventKind
from tickets.models import Incident, IncidentEvent

_UNACKNOWLEDGED = "unacknowledged"

_WARNED: Mapping[str, Promise] = {
    Due.RESPOND: gettext_lazy("%(percent)s %% of the time to call back has passed"),
    Due.RESTORE: gettext_lazy("%(percent)s %% of the time to restore has passed"),
}
_MISSED: Mapping[str, Promise] = {
    Due.RESPOND: gettext_lazy("The promise to call back was missed"),
    Due.RESTORE: gettext_lazy("The promise to restore was missed"),
}


_MOVED: Mapping[str, Promise] = {
    Due.RESPOND: gettext_lazy(
        "Deadline to call back moved with the calendar, from %(from)s to %(to)s: %(reason)s"
    ),
    Due.RESTORE: gettext_lazy(
        "Deadline to restore moved with the calendar, from %(from)s to %(to)s: %(reason)s"
    ),
    Due.NEWS: gettext_lazy(
        "Deadline of the next news moved with the calendar, from %(from)s to %(to)s: %(reason)s"
    ),
}
_KEPT: Mapping[str, Promise] = {
    Due.RESPOND: gettext_lazy(
        "Deadline to call back stays %(from)s, though the calendar now gives %(to)s: %(reason)s"
    ),
    Due.RESTORE: gettext_lazy(
        "Deadline to restore stays %(from)s, though the calendar now gives %(to)s: %(reason)s"
    ),
    Due.NEWS: gettext_lazy(
        "Deadline of the next news stays %(from)s, though the calendar now gives %(to)s: %(reason)s"
    ),
}


def say_climbed(event: IncidentEvent, incident: Incident) -> str:
    """Say which level was reached, why, and who is told."""
    line = _why_climbed(event) % event.detail
    if person := event.detail.get("person"):
        return _("%(line)s. On duty: %(person)s") % {"line": line, "person": person}
    managers = _("%(line)s. Nobody is on duty: all managers of %(publisher)s are told")
    return managers % {"line": line, "publisher": incident.publisher.short_name}


def _why_climbed(event: IncidentEvent) -> str:
    because = event.detail["because"]
    if because == _UNACKNOWLEDGED:
        return _("Nobody acknowledged: climbed to level %(level)s, %(name)s")
    if because == "100":
        return _("The time to restore has run out: climbed to level %(level)s, %(name)s")
    return _(
        "%(because)s %% of the time to restore has passed: climbed to level %(level)s, %(name)s"
    )


def say_managers_called(event: IncidentEvent, incident: Incident) -> str:
    """Say that both vendors' managers are called, by their names where the rosters have them."""
    gaps = {
        "manufacturer": incident.manufacturer.short_name,
        "publisher": incident.publisher.short_name,
        "names": ", ".join(event.detail["managers"]),
        "number": event.detail["call"],
    }
    if gaps["names"]:
        return (
            _("Still nobody: the managers on duty are called (%(names)s), call %(number)s") % gaps
        )
    return (
        _(
            "Still nobody: the managers of %(manufacturer)s and %(publisher)s are called,"
            " call %(number)s"
        )
        % gaps
    )


def say_promise_warned(event: IncidentEvent, incident: Incident) -> str:
    """Say how much of a promise has passed."""
    return str(_WARNED[event.detail["promise"]]) % {"percent": event.detail["percent"]}


def say_promise_missed(event: IncidentEvent, incident: Incident) -> str:
    """Say which promise was missed."""
    return str(_MISSED[event.detail["promise"]])


def say_deadline(event: IncidentEvent, reader: User) -> str:
    """Say which deadline an operator moved with the calendar, or left as it was promised, and why.

    In the reader's zone; an end that there is not is said as such.
    """
    sentences = _MOVED if event.kind == EventKind.DEADLINE_MOVED else _KEPT
    gaps = {
        "from": _said_instant(event.detail["from_"], reader),
        "to": _said_instant(event.detail["to"], reader),
        "reason": event.detail["reason"],
    }
    return str(sentences[event.detail["promise"]]) % gaps


def _said_instant(written: str | None, reader: User) -> str:
    if written is None:
        return pgettext("a deadline", "none")
    return say_date_and_time(datetime.fromisoformat(written).astimezone(ZoneInfo(reader.time_zone)))
