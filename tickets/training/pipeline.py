"""From texts to the artefact that ships, and the figures that say how far to trust it."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from tickets.rules.classification import chance_open, odds_of
from tickets.rules.evidence import doubts_of, sums_of, weigh
from tickets.rules.features import tokens_of
from tickets.rules.lexicon import Lexicon
from tickets.rules.router_model import Classifier, Model, written
from tickets.rules.spelling import Spelling
from tickets.training.corpus import (
    AMBIGUOUS,
    HARDWARE,
    SLIPS,
    SOFTWARE,
    Example,
    may_teach,
    others_texts,
    own_lexicon,
    own_reports,
    own_terms,
    reasons_of,
    with_slips,
)
from tickets.training.fitting import Floats, Matrix, Recipe, Rows, Study, study
from tickets.training.meanings import Meanings, meanings_of
from tickets.training.stages import calibrated, of_unseen, stage_of

GENERATION = 3
_REASON_WEIGHT = _TERM_WEIGHT = 0.2
_SLIPS_WEIGHT = 0.3
_COMMON_IN = 3  # reports
_OTHERS_WORD_IN = 3  # occurrences, for a word that none of our reports has
_NOT_DEALT = -1


@dataclass(frozen=True, slots=True)
class Material:
    """All texts, read once: ours teach, others' lend the meanings of words and measure."""

    lexicon: Lexicon
    spelling: Spelling
    meanings: Meanings
    reports: list[Study]
    lessons: list[Study]  # what may teach: reports not held out, their reasons, terms
    others: list[Study]


@dataclass(frozen=True, slots=True)
class Measured:
    """Texts that the model had not seen, with its honest odds and how open it found them."""

    studies: list[Study]
    for_hardware: Floats
    open: Floats


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
    lexicon = own_lexicon()
    reports, others = own_reports(), others_texts(folders)
    taught = [each for each in reports if not each.is_held_out]
    lessons = [
        *taught,
        *(replace(each, weight=_REASON_WEIGHT) for each in reasons_of(taught)),
        *(replace(each, weight=_SLIPS_WEIGHT) for each in with_slips(taught)),
        *(replace(each, weight=_TERM_WEIGHT) for each in own_terms()),
    ]
    meanings = meanings_of(
        [each.text for each in lessons if each.source != SLIPS],
        also=[each.text for each in others if may_teach(each)],
        also_seen_in=_OTHERS_WORD_IN,
    )
    spelling = Spelling(_common_words(taught, lexicon), meanings.names)
    return Material(
        lexicon=lexicon,
        spelling=spelling,
        meanings=meanings,
        reports=study(reports, lexicon, spelling),
        lessons=study(lessons, lexicon, spelling),
        others=study(others, lexicon, spelling),
    )


def train(material: Material, recipe: Recipe) -> Trained:
    """Measure on voices left out in turn and on those held out, then fit to all that may teach."""
    matrix = Matrix(material.lessons, material.meanings, recipe)
    everything = np.arange(len(material.lessons))
    model = _fitted(matrix, everything)
    held_out = [each for each in material.reports if each.example.is_held_out]
    sources = sorted({each.example.family for each in material.others})
    return Trained(
        classifier=_named(model, material),
        material=material,
        cross_validated=_cross_validated(matrix, everything, material),
        held_out=_measured(model, held_out, material),
        left_out={
            source: _measured(
                model, [each for each in material.others if each.example.family == source], material
            )
            for source in sources
        },
    )


def folds(examples: Sequence[Example], count: int) -> Rows:
    """Deal voices into folds, the largest first, each to the smallest fold so far.

    What does not measure is dealt to none: -1.
    """
    texts = Counter(each.voice for each in examples if each.measures)
    sizes = [0] * count
    dealt: dict[str, int] = {}
    for voice in sorted(texts, key=lambda each: (-texts[each], each)):
        smallest = sizes.index(min(sizes))
        dealt[voice] = smallest
        sizes[smallest] += texts[voice]
    return np.array([dealt.get(each.voice, _NOT_DEALT) for each in examples], dtype=np.intp)


