"""What the passing of time did, in the timeline's words: climbs, calls of managers, promises."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tickets.choices import Due
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
