"""Do what is due: claim one row at a time, look again whether it is still wanted, then act.

A row that another worker holds, or whose incident somebody holds, is passed over; so a worker that
was paused in the middle keeps nobody waiting, and the next sweep finds what it left.
"""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime

from celery.exceptions import SoftTimeLimitExceeded
from django.db import transaction
from django.db.models import F

from escalation.choices import DueKind, DueOutcome, Sweep
from escalation.models import DueAction
from escalation.rules.plan import Wanted
from escalation.use_cases.in_time import in_time
from escalation.use_cases.note_run import note_run
from escalation.use_cases.plan_due import reconcile, rows_of, wanted_of
from tickets.models import Escalation, Incident, IncidentEvent
from tickets.use_cases.climb_escalation import UNACKNOWLEDGED, call_managers, climb_escalation
from tickets.use_cases.hold import locked
from tickets.use_cases.tell_of_promises import tell_missed_promise, warn_of_promise

logger = logging.getLogger(__name__)

BATCH = 200

Act = Callable[[DueAction, Wanted, datetime], IncidentEvent | None]


def sweep_due(*, at: datetime) -> int:
    """Do what is due, each in a transaction of its own; returns how many.

    What fails undoes no other, is tried again by the next sweep, and comes last. That the sweep ran
    is noted only where it came to its end: one that fails is seen by its silence.
    """
    due = list(DueAction.objects.due_at(at).in_turn().values_list("pk", flat=True)[:BATCH])
    done = sum(_is_counted(pk) and _is_done(pk, at=at) for pk in in_time(due))
    note_run(Sweep.DUE, at=at)
    return done


@transaction.atomic
def _is_counted(pk: int) -> bool:
    """Count the try before it is made, so that a row that kills its worker comes last too.

    Returns whether it can be tried: a row that another worker holds is not waited for.
    """
    row = DueAction.objects.select_for_update(skip_locked=True, no_key=True).filter(pk=pk)
    free = list(row.values_list("pk", flat=True))
    return bool(DueAction.objects.filter(pk__in=free).update(tries=F("tries") + 1))


def _is_done(pk: int, *, at: datetime) -> bool:
    try:
        return do_due(pk, at=at)
    except SoftTimeLimitExceeded:
        raise
    except Exception:  # whatever it was, the others are done and the next sweep tries again
        logger.exception("could not do due action %s", pk)
        return False


@transaction.atomic
def do_due(pk: int, *, at: datetime) -> bool:
    """Claim one row, and do it if the plan still wants it now; else bring the rows to the plan.

    Returns whether something was done.
    """
    claimed = _claimed(pk, at=at)
    if claimed is None:
        return False
    held = locked(claimed.incident_id)
    rows = rows_of(held)
    row, wanted = rows[claimed.key], wanted_of(held, rows)
    mine = wanted.get(row.key)
    if mine is None or mine.due_at > at:
        reconcile(held, rows, wanted, at=at)
        return False
    if is_overtaken(mine, wanted, at=at):
        _end(row, DueOutcome.OVERTAKEN, at=at)
        return False
    row.due_at = mine.due_at  # it may have moved, and the row says what it was done for
    event = ACTS[mine.kind](row, mine, at)
    _end(row, _outcome_of(event), at=at)
    _plan_again(held, at=at)
    return event is not None


def _claimed(pk: int, *, at: datetime) -> DueAction | None:
    """Take a row and its incident, or neither; levels of one escalation are climbed in order."""
    found = (
        DueAction.objects.due_at(at)
        .filter(pk=pk)
        .select_for_update(of=("self", "incident"), skip_locked=True, no_key=True)
        .select_related("incident")
        .first()
    )
    if found is None or found.kind != DueKind.CLIMB:
        return found
    earlier = DueAction.objects.due_at(found.due_at).filter(
        incident=found.incident_id, escalation=found.escalation_id, kind=DueKind.CLIMB
    )
    return found if earlier.first() == found else None


def is_overtaken(mine: Wanted, wanted: Mapping[str, Wanted], *, at: datetime) -> bool:
    """Tell whether a later share of the same promise has passed too: one is told, the last."""
    return mine.kind == DueKind.WARN and any(
        each.promise == mine.promise and each.percent > mine.percent and each.due_at <= at
        for each in wanted.values()
    )


def _end(row: DueAction, outcome: DueOutcome, *, at: datetime) -> None:
    row.end(outcome, at)
    row.save(update_fields=["due_at", "done_at", "cancelled_at", "outcome"])


def _outcome_of(event: IncidentEvent | None) -> DueOutcome:
    """Return how it ended: with nobody on duty is done as well, for the managers were told."""
    if event is None:
        return DueOutcome.OVERTAKEN
    return DueOutcome.NOBODY if event.detail.get("lacks_duty") else DueOutcome.DONE


def _plan_again(held: Incident, *, at: datetime) -> None:
    """Plan what follows from what was just done, such as the next call of the managers."""
    fresh = locked(held.pk)
    rows = rows_of(fresh)
    reconcile(fresh, rows, wanted_of(fresh, rows), at=at)


# --- What is done for each kind -------------------------------------------------------------------


def _climb(row: DueAction, wanted: Wanted, at: datetime) -> IncidentEvent | None:
    because = str(wanted.percent) if wanted.percent else UNACKNOWLEDGED
    leg = Escalation.objects.get(due_actions=row)
    return climb_escalation(leg, level=wanted.level, because=because, due_at=wanted.due_at, at=at)


def _call(row: DueAction, wanted: Wanted, at: datetime) -> IncidentEvent | None:
    number = int(row.key.rpartition(":")[2])
    leg = Escalation.objects.get(due_actions=row)
    return call_managers(leg, call=number, due_at=wanted.due_at, at=at)


def _warn(row: DueAction, wanted: Wanted, at: datetime) -> IncidentEvent | None:
    return warn_of_promise(
        row.incident, promise=wanted.promise, percent=wanted.percent, due_at=wanted.ends_at, at=at
    )


def _tell_missed(row: DueAction, wanted: Wanted, at: datetime) -> IncidentEvent | None:
    return tell_missed_promise(row.incident, promise=wanted.promise, due_at=wanted.due_at, at=at)


ACTS: Mapping[DueKind, Act] = {
    DueKind.CLIMB: _climb,
    DueKind.CALL_MANAGERS: _call,
    DueKind.WARN: _warn,
    DueKind.TELL_MISSED: _tell_missed,
}
