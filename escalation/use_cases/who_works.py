"""Who works on an incident for a vendor: who has it by name, else who is on duty.

So nobody is woken for nothing; and where neither is anybody, all the vendor's people are told.
"""

from contracts.models import Organisation, User
from contracts.selectors.duty import person_on_duty
from tickets.models import Escalation, Incident, IncidentEvent

_FIRST_LEVEL = 1
"""The level in whose roster the manufacturer's people stand."""


def owner_working(event: IncidentEvent, incident: Incident) -> list[User]:
    """Return who works on it for the manufacturer at an event's instant, else all its people."""
    return owner_called(event, incident) or _all_of(incident.manufacturer)


def partner_working(event: IncidentEvent, incident: Incident, leg: Escalation) -> list[User]:
    """Return who works on an escalation for the publisher, else all its people."""
    return partner_called(event, incident, leg) or _all_of(incident.publisher)


def owner_called(event: IncidentEvent, incident: Incident) -> list[User]:
    """Return the manufacturer's assignee, else who is on duty there, if anybody."""
    return _called(event, incident, incident.manufacturer, incident.assignee, level=_FIRST_LEVEL)


def partner_called(event: IncidentEvent, incident: Incident, leg: Escalation) -> list[User]:
    """Return the publisher's engineer, else who is on duty there at its level, if anybody."""
    return _called(event, incident, incident.publisher, leg.engineer, level=leg.level)


def _called(
    event: IncidentEvent,
    incident: Incident,
    vendor: Organisation,
    person: User | None,
    *,
    level: int,
) -> list[User]:
    if person is not None and person.is_active and person.organisation_id == vendor.pk:
        return [person]
    on_duty = person_on_duty(incident.agreement, vendor, level, at=event.at)
    return [on_duty] if on_duty is not None else []


def _all_of(vendor: Organisation) -> list[User]:
    people = User.objects.filter(organisation=vendor, is_active=True)
    return list(people.select_related("organisation"))
