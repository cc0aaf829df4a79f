"""What can be stated of a product's reliability, and of how parts stand by for one another."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

MOST_HOURS = 100_000_000
LONGEST_REPAIR = timedelta(days=366)
LONGEST_FAILOVER = timedelta(days=1)
NAME_LENGTH = 200
"""Of a group: a role, or a product's name with its version."""


@dataclass(frozen=True)
class Figures:
    """How often a product fails, and how long its repair takes once somebody has started."""

    mtbf_hours: int
    mttr: timedelta


@dataclass(frozen=True)
class Standby:
    """How many parts of a group are needed, and how long until another takes over."""

    needed: int
    """0 where the service does without, as without a backup."""
    failover: timedelta = timedelta()


class StandbyFault(StrEnum):
    """What cannot be stated; doors and use cases put it in words."""

    NO_GROUP = "no-group"
    TOO_FEW = "too-few"
    TOO_MANY = "too-many"
    TOO_LONG = "too-long"


def standby_faults(
    stated: Mapping[str, Standby], counts: Mapping[str, int]
) -> dict[str, StandbyFault]:
    """Return what is wrong with what is stated of groups; ``counts``: the parts of each."""
    found = {}
    for name, standby in stated.items():
        if (fault := _fault_of(standby, counts.get(name))) is not None:
            found[name] = fault
    return found


def _fault_of(standby: Standby, count: int | None) -> StandbyFault | None:
    if count is None:
        return StandbyFault.NO_GROUP
    if standby.needed < 0:
        return StandbyFault.TOO_FEW
    if standby.needed > count:
        return StandbyFault.TOO_MANY
    is_possible = timedelta() <= standby.failover <= LONGEST_FAILOVER
    return None if is_possible else StandbyFault.TOO_LONG


def are_possible(figures: Figures) -> bool:
    """Tell whether figures can be stated of a product."""
    return 1 <= figures.mtbf_hours <= MOST_HOURS and timedelta() <= figures.mttr <= LONGEST_REPAIR
