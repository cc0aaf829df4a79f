"""The timeline in plain words: one sentence per line, for pages, mails and notifications."""

from collections.abc import Callable, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contracts.choices import Impact, Kind
from contracts.dates import say_date_and_time
from contracts.models import User
from tickets.choices import Action, Audience, Channel, EventKind, Queue
from tickets.models import Incident, IncidentEvent
from tickets.passing_time import (
    say_climbed,
    say_deadline,
    say_managers_called,
    say_promise_missed,
    say_promise_warned,
)
from tickets.receipts import say_mail_read
from tickets.rules.priorities import ACTIVATION, OUTSIDE_GUARANTEE

_MOVED = {
    Action.WAIT: gettext_lazy("%(who)s is waiting for the client: %(reason)s"),
    Action.ANSWER: gettext_lazy("%(who)s resumed work"),
    Action.RESTORE: gettext_lazy("%(who)s stated that service is back"),
    Action.NOT_RESTORED: gettext_lazy("%(who)s says that it is not restored: %(reason)s"),
    Action.RESOLVE: gettext_lazy("%(who)s resolved the incident"),
    Action.REOPEN: gettext_lazy("%(who)s reopened the incident: %(reason)s"),
    Action.CLOSE: gettext_lazy("%(who)s closed the incident"),
}
_WAITS_FOR_YOU = gettext_lazy("%(who)s is waiting for you: %(reason)s")
_YOU_ANSWERED = gettext_lazy("You answered, work goes on")
_ANSWERED = gettext_lazy("%(who)s answered, work goes on")

_WITHOUT_NUMBER: Mapping[str, Promise] = {
    ACTIVATION: gettext_lazy("activation phase"),
    OUTSIDE_GUARANTEE: gettext_lazy("outside the guarantee"),
}

ICONS: Mapping[str, str] = {
    EventKind.OPENED: "flag",
    EventKind.ROUTED: "swap",
    EventKind.HANDED_OVER: "swap",
    EventKind.ASSIGNED: "user",
    EventKind.CALLED: "phone",
    EventKind.CONFIRMED: "check",
    EventKind.MISMATCH_MARKED: "alert",
    EventKind.PRIORITY_FORCED: "shield",
    EventKind.PRIORITY_FREED: "shield",
    EventKind.TO_THIRD_PARTY: "out",
    EventKind.FROM_THIRD_PARTY: "reply",
    EventKind.REQUESTED: "up",
    EventKind.ACKNOWLEDGED: "check",
    EventKind.STARTED: "st-prog",
    EventKind.RETURNED: "reply",
    EventKind.JOINED: "users",
    EventKind.RAISED: "up",
    EventKind.CLIMBED: "up",
    EventKind.MANAGERS_CALLED: "phone",
    EventKind.MANAGER_NAMED: "user",
    EventKind.PROMISE_WARNED: "clock",
    EventKind.PROMISE_MISSED: "alert",
    EventKind.DEADLINE_MOVED: "clock",
    EventKind.DEADLINE_KEPT: "clock",
    EventKind.LEG_RESOLVED: "st-ok",
    EventKind.MAIL_READ: "file",
    EventKind.IMPACT_CHANGED: "alert",
    EventKind.SHARED: "users",
    EventKind.CAUSE_STATED: "pen",
    EventKind.CASE_GIVEN: "file",
    EventKind.COMMENTED: "reply",
    EventKind.MOVED: "pulse",
    EventKind.WITHDRAWN: "x",
}


def line_of(event: IncidentEvent, incident: Incident, *, reader: User) -> str:
    """Return one sentence for a line of the timeline, to its reader, in the active language.

    It says nothing that is not in the line itself or in the incident that all its readers see.
    """
    if event.kind == EventKind.MOVED:
        return _moved(event, incident, reader)
    if event.kind == EventKind.IMPACT_CHANGED:
        return _impact(event, reader)
    if event.kind in {EventKind.DEADLINE_MOVED, EventKind.DEADLINE_KEPT}:
        return say_deadline(event, reader)
    write = _WORDS.get(EventKind(event.kind))
    return write(event, incident) if write else str(EventKind(event.kind).label)


def who(event: IncidentEvent) -> str:
    """Name the person who acted, or the portal."""
    return event.by.name if event.by else "Guichet"


