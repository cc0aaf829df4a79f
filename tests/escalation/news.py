"""News of a message, told to everybody concerned, as every mail begins."""

from datetime import datetime, timedelta

from contracts.models import User
from escalation.choices import Sending
from escalation.models import Dispatch, Notification
from escalation.use_cases.follow_event import follow_left_behind
from escalation.use_cases.send_dispatch import send_dispatch
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
    Dispatch.objects.all().delete()
    add_comment(incident, audience=Audience.CLIENT, body=body, files=[], by=by, at=SOON)
    while follow_left_behind(at=LATER):
        pass
    Notification.objects.exclude(event__kind=EventKind.COMMENTED).delete()
    Dispatch.objects.filter(mailed=None).delete()


def mail_for(person: User) -> Dispatch:
    return Dispatch.objects.get(mailed__recipient=person)


def sent_alone(news: Notification, *, at: datetime) -> Sending:
    """Send the mail of one piece of news, whatever it was gathered with."""
    mail = Dispatch.objects.create(
        recipient=news.recipient, is_urgent=True, opened_at=at, due_at=at
    )
    Notification.objects.filter(pk=news.pk).update(mail=mail)
    return send_dispatch(mail.pk, at=at)
