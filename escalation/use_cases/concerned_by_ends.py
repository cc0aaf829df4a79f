"""Whom it concerns that an escalation is over: who had it and, where nobody took it, who was called.

The publisher's people are told by the escalation's own line, the manufacturer's by that of the
incident which ended with it: one act is one piece of news.
"""

from collections.abc import Iterable

from contracts.models import User
from escalation.models import Notification
from escalation.use_cases.who_works import (
    all_of,
    owner_called,
    partner_called,
    partner_working,
)
from tickets.access import open_leg
from tickets.choices import EventKind
from tickets.models import Escalation, Incident, IncidentEvent

_CALLS = (
    EventKind.REQUESTED,
    EventKind.RAISED,
    EventKind.CLIMBED,
    EventKind.MANAGERS_CALLED,
)


def of_ended_leg(event: IncidentEvent, incident: Incident) -> list[User | None]:
    """Return from whom the publisher's leg was taken: who had it, else who was called to it."""
    leg = _ended_by(event, incident)
    if leg is None:
        return [*all_of(incident.publisher)]
    called = _called_in_vain(event, incident, leg, of=incident.publisher_id)
    return [*(called or partner_working(event, incident, leg)), leg.duty_partner]


def of_owners_end(event: IncidentEvent, incident: Incident) -> list[User | None]:
    """Return the manufacturer's people whom the end of an escalation concerns, but its assignee."""
    leg = _ended_by(event, incident)
    if leg is None:
        return []
    called = _called_in_vain(event, incident, leg, of=incident.manufacturer_id)
    return [*called, leg.duty_owner]


def of_restoration(event: IncidentEvent, incident: Incident) -> Iterable[User | None]:
    """Return whom it concerns at both vendors that service is back: there is no more to be done.

    The escalation stays open. Who called for nothing but the next act is not told.
    """
    leg = open_leg(incident)
    owners = owner_called(event, incident)
    if leg is None:
        return owners
    vendors = (incident.manufacturer_id, incident.publisher_id)
    called = [each for of in vendors for each in _called_in_vain(event, incident, leg, of=of)]
    return [*owners, *(called or partner_called(event, incident, leg)), leg.duty_owner, leg.duty_partner]
