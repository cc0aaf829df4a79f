"""The systems under a contract in one month: their shares of the fee, what is committed for each.

Source: domain.md, Statement, steps 1 and 5.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from contracts.models import Configuration
from contracts.rules.availability import Span, intersection
from contracts.rules.committed import (
    HoursFrom,
    Running,
    committed_time,
    promised_time,
    span_of_month,
)
from contracts.rules.fee_shares import MonthShares, shares_of_month
from contracts.rules.gap_calendar import first_of_month_after, midnight
from contracts.selectors.duty import UNREADABLE
from contracts.selectors.month_ground import Ground
from contracts.selectors.readable import hours_unreadable


@dataclass(frozen=True)
class Stood:
    """A system in a month: ``placed`` while it stood under the contract, maintenance that counts.

    Spans are those of the month.
    """

    configuration: Configuration
    share: Decimal
    placed: tuple[Span, ...]
    committed: tuple[Span, ...]
    maintenance: tuple[Span, ...]


def days_in(ground: Ground, month: date) -> Sequence[date]:
    """Return the days of a month on which a contract runs."""
    return Running(ground.contract.starts_on, ground.contract.ends_on).days_of(month)


def promised_in(ground: Ground, days: Sequence[date]) -> list[Span]:
    """Return the seconds of days in which the contract promises anything.

    :raises HoursUnreadable: nobody can read the hours of these days.
    """
    if ground.is_blind:
        return []
    promised = [HoursFrom(each.effective_on, each.coverage.hours()) for each in ground.versions]
    try:
        return promised_time(days, promised, ground.zone)
    except UNREADABLE as error:
        raise hours_unreadable(ground.contract.number) from error


def systems_in(ground: Ground, month: date) -> list[Stood]:
    """Return the systems that stood under a contract in a month, by their names."""
    span, shares = span_of_month(month, ground.zone), shares_in(ground, month)
    promised = promised_in(ground, days_in(ground, month))
    found = []
    for pk, system in ground.systems.items():
        placed = intersection([span], ground.placed[pk])
        if placed:
            found.append(_stood(ground, system, shares.of(pk), placed, promised))
    return sorted(found, key=lambda each: (each.configuration.name, each.configuration.pk))


def shares_in(ground: Ground, month: date) -> MonthShares:
    """Return which shares of a month's fee the systems under a contract bear.

    The month begins with the contract, where that begins inside it.
    """
    begins_at = midnight(max(month, ground.contract.starts_on), ground.zone)
    ends_at = midnight(first_of_month_after(month), ground.zone)
    return shares_of_month(ground.stays, begins_at, ends_at)


def _stood(
    ground: Ground,
    system: Configuration,
    share: Decimal,
    placed: Sequence[Span],
    promised: Sequence[Span],
) -> Stood:
    maintenance = ground.maintenance.get(system.pk, ())
    standing = intersection(placed, ground.in_force.get(system.pk, ()))
    return Stood(
        configuration=system,
        share=share,
        placed=tuple(placed),
        committed=committed_time(promised, in_force=standing, maintenance=maintenance),
        maintenance=tuple(intersection(placed, maintenance)),
    )
