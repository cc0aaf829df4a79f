"""Send what is to leave for a person: claimed first, retried with growing pauses, never lost.

Each claim has a number. A worker that was stopped beyond its lease finds, right before it begins to
send, that another claimed after it, and sends nothing.
"""

import logging
import smtplib
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime, timedelta

from celery.exceptions import SoftTimeLimitExceeded
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend
from django.db.models import F, OrderBy, QuerySet

from escalation.choices import DispatchState, Medium, Sending, Sweep
from escalation.models import Dispatch, Notification
from escalation.partners.wire import Undeliverable
from escalation.rules.backoff import LEASE, MOST_ATTEMPTS, pause_after
from escalation.use_cases.call_webhook import call_webhook
from escalation.use_cases.hold_back import Later, leaves_later
from escalation.use_cases.in_time import in_time
from escalation.use_cases.news_of_dispatch import news_to_send
from escalation.use_cases.note_run import note_run
from escalation.use_cases.write_mail import mail_of

logger = logging.getLogger(__name__)

BATCH = 100
LONGEST_SWEEP_OF_WEBHOOKS = timedelta(seconds=10)
"""Shorter than other sweeps, for the calls that are asked for at once wait meanwhile."""
_FIRST: Mapping[Medium, tuple[str | OrderBy, ...]] = {
    Medium.EMAIL: ("-is_urgent", "due_at"),
    Medium.WEBHOOK: (F("failing_since").asc(nulls_first=True), "-is_urgent", "due_at"),
}
"""What a sweep sends first: never a webhook that fails before one that may answer."""

_ABOUT_THIS_ONE = (
    smtplib.SMTPRecipientsRefused,
    smtplib.SMTPSenderRefused,
    smtplib.SMTPDataError,
    smtplib.SMTPNotSupportedError,
    Undeliverable,
)
"""Refusals of one mail by a server that answers, and a webhook, which is one person's own."""

_LONGEST_PROBLEM = 200


class TakenMeanwhile(Exception):
    """The lease ran out, and another worker has claimed it since."""


class Claim:
    """A dispatch that is ours until its lease ends; measured by a clock that nobody sets.

    ``mistake``: why nobody can tell whether it may leave now; it then fails like any other.
    """

    def __init__(
        self, dispatch: Dispatch, *, at: datetime, mistake: Exception | None = None
    ) -> None:
        self.dispatch = dispatch
        self.at = at
        self.mistake = mistake
        self._began = time.monotonic()

    def now(self) -> datetime:
        """Return the instant, counted from the one at which it was claimed."""
        return self.at + timedelta(seconds=time.monotonic() - self._began)

    def renew(self) -> None:
        """Take the whole lease anew, right before anything leaves the house.

        :raises TakenMeanwhile: it is no longer ours.
        """
        if not self._ours().update(due_at=self.now() + LEASE):
            raise TakenMeanwhile(self.dispatch.pk)

    def note(self, state: DispatchState, **changes: datetime | str | None) -> None:
        """Write down how it went, unless another worker has it now."""
        self._ours().update(state=state, **changes)

    def _ours(self) -> "QuerySet[Dispatch]":
        return Dispatch.objects.filter(
            pk=self.dispatch.pk, state=DispatchState.SENDING, claim=self.dispatch.claim
        )


def send_dispatch(dispatch_id: int, *, at: datetime) -> Sending:
    """Send one dispatch if it is due, nothing holds it back and nobody else is sending it.

    Killed between sending and noting it, it goes out again after the lease, under the same
    Message-ID.
    """
    claim = _claimed(dispatch_id, at=at)
    if claim is None:
        return Sending.NOT_DUE
    dispatch = claim.dispatch
    if dispatch.attempts > MOST_ATTEMPTS:  # it kills the workers that try it
        claim.note(DispatchState.FAILED, failing_since=dispatch.failing_since or at)
        return Sending.NOT_DUE
    outcome, failure = (
        (Sending.REFUSED, claim.mistake) if claim.mistake is not None else _attempt(claim)
    )
    if failure is not None:
        _try_again(claim, failure)
    elif outcome == Sending.SENT:
        claim.note(DispatchState.SENT, sent_at=claim.at, problem="")
    elif outcome == Sending.NOT_DUE:
        claim.note(DispatchState.DROPPED)
    return outcome


