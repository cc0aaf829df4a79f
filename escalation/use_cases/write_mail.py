"""Write the e-mail of a notification: in its reader's language, in the thread of what it is about.

One interlocutor (domain.md): to a client it goes out under the counter's name and number, whoever
wrote; the author is shown in it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from email.utils import formataddr, parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from contracts.choices import EventKind, Kind
from contracts.models import (
    Configuration,
    Contract,
    ContractEvent,
    GuaranteeRequest,
    Organisation,
    Revision,
    RevisionItem,
    User,
)
from contracts.rules.differences import Line, difference
from contracts.wording import (
    line_of_item,
    say_difference,
    say_news,
    say_news_of_terms,
)
from escalation.models import Notification
from escalation.wording import (
    address_in_register,
    address_of_guarantee,
    address_of_terms,
    say_news_of_guarantee,
)
from tickets.models import Comment, Incident, IncidentEvent
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
    changes: Sequence[str] = ()


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
    thread = f"<{_thread_of(notification)}@{domain}>"
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


def _thread_of(notification: Notification) -> str:
    if notification.incident_id is not None:
        return f"incident-{notification.incident_id}"
    if notification.contract_id is not None:
        return f"contract-{notification.contract_id}"
    if notification.guarantee_request_id is not None:
        return f"guarantee-{notification.guarantee_request_id}"
    return f"configuration-{notification.configuration_id}"


def news_for(notification: Notification) -> News:
    """Return what a mail says to its reader."""
    if notification.event is not None and notification.incident is not None:
        return _of_incident(notification, notification.event, notification.incident)
    event, configuration = notification.contract_event, notification.configuration
    assert event is not None  # noqa: S101  a constraint holds that it is one or the other
    if notification.contract is not None:
        return _of_contract(notification, event, notification.contract)
    if notification.guarantee_request is not None:
        return _of_guarantee(notification, event, notification.guarantee_request)
    assert configuration is not None  # noqa: S101
    return _of_register(notification, event, configuration)


def _of_incident(notification: Notification, event: IncidentEvent, incident: Incident) -> News:
    reader = notification.recipient
    comment = _comment_of(event, incident, reader)
    return News(
        reference=incident.reference,
        title=incident.title,
        line=line_of(event, incident, reader=reader),
        message=comment.body if comment else "",
        author=_signed(comment, incident, reader) if comment else "",
        greeting_name=reader.name,
        address=_public(reverse("tickets:incident", args=[incident.reference])),
        counter=_counter(incident.manufacturer, reader),
        phone=_phone(incident.manufacturer, reader),
    )


def _of_register(
    notification: Notification, event: ContractEvent, configuration: Configuration
) -> News:
    reader, revision, comment = notification.recipient, notification.revision, notification.comment
    manufacturer = configuration.contract.agreement.manufacturer
    is_proposal = event.kind == EventKind.REVISION_PROPOSED and revision is not None
    author = comment.author if comment else None
    return News(
        reference=configuration.name,
        title=_("Configuration of %(client)s") % {"client": configuration.client.short_name},
        line=say_news(event, configuration, revision, reader=reader),
        message=comment.body if comment else "",
        author=f"{author.name}, {author.organisation.short_name}" if author else "",
        greeting_name=reader.name,
        address=_public(address_in_register(configuration, revision)),
        counter=_counter(manufacturer, reader),
        phone=_phone(manufacturer, reader),
        changes=_changes_of(revision, reader) if is_proposal and revision else (),
    )


def _of_contract(notification: Notification, event: ContractEvent, contract: Contract) -> News:
    reader, manufacturer = notification.recipient, contract.agreement.manufacturer
    return News(
        reference=contract.number,
        title=_("Contract of %(client)s") % {"client": contract.client.short_name},
        line=say_news_of_terms(event, contract, reader=reader),
        message="",
        author="",
        greeting_name=reader.name,
        address=_public(address_of_terms(contract, notification.terms)),
        counter=_counter(manufacturer, reader),
        phone=_phone(manufacturer, reader),
    )


def _of_guarantee(
    notification: Notification, event: ContractEvent, request: GuaranteeRequest
) -> News:
    reader, manufacturer = notification.recipient, request.agreement.manufacturer
    is_news = event.kind == EventKind.GUARANTEE_REQUESTED
    return News(
        reference=request.client.short_name,
        title=_("Request for a guarantee: %(platform)s") % {"platform": request.title},
        line=say_news_of_guarantee(event, request),
        message=request.platform if is_news else "",
        author=f"{request.asked_by.name}, {request.client.short_name}" if is_news else "",
        greeting_name=reader.name,
        address=_public(address_of_guarantee(request)),
        counter=_counter(manufacturer, reader),
        phone=_phone(manufacturer, reader),
    )


def _changes_of(revision: Revision, reader: User) -> list[str]:
    """Say what a proposal changes, item by item, from what it is based on."""
    readable = Revision.objects.visible_to(reader).filter(
        pk__in=[revision.pk, revision.based_on_id or revision.pk]
    )
    items = RevisionItem.objects.filter(revision__in=readable).select_related("product")
    before: list[Line] = []
    after: list[Line] = []
    for item in items.order_by("pk"):
        (after if item.revision_id == revision.pk else before).append(line_of_item(item))
    return say_difference(difference(before, after))


def _counter(manufacturer: Organisation, reader: User) -> str:
    return manufacturer.short_name if reader.kind == Kind.CLIENT else PRODUCT


def _phone(manufacturer: Organisation, reader: User) -> str:
    return manufacturer.hotline if reader.kind == Kind.CLIENT else ""


def _public(address: str) -> str:
    return settings.PUBLIC_URL.rstrip("/") + address


def _comment_of(event: IncidentEvent, incident: Incident, reader: User) -> Comment | None:
    key = event.detail.get("comment")
    if not key:
        return None
    found = Comment.objects.readable_by(reader).filter(pk=key, incident=incident)
    return found.select_related("author__organisation").first()


def _signed(comment: Comment, incident: Incident, reader: User) -> str:
    """Name the author, with the company unless the client is not told which vendor has it."""
    author = comment.author
    says_vendor = reader.kind != Kind.CLIENT or incident.agreement.names_holder_to_client
    if author.organisation.is_vendor and not says_vendor:
        return author.name
    return f"{author.name}, {author.organisation.short_name}"
