"""What the passing of time does to an escalation: a level climbs, both duty managers are called.

Nobody does it: ``by`` is nobody. The caller judges whether it is due; each act looks again whether
it can still be done, under the incident's lock.
"""

from datetime import datetime

from django.db import transaction

from contracts.choices import Impact
from contracts.models import User
from contracts.selectors.duty import duty_manager
from tickets import journal
from tickets.access import open_leg
from tickets.choices import Audience, EventKind
from tickets.models import Escalation, Incident, IncidentEvent
from tickets.rules.ladder import CRITICAL_LEVEL, highest_level
from tickets.selectors.on_call import OnCall, managers_on_call, on_call
from tickets.use_cases.hold import locked

UNACKNOWLEDGED = "unacknowledged"
"""Why it climbs while nobody has acknowledged; after that, the percent of the restore target."""


@transaction.atomic
def climb_escalation(
    escalation: Escalation, *, level: int, because: str, due_at: datetime, at: datetime
) -> IncidentEvent | None:
    """Climb to a level, and keep who is to be told: whom the roster names at this instant.

    None where there is nothing to climb: it has ended, it stands at that level or above, or the
    impact never goes so high.
    """
    held = locked(escalation.incident_id)
    leg = open_leg(held)
    if leg is None or leg != escalation or leg.level >= level:
        return None
    highest = highest_level(Impact(held.impact))
    if highest is not None and level > highest:
        return None
    leg.level = level
    called = on_call(held, leg, at=at)
    name_at_level(held, leg, called, at=at)
    leg.save(update_fields=["level", "critical_manager"])
    return journal.record(
        held,
        EventKind.CLIMBED,
        by=None,
        at=at,
        audience=Audience.VENDORS,
        escalation=leg.pk,
        level=level,
        name=leg.level_name,
        because=because,
        due_at=due_at.isoformat(),
        **called.told(),
    )


@transaction.atomic
def call_managers(
    escalation: Escalation, *, call: int, due_at: datetime, at: datetime
) -> IncidentEvent | None:
    """Call the duty managers of both vendors: every level was told, and nobody acknowledged.

    ``call`` counts from 0. None where the escalation has ended or was acknowledged.
    """
    held = locked(escalation.incident_id)
    leg = open_leg(held)
    if leg is None or leg != escalation or leg.acknowledged_at is not None:
        return None
    managers = managers_on_call(held, at=at)
    names = [each.on_duty.name for each in managers if each.on_duty]
    return journal.record(
        held,
        EventKind.MANAGERS_CALLED,
        by=None,
        at=at,
        audience=Audience.VENDORS,
        call=call + 1,
        due_at=due_at.isoformat(),
        told=[person.pk for each in managers for person in each.people],
        managers=names,
    )


def name_at_level(held: Incident, leg: Escalation, called: OnCall, *, at: datetime) -> None:
    """Name the critical-situation manager once that level is reached; the caller saves it.

    Whoever the roster names, or else the publisher's duty manager; nobody where there is neither.
    """
    if leg.level >= CRITICAL_LEVEL and leg.critical_manager is None:
        leg.critical_manager = _critical_manager(held, called, at=at)


def _critical_manager(held: Incident, called: OnCall, *, at: datetime) -> User | None:
    return called.on_duty or duty_manager(held.agreement, held.publisher, at=at)
