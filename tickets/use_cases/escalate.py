"""Open the publisher's leg: attach the support number, force high priority, start level 1.

At least once delivered, exactly once in effect: the incident's row is locked, the routing event is
unique, and one escalation per incident is open (domain.md, Escalation).
"""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from contracts.choices import Priority
from contracts.models import Agreement
from contracts.selectors.duty import levels_with_roster
from contracts.selectors.systems import was_activated
from tickets import journal
from tickets.access import open_leg
from tickets.choices import UNFINISHED, Audience, EventKind, Queue
from tickets.models import Escalation, Incident, IncidentEvent
from tickets.rules.priorities import ACTIVATION, OUTSIDE_GUARANTEE
from tickets.selectors.on_call import on_call
from tickets.use_cases.hand_over import tell_client_who_has_it
from tickets.use_cases.hold import locked
from tickets.use_cases.keep_time import settle_due

DEFAULT_LEVELS = (
    {"number": 1, "name": "Support engineer", "wait_minutes": 15},
    {"number": 2, "name": "Escalation engineer", "wait_minutes": 30},
    {"number": 3, "name": "Critical-situation manager", "wait_minutes": 60},
    {"number": 4, "name": "Product group", "wait_minutes": 120},
)


@transaction.atomic
def open_escalation(routing: IncidentEvent, *, at: datetime) -> Escalation | None:
    """Escalate what a routing event put in *software*; None when there is nothing to escalate.

    Nothing is created for an incident that has left *software* meanwhile, is resolved, or has an
    open escalation already; so the same event, delivered five times, has one effect.
    """
    held = locked(routing.incident_id)
    if held.queue != Queue.SOFTWARE or held.status not in UNFINISHED or open_leg(held):
        return None
    if Escalation.objects.filter(routing_event=routing).exists():
        return None
    forced_by = forced_by_of(held)
    leg = drafted_leg(held, at=at)
    leg.routing_event, leg.support_number = routing, forced_by
    leg.save(force_insert=True)
    held.forced_by, held.priority = forced_by, Priority.HIGH
    held.shared_at = held.shared_at or at
    settle_due(held, leg)
    held.save()
    _write_down(held, leg, at=at)
    return leg


def drafted_leg(incident: Incident, *, at: datetime) -> Escalation:
    """Return a leg at its first level under the policy as it is now, unsaved."""
    policy = frozen_policy(incident.agreement)
    return Escalation(
        incident=incident,
        policy=policy,
        level=policy[0]["number"],
        requested_at=at,
        acknowledge_due_at=at + timedelta(minutes=policy[0]["wait_minutes"]),
    )


def forced_by_of(incident: Incident) -> str:
    """Return what forces the priority: the number with the incident's revision, or why none does.

    Activation lasts until the contract's first revision is in force (domain.md, Parties). From then
    on a system that is not known, such as that of a revoked number, is outside the guarantee.
    """
    if incident.configuration is None and was_activated(
        incident.contract, at=incident.called_at or incident.opened_at
    ):
        return OUTSIDE_GUARANTEE
    number = getattr(incident.configuration, "support_number", None)
    if number is None or incident.revision is None:
        return ACTIVATION
    written: str = number.with_revision(incident.revision.number)
    return written


def frozen_policy(agreement: Agreement) -> list[dict[str, Any]]:
    """Return the agreement's levels as they are now; later changes do not reach a running leg.

    Each says whether the publisher keeps a roster for it: then somebody ought to be on duty.
    """
    rows = agreement.levels.order_by("number").values("number", "name", "wait_minutes")
    with_roster = levels_with_roster(agreement, agreement.publisher)
    return [
        {**level, "has_roster": level["number"] in with_roster} for level in rows or DEFAULT_LEVELS
    ]


def _write_down(held: Incident, leg: Escalation, *, at: datetime) -> None:
    journal.record(
        held,
        EventKind.REQUESTED,
        by=None,
        at=at,
        audience=Audience.VENDORS,
        escalation=leg.pk,
        support_number=leg.support_number,
        level=leg.level,
        priority=held.priority,
        **on_call(held, leg, at=at).if_on_duty(),
        **({"item": held.item.called} if held.item else {}),
    )
    journal.record(
        held,
        EventKind.PRIORITY_FORCED,
        by=None,
        at=at,
        audience=Audience.VENDORS,
        forced_by=leg.support_number,
    )
    tell_client_who_has_it(held, "publisher", by=None, at=at)
