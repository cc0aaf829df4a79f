"""Whom it concerns that an escalation is taken or ends or service is back: who had it, was called.

Of an end the publisher's people are told by the escalation's own line, the manufacturer's by that
of the incident with which it ended: one act is one piece of news.
"""

from django.db.models import Q

from contracts.models import User
from escalation.models import Notification
from escalation.selectors import CALLS
from escalation.use_cases.who_works import (
    owner_called,
    owner_working,
    partner_called,
    partner_working,
)
from tickets.access import open_leg
from tickets.choices import Action, Audience, EventKind
from tickets.models import Escalation, Incident, IncidentEvent


def of_first_contact(event: IncidentEvent, incident: Incident) -> list[User]:
    """Return who was called to an escalation, now that somebody has it: they can stand down.

    Also where the act that acknowledged is told instead of this, save those whom it is told: who
    works on it for the manufacturer, and who is named on a bridge that it opened.
    """
    leg = next((each for each in incident.escalations.all() if _is_taken_by(event, each)), None)
    if leg is None:
        return []
    called = [*_called(event, leg, of=incident.manufacturer_id)]
    called += _called(event, leg, of=incident.publisher_id)
    if Audience.VENDORS not in event.detail.get("by_act", ()):
        return called
    told = {each.pk for each in owner_working(event, incident)}
    return [
        each for each in called if each.pk not in {*told, leg.duty_owner_id, leg.duty_partner_id}
    ]


def _is_taken_by(event: IncidentEvent, leg: Escalation) -> bool:
    return leg.acknowledged_at == event.at


def of_ended_leg(event: IncidentEvent, incident: Incident) -> list[User | None]:
    """Return from whom the publisher's leg was taken; if nobody had it, who was called to it."""
    leg = _ended_by(event, incident)
    if leg is None:
        return []
    called = _called_in_vain(event, leg, of=incident.publisher_id)
    return [*(called or partner_working(event, incident, leg)), leg.duty_partner]


def of_owners_end(event: IncidentEvent, incident: Incident) -> list[User | None]:
    """Return whom an end concerns at the manufacturer: who works on it, and who was called."""
    owners = owner_called(event, incident)
    leg = _ended_by(event, incident)
    if leg is None:
        return [*owners]
    return [*owners, *_called_in_vain(event, leg, of=incident.manufacturer_id), leg.duty_owner]


def of_vendors_end(event: IncidentEvent, incident: Incident) -> list[User | None]:
    """Return whom of the vendors a move concerns after which there is nothing to do, or less."""
    match event.detail["action"]:
        case Action.RESTORE:
            return of_restoration(event, incident)
        case Action.RESOLVE:
            return of_owners_end(event, incident)
        case _:
            return []


def of_restoration(event: IncidentEvent, incident: Incident) -> list[User | None]:
    """Return whom it concerns at both vendors that service is back, or is not after all.

    The escalation stays open.
    """
    owners = owner_called(event, incident)
    leg = open_leg(incident)
    if leg is None:
        return [*owners]
    partners = _called_in_vain(event, leg, of=incident.publisher_id)
    return [
        *owners,
        *_called_in_vain(event, leg, of=incident.manufacturer_id),
        *(partners or partner_called(event, incident, leg)),
        leg.duty_owner,
        leg.duty_partner,
    ]


def _ended_by(event: IncidentEvent, incident: Incident) -> Escalation | None:
    """Return the escalation that ended with an event, by the same act."""
    ended = [leg for leg in incident.escalations.all() if leg.ended_at == event.at]
    return max(ended, key=lambda leg: leg.pk, default=None)


def _called_in_vain(event: IncidentEvent, leg: Escalation, *, of: int) -> list[User]:
    """Return who of a vendor was called by the steps of an escalation that nobody took."""
    return _called(event, leg, of=of) if leg.engineer_id is None else []


def _called(event: IncidentEvent, leg: Escalation, *, of: int) -> list[User]:
    """Return who of a vendor was called by the steps of an escalation until an event.

    Who is on duty by now may be somebody else, who was never called. Where the news of a step comes
    after that of the event, those whom its line names are told of both.
    """
    request = IncidentEvent.objects.filter(
        incident=leg.incident_id, kind=EventKind.REQUESTED, detail__escalation=leg.pk
    )
    steps = IncidentEvent.objects.filter(
        incident=leg.incident_id,
        kind__in=CALLS,
        sequence__gte=request.values("sequence")[:1],
        sequence__lt=event.sequence,
    )
    named = [pk for line in steps for pk in line.detail.get("told", ())]
    told = Notification.objects.filter(event__in=steps)
    people = User.objects.filter(Q(pk__in=named) | Q(pk__in=told.values("recipient")))
    there = people.filter(organisation=of, is_active=True)
    return list(there.select_related("organisation").order_by("pk"))
