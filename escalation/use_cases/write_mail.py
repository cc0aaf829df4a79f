"""Write the e-mail of a notification: in its reader's language, in the incident's thread.

One interlocutor (domain.md): to a client it goes out under the counter's name and number, whoever
wrote; the author is shown in it.
"""

from dataclasses import dataclass
from email.utils import formataddr, parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from contracts.choices import Kind
from contracts.models import User
from escalation.models import Notification
from tickets.models import Comment, Incident
from tickets.wording import line_of

PRODUCT = "Guichet"


@dataclass(frozen=True)
class News:
    """All that a mail's template gets: nothing in it that the reader may not read."""

    reference: str
    title: str
    line: str
    message: str
    author: str
    greeting_name: str
    address: str
    counter: str
    phone: str


def mail_of(notification: Notification) -> EmailMultiAlternatives:
    """Write the e-mail; its reader's right to the line was judged before."""
    reader = notification.recipient
    with translation.override(reader.language):
        news = news_for(notification)
        context = {"news": news, "language": reader.language}
        subject = render_to_string("escalation/mail/subject.txt", context)
        text = render_to_string("escalation/mail/body.txt", context)
        page = render_to_string("escalation/mail/body.html", context)
    sender = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    domain = sender.rpartition("@")[2] or "localhost"
    thread = f"<incident-{notification.incident_id}@{domain}>"
    mail = EmailMultiAlternatives(
        " ".join(subject.split()),
        text,
        from_email=formataddr((news.counter, sender)),
        to=[reader.email],
        headers={
            # The same whenever it is sent again, so that a doubled one shows as one.
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
    """Return what a mail says to its reader."""
    event, incident, reader = notification.event, notification.incident, notification.recipient
    comment = _comment_of(notification)
    is_client = reader.kind == Kind.CLIENT
    return News(
        reference=incident.reference,
        title=incident.title,
        line=line_of(event, incident, reader=reader),
        message=comment.body if comment else "",
        author=_signed(comment, incident, reader) if comment else "",
        greeting_name=reader.name,
        address=settings.PUBLIC_URL.rstrip("/")
        + reverse("tickets:incident", args=[incident.reference]),
        counter=incident.manufacturer.short_name if is_client else PRODUCT,
        phone=incident.manufacturer.hotline if is_client else "",
    )


def _comment_of(notification: Notification) -> Comment | None:
    key = notification.event.detail.get("comment")
    if not key:
        return None
    readable = Comment.objects.readable_by(notification.recipient)
    found = readable.filter(pk=key, incident=notification.incident_id)
    return found.select_related("author__organisation").first()


def _signed(comment: Comment, incident: Incident, reader: User) -> str:
    """Name the author, with the company unless the client is not told which vendor has it."""
    author = comment.author
    says_vendor = reader.kind != Kind.CLIENT or incident.agreement.names_holder_to_client
    if author.organisation.is_vendor and not says_vendor:
        return author.name
    return f"{author.name}, {author.organisation.short_name}"
