"""Whom it concerns that an escalation ends or service is back: who had it, else who was called.

Of an end the publisher's people are told by the escalation's own line, the manufacturer's by that
of the incident with which it ended: one act is one piece of news.
"""

from django.db.models import Q

from contracts.models import User
from escalation.models import Notification
from escalation.use_cases.who_works import owner_called, partner_called, partner_working
from tickets.access import open_leg
from tickets.choices import EventKind
from tickets.models import Escalation, Incident, IncidentEvent

_CALLS = (EventKind.REQUESTED, EventKind.RAISED, EventKind.CLIMBED, EventKind.MANAGERS_CALLED)


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
    """Return who of a vendor was called by the steps of an escalation that nobody took.

    Who is on duty by now may be somebody else, who was never called. Where the news of a step comes
    after that of the end, those whom its line names are told of both.
    """
    if leg.engineer_id is not None:
        return []
    request = IncidentEvent.objects.filter(
        incident=leg.incident_id, kind=EventKind.REQUESTED, detail__escalation=leg.pk
    )
    steps = IncidentEvent.objects.filter(
        incident=leg.incident_id,
        kind__in=_CALLS,
        sequence__gte=request.values("sequence")[:1],
        sequence__lt=event.sequence,
    )
    named = [pk for line in steps for pk in line.detail.get("told", ())]
    told = Notification.objects.filter(event__in=steps)
    people = User.objects.filter(Q(pk__in=named) | Q(pk__in=told.values("recipient")))
    there = people.filter(organisation=of, is_active=True)
    return list(there.select_related("organisation").order_by("pk"))
