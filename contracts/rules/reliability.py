"""What a configuration can hold: blocks in series, each k of its n parts, and its closed form.

A part runs for its MTBF on average (exponential), then is down for its repair. Parts fail and are
repaired independently of one another, round the clock. Of a block, ``needed`` parts carry the
service and the others stand by; where one that carries fails and another takes over, the service is
down for the failover. A block fails by itself; the configuration is up while all its blocks are.

Unavailabilities are reckoned, since they are small: as floats whose relative error stays below one
in a billion. A failover that falls into another outage counts twice; that is less than the square
of the unavailability. Source: the guarantee designer of the contract's design; alternating renewal
processes, steady state.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import exp, expm1, fsum, inf, lgamma, log, log1p


@dataclass(frozen=True)
class Part:
    """Like parts of one product: how many, and how often and how long one is down, in seconds."""

    name: str
    count: int
    mtbf: float
    """On average from the end of a repair to the next failure; infinite where it never fails."""
    repair: int
    """Covered time from a failure to the end of its repair."""
    down: float
    """How long that lasts on average by the clock on the wall."""

    @property
    def unavailability(self) -> float:
        """The chance that one of them is down at an instant."""
        return 0.0 if self.mtbf == inf else self.down / (self.mtbf + self.down)


@dataclass(frozen=True)
class Block:
    """Parts of which ``needed`` have to be up; ``failover``: seconds until another takes over."""

    name: str
    parts: tuple[Part, ...]
    needed: int
    failover: int = 0

    @property
    def count(self) -> int:
        return sum(each.count for each in self.parts)

    @property
    def spare(self) -> int:
        """How many may be down."""
        return self.count - self.needed

    @property
    def fails_over(self) -> bool:
        return bool(self.failover) and self.spare > 0

    @property
    def has_closed_form(self) -> bool:
        """Unlike parts take over from one another in an order that only a simulation follows."""
        return not self.fails_over or len(self.parts) == 1

    def without_failures_of(self, part: Part) -> "Block":
        """Return the block as it were if a part of it never failed."""
        perfect = replace(part, mtbf=inf)
        return replace(self, parts=tuple(perfect if each == part else each for each in self.parts))


def block_unavailability(block: Block) -> float:
    """Return the chance that a block is down at an instant, in closed form."""
    down = chances_of_down(block.parts)
    too_many = fsum(down[block.spare + 1 :])
    return min(1.0, too_many + _by_failover(block, down))


def _by_failover(block: Block, down: Sequence[float]) -> float:
    """Return the part of time lost while another takes over: only where one stands by."""
    if not block.fails_over:
        return 0.0
    one_stands_by = fsum(down[: block.spare])
    return block.needed * block.failover / block.parts[0].mtbf * one_stands_by


def unavailability_of(blocks: Sequence[Block]) -> float:
    """Return the chance that a series of blocks is down at an instant, in closed form."""
    return in_series([block_unavailability(each) for each in blocks])


def in_series(unavailabilities: Sequence[float]) -> float:
    """Return the unavailability of blocks of which each has to be up, independent of the others."""
    if any(each >= 1 for each in unavailabilities):
        return 1.0
    return -expm1(fsum(log1p(-each) for each in unavailabilities))


def gains_of(blocks: Sequence[Block]) -> Iterator[tuple[Block, Part, float]]:
    """Yield how much more of the time the configuration were up if a part of it never failed."""
    by_block = [block_unavailability(each) for each in blocks]
    whole = in_series(by_block)
    for block, lost in zip(blocks, by_block, strict=True):
        others = _without(lost, whole) if lost < 1 else _others(block, blocks, by_block)
        for part in block.parts:
            perfect = block_unavailability(block.without_failures_of(part))
            yield block, part, whole - in_series([others, perfect])


def _without(lost: float, whole: float) -> float:
    """Return the unavailability of a series without one of its blocks."""
    return (whole - lost) / (1 - lost)


def _others(block: Block, blocks: Sequence[Block], by_block: Sequence[float]) -> float:
    return in_series([lost for each, lost in zip(blocks, by_block, strict=True) if each != block])


def chances_of_down(parts: Sequence[Part]) -> list[float]:
    """Return the chances that none, one, two … of some parts are down at an instant."""
    chances = [1.0]
    for each in parts:
        chances = _together(chances, _binomial(each.count, each.unavailability))
    return chances


def _binomial(count: int, chance: float) -> list[float]:
    if chance in {0.0, 1.0}:
        sure = [0.0] * (count + 1)
        sure[count if chance else 0] = 1.0
        return sure
    is_down, is_up, ways = log(chance), log1p(-chance), lgamma(count + 1)
    return [
        exp(ways - lgamma(each + 1) - lgamma(count - each + 1) + each * is_down
            + (count - each) * is_up)
        for each in range(count + 1)
    ]  # fmt: skip


def _together(one: Sequence[float], other: Sequence[float]) -> list[float]:
    """Return the chances of sums; those that are nothing at all are passed over."""
    found = [0.0] * (len(one) + len(other) - 1)
    likely = [(place, chance) for place, chance in enumerate(other) if chance]
    for at, first in enumerate(one):
        if first:
            for place, chance in likely:
                found[at + place] += first * chance
    return found
