"""What is to be done about an incident as time passes, and when: one pure function of the facts.

Source: domain.md, Escalation, “Levels”, and Time, “a sweep warns once”.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from contracts.choices import Impact
from escalation.choices import DueKind
from tickets.choices import UNFINISHED, UNRESTORED, Due, Status
from tickets.rules.ladder import (
    CLIMBS_AT,
    Policy,
    climbs_with_its_target,
    highest_level,
    level_at_share,
    managers_called_at,
    rungs,
)
from tickets.rules.shares import ALL


@dataclass(frozen=True)
class Leg:
    """An open escalation; ``acknowledged_level`` is where it stood when it was acknowledged.

    ``climbed_at`` are the shares of the restore target for which it climbed already, ``call`` the
    number of the next call of both duty managers.
    """

    pk: int
    policy: Policy
    level: int
    requested_at: datetime
    acknowledged_at: datetime | None = None
    acknowledged_level: int = 1
    climbed_at: frozenset[int] = frozenset()
    call: int = 0


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
    if leg.acknowledged_at is None:
        yield from _unacknowledged(leg, facts.impact)
    elif climbs_with_its_target(facts.impact):
        yield from _acknowledged(leg, leg.acknowledged_at, facts)


def _unacknowledged(leg: Leg, impact: Impact) -> Iterator[Wanted]:
    """Climb after each wait; a level that was reached by hand is not told again."""
    for rung in rungs(leg.policy, leg.requested_at, impact=impact):
        if rung.level > leg.level:
            key = f"leg:{leg.pk}:level:{rung.level}"
            yield Wanted(DueKind.CLIMB, key, rung.due_at, level=rung.level)
    called_at = managers_called_at(leg.policy, leg.requested_at, call=leg.call)
    yield Wanted(DueKind.CALL_MANAGERS, f"leg:{leg.pk}:call:{leg.call}", called_at)


def _acknowledged(leg: Leg, acknowledged_at: datetime, facts: Facts) -> Iterator[Wanted]:
    """Climb one level at each share of the restore target that passes after it was acknowledged."""
    instants = facts.shares.get(Due.RESTORE, {})
    ahead = {each for each in CLIMBS_AT if each in instants and instants[each] > acknowledged_at}
    steps = sorted(ahead | leg.climbed_at)
    highest = highest_level(facts.impact)
    for step, percent in enumerate(steps):
        level = level_at_share(leg.policy, acknowledged=leg.acknowledged_level, step=step)
        if percent in leg.climbed_at or level is None or level <= leg.level:
            continue
        if highest is None or level <= highest:
            key = f"leg:{leg.pk}:restore:{percent}"
            yield Wanted(DueKind.CLIMB, key, instants[percent], level=level, percent=percent)


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
