"""Write down that a promise runs out, or was missed; the vendors read it, the client does not."""

from datetime import datetime

from django.db import transaction

from tickets import journal
from tickets.choices import Audience, Due, EventKind
from tickets.models import Incident, IncidentEvent
from tickets.use_cases.hold import locked


@transaction.atomic
def warn_of_promise(
    incident: Incident, *, promise: Due, percent: int, due_at: datetime | None, at: datetime
) -> IncidentEvent:
    """Record that a share of a promise has passed; ``due_at`` is when all of it will have.

    None while that rests with a paused clock.
    """
    return journal.record(
        locked(incident.pk),
        EventKind.PROMISE_WARNED,
        by=None,
        at=at,
        audience=Audience.VENDORS,
        promise=promise,
        percent=percent,
        due_at=due_at.isoformat() if due_at else None,
    )


@transaction.atomic
def tell_missed_promise(
    incident: Incident, *, promise: Due, due_at: datetime, at: datetime
) -> IncidentEvent:
    """Record that a promise was not kept by its instant."""
    return journal.record(
        locked(incident.pk),
        EventKind.PROMISE_MISSED,
        by=None,
        at=at,
        audience=Audience.VENDORS,
        promise=promise,
        due_at=due_at.isoformat(),
    )
