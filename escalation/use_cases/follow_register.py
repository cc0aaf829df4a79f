"""Follow an event of the register's journal: each consequence drawn once, as for incidents."""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime

from celery.exceptions import SoftTimeLimitExceeded
from django.db import transaction
from django.db.models import F

from contracts.models import ContractEvent, UnfollowedNews
from escalation.choices import ConsequenceName, Sweep
from escalation.models import Followed
from escalation.use_cases.follow_event import BATCH, left_behind
from escalation.use_cases.in_time import in_time
from escalation.use_cases.note_run import note_run
from escalation.use_cases.take_turns import turn
from escalation.use_cases.tell_of_duty import (
    OF_ROSTERS,
    OF_UNDERPINNINGS,
    tell_of_roster,
    tell_of_underpinning,
)
from escalation.use_cases.tell_of_guarantees import OF_GUARANTEES, tell_of_guarantee
from escalation.use_cases.tell_of_outages import (
    OF_MAINTENANCE,
    OF_OUTAGES,
    tell_of_maintenance,
    tell_of_outage,
)
from escalation.use_cases.tell_of_register import TOLD, tell_of_register
from escalation.use_cases.tell_of_statements import OF_STATEMENTS, tell_of_statement
from escalation.use_cases.tell_of_terms import CONCERNED, tell_of_terms

logger = logging.getLogger(__name__)

Consequence = Callable[[ContractEvent, datetime], None]

_TELL: Mapping[str, Consequence] = {
    **dict.fromkeys(TOLD, tell_of_register),
    **dict.fromkeys(CONCERNED, tell_of_terms),
    **dict.fromkeys(OF_GUARANTEES, tell_of_guarantee),
    **dict.fromkeys(OF_ROSTERS, tell_of_roster),
    **dict.fromkeys(OF_UNDERPINNINGS, tell_of_underpinning),
    **dict.fromkeys(OF_STATEMENTS, tell_of_statement),
    **dict.fromkeys(OF_OUTAGES, tell_of_outage),
    **dict.fromkeys(OF_MAINTENANCE, tell_of_maintenance),
}


def tell(event: ContractEvent, at: datetime) -> None:
    """Tell the people concerned, each kind of event in its own way."""
    _TELL[event.kind](event, at)


DRAW: Mapping[ConsequenceName, Consequence] = {ConsequenceName.NOTIFY: tell}

CONSEQUENCES: Mapping[str, tuple[ConsequenceName, ...]] = dict.fromkeys(
    _TELL, (ConsequenceName.NOTIFY,)
)
"""The whole reaction of the house. A kind that is not named has no consequence."""


def follow_register(event_id: int, *, at: datetime) -> bool:
    """Draw every consequence of an event that waits in the outbox; told again, it does nothing.

    What failed stays there for the sweep. Returns whether it waited and all are drawn now.
    """
    event = ContractEvent.objects.filter(pk=event_id, unfollowednews__isnull=False).first()
    if event is None:
        return False
    drawn = [_draw(name, event, at=at) for name in CONSEQUENCES.get(event.kind, ())]
    if all(drawn):
        UnfollowedNews.objects.filter(event=event).delete()
    return all(drawn)


def _draw(name: ConsequenceName, event: ContractEvent, *, at: datetime) -> bool:
    try:
        with transaction.atomic():
            _, is_first = Followed.objects.get_or_create(
                contract_event=event, consequence=name, defaults={"at": at}
            )
            if is_first:
                DRAW[name](event, at)
    except SoftTimeLimitExceeded:
        raise
    except Exception:  # whatever it was, the others go on and the sweep tries again
        logger.exception("could not draw %s of the register's event %s", name, event.pk)
        return False
    return True


def follow_register_left_behind(*, at: datetime) -> int:
    """Follow what lost messages and killed workers left in the outbox; returns how many events.

    One sweep runs at a time, and what has failed before comes last, as for incidents.
    """
    with turn("follow what the register left behind") as is_ours:
        return _follow_all(at) if is_ours else 0


def _follow_all(at: datetime) -> int:
    waiting = UnfollowedNews.objects.filter(left_behind(at)).order_by("tries", "at")
    due = list(waiting.values_list("event_id", flat=True)[:BATCH])
    followed = sum(_is_counted(pk) and follow_register(pk, at=at) for pk in in_time(due))
    note_run(Sweep.NEWS, at=at)
    return followed


def _is_counted(event_id: int) -> bool:
    """Count the try before it is made, so that an event that kills its worker comes last too."""
    return bool(UnfollowedNews.objects.filter(event=event_id).update(tries=F("tries") + 1))
