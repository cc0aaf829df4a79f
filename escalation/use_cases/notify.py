"""Tell the people concerned: a notification each, which is also the outbox of its e-mail."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.models import Q
from django.dispatch import Signal

from contracts.models import User
from escalation.models import Notification
from tickets.access import may_read, open_leg
from tickets.choices import Action, Audience, EventKind, Queue
from tickets.models import Incident, IncidentEvent

mail_due = Signal()
"""Rung after commit with the ids of notifications whose e-mail is to be sent."""

_FOR_CLIENT = {
    Action.WAIT,
    Action.RESTORE,
    Action.RESOLVE,
    Action.CLOSE,
}


def notify(event: IncidentEvent, at: datetime) -> None:
    """Write a notification for everybody whom an event concerns and who may read it."""
    incident = (
        Incident.objects.select_related("opened_by__organisation", "assignee__organisation")
        .prefetch_related("escalations__engineer__organisation")
        .get(pk=event.incident_id)
    )
    recipients = {
        person.pk: person
        for person in _concerned(event, incident)
        if person.pk != event.by_id and person.is_active and may_read(person, event, incident)
    }
    rows = Notification.objects.bulk_create(
        (
            Notification(recipient=person, event=event, incident=incident, at=at, mail_due_at=at)
            for person in recipients.values()
        ),
        ignore_conflicts=True,
    )
    if rows:
        ids = list(
            Notification.objects.filter(event=event).order_by("pk").values_list("pk", flat=True)
        )
        transaction.on_commit(partial(mail_due.send_robust, sender=Notification, ids=ids))


def _concerned(event: IncidentEvent, incident: Incident) -> Iterable[User]:
    """Return whom an event concerns; whether they may read it is judged after."""
    return _CONCERNED.get(EventKind(event.kind), _everybody)(event, incident)


def _everybody(event: IncidentEvent, incident: Incident) -> Iterable[User]:
    return [*_owners(incident), *_partners(incident), incident.opened_by]


def _of_routing(event: IncidentEvent, incident: Incident) -> Iterable[User]:
    return _owners(incident) if event.detail["to"] != Queue.SOFTWARE else ()


def _of_publisher(event: IncidentEvent, incident: Incident) -> Iterable[User]:
    return _people(incident.publisher_id)


def _of_vendors(event: IncidentEvent, incident: Incident) -> Iterable[User]:
    return [*_owners(incident), *_partners(incident)]


def _of_opener(event: IncidentEvent, incident: Incident) -> Iterable[User]:
    return [incident.opened_by]


def _of_assignee(event: IncidentEvent, incident: Incident) -> Iterable[User]:
    return User.objects.filter(pk=event.detail.get("to")).select_related("organisation")


def _of_move(event: IncidentEvent, incident: Incident) -> Iterable[User]:
    if event.detail["action"] in _FOR_CLIENT:
        return [incident.opened_by, *_workers(incident)]
    return _everybody(event, incident)


def _readers(event: IncidentEvent, incident: Incident) -> Iterable[User]:
    if event.audience == Audience.INTERNAL:
        return _workers(incident)
    concerned = [*_owners(incident), *_partners(incident)]
    return [*concerned, incident.opened_by] if event.audience == Audience.CLIENT else concerned


def _workers(incident: Incident) -> list[User]:
    """Return who works on it by name."""
    leg = open_leg(incident)
    return [each for each in (incident.assignee, leg.engineer if leg else None) if each]


def _owners(incident: Incident) -> Iterable[User]:
    """Return the manufacturer's assignee, or all its people while nobody has taken it."""
    return [incident.assignee] if incident.assignee else _people(incident.manufacturer_id)


def _partners(incident: Incident) -> Iterable[User]:
    """Return the publisher's engineer, or all its people; nobody without an open leg."""
    leg = open_leg(incident)
    if leg is None:
        return ()
    return [leg.engineer] if leg.engineer else _people(incident.publisher_id)


def _people(organisation: int) -> Iterable[User]:
    return User.objects.filter(Q(is_active=True), organisation=organisation).select_related(
        "organisation"
    )


_CONCERNED: Mapping[EventKind, Callable[[IncidentEvent, Incident], Iterable[User]]] = {
    EventKind.ROUTED: _of_routing,
    EventKind.REQUESTED: _of_publisher,
    EventKind.RAISED: _of_publisher,
    EventKind.RETURNED: _of_vendors,
    EventKind.JOINED: _of_vendors,
    EventKind.HANDED_OVER: _of_opener,
    EventKind.ASSIGNED: _of_assignee,
    EventKind.MOVED: _of_move,
    EventKind.COMMENTED: _readers,
}
