"""Maintenance: who accepts a window, and whether it was announced in time.

Source: domain.md, Availability: accepted beforehand by both vendors and the client.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from contracts.choices import MaintenanceAction, MaintenanceState

_A = MaintenanceAction


@dataclass(frozen=True)
class MaintenanceSide:
    """How a person stands to a window that they see."""

    is_party: bool
    is_author: bool
    has_accepted: bool


def maintenance_actions_open(
    state: MaintenanceState, side: MaintenanceSide, *, has_begun: bool
) -> frozenset[MaintenanceAction]:
    """Return what a person may do with a window: until all have accepted, refuse or accept.

    What all have accepted its author may still withdraw until it begins.
    """
    if not side.is_party:
        return frozenset()
    if state == MaintenanceState.PROPOSED:
        if side.is_author:
            return frozenset({_A.WITHDRAW})
        return frozenset({_A.REFUSE}) if side.has_accepted else frozenset({_A.ACCEPT, _A.REFUSE})
    is_to_come = state == MaintenanceState.ACCEPTED and not has_begun
    return frozenset({_A.WITHDRAW}) if side.is_author and is_to_come else frozenset()


def is_announced_in_time(begins_at: datetime, *, proposed_at: datetime, notice_days: int) -> bool:
    """Tell whether a window was proposed so many times 24 hours before it begins."""
    return begins_at - proposed_at >= timedelta(days=notice_days)
