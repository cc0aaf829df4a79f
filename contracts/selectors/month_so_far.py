"""The present month of many systems at once: how available each was so far, what it still allows.

What of a month is over is measured; the budget is that of the whole month. In as many queries for
many contracts as for one. Source: domain.md, Availability.
"""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from contracts.models import Contract
from contracts.rules.availability import Measured, intersection, length, measure, second_of
from contracts.rules.committed import span_of_month
from contracts.rules.error_budget import Budget, budget
from contracts.selectors.duty import UNREADABLE
from contracts.selectors.month import Counting, down_of
from contracts.selectors.month_ground import Ground, grounds_of, promised_versions
from contracts.selectors.month_systems import Stood, days_in, systems_in

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class MonthSoFar:
    """A system's month by now; ``to_target``: of the whole month; ``is_down``: an outage lasts."""

    measured: Measured
    to_target: Budget
    is_down: bool


def months_so_far(
    contracts: Sequence[Contract], *, at: datetime, counting: Counting
) -> dict[int, MonthSoFar]:
    """Return the month at an instant of each system under some contracts, by the systems' keys.

    A month is that of the contract's zone; a system that passed on within it is told by the one
    under which it stands. A contract that does not run in it has no systems here, nor one of which
    nobody can read the hours: that one is logged.
    """
    months = {each.pk: each.day_of(at).replace(day=1) for each in contracts}
    if not months:
        return {}
    reached = (min(months.values()), max(months.values()))
    found: dict[int, MonthSoFar] = {}
    for pk, ground in grounds_of(contracts, reached, promised_versions(contracts)).items():
        try:
            found |= _of_contract(ground, months[pk], at=at, counting=counting)
        except UNREADABLE:
            logger.exception("the hours of contract %s cannot be read", ground.contract.number)
    return found


def _of_contract(
    ground: Ground, month: date, *, at: datetime, counting: Counting
) -> Mapping[int, MonthSoFar]:
    stood = systems_in(ground, month) if days_in(ground, month) else ()
    return {
        each.configuration.pk: _so_far(ground, month, each, at=at, counting=counting)
        for each in stood
        if each.configuration.contract_id == ground.contract.pk
    }


def _so_far(
    ground: Ground, month: date, stood: Stood, *, at: datetime, counting: Counting
) -> MonthSoFar:
    begins, _ends = span_of_month(month, ground.zone)
    outages = ground.outages.get(stood.configuration.pk, ())
    measured = measure(
        intersection(stood.committed, [(begins, second_of(at))]),
        [down_of(each, at=at, counting=counting) for each in outages],
    )
    target = ground.version_of(month).availability_target
    return MonthSoFar(
        measured=measured,
        to_target=budget(length(stood.committed), measured.downtime, target),
        is_down=any(each.lasts for each in outages),
    )
