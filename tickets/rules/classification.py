"""Which queue a report belongs to, how sure that is, and the words of the report that said so."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from tickets.rules.evidence import Evidence, doubts_of, sums_of, weigh
from tickets.rules.language import detect_language, is_of_a_neighbour
from tickets.rules.reading import Reading, read
from tickets.rules.reasons import ITEM, OPEN, TONGUE, Reason, reasons_of
from tickets.rules.router_model import BrokenArtefact, Classifier, read_classifier
from tickets.rules.routing_costs import DEFAULT_COSTS, HARDWARE, SOFTWARE, TRIAGE, Costs, queue_for

__all__ = [
    "BrokenArtefact",
    "Classification",
    "Classifier",
    "Reason",
    "chance_of_hardware",
    "classify",
    "classify_many",
    "detect_language",
    "log_odds",
    "read_classifier",
]

_EVEN, _SUREST = 0.5, 0.999
_LEAST_SHOWN = -0.001  # log-odds
_LEAST_KNOWN = 0.34
"""Of a text's telling words: with fewer known it is in no language that the classifier reads."""


@dataclass(frozen=True, slots=True)
class Classification:
    """The better guess, and the queue: the guess itself or, when in doubt, triage.

    Where a wrong guess costs far more than the other wrong queue, it is the other queue.
    """

    label: str
    confidence: float
    queue: str
    lang: str
    model: str
    reasons: tuple[Reason, ...]

    @property
    def says_nothing(self) -> bool:
        """Whether the label is none, since the text says neither."""
        return self.confidence == _EVEN and not self.reasons


def classify(
    text: str,
    *,
    classifier: Classifier,
    lang: str | None = None,
    costs: Costs = DEFAULT_COSTS,
    item: str = "",
) -> Classification:
    """Classify any text whatever; what says nothing goes to triage with even odds.

    ``costs`` are those of the agreement: they say from which confidence on routing pays. ``item``
    is the kind of product (hardware, software) of the item that the reporter chose, if any.
    """
    evidence = evidence_in(text, classifier)
    reading = evidence.reading
    if not _says_something(reading, classifier):
        return _nothing_said(text, classifier, lang)
    of_item = weight_of_item(item, classifier)
    odds = odds_of(evidence, classifier) + of_item
    is_open = chance_open(evidence, odds, classifier)
    for_hardware = _chance(odds)
    label = HARDWARE if for_hardware >= _EVEN else SOFTWARE
    direction = 1.0 if label == HARDWARE else -1.0
    confidence = round(min(_SUREST, max(for_hardware, 1 - for_hardware)), 4)
    queue = queue_for(for_hardware, costs, chance_open=is_open)
    wordless = {ITEM: direction * of_item}
    if is_of_a_neighbour(text):  # whose words it knows by chance alone
        queue, wordless[TONGUE] = TRIAGE, min(_LEAST_SHOWN, -abs(odds))
    elif queue == TRIAGE and confidence > costs.threshold_of(label):  # it is sure, and yet
        wordless[OPEN] = min(_LEAST_SHOWN, math.log1p(-min(_SUREST, is_open)))
    return Classification(
        label=label,
        confidence=confidence,
        queue=queue,
        lang=lang or detect_language(text),
        model=classifier.version,
        reasons=reasons_of(evidence, classifier, direction=direction, wordless=wordless),
    )


def _nothing_said(text: str, classifier: Classifier, lang: str | None) -> Classification:
    return Classification(
        label=SOFTWARE,
        confidence=_EVEN,
        queue=TRIAGE,
        lang=lang or detect_language(text),
        model=classifier.version,
        reasons=(),
    )


def classify_many(
    texts: Iterable[str], *, classifier: Classifier, costs: Costs = DEFAULT_COSTS
) -> list[Classification]:
    """Classify texts in their order."""
    return [classify(text, classifier=classifier, costs=costs) for text in texts]


def log_odds(text: str, *, classifier: Classifier) -> float:
    """Return the honest log-odds for hardware; 0 where a text says nothing."""
    return odds_of(evidence_in(text, classifier), classifier)


def chance_of_hardware(text: str, *, classifier: Classifier, item: str = "") -> float:
    """Return how likely a report belongs to hardware, 0 to 1; even odds where it says nothing."""
    evidence = evidence_in(text, classifier)
    if not _says_something(evidence.reading, classifier):
        return _EVEN
    return _chance(odds_of(evidence, classifier) + weight_of_item(item, classifier))


def weight_of_item(item: str, classifier: Classifier) -> float:
    """Return what the kind of the item chosen adds to the log-odds; 0 where none was."""
    return classifier.model.items.get(item, 0.0)


def evidence_in(text: str, classifier: Classifier) -> Evidence:
    """Return a text read and weighed."""
    reading = read(text, classifier.lexicon, classifier.spelling)
    return weigh(reading, classifier.model)


def odds_of(evidence: Evidence, classifier: Classifier) -> float:
    """Return the honest log-odds for hardware of a text weighed; 0 where it says nothing."""
    reading, model = evidence.reading, classifier.model
    taught = reading.share * sum(classifier.taught.get(word, 0.0) for word in reading.words)
    if not _knows(reading, classifier):
        return taught
    return model.slope * model.decides.at(sums_of(evidence).values()) + model.shift + taught


def chance_open(evidence: Evidence, odds: float, classifier: Classifier) -> float:
    """Return how likely a report leaves its cause open, so that a person would ask first.

    Of words that corrections alone have taught nothing is known but what they said.
    """
    if not _knows(evidence.reading, classifier):
        return 0.0
    return _chance(classifier.model.doubts.at(doubts_of(evidence, odds).values()))


def _chance(odds: float) -> float:
    return 1 / (1 + math.exp(-max(-50.0, min(50.0, odds))))


def _knows(reading: Reading, classifier: Classifier) -> bool:
    """Whether enough of the telling words are known, by themselves or in what they name.

    Numbers are no words: a pasted log is full of them, in every language.
    """
    known = classifier.model.words
    named = {at for each in reading.concepts for at in range(each.first, each.last + 1)}
    understood = [
        word for word, at in reading.words.items() if word in known or not named.isdisjoint(at)
    ]
    spelled = [word for word in reading.words if word.isalpha()]
    return bool(understood) and len(understood) >= _LEAST_KNOWN * len(spelled)


def _says_something(reading: Reading, classifier: Classifier) -> bool:
    return _knows(reading, classifier) or _was_taught(reading, classifier)


def _was_taught(reading: Reading, classifier: Classifier) -> bool:
    return any(word in classifier.taught for word in reading.words)
