"""The availability that a configuration can hold, what holds it back, and what it may cost.

In closed form where the hours are unbroken and no unlike parts take over from one another; else by
a simulation of many years, with an interval of 99 %. Months and penalties always come from the
simulation. The same configuration has the same figures, whatever the order of its blocks.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from math import fsum, inf, sqrt
from statistics import fmean, stdev

from contracts.rules.failures import times_down
from contracts.rules.months import (
    Measured,
    committed_months,
    measured,
    most_lost,
    penalties_by_year,
)
from contracts.rules.penalty import in_cents
from contracts.rules.reliability import (
    Block,
    Part,
    block_unavailability,
    gains_of,
    unavailability_of,
)
from contracts.rules.repair import MONTHS, Round
from contracts.rules.worst_case import Money

MOST_PARTS = 10_000
_FAILURES = 10_000
"""So many are drawn, over as many years as it takes."""
_MOST_A_YEAR = 2_000
_FEWEST_YEARS, _MOST_YEARS = 10, 3_000
_NOTHING = 1e-15
_SIGMAS = 2.576
_FEW = 30
"""With fewer outages their number is what is uncertain."""


class Method(StrEnum):
    """Where the figure comes from."""

    CLOSED = "closed"
    SIMULATED = "simulated"


class TooMuch(ValueError):
    """More parts, or more failures in a year, than are reckoned."""


@dataclass(frozen=True)
class BlockFigure:
    """How much of the time a block is down."""

    block: Block
    unavailability: float


@dataclass(frozen=True)
class Weakness:
    """How much more of the time the configuration were up if a part of a block never failed."""

    block: str
    part: str
    gain: float


@dataclass(frozen=True)
class Attainable:
    """What a configuration can hold; parts of 1, amounts in the agreement's currency a year."""

    method: Method
    unavailability: float
    least: float
    """Of the unavailability, with 99 % confidence; as `most`."""
    most: float
    blocks: Sequence[BlockFigure]
    weaknesses: Sequence[Weakness]
    """The gravest first; what gains nothing is not among them."""
    months_kept: float
    """The part of the months that reach the target."""
    penalty: Decimal
    penalty_least: Decimal
    penalty_most: Decimal
    years: int
    """So many were simulated."""

    @property
    def availability(self) -> float:
        return 1 - self.unavailability


def reckon(
    blocks: Sequence[Block], calendar: Round, *, target: Decimal, money: Money
) -> Attainable:
    """Return what a series of blocks can hold under a contract; ``target`` in percent.

    What was reckoned lately is known still: systems that are alike, and a page that is asked again.
    ``money`` has its bands in a tuple.

    :raises NeverCovered: the contract has no hours in this year.
    :raises TooMuch: too many parts, or too many failures, to be reckoned.
    """
    ordered = sorted((_in_order(each) for each in blocks), key=repr)
    return _reckoned(tuple(ordered), calendar, target, money)


@lru_cache(maxsize=128)
def _reckoned(
    ordered: Sequence[Block], calendar: Round, target: Decimal, money: Money
) -> Attainable:
    years = _years_for(ordered, calendar)
    downs = times_down(ordered, calendar, years=years)
    seen = measured(downs, calendar)
    committed = committed_months(calendar)
    penalties = penalties_by_year(seen.by_month, committed, money, years=years)
    mean, half = _mean([float(each) for each in penalties])
    is_closed = calendar.is_unbroken and all(each.has_closed_form for each in ordered)
    figure = _closed(ordered) if is_closed else _simulated(seen, calendar, ordered, years=years)
    whole = calendar.covered * years
    return Attainable(
        method=Method.CLOSED if is_closed else Method.SIMULATED,
        unavailability=figure[0],
        least=figure[1],
        most=figure[2],
        blocks=[
            BlockFigure(
                each,
                block_unavailability(each) if is_closed else seen.by_block[place] / whole,
            )
            for place, each in enumerate(ordered)
        ],
        weaknesses=_by_gravity(
            gains_of(ordered) if is_closed else _gains_seen(ordered, seen, whole=whole)
        ),
        months_kept=_kept(seen, committed, target, years=years),
        penalty=_cents(mean),
        penalty_least=_cents(mean - half),
        penalty_most=_cents(mean + half),
        years=years,
    )


def _in_order(block: Block) -> Block:
    return replace(block, parts=tuple(sorted(block.parts, key=repr)))


def _years_for(blocks: Sequence[Block], calendar: Round) -> int:
    parts = [each for block in blocks for each in block.parts if each.mtbf != inf]
    a_year = fsum(each.count * calendar.length / (each.mtbf + each.down) for each in parts)
    if sum(each.count for each in blocks) > MOST_PARTS or a_year > _MOST_A_YEAR:
        raise TooMuch
    return min(max(int(_FAILURES / max(a_year, 1)), _FEWEST_YEARS), _MOST_YEARS)


def _closed(blocks: Sequence[Block]) -> tuple[float, float, float]:
    exact = unavailability_of(blocks)
    return exact, exact, exact


def _simulated(
    seen: Measured, calendar: Round, blocks: Sequence[Block], *, years: int
) -> tuple[float, float, float]:
    """Return an unavailability and its interval, from what was lost in each year."""
    lost = [0] * years
    for month, amount in seen.by_month.items():
        if month // MONTHS < years:
            lost[month // MONTHS] += amount
    mean, half = _mean([each / calendar.covered for each in lost])
    most = mean + half
    if seen.outages < _FEW:
        longest = max((part.repair for each in blocks for part in each.parts), default=0)
        length = sum(lost) / seen.outages if seen.outages else longest
        at_most = seen.outages + 2 * sqrt(seen.outages) + 3
        most = max(most, at_most * length / calendar.covered / years)
    return mean, max(mean - half, 0.0), min(most, 1.0)


def _mean(values: Sequence[float]) -> tuple[float, float]:
    """Return a mean and half the width of its interval."""
    return fmean(values), _SIGMAS * stdev(values) / sqrt(len(values))


def _cents(amount: float) -> Decimal:
    return in_cents(Fraction(max(amount, 0.0)))


def _gains_seen(
    blocks: Sequence[Block], seen: Measured, *, whole: int
) -> Iterator[tuple[Block, Part, float]]:
    """Yield for each part how long the configuration was down for nothing else."""
    for (place, kind), lost in seen.alone.items():
        if kind >= 0:
            yield blocks[place], blocks[place].parts[kind], lost / whole


def _by_gravity(gains: Iterable[tuple[Block, Part, float]]) -> list[Weakness]:
    found = [
        Weakness(block.name, part.name, gain) for block, part, gain in gains if gain > _NOTHING
    ]
    return sorted(found, key=lambda each: (-each.gain, each.block, each.part))


def _kept(seen: Measured, committed: Sequence[int], target: Decimal, *, years: int) -> float:
    """Return the part of the months, of those with committed time, that reach a target."""
    months = sum(bool(each) for each in committed) * years
    limits = [most_lost(each, target) for each in committed]
    missed = sum(
        lost > limits[month % MONTHS]
        for month, lost in seen.by_month.items()
        if month // MONTHS < years
    )
    return 1 - missed / months
