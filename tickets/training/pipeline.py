"""From texts to the artefact that ships, and the figures that say how far to trust it."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from tickets.rules.classification import score
from tickets.rules.router_model import Classifier, Model
from tickets.training.corpus import (
    AMBIGUOUS,
    HARDWARE,
    SOFTWARE,
    balanced,
    may_teach,
    others_texts,
    own_reports,
    own_terms,
)
from tickets.training.fitting import Floats, Recipe, Study, calibrate, fit, study

FOLDS = 4
GENERATION = 1
WRONG_ROUTE_COSTS = 5.0  # in needless triages: beyond 1 - 1/5 of confidence it pays to route
_OTHERS_SHARE = 0.3  # of the weight of our own reports
_AMBIGUOUS_SHARE = 0.1
_TERM_WEIGHT = 1.0


@dataclass(frozen=True, slots=True)
class Material:
    """All texts, read once."""

    reports: list[Study]
    terms: list[Study]
    others: list[Study]
    only_measured: list[Study]

    def lessons(self, reports: Sequence[Study], *, without: str = "") -> list[Study]:
        """Return what may be learned from: these reports, the terms, and others' texts."""
        kept = [each for each in self.others if each.example.family != without]
        share = _OTHERS_SHARE * len(reports) / 2
        weighed = balanced(
            [each.example for each in kept],
            per_label={HARDWARE: share, SOFTWARE: share, AMBIGUOUS: _AMBIGUOUS_SHARE * share},
        )
        return [
            *reports,
            *(replace(e, example=replace(e.example, weight=_TERM_WEIGHT)) for e in self.terms),
            *(replace(e, example=example) for e, example in zip(kept, weighed, strict=True)),
        ]


@dataclass(frozen=True, slots=True)
class Measured:
    """Texts that the model had not seen, with its calibrated odds for hardware."""

    studies: list[Study]
    for_hardware: Floats


@dataclass(frozen=True, slots=True)
class Trained:
    """What training gives: the classifier for use, and what was measured on the way."""

    classifier: Classifier
    material: Material
    cross_validated: Measured
    held_out: Measured
    left_out: dict[str, Measured]


def gather(folders: Sequence[Path]) -> Material:
    """Read our corpus, and the folders of others' texts."""
    others = study(others_texts(folders))
    return Material(
        reports=study(own_reports()),
        terms=study(own_terms()),
        others=[each for each in others if may_teach(each.example)],
        only_measured=[each for each in others if not may_teach(each.example)],
    )


def train(material: Material, recipe: Recipe) -> Trained:
    """Measure on texts left out, then fit the classifier that ships on all that may teach."""
    reports = material.reports
    scores = _scores_of_unseen(material, recipe)
    slope, shift = calibrate(scores, [each.example for each in reports])
    taught = [each for each in reports if not each.example.is_held_out]
    held_out = [each for each in reports if each.example.is_held_out]
    sources = sorted({each.example.family for each in material.others})
    left_out = {
        source: _measure(
            fit(material.lessons(reports, without=source), recipe),
            [each for each in material.others if each.example.family == source],
            (slope, shift),
        )
        for source in sources
    }
    final = fit(material.lessons(reports), recipe)
    if material.only_measured:
        left_out["anvil_scancore"] = _measure(final, material.only_measured, (slope, shift))
    return Trained(
        classifier=_named(final, slope, shift),
        material=material,
        cross_validated=Measured(reports, _odds(scores, (slope, shift))),
        held_out=_measure(fit(material.lessons(taught), recipe), held_out, (slope, shift)),
        left_out=left_out,
    )


def _scores_of_unseen(material: Material, recipe: Recipe) -> Floats:
    """Score each of our reports by a model that has not seen its quarter of the corpus."""
    scores = np.zeros(len(material.reports))
    quarter = [_quarter(each.example.id) for each in material.reports]
    for left_out in range(FOLDS):
        taught = [e for e, q in zip(material.reports, quarter, strict=True) if q != left_out]
        model = fit(material.lessons(taught), recipe)
        asked = [at for at, q in enumerate(quarter) if q == left_out]
        scores[asked] = _scores(model, [material.reports[at] for at in asked])
    return scores


def _quarter(identity: str) -> int:
    return hashlib.sha256(identity.encode()).digest()[0] % FOLDS


def _scores(model: Model, studies: Sequence[Study]) -> Floats:
    bare = Classifier(model=model, slope=1.0, shift=0.0, threshold=0.5, version="")
    return np.array([score(each.reading, bare) for each in studies])


def _odds(scores: Floats, calibration: tuple[float, float]) -> Floats:
    slope, shift = calibration
    return np.asarray(1 / (1 + np.exp(-(slope * scores + shift))))


def _measure(model: Model, studies: list[Study], calibration: tuple[float, float]) -> Measured:
    return Measured(studies, _odds(_scores(model, studies), calibration))


def _named(model: Model, slope: float, shift: float) -> Classifier:
    seal = hashlib.sha256()
    for weights in (model.words, model.pairs, model.signals):
        seal.update(repr([(name, f"{weight:.3f}") for name, weight in weights.items()]).encode())
    return Classifier(
        model=model,
        slope=round(slope, 4),
        shift=round(shift, 4),
        threshold=1 - 1 / WRONG_ROUTE_COSTS,
        version=f"router-{GENERATION}-{seal.hexdigest()[:8]}",
    )
