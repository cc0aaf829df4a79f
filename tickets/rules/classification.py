"""Which queue a report belongs to, how sure that is, and the words of the report that said so."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tickets.rules.features import NEGATORS, Reading, read
from tickets.rules.language import detect_language
from tickets.rules.router_model import BrokenArtefact, Classifier, Model, Scales, load

__all__ = [
    "BrokenArtefact",
    "Classification",
    "Classifier",
    "Model",
    "Reason",
    "Scales",
    "classify",
    "classify_many",
    "detect_language",
    "load_classifier",
    "score",
]

HARDWARE, SOFTWARE, TRIAGE = "hardware", "software", "triage"
MOST_REASONS = 6
_SLIGHTEST_REASON = 0.1  # log-odds
_LONGEST_TERM = 60  # characters
_LONGEST_PHRASE = 3  # telling words
_EVEN, _SUREST = 0.5, 0.999


@dataclass(frozen=True, slots=True)
class Reason:
    """Words of the report; a weight above zero speaks for the label given."""

    term: str
    weight: float


@dataclass(frozen=True, slots=True)
class Classification:
    """The better guess, and the queue: the guess itself or, when in doubt, triage."""

    label: str
    confidence: float
    queue: str
    lang: str
    model: str
    reasons: tuple[Reason, ...]


@dataclass(slots=True)
class _Weighed:
    """A stretch of the text, from one token to another, and what it weighs for hardware."""

    first: int
    last: int
    weight: float
    words: int = 1


def load_classifier(path: Path) -> Classifier:
    """Load a classifier from its artefact; raise `BrokenArtefact` when it is not one."""
    return load(path)


def classify(text: str, *, classifier: Classifier, lang: str | None = None) -> Classification:
    """Classify any text whatever; what says nothing goes to triage with even odds."""
    reading = read(text)
    weighed = list(_weigh(reading, classifier))
    odds = classifier.slope * score(reading, classifier) + classifier.shift
    if not _says_something(reading, classifier.model):
        odds = 0.0
    for_hardware = 1 / (1 + math.exp(-max(-50.0, min(50.0, odds))))
    label = HARDWARE if for_hardware >= _EVEN else SOFTWARE
    confidence = round(min(_SUREST, max(for_hardware, 1 - for_hardware)), 4)
    direction = classifier.slope if label == HARDWARE else -classifier.slope
    return Classification(
        label=label,
        confidence=confidence,
        queue=label if confidence >= classifier.threshold else TRIAGE,
        lang=lang or detect_language(text),
        model=classifier.version,
        reasons=_reasons(reading, weighed, direction),
    )


def classify_many(texts: Iterable[str], *, classifier: Classifier) -> list[Classification]:
    """Classify texts in their order."""
    return [classify(text, classifier=classifier) for text in texts]


def score(reading: Reading, classifier: Classifier) -> float:
    """Return the log-odds for hardware before calibration."""
    model = classifier.model
    share = model.scales.share(len(reading.words))
    words = sum(classifier.weight_of(word) for word in reading.words)
    pairs = sum(model.pairs.get(pair, 0.0) for pair in reading.pairs)
    signals = sum(model.signals.get(name, 0.0) for name in reading.signals)
    return model.bias + share * (words + model.scales.pair * pairs) + model.scales.signal * signals


def _says_something(reading: Reading, model: Model) -> bool:
    return bool(reading.signals) or any(word in model.words for word in reading.words)


def _weigh(reading: Reading, classifier: Classifier) -> Iterator[_Weighed]:
    """Yield the telling words with their part of every weight, joined where they form a phrase."""
    model = classifier.model
    share = model.scales.share(len(reading.words))
    weights = {at: share * classifier.weight_of(word) for word, at in reading.words.items()}
    for pair, (left, right) in reading.pairs.items():
        half = share * model.scales.pair * model.pairs.get(pair, 0.0) / 2
        for at in (left, right):
            weights[at] = weights.get(at, 0.0) + half
    for name, (first, last) in reading.signals.items():
        weight = model.scales.signal * model.signals.get(name, 0.0)
        told_by = [at for at in range(first, last + 1) if at in weights]
        for at in told_by:
            weights[at] = weights.get(at, 0.0) + weight / len(told_by)
    yield from _phrases(reading, weights, model)


def _phrases(reading: Reading, weights: dict[int, float], model: Model) -> Iterator[_Weighed]:
    joined = {ends for pair, ends in reading.pairs.items() if pair in model.pairs}
    phrase: _Weighed | None = None
    for at in sorted(weights):
        weight = weights[at]
        if (
            phrase is not None
            and (phrase.last, at) in joined
            and phrase.weight * weight > 0
            and phrase.words < _LONGEST_PHRASE
        ):
            phrase.last, phrase.weight, phrase.words = at, phrase.weight + weight, phrase.words + 1
            continue
        if phrase is not None:
            yield phrase
        phrase = _Weighed(at, at, weight)
    if phrase is not None:
        yield phrase


def _reasons(reading: Reading, weighed: Iterable[_Weighed], direction: float) -> tuple[Reason, ...]:
    reasons: list[Reason] = []
    strongest_first = sorted(weighed, key=lambda each: (-abs(each.weight), each.first))
    for each in strongest_first[:MOST_REASONS]:
        weight = round(direction * each.weight, 3)
        if abs(weight) >= _SLIGHTEST_REASON:
            reasons.append(Reason(_term(reading, each), weight))
    return tuple(reasons)


def _term(reading: Reading, weighed: _Weighed) -> str:
    first = weighed.first
    if first and reading.tokens[first - 1].word in NEGATORS:
        first -= 1
    start, end = reading.tokens[first].start, reading.tokens[weighed.last].end
    if end - start > _LONGEST_TERM:
        end = min(reading.tokens[first].end, start + _LONGEST_TERM)
    return " ".join(reading.text[start:end].split())