def _opened(event: IncidentEvent, incident: Incident) -> str:
    caller = incident.on_behalf_of or incident.contact_name
    if event.detail.get("channel") == Channel.PHONE and caller:
        return _("%(who)s recorded the incident by phone for %(caller)s") % {
            "who": who(event),
            "caller": caller,
        }
    return _("%(who)s reported the incident") % {"who": who(event)}


def _routed(event: IncidentEvent, incident: Incident) -> str:
    queue = Queue(event.detail["to"]).label
    if event.by is None:
        if event.detail.get("confidence") is None:
            return _("Placed in “%(queue)s”: nothing to go by") % {"queue": queue}
        return _("Placed in “%(queue)s” by its words (%(percent)s %% sure)") % {
            "queue": queue,
            "percent": int(100 * event.detail["confidence"]),
        }
    return _("%(who)s moved it to “%(queue)s”: %(reason)s") % {
        "who": who(event),
        "queue": queue,
        "reason": event.detail.get("reason", ""),
    }


def _handed_over(event: IncidentEvent, incident: Incident) -> str:
    match event.detail.get("holder"):
        case "publisher":
            holder, other = incident.publisher, incident.manufacturer
        case "manufacturer":
            holder, other = incident.manufacturer, incident.publisher
        case "third_party":
            return _("A third party has it now")
        case "vendors":
            return _("It is back from the third party")
        case _:
            return _("Our engineers have handed it on; you have nothing to repeat")
    return _("%(holder)s has it now, with %(other)s") % {
        "holder": holder.short_name,
        "other": other.short_name,
    }


def _assigned(event: IncidentEvent, incident: Incident) -> str:
    if not event.detail.get("name"):
        return _("%(who)s gave it back to the queue") % {"who": who(event)}
    if event.by is not None and event.detail.get("to") == event.by_id:
        return _("%(who)s is taking care of it") % {"who": who(event)}
    return _("%(who)s assigned it to %(name)s") % {"who": who(event), "name": event.detail["name"]}


def _moved(event: IncidentEvent, incident: Incident, reader: User) -> str:
    action = Action(event.detail["action"])
    if action == Action.RESTORE and "restored_at" in event.detail:
        return _restored(event, reader)
    sentence = _MOVED[action]
    if action == Action.WAIT and reader.kind == Kind.CLIENT:
        sentence = _WAITS_FOR_YOU
    elif action == Action.ANSWER and event.by and event.by.organisation_id == incident.client_id:
        sentence = _YOU_ANSWERED if event.by_id == reader.pk else _ANSWERED
    return str(sentence) % {"who": who(event), "reason": event.detail.get("reason", "")}


def _restored(event: IncidentEvent, reader: User) -> str:
    """Say since when service is back, in the reader's zone; the day only where it is another."""
    zone = ZoneInfo(reader.time_zone)
    stated = datetime.fromisoformat(event.detail["restored_at"]).astimezone(zone)
    if stated.date() == event.at.astimezone(zone).date():
        return _("%(who)s stated that service was restored at %(time)s") % {
            "who": who(event),
            "time": f"{stated:%H:%M}",
        }
    return _("%(who)s stated that service was restored on %(instant)s") % {
        "who": who(event),
        "instant": say_date_and_time(stated),
    }


def _called(event: IncidentEvent, incident: Incident) -> str:
    note = event.detail.get("note")
    contact = event.detail.get("contact", incident.contact_name)
    if note:
        return _("%(who)s called %(contact)s: %(note)s") % {
            "who": who(event),
            "contact": contact,
            "note": note,
        }
    return _("%(who)s called %(contact)s") % {"who": who(event), "contact": contact}


def _impact(event: IncidentEvent, reader: User) -> str:
    said = {
        "who": who(event),
        "impact": Impact(event.detail["to"]).label,
        "reason": event.detail["reason"],
    }
    begin = event.detail.get("down_since")
    if begin is None:
        return _("%(who)s changed the impact to “%(impact)s”: %(reason)s") % said
    since = datetime.fromisoformat(begin["to"]).astimezone(ZoneInfo(reader.time_zone))
    said["instant"] = say_date_and_time(since)
    return (
        _("%(who)s changed the impact to “%(impact)s”, down since %(instant)s: %(reason)s") % said
    )


def _commented(event: IncidentEvent, incident: Incident) -> str:
    match event.audience:
        case Audience.CLIENT:
            return _("%(who)s wrote") % {"who": who(event)}
        case Audience.VENDORS:
            return _("%(who)s wrote to both vendors") % {"who": who(event)}
        case _:
            return _("%(who)s wrote an internal note") % {"who": who(event)}


