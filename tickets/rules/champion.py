"""Whether a trained challenger takes the champion's place: better on both tests, beyond noise.

One test is fixed: reports that teach nobody. The other is the last corrections of our own people,
which the challenger has not learned from. A few corrections, or poisoned ones, change nothing.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

FEWEST_LESSONS = 60
FEWEST_OF_A_LABEL = 15
FEWEST_TEACHERS = 3
FEWEST_TO_JUDGE, FEWEST_TO_JUDGE_OF_A_LABEL = 20, 5
BEYOND_NOISE = 1.645
"""Standard errors: a gain as large by chance alone comes once in twenty trials."""

_CERTAIN, _EVEN = 1e-4, 0.5


class Verdict(StrEnum):
    """What becomes of a challenger."""

    PROMOTED = "promoted"
    TOO_FEW = "too-few"
    NOT_ON_HOLD_OUT = "not-on-hold-out"
    NOT_ON_CORRECTIONS = "not-on-corrections"
    CHAMPION_CHANGED = "champion-changed"
    LEFT_BY_HAND = "left-by-hand"


@dataclass(frozen=True, slots=True)
class Lessons:
    """How much there is to learn from: texts of each label, and how many people taught them."""

    hardware: int
    software: int
    teachers: int

    @property
    def are_enough(self) -> bool:
        """Whether so many can be trusted to say something of the next ones."""
        return self._reach(FEWEST_LESSONS, FEWEST_OF_A_LABEL)

    @property
    def can_judge(self) -> bool:
        """Whether so many can tell a better challenger from a lucky one, or from one's own."""
        return self._reach(FEWEST_TO_JUDGE, FEWEST_TO_JUDGE_OF_A_LABEL)

    def _reach(self, fewest: int, of_a_label: int) -> bool:
        return (
            self.hardware + self.software >= fewest
            and min(self.hardware, self.software) >= of_a_label
            and self.teachers >= FEWEST_TEACHERS
        )


@dataclass(frozen=True, slots=True)
class Duel:
    """Champion and challenger on the same texts.

    ``gain`` is by how much less the challenger was surprised by the truth, a mean over the texts
    in nats, and ``error`` its standard error.
    """

    texts: int
    champion_right: int
    challenger_right: int
    gain: float
    error: float

    @property
    def is_won(self) -> bool:
        """Whether the challenger is better by more than chance would have it."""
        return (
            self.texts > 1
            and self.challenger_right >= self.champion_right
            and self.gain > BEYOND_NOISE * self.error
        )


def duel(
    champion: Sequence[float],
    challenger: Sequence[float],
    is_hardware: Sequence[bool],
    weights: Sequence[float] | None = None,
) -> Duel:
    """Compare the odds for hardware (0 to 1) that both give to texts whose truth is known.

    ``weights`` say how much each text counts for the gain, alike where there are none.
    """
    gains = [
        _surprise(before if truth else 1 - before) - _surprise(after if truth else 1 - after)
        for before, after, truth in zip(champion, challenger, is_hardware, strict=True)
    ]
    parts = _parts([1.0] * len(gains) if weights is None else weights)
    mean = math.fsum(part * each for part, each in zip(parts, gains, strict=True))
    spread = math.fsum((part * (each - mean)) ** 2 for part, each in zip(parts, gains, strict=True))
    count = len(gains)
    return Duel(
        texts=count,
        champion_right=_right(champion, is_hardware),
        challenger_right=_right(challenger, is_hardware),
        gain=mean,
        error=math.sqrt(spread * count / max(1, count - 1)),
    )


def _parts(weights: Sequence[float]) -> list[float]:
    """Return what each weight is of their sum."""
    whole = math.fsum(weights)
    return [each / whole for each in weights] if whole else [0.0] * len(weights)


def verdict(*, hold_out: Duel, corrections: Duel) -> Verdict:
    """Say what becomes of a challenger that had enough to learn from."""
    if not hold_out.is_won:
        return Verdict.NOT_ON_HOLD_OUT
    return Verdict.PROMOTED if corrections.is_won else Verdict.NOT_ON_CORRECTIONS


def _surprise(odds_of_the_truth: float) -> float:
    return -math.log(min(1.0, max(_CERTAIN, odds_of_the_truth)))


def _right(odds: Sequence[float], is_hardware: Sequence[bool]) -> int:
    return sum((each >= _EVEN) == truth for each, truth in zip(odds, is_hardware, strict=True))
