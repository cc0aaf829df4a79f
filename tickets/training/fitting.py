"""A linear model over what `tickets.rules.features` reads, fitted and then calibrated."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from tickets.rules.classification import Model, Scales
from tickets.rules.features import HASH_BITS, Reading, letters_of, read
from tickets.rules.signals import SIGNAL_NAMES
from tickets.training.corpus import AMBIGUOUS, HARDWARE, Example

Floats = npt.NDArray[np.float64]


_SCALES = Scales(word=1.0, pair=0.7, signal=0.3, letters=2.0, denied=-0.3, floor=3)


@dataclass(frozen=True, slots=True)
class Recipe:
    """All that one may turn when fitting."""

    regularisation: float = 8.0
    scales: Scales = _SCALES
    own_word_in: int = 2  # texts that a word must stand in to be learned
    others_word_in: int = 6
    pair_in: int = 2


@dataclass(frozen=True, slots=True)
class Study:
    """Examples with what was read in them, once, however many times they are fitted."""

    example: Example
    reading: Reading


def study(examples: Sequence[Example]) -> list[Study]:
    """Read the examples."""
    return [Study(example, read(example.text)) for example in examples]


def fit(studies: Sequence[Study], recipe: Recipe) -> Model:
    """Fit a model; the same studies in the same order give the same model."""
    words, pairs = _vocabulary(studies, recipe)
    columns = _Columns(words, pairs, recipe.scales)
    rows, labels, weights = _targets(studies)
    learner = LogisticRegression(C=recipe.regularisation, max_iter=400, tol=1e-5)
    learner.fit(columns.matrix([studies[at].reading for at in rows]), labels, sample_weight=weights)
    return columns.model(learner.coef_[0], float(learner.intercept_[0]))


def calibrate(scores: Floats, examples: Sequence[Example]) -> tuple[float, float]:
    """Return slope and shift that turn scores of unseen texts into honest odds (Platt)."""
    at, labels, weights = [], [], []
    for row, example in enumerate(examples):
        for label, weight in _halves(example):
            at.append(row)
            labels.append(label)
            weights.append(weight)
    platt = LogisticRegression(C=100.0)
    platt.fit(scores[at].reshape(-1, 1), labels, sample_weight=weights)
    return float(platt.coef_[0][0]), float(platt.intercept_[0])


def _halves(example: Example) -> list[tuple[int, float]]:
    if example.label == AMBIGUOUS:  # as much the one as the other
        return [(1, example.weight / 2), (0, example.weight / 2)]
    return [(int(example.label == HARDWARE), example.weight)]


def _targets(studies: Sequence[Study]) -> tuple[list[int], list[int], list[float]]:
    rows: list[int] = []
    labels: list[int] = []
    weights: list[float] = []
    for at, studied in enumerate(studies):
        for label, weight in _halves(studied.example):
            rows.append(at)
            labels.append(label)
            weights.append(weight)
    return rows, labels, weights


def _vocabulary(studies: Sequence[Study], recipe: Recipe) -> tuple[list[str], list[str]]:
    ours, others, pairs = Counter[str](), Counter[str](), Counter[str]()
    for studied in studies:
        if studied.example.is_ours:
            ours.update(list(studied.reading.words))
            pairs.update(list(studied.reading.pairs))
        else:
            others.update(list(studied.reading.words))
    enough = {word for word, count in ours.items() if count >= recipe.own_word_in}
    enough |= {word for word, count in ours.items() if others[word] >= recipe.own_word_in}
    enough |= {word for word, count in others.items() if count >= recipe.others_word_in}
    return sorted(enough), sorted(p for p, count in pairs.items() if count >= recipe.pair_in)


class _Columns:
    """Where each feature stands in the matrix, and back."""

    def __init__(self, words: list[str], pairs: list[str], scales: Scales) -> None:
        self.words, self.pairs, self.scales = words, pairs, scales
        named = [*words, *pairs, *SIGNAL_NAMES]
        self.at = {name: column for column, name in enumerate(named)}
        self.letters_from = len(named)

    def matrix(self, readings: Sequence[Reading]) -> csr_matrix:
        values: list[float] = []
        columns: list[int] = []
        ends = [0]
        for reading in readings:
            for column, value in self._row(reading):
                columns.append(column)
                values.append(value)
            ends.append(len(values))
        shape = (len(readings), self.letters_from + (1 << HASH_BITS))
        matrix = csr_matrix((values, columns, ends), shape=shape, dtype=np.float64)
        matrix.sum_duplicates()
        return matrix

    def _row(self, reading: Reading) -> list[tuple[int, float]]:
        scales = self.scales
        share = scales.share(len(reading.words))
        row = [(self.at[w], scales.word * share) for w in reading.words if w in self.at]
        row += [(self.at[p], scales.pair * share) for p in reading.pairs if p in self.at]
        row += [(self.at[name], scales.signal) for name in reading.signals]
        for word in reading.words:
            row += self._letters(word, scales.letters * share)
            if word.startswith("!"):
                plain, denied = word[1:], scales.denied * share
                row += [(self.at[plain], scales.word * denied)] if plain in self.at else []
                row += self._letters(plain, scales.letters * denied)
        return row

    def _letters(self, word: str, scale: float) -> list[tuple[int, float]]:
        runs = letters_of(word)
        return [(self.letters_from + run, scale / len(runs) ** 0.5) for run in runs]

    def model(self, weights: Floats, bias: float) -> Model:
        def of(names: Sequence[str]) -> dict[str, float]:
            return {name: float(weights[self.at[name]]) for name in names}

        letters = weights[self.letters_from :].astype(np.float32)
        return Model(
            bias=bias,
            words=of(self.words),
            pairs=of(self.pairs),
            signals=of(SIGNAL_NAMES),
            letters=letters,
            scales=self.scales,
        )
