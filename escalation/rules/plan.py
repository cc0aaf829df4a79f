"""What is to be done about an incident as time passes, and when: one pure function of the facts.

Source: domain.md, Escalation, “Levels”, and Time, “a sweep warns once”.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from contracts.choices import Impact
from escalation.choices import DueKind
from tickets.choices import UNRESTORED, Due, Status
from tickets.rules.ladder import Leg, steps
from tickets.rules.shares import ALL


@dataclass(frozen=True)
class Facts:
    """All that the plan depends on. ``shares`` are instants by promise and percent.

    A share that rests with a paused clock has no instant. ``ends_at`` is when a promise runs out:
    what was missed under another impact stays missed, whatever the shares of the present one.
    ``kept_at`` says when it was kept, ``told`` the instants of which it was told that it was not by
    then: one, and another where a later one was taken since.
    """

    status: Status
    impact: Impact
    leg: Leg | None = None
    shares: Mapping[Due, Mapping[int, datetime]] = field(default_factory=dict)
    ends_at: Mapping[Due, datetime] = field(default_factory=dict)
    kept_at: Mapping[Due, datetime] = field(default_factory=dict)
    told: Mapping[Due, Sequence[datetime]] = field(default_factory=dict)


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
    for promise in (Due.RESPOND, Due.RESTORE):
        if not _is_told(facts, promise):
            yield from _warnings(facts, promise)
            yield from _miss(facts, promise)


def _is_told(facts: Facts, promise: Due) -> bool:
    """Tell whether a miss was told already; one of an earlier deadline says nothing of a later."""
    told = facts.told.get(promise)
    if not told:
        return False
    ends_at = facts.ends_at.get(promise)
    return ends_at is None or ends_at <= max(told)


def _warnings(facts: Facts, promise: Due) -> Iterator[Wanted]:
    """Warn as the shares for the present impact pass, of a promise that runs and can be kept.

    One that runs out before its shares do was missed under another impact, or stands against a
    calendar that was upgraded since: of what passes by then it is warned all the same.
    """
    ends_at = facts.ends_at.get(promise)
    for percent, due_at in facts.shares.get(promise, {}).items():
        if percent == ALL or not _is_running(facts, promise):
            continue
        if ends_at is None or due_at < ends_at:
            key = f"{promise}:{facts.impact}:{percent}"
            yield Wanted(DueKind.WARN, key, due_at, 0, percent, promise, ends_at)


def _miss(facts: Facts, promise: Due) -> Iterator[Wanted]:
    """Tell once of a promise that runs out, or was kept too late, even where all is over by now.

    Told of an earlier deadline, it is named anew: the first, and how many were told since.
    """
    ends_at, kept_at = facts.ends_at.get(promise), facts.kept_at.get(promise)
    if ends_at is None:
        return
    if _is_running(facts, promise) or (kept_at is not None and kept_at > ends_at):
        told = len(facts.told.get(promise, ()))
        key = f"{promise}:missed:{told}" if told else f"{promise}:missed"
        yield Wanted(DueKind.TELL_MISSED, key, ends_at, 0, ALL, promise, ends_at)


def _is_running(facts: Facts, promise: Due) -> bool:
    return promise not in facts.kept_at and facts.status in UNRESTORED
