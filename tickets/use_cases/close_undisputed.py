"""Close what was resolved and that nobody has disputed for five days."""

from datetime import datetime

from django.db import transaction

from tickets import journal
from tickets.choices import Audience, EventKind, Status
from tickets.models import Incident
from tickets.use_cases.keep_custody import keep_custody

BATCH = 100


@transaction.atomic
def close_undisputed(*, at: datetime) -> int:
    """Close a batch; rows that somebody holds are left for the next sweep. Returns how many."""
    due = Incident.objects.to_close_at(at).select_for_update(skip_locked=True)
    closed = list(due.order_by("resolved_at")[:BATCH])
    for incident in closed:
        incident.status, incident.closed_at = Status.CLOSED, at
        incident.save(update_fields=["status", "closed_at"])
        journal.record(
            incident,
            EventKind.MOVED,
            by=None,
            at=at,
            audience=Audience.CLIENT,
            action="close",
            from_=Status.RESOLVED,
            to=Status.CLOSED,
        )
    if closed:
        keep_custody(closed)
    return len(closed)
