"""News of a message, told to everybody concerned, as every mail begins."""

from datetime import timedelta

from contracts.models import User
from escalation.models import Notification
from escalation.use_cases.follow_event import follow_left_behind
from tests.factories.contracts import MORNING
from tickets.choices import Audience, EventKind
from tickets.models import Incident
from tickets.use_cases.converse import add_comment

SOON = MORNING + timedelta(minutes=1)
LATER = MORNING + timedelta(minutes=2)


def news(incident: Incident, by: User, *, body: str = "Restart node 2.") -> None:
    """Let somebody write to the client, and everybody concerned be told."""
    while follow_left_behind(at=LATER):
        pass
    Notification.objects.all().delete()
    add_comment(incident, audience=Audience.CLIENT, body=body, files=[], by=by, at=SOON)
    while follow_left_behind(at=LATER):
        pass
    Notification.objects.exclude(event__kind=EventKind.COMMENTED).delete()


def mail_for(person: User) -> Notification:
    return Notification.objects.get(recipient=person)
