"""The steps of an escalation: when each level is told while nobody acknowledges, and how high.

Round the clock. Source: domain.md, Escalation, “Levels”.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from contracts.choices import Impact
from tickets.rules.handshake import HIGHEST_FOR_A_QUESTION

Policy = Sequence[Mapping[str, Any]]
"""The frozen levels of one escalation, lowest first: number, name, wait_minutes, has_roster."""

CRITICAL_LEVEL = 3
"""Whoever is told at this level is named as the critical-situation manager."""

CLIMBS_AT = (50, 75, 100)
"""Percent of the restore target at which one level climbs once it is acknowledged."""

CALL_AGAIN_AFTER = timedelta(hours=1)
_CLIMBING = frozenset({Impact.OUTAGE, Impact.DEGRADED})


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
class Step:
    """What comes next by itself: a level, perhaps at a share of the target, or a call."""

    due_at: datetime
    level: int = 0
    percent: int = 0
    call: int | None = None


@dataclass(frozen=True)
class Rung:
    """A level and the instant at which it is told unless somebody acknowledges before."""

    level: int
    due_at: datetime


def rungs(policy: Policy, requested_at: datetime, *, impact: Impact) -> list[Rung]:
    """Return the levels above the first, each after the waits of all those below it."""
    highest = highest_level(impact)
    told_at, found = requested_at, list[Rung]()
    for below, step in pairwise(policy):
        told_at += timedelta(minutes=below["wait_minutes"])
        if highest is None or step["number"] <= highest:
            found.append(Rung(step["number"], told_at))
    return found


def managers_called_at(policy: Policy, requested_at: datetime, *, call: int = 0) -> datetime:
    """Return when both duty managers are called: after the last wait, then every hour."""
    waits = timedelta(minutes=sum(step["wait_minutes"] for step in policy))
    return requested_at + waits + call * CALL_AGAIN_AFTER


def next_call(policy: Policy, requested_at: datetime, *, last: int, called_at: datetime) -> int:
    """Return the number of the call after one: hours in which no worker ran are not made up for."""
    passed = (called_at - managers_called_at(policy, requested_at)) // CALL_AGAIN_AFTER
    return max(last, passed) + 1


def highest_level(impact: Impact) -> int | None:
    """Return the level that this impact never passes; None where there is none."""
    return HIGHEST_FOR_A_QUESTION if impact == Impact.QUESTION else None


def steps(leg: Leg, *, impact: Impact, restore: Mapping[int, datetime]) -> list[Step]:
    """Return the steps that are still to come unless something happens, the earliest first.

    ``restore`` are the instants of the shares of the restore target, those at rest left out.
    """
    if leg.acknowledged_at is None:
        return list(_unacknowledged(leg, impact))
    return list(_acknowledged(leg, leg.acknowledged_at, restore)) if impact in _CLIMBING else []


def _unacknowledged(leg: Leg, impact: Impact) -> Iterator[Step]:
    """Climb after each wait; a level that was reached by hand is not told again."""
    for rung in rungs(leg.policy, leg.requested_at, impact=impact):
        if rung.level > leg.level:
            yield Step(rung.due_at, level=rung.level)
    called_at = managers_called_at(leg.policy, leg.requested_at, call=leg.call)
    yield Step(called_at, call=leg.call)


def _acknowledged(
    leg: Leg, acknowledged_at: datetime, restore: Mapping[int, datetime]
) -> Iterator[Step]:
    """Climb one level at each share of the restore target that passes after it was acknowledged.

    Each climb of before has taken a level, the lowest first, whatever its share: under another
    impact the shares pass in another order.
    """
    ahead = {each for each in CLIMBS_AT if each in restore and restore[each] > acknowledged_at}
    above = [each["number"] for each in leg.policy if each["number"] > leg.acknowledged_level]
    left = above[len(leg.climbed_at) :]
    for level, percent in zip(left, sorted(ahead - leg.climbed_at), strict=False):
        if level > leg.level:
            yield Step(restore[percent], level=level, percent=percent)
