"""The present month of many systems at once: how available each was so far, what it still allows.

What of a month is over is measured; the budget is that of the whole month. In as many queries for
many contracts as for one. Source: domain.md, Availability.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from contracts.models import Contract
from contracts.rules.availability import Measured, intersection, length, measure, second_of
from contracts.rules.committed import span_of_month
from contracts.rules.error_budget import Budget, budget
from contracts.selectors.month import Counting, down_of
from contracts.selectors.month_ground import Ground, grounds_of, promised_versions
from contracts.selectors.month_systems import Stood, days_in, systems_in


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

    A month is that of the contract's zone. A contract that does not run in it has no systems.
    """
    months = {each.pk: each.day_of(at).replace(day=1) for each in contracts}
    if not months:
        return {}
    reached = (min(months.values()), max(months.values()))
    grounds = grounds_of(contracts, reached, promised_versions(contracts))
    return {
        stood.configuration.pk: _so_far(ground, months[pk], stood, at=at, counting=counting)
        for pk, ground in grounds.items()
        if days_in(ground, months[pk])
        for stood in systems_in(ground, months[pk])
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