def send_due(medium: Medium, *, clock: Callable[[], datetime]) -> int:
    """Send by one medium what is due and no message asked for; returns how many went out.

    The clock itself comes in, since each has its own lease and its own instant of leaving; how long
    the sweep lasts is measured by one that nobody sets. Without a server it stops at the first, so
    that one sweep never waits for each in turn.
    """
    began_at = clock()
    due = Dispatch.objects.to_send_at(began_at).filter(medium=medium)
    in_order = due.order_by(*_FIRST[medium]).values_list("pk", flat=True)
    longest = LONGEST_SWEEP_OF_WEBHOOKS if medium == Medium.WEBHOOK else None
    sent = 0
    for each in in_time(list(in_order[:BATCH]), longest=longest):
        outcome = send_dispatch(each, at=clock())
        if outcome == Sending.UNREACHABLE:
            break
        sent += outcome == Sending.SENT
    note_run(_SWEEP[medium], at=began_at)
    return sent


def _claimed(dispatch_id: int, *, at: datetime) -> Claim | None:
    """Claim a dispatch that is due; what has to wait longer is put off instead."""
    due = Dispatch.objects.to_send_at(at).filter(pk=dispatch_id)
    found = due.select_related("recipient__organisation").first()
    if found is None:
        return None
    as_it_was = due.filter(claim=found.claim, state=found.state, due_at=found.due_at)
    later, mistake = _judged(found, at=at)
    if later is not None:
        as_it_was.update(due_at=later.at, held_at=later.held_at)
        return None
    claimed = as_it_was.update(
        state=DispatchState.SENDING,
        attempts=F("attempts") + 1,
        claim=F("claim") + 1,
        due_at=at + LEASE,
    )
    if not claimed:
        return None
    found.attempts, found.claim = found.attempts + 1, found.claim + 1
    return Claim(found, at=at, mistake=mistake)


def _judged(found: Dispatch, *, at: datetime) -> tuple[Later | None, Exception | None]:
    """Return until when a dispatch waits; one of which it cannot be said holds up no other."""
    try:
        return leaves_later(found, at=at), None
    except SoftTimeLimitExceeded:
        raise
    except Exception as mistake:  # whatever it was, such as a zone that is none any more
        logger.exception("nobody can tell when dispatch %s leaves", found.pk)
        return None, mistake


def _attempt(claim: Claim) -> tuple[Sending, Exception | None]:
    try:
        return _send(claim), None
    except SoftTimeLimitExceeded:
        raise
    except TakenMeanwhile:
        logger.warning("dispatch %s was taken by another worker", claim.dispatch.pk)
        return Sending.TAKEN, None
    except _ABOUT_THIS_ONE as refusal:
        return Sending.REFUSED, refusal
    except OSError as failure:  # no server there, or one that hung up
        return Sending.UNREACHABLE, failure
    except Exception as mistake:  # a mail that cannot be written must not hold up the others
        logger.exception("dispatch %s could not be written", claim.dispatch.pk)
        return Sending.REFUSED, mistake


def _send(claim: Claim) -> Sending:
    """Send what there is to say; without a word for its reader it is not due any more."""
    news = news_to_send(claim.dispatch)
    if not news:
        return Sending.NOT_DUE
    _SEND[Medium(claim.dispatch.medium)](claim, news)
    return Sending.SENT


def _mail(claim: Claim, news: list[Notification]) -> None:
    mail = mail_of(claim.dispatch, news, at=claim.at)
    server = get_connection()
    server.open()
    try:
        _greet(server)
        claim.renew()
        mail.connection = server
        mail.send()
    finally:
        with suppress(OSError):  # a server that took the mail may be slow to say goodbye
            server.close()


def _greet(server: BaseEmailBackend) -> None:
    """Have the greetings over, which may take long, so that nothing but the mail is left."""
    if isinstance(server, EmailBackend) and server.connection is not None:
        server.connection.ehlo_or_helo_if_needed()


def _call(claim: Claim, news: list[Notification]) -> None:
    call_webhook(claim.dispatch, news, at=claim.at, right_before=claim.renew)


_SWEEP = {Medium.EMAIL: Sweep.MAIL, Medium.WEBHOOK: Sweep.CALL}
_SEND: Mapping[Medium, Callable[[Claim, list[Notification]], None]] = {
    Medium.EMAIL: _mail,
    Medium.WEBHOOK: _call,
}


def _try_again(claim: Claim, failure: Exception) -> None:
    pause = pause_after(claim.dispatch.attempts)
    logger.warning("dispatch %s failed: %s", claim.dispatch.pk, failure)
    since = claim.dispatch.failing_since or claim.at
    problem = str(failure)[:_LONGEST_PROBLEM]
    if pause is None:
        claim.note(DispatchState.FAILED, failing_since=since, problem=problem)
    else:
        claim.note(
            DispatchState.PENDING, failing_since=since, problem=problem, due_at=claim.at + pause
        )
