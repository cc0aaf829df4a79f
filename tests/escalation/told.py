"""Who was told of an incident, by first name."""

from datetime import timedelta

from escalation.models import Notification
from escalation.use_cases.follow_event import follow_left_behind
from tests.factories.contracts import MORNING
from tickets.models import Incident

LATER = MORNING + timedelta(minutes=2)


def told(incident: Incident) -> dict[str, set[str]]:
    """Return the vendors' people told of each kind of event, since it was last asked."""
    found: dict[str, set[str]] = {}
    for kind, person in all_told(incident):
        if person != "Clara":
            found.setdefault(kind, set()).add(person)
    return found


def all_told(incident: Incident) -> list[tuple[str, str]]:
    """Return each piece of news with whom it was told, since it was last asked."""
    while follow_left_behind(at=LATER):
        pass
    found = [
        (news.event.kind, news.recipient.get_short_name())
        for news in Notification.objects.unread()
        .select_related("recipient", "event")
        .order_by("pk")
        if news.event is not None and news.incident_id == incident.pk
    ]
    Notification.objects.update(read_at=LATER)
    return found
