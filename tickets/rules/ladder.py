"""The steps of an escalation: when each level is told while nobody acknowledges, and how high.

Round the clock. Source: domain.md, Escalation, “Levels”.
"""

from collections.abc import Mapping, Sequence
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


def climbs_with_its_target(impact: Impact) -> bool:
    """Tell whether the restore target makes an acknowledged escalation climb."""
    return impact in _CLIMBING


def level_at_share(policy: Policy, *, acknowledged: int, step: int) -> int | None:
    """Return the level of the n-th climb after an acknowledgement, counted from 0, if there is."""
    above = [each["number"] for each in policy if each["number"] > acknowledged]
    return above[step] if step < len(above) else None
