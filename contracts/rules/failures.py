"""Failures drawn by chance: when a block is down, over many years of the same calendar.

Discrete events, in whole seconds since the first year begins. The same seed draws the same
failures. Whoever carries the service goes on until they fail; a part that comes back stands by.
"""

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import inf

from contracts.rules.reliability import Block, Part
from contracts.rules.repair import Round

_REPAIRED, _FAILED = 0, 1
Event = tuple[int, int, int, int]
"""An instant, what happens then, to which kind of part, to which one."""


@dataclass(frozen=True)
class Down:
    """A stretch in which a block is down; ``by``: the parts without whose failures it were not."""

    begins: int
    ends: int
    block: int
    by: tuple[int, ...]


def times_down(
    blocks: Sequence[Block], calendar: Round, *, years: int, seed: str = ""
) -> list[Down]:
    """Return when the blocks of a series are down over some years, in no particular order.

    Like parts have the same failures in another configuration, so that two can be compared.
    """
    found: list[Down] = []
    twins: Counter[tuple[Part, ...]] = Counter()
    for place, block in enumerate(blocks):
        twins[block.parts] += 1
        key = f"{seed}:{block.parts!r}:{twins[block.parts]}"
        chance = random.Random(key)  # noqa: S311  drawn again from the same seed
        events = sorted(_events(block, calendar, calendar.length * years, chance))
        found.extend(_Watch(block, place).downs(events))
    return found


def _events(block: Block, calendar: Round, horizon: int, chance: random.Random) -> Iterator[Event]:
    for kind, part in enumerate(block.parts):
        if part.mtbf == inf:
            continue
        for number in range(part.count):
            for failed, repaired in _failures(part, calendar, horizon, chance):
                yield failed, _FAILED, kind, number
                yield repaired, _REPAIRED, kind, number


def _failures(
    part: Part, calendar: Round, horizon: int, chance: random.Random
) -> Iterator[tuple[int, int]]:
    at, rate = 0.0, 1 / part.mtbf
    while (at := at + chance.expovariate(rate)) < horizon:
        failed = int(at)
        repaired = calendar.done_at(failed, part.repair)
        yield failed, repaired
        at = float(repaired)


class _Watch:
    """Follows the parts of one block, event by event."""

    def __init__(self, block: Block, place: int) -> None:
        self.block, self.place = block, place
        self.down, self.whole = [0] * len(block.parts), 0
        every = [
            (kind, number) for kind, part in enumerate(block.parts) for number in range(part.count)
        ]
        self.carrying = set(every[: block.needed]) if block.fails_over else set()
        self.standing_by = every[block.needed :] if block.fails_over else []

    def downs(self, events: Sequence[Event]) -> Iterator[Down]:
        """Yield the stretches in which the block is down."""
        since, by = 0, self._by()
        for at, what, kind, number in events:
            if by and at > since:
                yield Down(since, at, self.place, by)
            change = 1 if what == _FAILED else -1
            self.down[kind] += change
            self.whole += change
            if self.block.fails_over and self._is_taken_over(what, (kind, number)):
                yield Down(at, at + self.block.failover, self.place, (kind,))
            since, by = at, self._by()

    def _by(self) -> tuple[int, ...]:
        """Return the parts whose failures keep the block down; none while it is up."""
        spare, whole = self.block.spare, self.whole
        if whole <= spare:
            return ()
        return tuple(kind for kind, down in enumerate(self.down) if whole - down <= spare) or (-1,)

    def _is_taken_over(self, what: int, part: tuple[int, int]) -> bool:
        """Note who carries and who stands by; tell whether another has to take over."""
        if what == _REPAIRED:
            if len(self.carrying) < self.block.needed:
                self.carrying.add(part)
            else:
                self.standing_by.append(part)
            return False
        if part not in self.carrying:
            self.standing_by.remove(part)
            return False
        self.carrying.remove(part)
        if not self.standing_by:
            return False
        self.carrying.add(self.standing_by.pop(0))
        return True
