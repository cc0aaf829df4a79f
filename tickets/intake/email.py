"""One raw e-mail into a report or a reply: read, its sender proven, handed to the use case."""

import hashlib
from datetime import datetime
from email import message_from_bytes
from email.message import Message
from email.utils import parseaddr

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from contracts.models import User
from contracts.rules.refusal import Refusal
from tickets.models import Incident
from tickets.rules import uploads
from tickets.rules.mail_body import files_of, text_of
from tickets.rules.mail_headers import (
    incidents_named,
    is_automatic,
    is_proven,
    message_id_of,
    sender_of,
    subject_of,
)
from tickets.rules.quoted_replies import without_quotation
from tickets.use_cases.take_mail import Letter, see_that_may_write, take_mail


class DoorClosed(Refusal):
    """No mail server is named whose word on a sender counts."""

    code = "door-closed"


class SenderRefused(Refusal):
    """Nobody vouches for the sender, or the sender is nobody here."""

    code = "sender-refused"


def receive(raw: bytes, *, at: datetime) -> Incident | None:
    """Take one RFC 5322 message; None for one that a machine wrote, which is passed over.

    :raises DoorClosed: MAIL_TRUSTED_AUTHSERV is not set.
    :raises SenderRefused: forged, or of nobody who has an account.
    :raises Forbidden: of a vendor's or an operator's person.
    :raises NoContract: the sender's company has no contract at all.
    """
    if not settings.MAIL_TRUSTED_AUTHSERV:
        raise DoorClosed("Set MAIL_TRUSTED_AUTHSERV: without it no sender is proven.")
    message = message_from_bytes(raw)
    if is_automatic(message):
        return None
    sender = _proven_sender(message)
    with translation.override(sender.language):
        see_that_may_write(sender)
        return take_mail(letter_of(message, raw), by=sender, at=at)


def letter_of(message: Message, raw: bytes) -> Letter:
    """Return what an e-mail says; one without a Message-ID is known by its content."""
    text = text_of(message)
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return Letter(
        message_id=message_id_of(message) or f"sha256:{hashlib.sha256(raw).hexdigest()}",
        subject=subject_of(message),
        text=text,
        reply=without_quotation(text),
        files=[
            SimpleUploadedFile(uploads.safe_name(each.name), each.content, each.content_type)
            for each in files_of(message)
        ],
        answers=incidents_named(message, domain=domain),
    )


def _proven_sender(message: Message) -> User:
    """Return the active person whose address it comes from.

    Whoever cannot prove an address does not learn whether it has an account.
    """
    if not is_proven(message, trusted=settings.MAIL_TRUSTED_AUTHSERV):
        raise SenderRefused("The sender could not be verified (DMARC or SPF).")
    people = User.objects.filter(is_active=True).select_related("organisation")
    found = people.filter(email__iexact=sender_of(message)).first()
    if found is None:
        raise SenderRefused("No account has this address.")
    return found
