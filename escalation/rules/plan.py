"""What is to be done about an incident as time passes, and when: one pure function of the facts.

Source: domain.md, Escalation, “Levels”, and Time, “a sweep warns once”.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from contracts.choices import Impact
from escalation.choices import DueKind
from tickets.choices import UNFINISHED, UNRESTORED, Due, Status
from tickets.rules.ladder import Leg, steps
from tickets.rules.shares import ALL


@dataclass(frozen=True)
class Facts:
    """All that the plan depends on. ``shares`` are instants by promise and percent.

    A share that rests with a paused clock has no instant; ``kept_at`` says when a promise was kept.
    """

    status: Status
    impact: Impact
    leg: Leg | None = None
    shares: Mapping[Due, Mapping[int, datetime]] = field(default_factory=dict)
    kept_at: Mapping[Due, datetime] = field(default_factory=dict)


@dataclass(frozen=True)
class Wanted:
    """One thing to do at an instant; ``key`` names its deadline within the incident, once.

    ``ends_at`` is when all of its promise will have passed; None while that rests with the clock.
    """

    kind: DueKind
    key: str
    due_at: datetime
    level: int = 0
    percent: int = 0
    promise: Due = Due.NOTHING
    ends_at: datetime | None = None


def plan(facts: Facts) -> list[Wanted]:
    """Return what is to be done, whether its instant has passed or not, the earliest first."""
    wanted = [*_ladder(facts), *_promises(facts)]
    return sorted(wanted, key=lambda each: (each.due_at, each.level, each.percent))


def _ladder(facts: Facts) -> Iterator[Wanted]:
    leg = facts.leg
    if leg is None or facts.status not in UNRESTORED:
        return
    for step in steps(leg, impact=facts.impact, restore=facts.shares.get(Due.RESTORE, {})):
        if step.call is not None:
            key = f"leg:{leg.pk}:call:{step.call}"
            yield Wanted(DueKind.CALL_MANAGERS, key, step.due_at)
        else:
            why = f"restore:{step.percent}" if step.percent else f"level:{step.level}"
            key = f"leg:{leg.pk}:{why}"
            yield Wanted(DueKind.CLIMB, key, step.due_at, level=step.level, percent=step.percent)


def _promises(facts: Facts) -> Iterator[Wanted]:
    if facts.status not in UNFINISHED:
        return
    for promise, instants in facts.shares.items():
        kept_at = facts.kept_at.get(promise)
        is_running = kept_at is None and facts.status in UNRESTORED
        for percent, due_at in instants.items():
            is_missed = percent == ALL and kept_at is not None and kept_at > due_at
            if is_running or is_missed:
                kind = DueKind.TELL_MISSED if percent == ALL else DueKind.WARN
                key = f"{promise}:{facts.impact}:{percent}"
                ends_at = instants.get(ALL)
                yield Wanted(kind, key, due_at, percent=percent, promise=promise, ends_at=ends_at)
