"""Who stood under a contract from when until when, and with which share of its fee.

A configuration has today's share. What was before stands in the journal, which names all systems
whenever their shares are set.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from contracts.models import Configuration, ContractEvent, Placement
from contracts.rules.fee_shares import NOTHING, WHOLE, Stay


@dataclass(frozen=True)
class _Placed:
    """A system that both vendors know under a contract; ``is_last``: its share is today's."""

    system: Configuration
    begins_at: datetime
    ends_at: datetime | None
    is_last: bool

    def stands_before(self, other: "_Placed") -> bool:
        """Tell whether it stood already when another one came."""
        came = (self.begins_at, self.system.pk) < (other.begins_at, other.system.pk)
        return came and (self.ends_at is None or other.begins_at < self.ends_at)


def stays_of(placements: Sequence[Placement], sharings: Sequence[ContractEvent]) -> list[Stay]:
    """Return the stays of systems under one contract from all its placements and sharings."""
    placed = list(_placed(sorted(placements, key=_ends, reverse=True)))
    return [Stay(each.system.pk, _steps(each, placed, sharings), each.ends_at) for each in placed]


def _ends(of: Placement) -> tuple[bool, datetime | None]:
    return (True, None) if of.during.upper is None else (False, of.during.upper)


def _placed(placements: Sequence[Placement]) -> Iterator[_Placed]:
    """Yield the stays from placements of which the last ones come first."""
    seen: set[int] = set()
    for each in placements:
        system, known_at = each.configuration, each.configuration.first_proposed_at
        is_last = system.contract_id == each.contract_id and system.pk not in seen
        seen.add(system.pk)
        if known_at is None:
            continue
        begins_at = max(each.during.lower or known_at, known_at)
        if each.during.upper is None or begins_at < each.during.upper:
            yield _Placed(system, begins_at, each.during.upper, is_last)


def _steps(
    of: _Placed, placed: Sequence[_Placed], sharings: Sequence[ContractEvent]
) -> list[tuple[datetime, Decimal]]:
    key = str(of.system.pk)
    naming = [each for each in sharings if key in each.detail["after"] and _is_during(each.at, of)]
    if naming:
        first = Decimal(naming[0].detail["before"][key])
    elif of.is_last:
        first = of.system.fee_share
    else:
        is_alone = not any(each.stands_before(of) for each in placed)
        first = WHOLE if is_alone else NOTHING
    return [
        (of.begins_at, first),
        *((each.at, Decimal(each.detail["after"][key])) for each in naming),
    ]


def _is_during(at: datetime, of: _Placed) -> bool:
    return of.begins_at <= at and (of.ends_at is None or at <= of.ends_at)
