"""A challenger: the champion, and what corrections have taught, added to its log-odds.

Only sums over words are learned, drawn towards what was there before, so that a few corrections
move little and every decision stays explained by its words. numpy alone; the same corrections in
the same order give the same challenger.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from tickets.rules.classification import evidence_in, odds_of, weight_of_item
from tickets.rules.router_model import Classifier

Floats = npt.NDArray[np.float64]
Indices = npt.NDArray[np.int64]

_PULL = 4.0
"""How strongly what was there before holds, in corrections of one word."""
_STEPS = 300
_FEWEST_TEXTS, _FEWEST_TEACHERS, _FEWEST_CLIENTS = 3, 2, 2
"""In which a word must stand to be learned."""
_SLIGHT = 1e-3  # log-odds
_LARGEST_PART_OF_ONE = 0.25
"""Of all that is learned from, what one teacher's corrections can weigh together."""


@dataclass(frozen=True, slots=True)
class Correction:
    """A report, where it turned out to belong, who said so, and whose report it is.

    Companies of one group are one ``client``: they share their words. An empty ``teacher`` is
    nobody who is known. ``item`` is the kind of product of the item that was chosen with the
    report, or empty.
    """

    text: str
    is_hardware: bool
    teacher: str = ""
    client: str = ""
    item: str = ""


@dataclass(frozen=True, slots=True)
class _Sparse:
    """What stands in which text, and how loudly."""

    rows: Indices
    columns: Indices
    values: Floats
    names: list[str]

    def times(self, weights: Floats, rows: int) -> Floats:
        return np.bincount(
            self.rows, weights=self.values * weights[self.columns], minlength=rows
        ).astype(np.float64)

    def transposed_times(self, weights: Floats) -> Floats:
        return np.bincount(
            self.columns, weights=self.values * weights[self.rows], minlength=len(self.names)
        ).astype(np.float64)


def adapted(champion: Classifier, corrections: Sequence[Correction]) -> Classifier:
    """Return the champion with what corrections teach; it gets a name of its own."""
    bare = replace(champion, taught={})
    texts: list[dict[str, float]] = []
    untaught: list[float] = []
    for each in corrections:  # a reading is large: none outlives its turn
        evidence = evidence_in(each.text, bare)
        texts.append(dict.fromkeys(evidence.reading.words, evidence.reading.share))
        untaught.append(odds_of(evidence, bare) + weight_of_item(each.item, bare))
    found, offset = _sparse(_told_by_several(texts, corrections)), np.array(untaught)
    before = np.array([champion.taught.get(name, 0.0) for name in found.names])
    truth = np.array([float(each.is_hardware) for each in corrections])
    learned = _fitted(found, offset, truth, before, weights_of(corrections))
    taught = {**champion.taught, **dict(zip(found.names, learned.tolist(), strict=True))}
    kept = {name: round(weight, 4) for name, weight in taught.items() if abs(weight) > _SLIGHT}
    return replace(champion, taught=kept, version=_named(champion, kept))


def _told_by_several(
    texts: Sequence[dict[str, float]], corrections: Sequence[Correction]
) -> list[dict[str, float]]:
    """Leave out words of too few corrections, of one teacher or of one client.

    They may be somebody's secret: what is learned is read in the reasons of everybody's reports.
    """
    seen_in = Counter(word for words in texts for word in words)
    teachers: dict[str, set[str]] = defaultdict(set)
    clients: dict[str, set[str]] = defaultdict(set)
    for words, correction in zip(texts, corrections, strict=True):
        for word in words:
            teachers[word].add(correction.teacher)
            clients[word].add(correction.client)
    kept = {
        word
        for word, count in seen_in.items()
        if count >= _FEWEST_TEXTS
        and len(teachers[word] - {""}) >= _FEWEST_TEACHERS
        and len(clients[word] - {""}) >= _FEWEST_CLIENTS
    }
    return [{w: share for w, share in words.items() if w in kept} for words in texts]


def _sparse(texts: Sequence[dict[str, float]]) -> _Sparse:
    names = sorted({name for features in texts for name in features})
    at = {name: column for column, name in enumerate(names)}
    rows = [row for row, features in enumerate(texts) for _ in features]
    columns = [at[name] for features in texts for name in features]
    values = [value for features in texts for value in features.values()]
    return _Sparse(
        np.array(rows, dtype=np.int64), np.array(columns, dtype=np.int64), np.array(values), names
    )


def weights_of(corrections: Sequence[Correction]) -> Floats:
    """Weigh corrections alike, but hold the loudest teachers to their largest part."""
    count = Counter(each.teacher for each in corrections)
    most = _most_of_one(sorted(count.values()))
    return np.array([min(1.0, most / count[each.teacher]) for each in corrections])


def _most_of_one(counts: Sequence[int]) -> float:
    """Return how much one may weigh so that nobody has more than the largest part of the sum.

    Too few teachers for that weigh alike, and those who are missing count as silent.
    """
    fewest = round(1 / _LARGEST_PART_OF_ONE)
    if len(counts) < fewest:
        return min(counts) * len(counts) / fewest
    low, high = float(min(counts)), float(max(counts))
    for _halving in range(40):
        middle = (low + high) / 2
        total = sum(min(each, middle) for each in counts)
        low, high = (middle, high) if middle <= _LARGEST_PART_OF_ONE * total else (low, middle)
    return low


def _fitted(
    found: _Sparse, offset: Floats, truth: Floats, before: Floats, weights: Floats
) -> Floats:
    """Minimise surprise and the distance from before, by accelerated gradient steps."""
    rows = len(truth)
    norms = np.bincount(found.rows, weights=found.values**2, minlength=rows)
    step = 1.0 / (_PULL + 0.25 * float((weights * norms).sum()))
    learned, ahead = before.copy(), before.copy()
    for turn in range(_STEPS):
        odds = 1 / (1 + np.exp(-np.clip(offset + found.times(ahead, rows), -30, 30)))
        slope = found.transposed_times(weights * (odds - truth)) + _PULL * (ahead - before)
        following = ahead - step * slope
        ahead = following + turn / (turn + 3) * (following - learned)
        learned = following
    return learned


def _named(champion: Classifier, taught: dict[str, float]) -> str:
    shipped = champion.version.split("+")[0]
    seal = hashlib.sha256(repr(sorted(taught.items())).encode()).hexdigest()
    return f"{shipped}+{seal[:8]}"
