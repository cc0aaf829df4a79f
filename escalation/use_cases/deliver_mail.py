"""Send the e-mail of a notification: claimed first, retried with growing pauses, never twice."""

import logging
import smtplib
from collections.abc import Callable
from datetime import datetime, timedelta

from celery.exceptions import SoftTimeLimitExceeded
from django.db.models import F

from escalation.choices import MailState, Sending
from escalation.models import Notification
from escalation.rules.backoff import LEASE, MOST_ATTEMPTS, pause_after
from escalation.use_cases.write_mail import mail_of

logger = logging.getLogger(__name__)

BATCH = 100
LONGEST_SWEEP = timedelta(seconds=30)
"""A sweep begins no further mail after this, so that its task's time never ends amid one."""

_ABOUT_THIS_MAIL = (
    smtplib.SMTPRecipientsRefused,
    smtplib.SMTPSenderRefused,
    smtplib.SMTPDataError,
    smtplib.SMTPNotSupportedError,
)
"""Refusals of one mail by a server that answers; the next one may well pass."""


def deliver_mail(notification_id: int, *, at: datetime) -> Sending:
    """Send one e-mail if it is due and nobody else is sending it.

    Killed between sending and noting it, it goes out again after the lease, under the same
    Message-ID.
    """
    notification = _claimed(notification_id, at=at)
    if notification is None:
        return Sending.NOT_DUE
    if not _is_still_to_be_told(notification):
        _note(notification, MailState.DROPPED)
        return Sending.NOT_DUE
    if notification.mail_attempts > MOST_ATTEMPTS:  # it kills the workers that try it
        _note(notification, MailState.FAILED)
        return Sending.NOT_DUE
    outcome, failure = _attempt(notification, at=at)
    if failure is None:
        _note(notification, MailState.SENT, mail_sent_at=at)
    else:
        _try_again(notification, failure, at=at)
    return outcome


def _attempt(notification: Notification, *, at: datetime) -> tuple[Sending, Exception | None]:
    try:
        mail_of(notification, at=at).send()
    except SoftTimeLimitExceeded:
        raise
    except _ABOUT_THIS_MAIL as refusal:
        return Sending.REFUSED, refusal
    except OSError as failure:  # no server there, or one that hung up
        return Sending.UNREACHABLE, failure
    except Exception as mistake:  # a mail that cannot be written must not hold up the others
        logger.exception("mail of notification %s could not be written", notification.pk)
        return Sending.REFUSED, mistake
    return Sending.SENT, None


def deliver_left_behind(*, clock: Callable[[], datetime]) -> int:
    """Send the e-mails that are due and that no message asked for; returns how many went out.

    The clock itself comes in, since each mail has its own lease and its own instant of leaving.
    Without a server it stops at the first, so that one sweep never waits for each in turn.
    """
    began_at = clock()
    due = Notification.objects.to_send_at(began_at).order_by("mail_due_at")
    sent = 0
    for each in list(due.values_list("pk", flat=True)[:BATCH]):
        at = clock()
        if at - began_at > LONGEST_SWEEP:
            break
        outcome = deliver_mail(each, at=at)
        if outcome == Sending.UNREACHABLE:
            break
        sent += outcome == Sending.SENT
    return sent


def _claimed(notification_id: int, *, at: datetime) -> Notification | None:
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
        return None
    return (
        Notification.objects.select_related(
            "recipient__organisation",
            "event__by",
            "incident__agreement",
            "incident__client",
            "incident__manufacturer",
            "incident__publisher",
            "contract_event__by__organisation",
            "configuration__client",
            "configuration__contract__agreement__manufacturer",
            "revision__author",
            "revision__based_on",
            "revision__proposed_by__organisation",
            "comment__author__organisation",
            "contract__client",
            "contract__agreement__manufacturer",
            "guarantee_request__client",
            "guarantee_request__asked_by",
            "guarantee_request__contract",
            "guarantee_request__agreement__manufacturer",
        )
        .prefetch_related("incident__escalations")
        .get(pk=notification_id)
    )


def _is_still_to_be_told(notification: Notification) -> bool:
    """Judge again what was judged when it was written: rights and accounts may have ended."""
    reader = notification.recipient
    told = Notification.objects.readable_by(reader).filter(pk=notification.pk)
    return reader.is_active and told.exists()


def _try_again(notification: Notification, failure: Exception, *, at: datetime) -> None:
    pause = pause_after(notification.mail_attempts)
    logger.warning("mail of notification %s failed: %s", notification.pk, failure)
    if pause is None:
        _note(notification, MailState.FAILED)
    else:
        _note(notification, MailState.PENDING, mail_due_at=at + pause)


def _note(notification: Notification, state: MailState, **changes: datetime) -> None:
    """Write down how it went, unless the lease ran out and another worker has it now."""
    Notification.objects.filter(
        pk=notification.pk,
        mail_state=MailState.SENDING,
        mail_attempts=notification.mail_attempts,
    ).update(mail_state=state, **changes)
