"""Writes the timeline and rings when it is committed; the only writer of that table.

The line is also the outbox: an `Unfollowed` row stands beside it until all that follows is done.
"""

from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.dispatch import Signal

from contracts.models import User
from tickets.choices import Audience, EventKind
from tickets.models import Incident, IncidentEvent, Unfollowed
from tickets.rules.chain import GENESIS, seal

event_recorded = Signal()


def record(
    incident: Incident,
    kind: EventKind,
    *,
    by: User | None,
    at: datetime,
    audience: Audience,
    **detail: Any,
) -> IncidentEvent:
    """Write a line in the caller's transaction, which must hold the incident's row locked.

    ``by`` is None for what the portal does by itself. An INTERNAL line belongs to the
    organisation of its author.
    """
    event = _line(incident, kind, by=by, at=at, audience=audience, detail=detail)
    Incident.objects.filter(pk=incident.pk).update(
        last_sequence=incident.last_sequence, last_hash=incident.last_hash
    )
    return event


def save_and_record(
    incident: Incident,
    kind: EventKind,
    *,
    by: User | None,
    at: datetime,
    audience: Audience,
    **detail: Any,
) -> IncidentEvent:
    """Save the incident as it stands now, and write the line that tells it, as `record` does."""
    event = _line(incident, kind, by=by, at=at, audience=audience, detail=detail)
    incident.save()
    return event


def _line(
    incident: Incident,
    kind: EventKind,
    *,
    by: User | None,
    at: datetime,
    audience: Audience,
    detail: dict[str, Any],
) -> IncidentEvent:
    """Write the next line and its row in the outbox; the incident's own row is yet to be saved."""
    previous = incident.last_hash or GENESIS
    event = IncidentEvent(
        incident=incident,
        sequence=incident.last_sequence + 1,
        kind=kind,
        at=at,
        by=by,
        organisation_id=by.organisation_id if by else None,
        audience=audience,
        detail=detail,
        previous_hash=previous,
    )
    event.hash = seal(previous, content_of(event))
    event.save(force_insert=True)
    incident.last_sequence, incident.last_hash = event.sequence, event.hash
    Unfollowed.objects.create(event=event, at=at)
    transaction.on_commit(
        partial(event_recorded.send_robust, sender=IncidentEvent, event_id=event.pk)
    )
    return event


def content_of(event: IncidentEvent) -> dict[str, Any]:
    """Return what the hash of an event is taken over."""
    return {
        "incident": event.incident_id,
        "sequence": event.sequence,
        "kind": str(event.kind),
        "at": event.at,
        "by": event.by_id,
        "organisation": event.organisation_id,
        "audience": str(event.audience),
        "detail": event.detail,
    }
