"""End the publisher's leg, and with it what it forced."""

from datetime import datetime

from contracts.choices import Impact
from contracts.models import User
from tickets import journal
from tickets.choices import Audience, EventKind, LegState
from tickets.models import Escalation, Incident
from tickets.rules.priorities import priority_of

_KINDS = {
    LegState.RESOLVED: EventKind.LEG_RESOLVED,
    LegState.RETURNED: EventKind.RETURNED,
    LegState.WITHDRAWN: EventKind.WITHDRAWN,
}


def end_leg(
    held: Incident, leg: Escalation, state: LegState, *, reason: str, by: User, at: datetime
) -> None:
    """End an open escalation; the priority is the impact's own again.

    The caller saves the incident in the same transaction.
    """
    leg.state, leg.ended_at, leg.reason = state, at, reason
    leg.save(update_fields=["state", "ended_at", "reason"])
    journal.record(held, _KINDS[state], by=by, at=at, audience=Audience.VENDORS, reason=reason)
    freed = held.forced_by
    held.forced_by = None
    held.priority = priority_of(Impact(held.impact), forced_by=None)
    journal.record(
        held,
        EventKind.PRIORITY_FREED,
        by=by,
        at=at,
        audience=Audience.VENDORS,
        forced_by=freed,
        priority=held.priority,
    )
