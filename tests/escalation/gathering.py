"""News of an incident that is not urgent, and mails that leave seconds after the morning."""

from datetime import timedelta

from django.db import transaction

from contracts.models import User
from escalation.choices import Medium
from escalation.models import Dispatch, Notification
from escalation.use_cases.follow_event import follow_left_behind
from escalation.use_cases.notify import tell
from escalation.use_cases.send_dispatch import send_due
from tests.factories.contracts import MORNING
from tickets.choices import Audience
from tickets.models import Incident, IncidentEvent
from tickets.use_cases.converse import add_comment


def forget() -> None:
    """Let everybody be told of all that happened, and let it be long ago."""
    while follow_left_behind(at=MORNING + timedelta(minutes=1)):
        pass
    Notification.objects.all().delete()
    Dispatch.objects.all().delete()


def says(
    incident: Incident, by: User, *, after: int = 0, body: str = "Restart it."
) -> IncidentEvent:
    """Let somebody write so many seconds after MORNING, and whoever opened it be told at once."""
    at = MORNING + timedelta(seconds=after)
    add_comment(incident, audience=Audience.CLIENT, body=body, files=[], by=by, at=at)
    event = incident.events.latest("sequence")
    with transaction.atomic():
        tell(event, [incident.opened_by], at=at)
    return event


def mails_sent(*, after: int) -> int:
    """Sweep so many seconds after MORNING; returns how many mails left."""
    return send_due(Medium.EMAIL, clock=lambda: MORNING + timedelta(seconds=after))
