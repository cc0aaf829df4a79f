"""The ear of the room: a bell rang below, so hand its ids to a worker, never waiting long."""

import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from celery import Task
from kombu.exceptions import OperationalError

from contracts import journal as register
from escalation import tasks
from escalation.use_cases.post_news import call_due, mail_due
from tickets.journal import event_recorded

logger = logging.getLogger(__name__)


@dataclass
class Line:
    """The line to the broker; after a failure it rests, so that a page waits for it only once."""

    rests_for: float = 3.0  # seconds: the rhythm of the sweep, which finds what was not said
    _silent_until: float = 0.0

    def publish(self, task: "Task[Any, Any]", **ids: int) -> bool:
        """Say it to a worker; without a broker return False, the sweep is the retry."""
        if time.monotonic() < self._silent_until:
            return False
        try:
            task.apply_async(kwargs=ids, retry=False)
        except (OperationalError, OSError) as unreachable:
            self._silent_until = time.monotonic() + self.rests_for
            logger.warning("no broker, the sweep will do it: %s", unreachable)
            return False
        return True


line = Line()


def connect() -> None:
    """Connect the bells, once per process."""
    event_recorded.connect(follow_soon, dispatch_uid="escalation.follow_soon")
    register.event_recorded.connect(tell_soon, dispatch_uid="escalation.tell_soon")
    mail_due.connect(deliver_soon, dispatch_uid="escalation.deliver_soon")
    call_due.connect(call_soon, dispatch_uid="escalation.call_soon")


def disconnect() -> None:
    """Silence the bells, for a program that follows its own events."""
    event_recorded.disconnect(dispatch_uid="escalation.follow_soon")
    register.event_recorded.disconnect(dispatch_uid="escalation.tell_soon")
    mail_due.disconnect(dispatch_uid="escalation.deliver_soon")
    call_due.disconnect(dispatch_uid="escalation.call_soon")


def follow_soon(*, event_id: int, **_bell: Any) -> None:
    """Ask a worker to follow an event; without a broker the sweep does it later."""
    line.publish(tasks.follow, event_id=event_id)


def tell_soon(*, event_id: int, **_bell: Any) -> None:
    """Ask a worker to follow an event of the register; without a broker the sweep does it later."""
    line.publish(tasks.follow_news, event_id=event_id)


def deliver_soon(*, ids: Sequence[int], **_bell: Any) -> None:
    """Ask a worker to mail what leaves at once; without a broker the sweep does it later."""
    _each_soon(tasks.deliver, ids)


def call_soon(*, ids: Sequence[int], **_bell: Any) -> None:
    """Ask another to call the webhooks that are called at once; without a broker the sweep does."""
    _each_soon(tasks.call, ids)


def _each_soon(task: "Task[Any, Any]", ids: Sequence[int]) -> None:
    for each in ids:
        if not line.publish(task, dispatch_id=each):
            break
