"""Whom to call of a vendor: the person on duty or, where nobody is, its managers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from contracts.choices import Role
from contracts.models import Organisation, User
from contracts.selectors.duty import duty_manager, person_on_duty
from tickets.models import Escalation, Incident


@dataclass(frozen=True)
class OnCall:
    """Who is called, and who of them is on duty by the roster (None: nobody is)."""

    people: Sequence[User]
    on_duty: User | None
    lacks_duty: bool = False
    """Whether somebody ought to be on duty: the roster has a gap."""

    def told(self) -> dict[str, Any]:
        """Return what the timeline keeps of it: the keys of the people, and a name if on duty."""
        said: dict[str, Any] = {"told": [person.pk for person in self.people]}
        if self.on_duty is not None:
            said["person"] = self.on_duty.name
        if self.lacks_duty:
            said["lacks_duty"] = True
        return said

    def if_on_duty(self) -> dict[str, Any]:
        """Return the same, and nothing where nobody is on duty."""
        return self.told() if self.on_duty else {}


def on_call(incident: Incident, leg: Escalation, *, at: datetime) -> OnCall:
    """Return whom the publisher's roster names for the level of an escalation, or its managers.

    By the frozen policy, a level with a roster ought to have somebody on duty.
    """
    person = person_on_duty(incident.agreement, incident.publisher, leg.level, at=at)
    if person is not None:
        return OnCall([person], person)
    return OnCall(_managers(incident.publisher), None, lacks_duty=leg.has_roster)


def manager_on_call(incident: Incident, vendor: Organisation, *, at: datetime) -> OnCall:
    """Return the duty manager of one of the two vendors at an instant, or else all its managers."""
    person = duty_manager(incident.agreement, vendor, at=at)
    return OnCall([person], person) if person else OnCall(_managers(vendor), None)


def managers_on_call(incident: Incident, *, at: datetime) -> list[OnCall]:
    """Return whom to call of both vendors once every level was told, the manufacturer first."""
    vendors = (incident.manufacturer, incident.publisher)
    return [manager_on_call(incident, vendor, at=at) for vendor in vendors]


def _managers(vendor: Organisation) -> list[User]:
    managers = User.objects.filter(organisation=vendor, role=Role.MANAGER, is_active=True)
    return list(managers.order_by("pk"))
