"""Send the e-mail of a notification: claimed first, retried with growing pauses, threaded."""

import logging
from dataclasses import dataclass
from datetime import datetime
from email.utils import parseaddr
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db.models import F
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from escalation.choices import MailState
from escalation.models import Notification
from escalation.rules.backoff import LEASE, pause_after
from tickets.access import may_read
from tickets.models import Comment
from tickets.wording import line_of

logger = logging.getLogger(__name__)

BATCH = 100


@dataclass(frozen=True)
class News:
    """All that a mail's template gets: nothing in it that the reader may not read."""

    reference: str
    title: str
    line: str
    message: str
    greeting_name: str
    address: str


def deliver_mail(notification_id: int, *, at: datetime) -> bool:
    """Send one e-mail if it is due and nobody else is sending it; returns whether it went out.

    Killed between sending and noting it, it may go out again, under the same Message-ID.
    """
    claimed = (
        Notification.objects.to_send_at(at)
        .filter(pk=notification_id)
        .update(
            mail_state=MailState.SENDING,
            mail_attempts=F("mail_attempts") + 1,
            mail_due_at=at + LEASE,
        )
    )
    if not claimed:
        return False
    notification = Notification.objects.select_related(
        "recipient__organisation",
        "event__by",
        "incident__client",
        "incident__manufacturer",
        "incident__publisher",
    ).get(pk=notification_id)
    try:
        sent = mail_of(notification).send()
    except (OSError, SMTPException) as failure:
        _try_again(notification, failure, at=at)
        return False
    Notification.objects.filter(pk=notification_id).update(
        mail_state=MailState.SENT, mail_sent_at=at
    )
    return bool(sent)


def deliver_left_behind(*, at: datetime) -> int:
    """Send the e-mails that are due and that no message asked for; returns how many went out."""
    due = Notification.objects.to_send_at(at).order_by("mail_due_at")
    ids = list(due.values_list("pk", flat=True)[:BATCH])
    return sum(deliver_mail(each, at=at) for each in ids)


def _try_again(notification: Notification, failure: Exception, *, at: datetime) -> None:
    pause = pause_after(notification.mail_attempts)
    logger.warning("mail of notification %s failed: %s", notification.pk, failure)
    Notification.objects.filter(pk=notification.pk).update(
        mail_state=MailState.FAILED if pause is None else MailState.PENDING,
        mail_due_at=at if pause is None else at + pause,
    )


def mail_of(notification: Notification) -> EmailMultiAlternatives:
    """Write the e-mail of a notification, in its reader's language, in the incident's thread."""
    reader = notification.recipient
    with translation.override(reader.language):
        news = news_for(notification)
        context = {"news": news, "language": reader.language}
        subject = render_to_string("escalation/mail/subject.txt", context).strip()
        text = render_to_string("escalation/mail/body.txt", context)
        page = render_to_string("escalation/mail/body.html", context)
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    thread = f"<incident-{notification.incident_id}@{domain}>"
    mail = EmailMultiAlternatives(
        " ".join(subject.split()),
        text,
        to=[reader.email],
        headers={
            "Message-ID": f"<notification-{notification.pk}@{domain}>",
            "In-Reply-To": thread,
            "References": thread,
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
        },
    )
    mail.attach_alternative(page, "text/html")
    return mail


def news_for(notification: Notification) -> News:
    """Return what a mail may say to its reader; judged again, since rights may have changed."""
    event, incident = notification.event, notification.incident
    is_readable = may_read(notification.recipient, event, incident)
    message = ""
    if is_readable and event.detail.get("comment"):
        comment = Comment.objects.readable_by(notification.recipient).filter(
            pk=event.detail["comment"]
        )
        message = comment.values_list("body", flat=True).first() or ""
    return News(
        reference=incident.reference,
        title=incident.title if is_readable else "",
        line=line_of(event, incident) if is_readable else "",
        message=message,
        greeting_name=notification.recipient.name,
        address=settings.PUBLIC_URL.rstrip("/")
        + reverse("tickets:incident", args=[incident.reference]),
    )
