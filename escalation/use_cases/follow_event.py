"""Follow an event of the tickets' journal: the table of what follows from what, each drawn once."""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from celery.exceptions import SoftTimeLimitExceeded
from django.db import transaction
from django.db.models import F, Q, QuerySet

from escalation.choices import ConsequenceName, Sweep
from escalation.models import Followed
from escalation.selectors import CALLS
from escalation.use_cases.in_time import in_time
from escalation.use_cases.note_run import note_run
from escalation.use_cases.notify import notify
from escalation.use_cases.plan_due import follow_time
from escalation.use_cases.take_turns import turn
from tickets.choices import EventKind, Queue
from tickets.models import IncidentEvent, Unfollowed
from tickets.use_cases.escalate import open_escalation

logger = logging.getLogger(__name__)

Consequence = Callable[[IncidentEvent, datetime], None]

BATCH = 200
LEFT_BEHIND_AFTER = timedelta(seconds=2)
"""A message has this long to arrive before the sweep takes its event."""
_TRIES_WAITED_FOR = 3


def escalate(event: IncidentEvent, at: datetime) -> None:
    """Escalate an incident that was put in *software*."""
    if event.detail.get("to") == Queue.SOFTWARE:
        open_escalation(event, at=at)


DRAW: Mapping[ConsequenceName, Consequence] = {
    ConsequenceName.ESCALATE: escalate,
    ConsequenceName.NOTIFY: notify,
    ConsequenceName.PLAN: follow_time,
}

_NOTIFY = (ConsequenceName.NOTIFY,)
_PLAN = (ConsequenceName.PLAN,)
_BOTH = (ConsequenceName.PLAN, ConsequenceName.NOTIFY)

CONSEQUENCES: Mapping[str, tuple[ConsequenceName, ...]] = {
    EventKind.ROUTED: (ConsequenceName.ESCALATE, *_BOTH),
    EventKind.HANDED_OVER: _NOTIFY,
    EventKind.TO_THIRD_PARTY: _NOTIFY,
    EventKind.FROM_THIRD_PARTY: _NOTIFY,
    EventKind.CALLED: _PLAN,
    EventKind.ASSIGNED: _NOTIFY,
    EventKind.MOVED: _BOTH,
    EventKind.IMPACT_CHANGED: _BOTH,
    EventKind.COMMENTED: _BOTH,
    EventKind.REQUESTED: _BOTH,
    EventKind.ACKNOWLEDGED: _BOTH,
    EventKind.RETURNED: _BOTH,
    EventKind.JOINED: _BOTH,
    EventKind.RAISED: _BOTH,
    EventKind.WITHDRAWN: _BOTH,
    EventKind.LEG_RESOLVED: _BOTH,
    EventKind.CLIMBED: _NOTIFY,
    EventKind.MANAGERS_CALLED: _NOTIFY,
    EventKind.MANAGER_NAMED: _NOTIFY,
    EventKind.PROMISE_WARNED: _NOTIFY,
    EventKind.PROMISE_MISSED: _NOTIFY,
    EventKind.DEADLINE_MOVED: _NOTIFY,
    EventKind.CONFIRMED: _NOTIFY,
    EventKind.MISMATCH_MARKED: _NOTIFY,
    EventKind.MAIL_READ: _NOTIFY,
}
"""The whole reaction of the house. A kind that is not named has no consequence."""


def follow_event(event_id: int, *, at: datetime) -> bool:
    """Draw every consequence of an event that is not drawn yet; told again, it does nothing.

    Each consequence is claimed and carried out in a transaction of its own, so that one failing
    undoes no other; what failed stays in the outbox for the sweep. Returns whether all are drawn.
    """
    event = IncidentEvent.objects.filter(pk=event_id).first()
    if event is None:
        return False
    for call in _calls_untold_before(event):
        _follow(call, at=at)
    return _follow(event, at=at)


def _calls_untold_before(event: IncidentEvent) -> QuerySet[IncidentEvent]:
    """Return the calls that an event comes after and that still wait: they are told before it.

    Nobody is to read that they can stand down, or that all is over, and then that they are called.
    One that another worker has in its hands is waited for, by the uniqueness of its claim; one that
    the sweep has tried in vain keeps no other waiting.
    """
    calls = IncidentEvent.objects.filter(incident=event.incident_id, kind__in=CALLS)
    waiting = calls.filter(unfollowed__tries__lt=_TRIES_WAITED_FOR, sequence__lt=event.sequence)
    return waiting.order_by("sequence")


def _follow(event: IncidentEvent, *, at: datetime) -> bool:
    drawn = [_draw(name, event, at=at) for name in CONSEQUENCES.get(event.kind, ())]
    if all(drawn):
        Unfollowed.objects.filter(event=event).delete()
    return all(drawn)


def _draw(name: ConsequenceName, event: IncidentEvent, *, at: datetime) -> bool:
    try:
        with transaction.atomic():
            _, is_first = Followed.objects.get_or_create(
                event=event, consequence=name, defaults={"at": at}
            )
            if is_first:
                DRAW[name](event, at)
    except SoftTimeLimitExceeded:
        raise
    except Exception:  # whatever it was, the others go on and the sweep tries again
        logger.exception("could not draw %s of event %s", name, event.pk)
        return False
    return True


def follow_left_behind(*, at: datetime) -> int:
    """Follow what lost messages and killed workers left in the outbox; returns how many events.

    What has failed before comes last, so that it never keeps the others waiting. One sweep runs
    at a time: a second would only wait for the rows of the first, in a worker's other slot.
    """
    with turn("follow what was left behind") as is_ours:
        return _follow_all(at) if is_ours else 0


def left_behind(at: datetime) -> Q:
    """Keep what has waited for its message long enough.

    What was written later than now was written before the clock was set back: it has waited too.
    """
    return Q(at__lte=at - LEFT_BEHIND_AFTER) | Q(at__gt=at + LEFT_BEHIND_AFTER)


def _follow_all(at: datetime) -> int:
    waiting = Unfollowed.objects.filter(left_behind(at)).order_by("tries", "at")
    due = list(waiting.values_list("event_id", flat=True)[:BATCH])
    followed = sum(_is_counted(pk) and follow_event(pk, at=at) for pk in in_time(due))
    note_run(Sweep.FOLLOW, at=at)
    return followed


def _is_counted(event_id: int) -> bool:
    """Count the try before it is made, so that an event that kills its worker comes last too.

    Returns whether it still waits: its own message may have come meanwhile.
    """
    return bool(Unfollowed.objects.filter(event=event_id).update(tries=F("tries") + 1))
