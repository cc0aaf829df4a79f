"""Replay every open clock and compare: a difference is an alarm, never a silent repair."""

import logging
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from celery.exceptions import SoftTimeLimitExceeded
from django.db import transaction
from django.db.models import QuerySet

from escalation.choices import Decision, Sweep
from escalation.models import ClockDifference
from escalation.use_cases.note_run import note_run
from tickets.choices import Due
from tickets.models import Incident
from tickets.selectors.clocks import deadlines_replayed, deadlines_stored
from tickets.use_cases.hold import locked

logger = logging.getLogger(__name__)
BATCH = 500
Found = Mapping[Due, tuple[datetime | None, datetime | None]]


def check_clocks(*, at: datetime) -> int:
    """Compare the deadlines stored on unfinished incidents with those of their timelines.

    What differs is looked at again under the incident's lock, since somebody may have acted between
    two readings. Alarms of before that no longer hold are settled; what an operator decided to
    leave as it is, is none. Returns how many hold.
    """
    alarmed = set(_open_alarms().values_list("incident_id", flat=True))
    for batch in _batches():
        for pk in sorted(_suspects(batch, at=at) - alarmed):
            _looked_again(pk, at=at)
    for pk in sorted(alarmed):
        _looked_again(pk, at=at)
    note_run(Sweep.CHECK, at=at)
    return _open_alarms().count()


def _suspects(batch: Sequence[Incident], *, at: datetime) -> set[int]:
    """Return whose clocks may differ: all where one cannot be read, for each is looked at then."""
    try:
        replayed = deadlines_replayed(batch, at=at)
    except SoftTimeLimitExceeded:
        raise
    except Exception:
        logger.exception("could not replay the clocks of incidents at once")
        return {each.pk for each in batch}
    return {each.pk for each in batch if deadlines_stored(each) != replayed[each.pk]}


def _looked_again(pk: int, *, at: datetime) -> None:
    """Look again, and leave one that somebody holds or that cannot be read to the next night."""
    try:
        look_again(pk, at=at)
    except SoftTimeLimitExceeded:
        raise
    except Exception:
        logger.exception("could not check the clocks of incident %s", pk)


@transaction.atomic
def look_again(pk: int, *, at: datetime) -> None:
    """Judge the clocks of one incident under its lock; write down, keep or settle its alarms."""
    held = locked(pk)
    stored, replayed = deadlines_stored(held), deadlines_replayed([held], at=at)[pk]
    found = {
        kind: (stored.get(kind), replayed.get(kind))
        for kind in (*stored, *replayed)
        if stored.get(kind) != replayed.get(kind)
    }
    settle(held, found, at=at)
    left = left_before(held)
    for kind, (was, gives) in found.items():
        if (str(kind), was, gives) in left:
            continue
        alarm, is_new = ClockDifference.objects.get_or_create(
            incident=held,
            kind=kind,
            settled_at=None,
            defaults={"stored": was, "replayed": gives, "found_at": at},
        )
        if is_new:
            logger.error("clock %s", alarm)


def settle(held: Incident, found: Found, *, at: datetime) -> None:
    """Settle the open alarms that no longer say how it is."""
    for alarm in _open_alarms().filter(incident=held):
        if found.get(Due(alarm.kind)) != (alarm.stored, alarm.replayed):
            alarm.settled_at = at
            alarm.save(update_fields=["settled_at"])


def left_before(held: Incident) -> set[tuple[str, datetime | None, datetime | None]]:
    """Return the differences that were left as they are; any other is an alarm again."""
    left = ClockDifference.objects.filter(incident=held, decision=Decision.LEFT)
    return set(left.values_list("kind", "stored", "replayed"))


def _open_alarms() -> QuerySet[ClockDifference]:
    return ClockDifference.objects.filter(settled_at__isnull=True)


def _batches() -> Iterator[list[Incident]]:
    """Yield the unfinished incidents by their keys, with what clocks need, in constant memory."""
    last = 0
    rows = (
        Incident.objects.unfinished()
        .select_related("terms__coverage")
        .prefetch_related(
            "terms__targets", "terms__coverage__windows", "terms__coverage__exceptions"
        )
        .order_by("pk")
    )
    while batch := list(rows.filter(pk__gt=last)[:BATCH]):
        yield batch
        last = batch[-1].pk
