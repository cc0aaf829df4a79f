"""Tell the people concerned of an event of an incident: a notification each."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from django.db.models import QuerySet

from contracts.choices import Kind, Priority, Role
from contracts.models import User
from escalation.choices import NewsGroup
from escalation.models import Notification
from escalation.rules.news_groups import group_of
from escalation.use_cases.concerned_by_ends import (
    of_ended_leg,
    of_first_contact,
    of_owners_end,
    of_restoration,
    of_vendors_end,
)
from escalation.use_cases.concerned_by_promises import of_missed_promise, of_promise
from escalation.use_cases.post_news import post_news
from escalation.use_cases.who_works import (
    owner_called,
    owner_working,
    partner_called,
    partner_working,
)
from tickets.access import may_read, open_leg, priority_for
from tickets.choices import Action, Audience, EventKind, Queue
from tickets.models import Incident, IncidentEvent

Concerned = Callable[[IncidentEvent, Incident], Iterable[User | None]]

_FOR_CLIENT = {Action.WAIT, Action.RESTORE, Action.RESOLVE, Action.CLOSE}
"""Moves that the vendors' queues need not be told of, only those who work on it or were called;
unless the publisher's first word is such a move, which acknowledges and is told instead of that."""


def notify(event: IncidentEvent, at: datetime) -> None:
    """Write a notification for everybody whom an event concerns and who may read it.

    Whether it is urgent follows from the priority that each reader knows, so that not even the
    moment at which it leaves tells what the agreement hides.
    """
    incident = _incident_of(event)
    _tell(event, incident, _concerned(event, incident), at=at)


def tell(event: IncidentEvent, recipients: Iterable[User | None], *, at: datetime) -> None:
    """Write a notification of an event for given people: for those who may read it.

    Told again of the same event, nobody is told twice. Call it within a transaction.
    """
    _tell(event, _incident_of(event), recipients, at=at)


def _tell(
    event: IncidentEvent, incident: Incident, concerned: Iterable[User | None], *, at: datetime
) -> None:
    told = set(Notification.objects.filter(event=event).values_list("recipient", flat=True))
    posted: dict[tuple[NewsGroup, bool], list[Notification]] = {}
    for person in _to_be_told(concerned, event, incident):
        if person.pk in told:
            continue
        news = Notification(recipient=person, event=event, incident=incident, at=at)
        is_urgent = priority_for(incident, person) == Priority.HIGH
        posted.setdefault((group_of(event.kind, person.kind), is_urgent), []).append(news)
    for group, is_urgent in sorted(posted, reverse=True):
        post_news(posted[group, is_urgent], group=group, is_urgent=is_urgent, at=at)


def _incident_of(event: IncidentEvent) -> Incident:
    return (
        Incident.objects.select_related(
            "agreement",
            "manufacturer",
            "publisher",
            "opened_by__organisation",
            "assignee__organisation",
        )
        .prefetch_related(
            "escalations__engineer__organisation",
            "escalations__duty_owner__organisation",
            "escalations__duty_partner__organisation",
        )
        .get(pk=event.incident_id)
    )


def told_of(event: IncidentEvent, incident: Incident, *, called: Iterable[User] = ()) -> list[User]:
    """Return whom an event is told: everybody whom it concerns and who may read it, once each.

    ``called``: whom it concerns because they were called before, where no table says so.
    """
    return _to_be_told([*_concerned(event, incident), *called], event, incident)


def _concerned(event: IncidentEvent, incident: Incident) -> Iterable[User | None]:
    return _CONCERNED.get(EventKind(event.kind), _everybody)(event, incident)


def _to_be_told(
    concerned: Iterable[User | None], event: IncidentEvent, incident: Incident
) -> list[User]:
    found = {
        person.pk: person
        for person in concerned
        if person is not None and _is_to_be_told(person, event, incident)
    }
    return list(found.values())