def _common_words(examples: Sequence[Example], lexicon: Lexicon) -> list[str]:
    """Return the words that slips may have been meant for, the commonest first."""
    seen_in = Counter(
        word for each in examples for word in {token.word for token in tokens_of(each.text)}
    )
    common = {word for word, count in seen_in.items() if count >= _COMMON_IN} | {*lexicon.words}
    return sorted(common, key=lambda word: (-seen_in[word], word))


def _cross_validated(matrix: Matrix, taught: Rows, material: Material) -> Measured:
    """Judge each voice by a model, both stages of it, that has not read its author."""
    recipe = matrix.recipe
    fold = folds([matrix.studies[at].example for at in taught], recipe.folds)
    parts = []
    for left_out in sorted(set(fold.tolist()) - {_NOT_DEALT}):
        model = _fitted(matrix, taught[fold != left_out])
        asked = [matrix.studies[at] for at in taught[fold == left_out]]
        parts.append(_measured(model, [s for s in asked if s.example.measures], material))
    return Measured(
        [each for part in parts for each in part.studies],
        np.concatenate([part.for_hardware for part in parts]) if parts else np.zeros(0),
        np.concatenate([part.open for part in parts]) if parts else np.zeros(0),
    )


def _fitted(matrix: Matrix, taught: Rows) -> Model:
    """Fit both stages; the second learns from what the first says of voices it has not read."""
    recipe = matrix.recipe
    fold = folds([matrix.studies[at].example for at in taught], recipe.folds)
    asked: list[Study] = []
    evidence = []
    for left_out in sorted(set(fold.tolist()) - {_NOT_DEALT}):
        first = matrix.fit(taught[fold != left_out])
        for at in taught[fold == left_out]:
            if matrix.studies[at].example.measures:
                asked.append(matrix.studies[at])
                evidence.append(weigh(matrix.studies[at].reading, first))
    examples = [each.example for each in asked]
    groups = folds(examples, recipe.folds)
    clear = np.array([each.label != AMBIGUOUS for each in examples])
    is_hardware = np.array([int(each.label == HARDWARE) for each in examples])
    sums = np.array([list(sums_of(each).values()) for each in evidence])
    decides = stage_of(sums[clear], is_hardware[clear], recipe, steps=recipe.steps)
    unseen = of_unseen(sums, is_hardware, groups, clear, recipe)
    slope, shift = calibrated(unseen[clear], is_hardware[clear])
    odds = slope * unseen + shift
    doubts = np.array(
        [list(doubts_of(each, at).values()) for each, at in zip(evidence, odds, strict=True)]
    )
    return replace(
        matrix.fit(taught),
        decides=decides,
        doubts=stage_of(doubts, (~clear).astype(int), recipe, steps=recipe.doubting_steps),
        slope=slope,
        shift=shift,
        items=_of_items(examples, odds),
    )


def _of_items(examples: Sequence[Example], odds: Floats) -> dict[str, float]:
    """Return what the item chosen adds to the log-odds, by the kind of its product."""
    asked = [at for at, e in enumerate(examples) if e.item_asked and e.label != AMBIGUOUS]
    kinds = (HARDWARE, SOFTWARE)
    if {examples[at].item for at in asked} < {*kinds, ""}:
        return {}
    table = [[odds[at], *(float(examples[at].item == kind) for kind in kinds)] for at in asked]
    learner = LogisticRegression(C=1.0, fit_intercept=False)
    learner.fit(table, [examples[at].label == HARDWARE for at in asked])
    of_odds, *of_kinds = learner.coef_[0].tolist()
    return {kind: round(of / of_odds, 3) for kind, of in zip(kinds, of_kinds, strict=True)}


def _measured(model: Model, studies: list[Study], material: Material) -> Measured:
    classifier = Classifier(model, material.lexicon, material.spelling, version="")
    weighed = [weigh(each.reading, model) for each in studies]
    odds = np.array([odds_of(each, classifier) for each in weighed])
    return Measured(
        studies,
        1 / (1 + np.exp(-odds)),
        np.array(
            [chance_open(each, at, classifier) for each, at in zip(weighed, odds, strict=True)]
        ),
    )


def _named(model: Model, material: Material) -> Classifier:
    """Give a classifier the name of its content."""
    unnamed = Classifier(model, material.lexicon, material.spelling, version="")
    seal = hashlib.sha256(written(unnamed)).hexdigest()
    return replace(unnamed, version=f"router-{GENERATION}-{seal[:8]}")
