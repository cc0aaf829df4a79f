"""The systems under a contract in one month: their shares of the fee, what is committed for each.

Source: domain.md, Statement, steps 1 and 5.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from contracts.models import Configuration, ContractEvent
from contracts.rules.availability import Span, instant_of, intersection
from contracts.rules.committed import (
    HoursFrom,
    Running,
    committed_time,
    promised_time,
    span_of_month,
)
from contracts.rules.fee_shares import NOTHING, WHOLE
from contracts.selectors.month_ground import Ground


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
    """Return the seconds of days in which the contract promises anything."""
    promised = [HoursFrom(each.effective_on, each.coverage.hours()) for each in ground.versions]
    return promised_time(days, promised, ground.zone)


def systems_in(ground: Ground, month: date) -> list[Stood]:
    """Return the systems that stood under a contract in a month, by their names."""
    span = span_of_month(month, ground.zone)
    promised = promised_in(ground, days_in(ground, month))
    found = []
    for pk, system in ground.systems.items():
        placed = intersection([span], ground.placed[pk])
        if placed:
            share = share_at(ground, system, span[1])
            found.append(_stood(ground, system, share, placed, promised))
    return sorted(found, key=lambda each: (each.configuration.name, each.configuration.pk))


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


def share_at(ground: Ground, system: Configuration, second: int) -> Decimal:
    """Return the share of the fee that a system bore under a contract just before an instant.

    The column has today’s. What was before stands in the first line of the journal that changed it
    since; where a system has passed on since, in the last line before.
    """
    if not any(start < second <= end for start, end in ground.placed[system.pk]):
        return NOTHING
    at, key = instant_of(second), str(system.pk)
    if system.first_proposed_at is None or system.first_proposed_at >= at:
        return NOTHING
    since = next((each for each in ground.sharings if each.at >= at), None)
    if since is not None and key in since.detail["before"]:
        return Decimal(since.detail["before"][key])
    if system.contract_id == ground.contract.pk:
        return system.fee_share
    before = [each for each in ground.sharings if each.at < at and key in each.detail["after"]]
    return _last(before, key) if before else (WHOLE if len(ground.systems) == 1 else NOTHING)


def _last(lines: Sequence[ContractEvent], key: str) -> Decimal:
    return Decimal(lines[-1].detail["after"][key])
