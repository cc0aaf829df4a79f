"""The relay strip: who had the incident, for how long, and how much of the promise is left."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

WIDTH = 240.0
GAP = 0.5
NOW = 1.5


@dataclass(frozen=True)
class Holding:
    """A stretch of time during which one party had the incident."""

    kind: str
    name: str
    length: timedelta


@dataclass(frozen=True)
class Block:
    """A rectangle of the strip; numbers are text, so that no language puts a comma in."""

    kind: str
    x: str
    width: str


@dataclass(frozen=True)
class Strip:
    """The strip as it is drawn: blocks, and the mark of the present instant."""

    blocks: tuple[Block, ...]
    now: str


def draw_strip(holdings: Sequence[Holding], *, promised: timedelta) -> Strip:
    """Lay holdings end to end over the promised time, or over their own sum if it is longer."""
    held = sum((holding.length for holding in holdings), timedelta(0))
    scale = WIDTH / max(held, promised, timedelta(seconds=1)).total_seconds()
    blocks: list[Block] = []
    x = 0.0
    for holding in holdings:
        width = holding.length.total_seconds() * scale
        blocks.append(Block(holding.kind, f"{x:.2f}", f"{max(width - GAP, 0.3):.2f}"))
        x += width
    return Strip(tuple(blocks), f"{min(x, WIDTH - NOW):.2f}")


def sum_by_party(holdings: Sequence[Holding]) -> tuple[Holding, ...]:
    """Add up each party's stretches, in the order in which the parties first came in."""
    sums: dict[tuple[str, str], timedelta] = {}
    for holding in holdings:
        party = (holding.kind, holding.name)
        sums[party] = sums.get(party, timedelta(0)) + holding.length
    return tuple(Holding(kind, name, length) for (kind, name), length in sums.items())