def _is_to_be_told(person: User, event: IncidentEvent, incident: Incident) -> bool:
    if event.kind != EventKind.ACKNOWLEDGED and _is_told_by_act(person, event):
        return False
    return person.pk != event.by_id and person.is_active and may_read(person, event, incident)


def _is_told_by_act(person: User, event: IncidentEvent) -> bool:
    """Tell whether a line is no news to somebody, because the act itself is told them."""
    side = Audience.CLIENT if person.kind == Kind.CLIENT else Audience.VENDORS
    return side in event.detail.get("by_act", ())


# --- Whom an event concerns; whether they may read it is judged after -----------------------------


def _everybody(event: IncidentEvent, incident: Incident) -> Iterable[User | None]:
    return [*_of_vendors(event, incident), *_clients(incident)]


def _of_routing(event: IncidentEvent, incident: Incident) -> Iterable[User | None]:
    """Return the assignee, or the manufacturer's queue, which is all its people.

    With the assignee, who of the manufacturer was called to the escalation that ends with it.
    Into *software* the queue is not told, which has it no more; and nobody where another line of
    the same act tells it: that it was returned, or taken up again.
    """
    is_told_elsewhere = event.organisation_id == incident.publisher_id or (
        event.detail.get("from_") == event.detail["to"]
    )
    if is_told_elsewhere:
        return ()
    there = _if_there(incident.assignee, incident.manufacturer_id)
    if event.detail["to"] == Queue.SOFTWARE:
        return there
    if there:
        return [*there, *of_owners_end(event, incident)]
    return _people(incident.manufacturer_id)


def _of_publisher(event: IncidentEvent, incident: Incident) -> Iterable[User | None]:
    """Return whom the roster named at the step, or all the publisher's people where it did not."""
    named = _named(event, incident.publisher_id)
    return named or _people(incident.publisher_id)


def _of_climb(event: IncidentEvent, incident: Incident) -> Iterable[User | None]:
    return _called(event, incident.publisher_id)


def _of_acknowledgement(event: IncidentEvent, incident: Incident) -> Iterable[User | None]:
    readers = (each for each in _readers(event, incident) if each is not None)
    untold = [each for each in readers if not _is_told_by_act(each, event)]
    return [*untold, *of_first_contact(event, incident)]


def _of_called_managers(event: IncidentEvent, incident: Incident) -> Iterable[User | None]:
    vendors = (incident.manufacturer_id, incident.publisher_id)
    return [person for vendor in vendors for person in _called(event, vendor)]


def _called(event: IncidentEvent, vendor: int) -> list[User]:
    """Return whom the step called of a vendor; its managers where they have all left since."""
    return _named(event, vendor) or list(_people(vendor).filter(role=Role.MANAGER))


def _named(event: IncidentEvent, vendor: int) -> list[User]:
    """Return those of a vendor whom the line names as told: the roster was asked at its instant."""
    keys = event.detail.get("told", [])
    return list(_people(vendor).filter(pk__in=keys).order_by("pk"))


def _of_return(event: IncidentEvent, incident: Incident) -> Iterable[User | None]:
    """Return who works on it for the manufacturer, and whose escalation a colleague returned."""
    return [*owner_working(event, incident), *of_ended_leg(event, incident)]


def _of_vendors(event: IncidentEvent, incident: Incident) -> list[User]:
    """Return who works on it at both vendors; of the publisher nobody without an open leg."""
    leg = open_leg(incident)
    partners = partner_working(event, incident, leg) if leg else []
    return [*owner_working(event, incident), *partners]


def _of_third_party(event: IncidentEvent, incident: Incident) -> Iterable[User | None]:
    """Return who works on it; the author's own colleagues only where one of them does."""
    leg = open_leg(incident)
    own = [*owner_called(event, incident), *(partner_called(event, incident, leg) if leg else ())]
    both = _of_vendors(event, incident)
    return [*own, *(each for each in both if each.organisation_id != event.organisation_id)]


