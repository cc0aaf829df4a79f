"""What should have happened as time passed and did not: what was due, and the sweeps of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Count, Exists, Max, OuterRef, Q
from django.db.models.fields.json import KT

from escalation.choices import DueKind, DueOutcome, LapseKind, Sweep
from escalation.models import DueAction, LastRun
from tickets.choices import OPEN_LEG, UNRESTORED, Due, EventKind, LegState, Status
from tickets.models import Escalation, Incident, IncidentEvent, Unfollowed

MOST_COUNTED = 100
_LONGEST_SILENCE = {
    Sweep.FOLLOW: timedelta(minutes=2),  # two full sweeps of half a minute
    Sweep.DUE: timedelta(minutes=2),
    Sweep.MAIL: timedelta(minutes=10),  # behind a long burst of urgent ones
    Sweep.AUDIT: timedelta(minutes=3),
    Sweep.NEWS: timedelta(minutes=2),
    Sweep.REMIND: timedelta(minutes=15),
    Sweep.CLOSE: timedelta(minutes=15),
    Sweep.GAPS: timedelta(hours=3),
    Sweep.CHECK: timedelta(hours=26),
    Sweep.CALL: timedelta(minutes=10),  # behind urgent calls to servers that do not answer
    Sweep.SHARES: timedelta(minutes=45),
    Sweep.DEEM: timedelta(minutes=15),
    Sweep.MONTHS: timedelta(hours=3),
    Sweep.LEARN: timedelta(hours=26),
    Sweep.KEYS: timedelta(hours=3),
    Sweep.SESSIONS: timedelta(hours=3),
}
"""How long after its last run a sweep counts as dead: many times its rhythm."""
_REMEMBERED = timedelta(hours=1)
"""A gap in a roster is named for so long after somebody was looked for in vain."""


@dataclass(frozen=True)
class Lapse:
    """Something that should have happened and did not: what, to which row, and since when."""

    kind: LapseKind
    pk: int
    since: datetime


def silent_sweeps(*, at: datetime) -> list[Sweep]:
    """Return the sweeps that have not come to their end lately: not run, or failed each time.

    One that has never run is waited for since the tables were last changed: the nightly check of a
    portal that was installed or upgraded today has its first night before it. A run that lies ahead
    was noted before the clock was set back: it says nothing of now.
    """
    last = dict(LastRun.objects.values_list("sweep", "at"))
    begun_at = _tables_made_at() if any(sweep not in last for sweep in _LONGEST_SILENCE) else at
    return [
        sweep
        for sweep, longest in _LONGEST_SILENCE.items()
        if abs(at - last.get(sweep, begun_at)) > longest
    ]


def _tables_made_at() -> datetime:
    """Return when this room's tables were last migrated."""
    made = MigrationRecorder.Migration.objects.filter(app="escalation")
    applied_at: datetime = made.latest("applied").applied
    return applied_at


def lapses_of_time(late: datetime) -> list[Lapse]:
    """Return what is undone though it was due before an instant, at most a hundred of each."""
    return [
        *_overdue(late),
        *_legs_without_plan(late),
        *_promises_without_plan(late),
        *_climbed_twice(),
        *_without_duty(late),
    ]


def _overdue(late: datetime) -> list[Lapse]:
    rows = DueAction.objects.due_at(late).values_list("pk", "due_at")[:MOST_COUNTED]
    return [Lapse(LapseKind.OVERDUE, pk, since) for pk, since in rows]


def _legs_without_plan(late: datetime) -> list[Lapse]:
    """Find what nobody has acknowledged and for which nothing is due any more."""
    bare = (
        Escalation.objects.filter(
            state=LegState.REQUESTED, requested_at__lte=late, incident__status__in=UNRESTORED
        )
        .exclude(Exists(DueAction.objects.undone().filter(escalation=OuterRef("pk"))))
        .exclude(Exists(Unfollowed.objects.filter(event__incident=OuterRef("incident"))))
    )
    rows = bare.order_by("pk").values_list("incident_id", "requested_at")[:MOST_COUNTED]
    return [Lapse(LapseKind.UNPLANNED, pk, since) for pk, since in rows]


def _promises_without_plan(late: datetime) -> list[Lapse]:
    """Find promises to restore that run, and of whose end nobody would be told.

    What was told ahead of its time, by a clock that went back since, is not told again; what was
    told of an earlier deadline says nothing of this one.
    """
    planned = DueAction.objects.filter(
        Q(done_at=None) | Q(due_at__gte=OuterRef("restore_due_at")),
        incident=OuterRef("pk"),
        kind=DueKind.TELL_MISSED,
        key__startswith=f"{Due.RESTORE}:",
        cancelled_at=None,
    )
    bare = (
        Incident.objects.filter(status=Status.OPEN, opened_at__lte=late)
        .filter(restore_due_at__gt=late + timedelta(minutes=5))
        .exclude(Exists(planned))
        .exclude(Exists(Unfollowed.objects.filter(event__incident=OuterRef("pk"))))
    )
    rows = bare.order_by("pk").values_list("pk", "opened_at")[:MOST_COUNTED]
    return [Lapse(LapseKind.UNPLANNED, pk, since) for pk, since in rows]


def _climbed_twice() -> list[Lapse]:
    """Find open escalations that reached one level twice; it must never be, and is not mended."""
    at_work = Escalation.objects.open().values("incident")
    twice = (
        IncidentEvent.objects.filter(kind=EventKind.CLIMBED, incident__in=at_work)
        .annotate(leg=KT("detail__escalation"), level=KT("detail__level"))
        .values("incident", "leg", "level")
        .annotate(climbs=Count("pk"), last_at=Max("at"))
        .filter(climbs__gt=1)
        .order_by("incident")
    )
    rows = twice.values_list("incident", "last_at")[:MOST_COUNTED]
    return [Lapse(LapseKind.CLIMBED_TWICE, pk, since) for pk, since in rows]


def _without_duty(late: datetime) -> list[Lapse]:
    gaps = DueAction.objects.filter(
        outcome=DueOutcome.NOBODY,
        done_at__gt=late - _REMEMBERED,
        escalation__state__in=OPEN_LEG,
    )
    rows = gaps.order_by("pk").values_list("pk", "done_at")[:MOST_COUNTED]
    return [Lapse(LapseKind.NOBODY_ON_DUTY, pk, since) for pk, since in rows if since]
