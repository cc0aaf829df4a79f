"""The ladder of an escalation as vendors read it: what happened when, and what comes next."""

import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from contracts.choices import Impact
from contracts.selectors.duty import UNREADABLE
from tickets.choices import UNRESTORED, Due, EventKind, Status
from tickets.models import Escalation, Incident, IncidentEvent
from tickets.rules.ladder import Leg, Step, next_call, steps
from tickets.selectors.shares import shares_of

logger = logging.getLogger(__name__)

_REACHED = frozenset({EventKind.REQUESTED, EventKind.RAISED, EventKind.CLIMBED})


@dataclass(frozen=True)
class Reached:
    """When a level was reached, by whose hand if by any, and who was on duty."""

    at: datetime
    raised_by: str
    person: str


@dataclass(frozen=True)
class Level:
    """A level of the frozen policy: when it was reached and by whom, or when it will be told."""

    number: int
    name: str
    wait: timedelta
    is_current: bool
    told_at: datetime | None
    reached: Reached | None


@dataclass(frozen=True)
class Next:
    """The next step that happens by itself; without a level both duty managers are called.

    ``is_late``: its instant has passed, and a worker does it any moment.
    """

    level: int
    name: str
    due_at: datetime
    percent: int
    is_late: bool


@dataclass(frozen=True)
class Ladder:
    """The levels in their order, and the next step, if there is one."""

    levels: Sequence[Level]
    next: Next | None


def ladder_of(
    incident: Incident, leg: Escalation, lines: Sequence[IncidentEvent], *, at: datetime
) -> Ladder:
    """Return the ladder of an escalation, from the timeline that a vendor reads.

    Nothing comes next once it has ended.
    """
    ours = list(_lines_of(leg, lines))
    reached = _reached(ours)
    coming = _steps(incident, leg, ours, lines)
    told_at = {step.level: step.due_at for step in coming}
    levels = [
        Level(
            number=row["number"],
            name=row["name"],
            wait=timedelta(minutes=row["wait_minutes"]),
            is_current=row["number"] == leg.level,
            told_at=told_at.get(row["number"]),
            reached=reached.get(row["number"]),
        )
        for row in leg.policy
    ]
    names = {each.number: each.name for each in levels}
    return Ladder(levels, _next(coming[0], names, at=at) if coming else None)


def _lines_of(leg: Escalation, lines: Sequence[IncidentEvent]) -> Iterator[IncidentEvent]:
    """Yield what was written from the request of an escalation on, until the next was asked for.

    By the order of the lines: after a clock was set back, their instants tell nothing of it.
    """
    is_ours = False
    for line in lines:
        if line.kind == EventKind.REQUESTED:
            is_ours = line.detail["escalation"] == leg.pk
        if is_ours:
            yield line


def _steps(
    incident: Incident,
    leg: Escalation,
    ours: Sequence[IncidentEvent],
    lines: Sequence[IncidentEvent],
) -> list[Step]:
    if not leg.is_open or Status(incident.status) not in UNRESTORED:
        return []
    restore = _restored_by(incident, lines) if leg.acknowledged_at is not None else {}
    return steps(_facts(leg, ours), impact=Impact(incident.impact), restore=restore)


def _restored_by(incident: Incident, lines: Sequence[IncidentEvent]) -> Mapping[int, datetime]:
    """Return when the shares of the time to restore pass; none where nobody can read the hours."""
    try:
        return shares_of(incident, lines).get(Due.RESTORE, {})
    except UNREADABLE:
        logger.exception("the hours of incident %s cannot be read", incident.pk)
        return {}


def _facts(leg: Escalation, ours: Sequence[IncidentEvent]) -> Leg:
    because = [line.detail["because"] for line in ours if line.kind == EventKind.CLIMBED]
    calls = [line for line in ours if line.kind == EventKind.MANAGERS_CALLED]
    call = 0
    if calls:
        last = calls[-1]
        number = last.detail["call"] - 1
        call = next_call(leg.policy, leg.requested_at, last=number, called_at=last.at)
    return Leg(
        pk=leg.pk,
        policy=leg.policy,
        level=leg.level,
        requested_at=leg.requested_at,
        acknowledged_at=leg.acknowledged_at,
        acknowledged_level=leg.acknowledged_level or leg.policy[0]["number"],
        climbed_at=frozenset(int(each) for each in because if each.isdecimal()),
        call=call,
    )


def _reached(ours: Sequence[IncidentEvent]) -> dict[int, Reached]:
    """Return how each level was first reached."""
    reached: dict[int, Reached] = {}
    for line in ours:
        if line.kind in _REACHED:
            raised_by = line.by.name if line.by is not None else ""
            how = Reached(line.at, raised_by, line.detail.get("person", ""))
            reached.setdefault(line.detail["level"], how)
    return reached


def _next(step: Step, names: dict[int, str], *, at: datetime) -> Next:
    return Next(
        level=step.level,
        name=names.get(step.level, ""),
        due_at=step.due_at,
        percent=step.percent,
        is_late=step.due_at <= at,
    )
