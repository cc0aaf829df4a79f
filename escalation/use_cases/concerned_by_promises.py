"""Whom the running out of a promise concerns: who works on it and, once missed, their managers."""

from collections.abc import Iterable

from contracts.choices import Role
from contracts.models import Organisation, User
from escalation.use_cases.who_works import owner_working, partner_working
from tickets.access import open_leg
from tickets.choices import Holder
from tickets.models import Incident, IncidentEvent
from tickets.selectors.custody import holder_of


def of_promise(event: IncidentEvent, incident: Incident) -> list[User]:
    """Return the manufacturer's assignee and, while escalated, the publisher's engineer.

    Where nobody active is named, whoever is on duty; where nobody is, all that vendor's people.
    """
    found = owner_working(event, incident)
    leg = open_leg(incident)
    return found if leg is None else found + partner_working(event, incident, leg)


def of_missed_promise(event: IncidentEvent, incident: Incident) -> list[User]:
    """Return the same, and the managers of the vendor in whose court it is.

    While it waits for the client, or a third party has it, that is the manufacturer, its owner.
    """
    managers = User.objects.filter(
        organisation__in=_in_whose_court(incident), role=Role.MANAGER, is_active=True
    )
    return [*of_promise(event, incident), *managers.select_related("organisation")]


def _in_whose_court(incident: Incident) -> Iterable[Organisation]:
    match holder_of(incident):
        case Holder.JOINT:
            return (incident.manufacturer, incident.publisher)
        case Holder.PUBLISHER:
            return (incident.publisher,)
        case _:
            return (incident.manufacturer,)
