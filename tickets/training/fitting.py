"""The first stage: a weight for each word, letter run and concept, by logistic regression."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression

from tickets.rules.evidence import concept_features
from tickets.rules.features import HASH_BITS, letters_of
from tickets.rules.lexicon import Lexicon
from tickets.rules.reading import Reading, read
from tickets.rules.router_model import CONCEPT_SCALE, LETTERS_SCALE, ROLE_SCALE, Model, loudness
from tickets.rules.spelling import Spelling
from tickets.training.corpus import AMBIGUOUS, HARDWARE, Example
from tickets.training.meanings import Meanings

Floats = npt.NDArray[np.float64]
Rows = npt.NDArray[np.intp]

_WORD, _LETTERS, _CONCEPT = "w", "l", "c"
_ROUNDED_TO = 5  # decimals, coarser than what one linear algebra library leaves to another


@dataclass(frozen=True, slots=True)
class Recipe:
    """All that one may turn when fitting."""

    regularisation: float = 3.0
    word_in: int = 2  # texts that a word or a run of letters must stand in to be learned
    concept_in: int = 3
    folds: int = 6
    steps: int = 600  # of the second stage, from each seed
    pace: float = 0.05
    seeds: int = 3

    @property
    def doubting_steps(self) -> int:
        """Steps to tell what is ambiguous: there are few examples, so fewer steps."""
        return self.steps // 4


@dataclass(frozen=True, slots=True)
class Study:
    """An example with what was read in it, once, however many times it is fitted."""

    example: Example
    reading: Reading


def study(examples: Sequence[Example], lexicon: Lexicon, spelling: Spelling) -> list[Study]:
    """Read the examples."""
    return [Study(example, read(example.text, lexicon, spelling)) for example in examples]


class Matrix:
    """What stands in which text, over all that may ever be learned from, made once."""

    def __init__(self, studies: Sequence[Study], meanings: Meanings, recipe: Recipe) -> None:
        self.studies, self.meanings, self.recipe = studies, meanings, recipe
        rows = [_row(each.reading) for each in studies]
        self._names = sorted({name for row in rows for name in row})
        at = {name: column for column, name in enumerate(self._names)}
        ends = np.cumsum([0, *(len(row) for row in rows)])
        self._values = csr_matrix(
            (
                [value for row in rows for value in row.values()],
                [at[name] for row in rows for name in row],
                ends,
            ),
            shape=(len(rows), len(at)),
        )
        self._meant = csr_matrix(np.array([_meant(each.reading, meanings) for each in studies]))
        self._enough = np.array(
            [recipe.concept_in if n[0] == _CONCEPT else recipe.word_in for n in self._names]
        )

    def fit(self, taught: Rows) -> Model:
        """Fit to some of the studies; the same ones in the same order give the same model."""
        seen = np.asarray((self._values[taught] != 0).sum(axis=0)).ravel()
        kept = np.flatnonzero(seen >= self._enough)
        rows, labels, weights = _targets(self.studies, taught)
        learner = LogisticRegression(C=self.recipe.regularisation, max_iter=300, tol=1e-4)
        matrix = hstack([self._values[:, kept], self._meant]).tocsr()
        learner.fit(matrix[rows], labels, sample_weight=weights)
        return self._model(kept, learner.coef_[0], float(learner.intercept_[0]))

    def _model(self, kept: Rows, weights: Floats, bias: float) -> Model:
        letters = np.zeros(1 << HASH_BITS, dtype=np.float32)
        shared = self.meanings.vectors @ weights[len(kept) :]
        words = dict(zip(self.meanings.names, shared.tolist(), strict=True))
        concepts: dict[str, float] = {}
        for column, weight in zip(kept, weights[: len(kept)], strict=True):
            kind, name = self._names[column][0], self._names[column][1:]
            if kind == _LETTERS:
                letters[int(name)] = weight
            elif kind == _WORD:
                words[name] = words.get(name, 0.0) + float(weight)
            else:
                concepts[name] = float(weight) * _scale(name)
        return Model(bias=round(bias, _ROUNDED_TO), words=words, concepts=concepts, letters=letters)


def _row(reading: Reading) -> dict[str, float]:
    row: dict[str, float] = {}
    for word in reading.words:
        weight = reading.share * loudness(reading.roles_of(word))
        row[f"{_WORD}{word}"] = weight
        letters = letters_of(word)
        for run in letters:
            name = f"{_LETTERS}{run}"
            row[name] = row.get(name, 0.0) + LETTERS_SCALE * weight / len(letters) ** 0.5
    for name in concept_features(reading):
        row[f"{_CONCEPT}{name}"] = _scale(name)
    return row


def _meant(reading: Reading, meanings: Meanings) -> Floats:
    known = [word for word in reading.words if word in meanings.row_of]
    loud = np.array([reading.share * loudness(reading.roles_of(word)) for word in known])
    rows = [meanings.row_of[word] for word in known]
    return np.asarray(loud @ meanings.vectors[rows], dtype=np.float64)


def _scale(concept: str) -> float:
    return ROLE_SCALE if "@" in concept else CONCEPT_SCALE


def _targets(studies: Sequence[Study], taught: Rows) -> tuple[list[int], list[int], list[float]]:
    rows: list[int] = []
    labels: list[int] = []
    weights: list[float] = []
    for at in taught:
        example = studies[at].example
        # What is ambiguous is as much the one as the other.
        sides = (1, 0) if example.label == AMBIGUOUS else (int(example.label == HARDWARE),)
        for side in sides:
            rows.append(int(at))
            labels.append(side)
            weights.append(example.weight / len(sides))
    return rows, labels, weights