def _simply(sentence: Promise) -> Callable[[IncidentEvent, Incident], str]:
    """Return a writer of a sentence; its gaps are the author, the vendors, the line's detail."""

    def write(event: IncidentEvent, incident: Incident) -> str:
        gaps = {
            "who": who(event),
            "manufacturer": incident.manufacturer.short_name,
            "publisher": incident.publisher.short_name,
            "number": "",
            "reason": "",
            **event.detail,
        }
        return str(sentence) % gaps

    return write


def why_without_number(forced_by: str) -> str:
    """Say why no support number forces the priority; nothing where one does."""
    return str(_WITHOUT_NUMBER.get(forced_by, ""))


def _forced(event: IncidentEvent, incident: Incident) -> str:
    forced_by = event.detail["forced_by"]
    if why := why_without_number(forced_by):
        return _("High priority forced: %(why)s") % {"why": why}
    return _("High priority forced by %(forced_by)s") % {"forced_by": forced_by}


def _requested(event: IncidentEvent, incident: Incident) -> str:
    gaps = {"publisher": incident.publisher.short_name, **event.detail}
    line = _("Escalated to %(publisher)s with %(support_number)s, level %(level)s")
    if why := why_without_number(event.detail["support_number"]):
        gaps["why"] = why
        line = _("Escalated to %(publisher)s without a support number (%(why)s), level %(level)s")
    if "item" in gaps:
        return _("%(line)s, about: %(item)s") % {"line": line % gaps, "item": gaps["item"]}
    return line % gaps


_WORDS: Mapping[EventKind, Callable[[IncidentEvent, Incident], str]] = {
    EventKind.OPENED: _opened,
    EventKind.ROUTED: _routed,
    EventKind.HANDED_OVER: _handed_over,
    EventKind.ASSIGNED: _assigned,
    EventKind.CALLED: _called,
    EventKind.COMMENTED: _commented,
    EventKind.MAIL_READ: say_mail_read,
    EventKind.CONFIRMED: _simply(gettext_lazy("%(who)s confirms that it works")),
    EventKind.MISMATCH_MARKED: _simply(
        gettext_lazy("%(who)s saw that the system differs from revision R%(revision)s: %(seen)s")
    ),
    EventKind.CAUSE_STATED: _simply(gettext_lazy("%(who)s stated the cause: %(cause)s")),
    EventKind.PRIORITY_FORCED: _forced,
    EventKind.PRIORITY_FREED: _simply(gettext_lazy("High priority no longer forced")),
    EventKind.REQUESTED: _requested,
    EventKind.ACKNOWLEDGED: _simply(gettext_lazy("%(who)s acknowledged the incident")),
    EventKind.CASE_GIVEN: _simply(gettext_lazy("%(publisher)s case %(case_number)s")),
    EventKind.STARTED: _simply(gettext_lazy("%(who)s is at work on it")),
    EventKind.RETURNED: _simply(gettext_lazy("%(who)s handed it back: %(reason)s")),
    EventKind.JOINED: _simply(
        gettext_lazy("Joint bridge of %(manufacturer)s and %(publisher)s: %(reason)s")
    ),
    EventKind.RAISED: _simply(
        gettext_lazy("%(who)s raised it to level %(level)s, %(name)s: %(reason)s")
    ),
    EventKind.CLIMBED: say_climbed,
    EventKind.MANAGERS_CALLED: say_managers_called,
    EventKind.MANAGER_NAMED: _simply(
        gettext_lazy("%(who)s named %(name)s critical-situation manager: %(reason)s")
    ),
    EventKind.PROMISE_WARNED: say_promise_warned,
    EventKind.PROMISE_MISSED: say_promise_missed,
    EventKind.TO_THIRD_PARTY: _simply(
        gettext_lazy("%(who)s handed it to a third party, %(name)s: %(reason)s")
    ),
    EventKind.FROM_THIRD_PARTY: _simply(gettext_lazy("It is back from %(name)s")),
    EventKind.SHARED: _simply(
        gettext_lazy("%(publisher)s sees it from now on: part of the outage is laid on it")
    ),
    EventKind.LEG_RESOLVED: _simply(gettext_lazy("The escalation ended, resolved")),
    EventKind.WITHDRAWN: _simply(gettext_lazy("The escalation was withdrawn: %(reason)s")),
}
