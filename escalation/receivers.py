"""The ear of the room: a bell rang below, so hand its ids to a worker, never waiting long."""

import logging
from collections.abc import Sequence
from typing import Any

from celery import Task
from kombu.exceptions import OperationalError

from escalation import tasks
from escalation.use_cases.notify import mail_due
from tickets.journal import event_recorded

logger = logging.getLogger(__name__)


def connect() -> None:
    """Connect the bells, once per process."""
    event_recorded.connect(follow_soon, dispatch_uid="escalation.follow_soon")
    mail_due.connect(deliver_soon, dispatch_uid="escalation.deliver_soon")


def follow_soon(*, event_id: int, **_bell: Any) -> None:
    """Ask a worker to follow an event; without a broker the sweep does it later."""
    _publish(tasks.follow, event_id=event_id)


def deliver_soon(*, ids: Sequence[int], **_bell: Any) -> None:
    """Ask a worker to send e-mails; without a broker the sweep does it later."""
    for each in ids:
        if not _publish(tasks.deliver, notification_id=each):
            break


def _publish(task: "Task[Any, Any]", **ids: int) -> bool:
    try:
        task.apply_async(kwargs=ids, retry=False)
    except (OperationalError, OSError) as unreachable:
        logger.warning("no broker, the sweep will do it: %s", unreachable)
        return False
    return True
