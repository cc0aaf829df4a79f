"""Who takes what leaves the portal in a chaos run: slow at times, and a witness of what it took."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

_SLOW, _STRUCK = 0.03, 0.01
"""Shares of what is taken slowly, and after which the senders die at once."""


@dataclass(frozen=True)
class Twice:
    """Something that was accepted, and then accepted again, by a clock that nobody sets."""

    name: str
    first: float
    again: float


@dataclass
class Witness:
    """Keeps when it took what under which name, and from time to time kills who sent it."""

    chance: Random
    strike: Callable[[], None]
    is_wild: bool = True
    accepted: list[tuple[float, str]] = field(default_factory=list)

    def accept(self, name: str) -> None:
        """Keep that something was taken, before its sender hears of it."""
        self.accepted.append((time.monotonic(), name))

    def strikes(self) -> bool:
        return self.is_wild and self.chance.random() < _STRUCK

    def pause(self) -> float:
        """Seconds until the next is taken."""
        if not self.is_wild:
            return 0.0
        return self.chance.uniform(1, 3) if self.chance.random() < _SLOW else 0.01

    @property
    def names(self) -> set[str]:
        return {each for _at, each in self.accepted}

    def doubled(self) -> list[Twice]:
        """Return each acceptance after which the same was accepted once more."""
        latest: dict[str, float] = {}
        found: list[Twice] = []
        for at, each in self.accepted:
            if each in latest:
                found.append(Twice(each, latest[each], at))
            latest[each] = at
        return found