def _of_bridge(event: IncidentEvent, incident: Incident) -> Iterable[User | None]:
    leg = open_leg(incident)
    managers = [leg.duty_owner, leg.duty_partner] if leg else []
    return [*_of_vendors(event, incident), *managers]


def _of_clients(event: IncidentEvent, incident: Incident) -> Iterable[User | None]:
    return _clients(incident)


def _of_assignee(event: IncidentEvent, incident: Incident) -> Iterable[User | None]:
    return User.objects.filter(pk=event.detail.get("to")).select_related("organisation")


def _of_named_manager(event: IncidentEvent, incident: Incident) -> Iterable[User | None]:
    """Return who is named, and who works on it by name."""
    return [*_of_assignee(event, incident), *_workers(incident)]


def _of_move(event: IncidentEvent, incident: Incident) -> Iterable[User | None]:
    if event.detail.get("by_message"):  # the message itself is told
        return ()
    if event.detail["action"] in _FOR_CLIENT and not event.detail.get("acknowledges"):
        return [*_clients(incident), *_workers(incident), *of_vendors_end(event, incident)]
    if event.detail["action"] == Action.NOT_RESTORED:  # whoever read that service is back
        return [*_everybody(event, incident), *of_restoration(event, incident)]
    return _everybody(event, incident)


def _readers(event: IncidentEvent, incident: Incident) -> Iterable[User | None]:
    match event.audience:
        case Audience.INTERNAL:
            return [*_workers(incident), *_clients(incident)]
        case Audience.VENDORS:
            return _of_vendors(event, incident)
        case _:
            return _everybody(event, incident)


def _workers(incident: Incident) -> list[User | None]:
    """Return who works on it by name."""
    leg = open_leg(incident)
    return [incident.assignee, leg.engineer if leg else None]


def _clients(incident: Incident) -> Iterable[User]:
    """Return the client's person who opened it; for one taken on the phone, the caller.

    Who has no account, may not sign in any more, or works elsewhere now is stood for by the
    client's managers.
    """
    if there := _if_there(incident.opened_by, incident.client_id):
        return there
    people = list(_people(incident.client_id))
    names = {incident.on_behalf_of, incident.contact_name}
    callers = [person for person in people if person.name in names]
    return callers or [person for person in people if person.role == Role.MANAGER]


def _if_there(person: User | None, company: int) -> list[User]:
    """Return a named person who is still of a company; nobody leaves it to the colleagues."""
    is_there = person is not None and person.is_active and person.organisation_id == company
    return [person] if person is not None and is_there else []


def _people(organisation: int) -> QuerySet[User]:
    return User.objects.filter(is_active=True, organisation=organisation).select_related(
        "organisation"
    )


_CONCERNED: Mapping[EventKind, Concerned] = {
    EventKind.ROUTED: _of_routing,
    EventKind.REQUESTED: _of_publisher,
    EventKind.RAISED: _of_publisher,
    EventKind.ACKNOWLEDGED: _of_acknowledgement,
    EventKind.CLIMBED: _of_climb,
    EventKind.MANAGERS_CALLED: _of_called_managers,
    EventKind.MANAGER_NAMED: _of_named_manager,
    EventKind.PROMISE_WARNED: of_promise,
    EventKind.PROMISE_MISSED: of_missed_promise,
    EventKind.RETURNED: _of_return,
    EventKind.WITHDRAWN: of_ended_leg,
    EventKind.LEG_RESOLVED: of_ended_leg,
    EventKind.JOINED: _of_bridge,
    EventKind.HANDED_OVER: _of_clients,
    EventKind.TO_THIRD_PARTY: _of_third_party,
    EventKind.FROM_THIRD_PARTY: _of_third_party,
    EventKind.ASSIGNED: _of_assignee,
    EventKind.MAIL_READ: _of_assignee,
    EventKind.MOVED: _of_move,
    EventKind.COMMENTED: _readers,
}
