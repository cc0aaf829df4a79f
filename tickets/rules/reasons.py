"""The words of a report that spoke for the label given and against it, and what they name."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from tickets.rules.evidence import Evidence, features_of
from tickets.rules.features import NEGATORS
from tickets.rules.reading import Reading
from tickets.rules.router_model import Classifier

MOST_REASONS = 6
ITEM, OPEN, TONGUE = "item", "open", "tongue"
"""The signals that have no words of the text: the item chosen, a cause that is left open, and a
language that is none of ours.

The last two are told wherever they keep a guess in triage.
"""
_SLIGHTEST_REASON = 0.1  # log-odds
_LONGEST_TERM = 60  # characters


@dataclass(frozen=True, slots=True)
class Reason:
    """Words of the report; a weight above zero speaks for the label given.

    The weight is in log-odds of the first stage, before the sums are judged together. ``start``
    and ``end`` are places in the text as it was given, in characters; ``signal`` is the name of
    what the words say to an engineer (a concept of the lexicon), or empty.
    """

    term: str
    weight: float
    start: int
    end: int
    signal: str = ""


@dataclass(slots=True)
class _Place:
    """What stands from a token on."""

    first: int
    last: int
    weight: float = 0.0
    signal: str = ""
    signal_weight: float = 0.0


def reasons_of(
    evidence: Evidence, classifier: Classifier, *, direction: float, wordless: dict[str, float]
) -> tuple[Reason, ...]:
    """Return the reasons, the weightiest first; a place counts its words and its concepts.

    ``direction`` is 1 where the label is hardware, -1 where it is software; ``wordless`` holds
    what else speaks for the label, or against it, by its signal.
    """
    others = [
        Reason("", round(weight, 3), 0, 0, signal)
        for signal, weight in wordless.items()
        if abs(weight) >= _SLIGHTEST_REASON or signal != ITEM  # else triage would puzzle
    ]
    places = _places(evidence, classifier)
    weightiest = sorted(places, key=lambda each: (-abs(each.weight), each.first))
    reasons: list[Reason] = []
    taken: set[int] = set()
    for place in weightiest:
        if len(reasons) == MOST_REASONS - len(others) or abs(place.weight) < _SLIGHTEST_REASON:
            break
        covered = set(range(place.first, place.last + 1))
        if taken.isdisjoint(covered):
            taken |= covered
            reasons.append(_reason(evidence.reading, place, direction))
    return tuple(sorted([*reasons, *others], key=lambda each: -abs(each.weight)))


def _places(evidence: Evidence, classifier: Classifier) -> list[_Place]:
    """Weigh each place by its words, what was taught of them, and the concepts that open there."""
    reading, concepts = evidence.reading, classifier.model.concepts
    found: dict[int, _Place] = {}
    for word, weight in evidence.words.items():
        whole = weight + reading.share * classifier.taught.get(word, 0.0)
        at = reading.words[word]
        for place in at:
            found[place] = _Place(place, place, whole / len(at))
    shown = Counter(concept.name for concept in reading.concepts)
    for concept in reading.concepts:
        weight = concepts.get(concept.name, 0.0)
        for role in features_of(concept, reading):
            weight += concepts.get(f"{concept.name}@{role}", 0.0)
        weight /= shown[concept.name]
        held = found.setdefault(concept.first, _Place(concept.first, concept.first))
        held.weight += weight
        held.last = max(held.last, concept.last)
        if abs(weight) > abs(held.signal_weight):
            held.signal, held.signal_weight = concept.name, weight
    return _said_once(_joined(found), reading)


def _said_once(places: list[_Place], reading: Reading) -> list[_Place]:
    """Count what is said again where it is said first."""
    found: dict[tuple[str, ...], _Place] = {}
    for place in places:
        words = tuple(token.word for token in reading.tokens[place.first : place.last + 1])
        first = found.setdefault(words, place)
        if first is not place:
            first.weight += place.weight
            first.signal_weight += place.signal_weight
    return list(found.values())


def _joined(found: dict[int, _Place]) -> list[_Place]:
    """Give to a phrase what the words inside it weigh."""
    phrases = {at: place for at, place in found.items() if place.last > place.first}
    inside = defaultdict[int, float](float)
    for first, phrase in phrases.items():
        for at in range(first + 1, phrase.last + 1):
            if at in found and at not in phrases:
                inside[first] += found.pop(at).weight
    for first, weight in inside.items():
        phrases[first].weight += weight
    return [found[at] for at in sorted(found)]


def _reason(reading: Reading, place: _Place, direction: float) -> Reason:
    first = place.first
    before = max(0, first - 1)
    is_near = reading.clause_of[before] == reading.clause_of[first]
    if is_near and reading.tokens[before].word in NEGATORS:
        first = before
    start, end = reading.tokens[first].start, reading.tokens[place.last].end
    if end - start > _LONGEST_TERM:
        end = min(reading.tokens[first].end, start + _LONGEST_TERM)
    return Reason(
        term=" ".join(reading.text[start:end].split()),
        weight=round(direction * place.weight, 3),
        start=reading.place_of(start),
        end=reading.place_of(end),
        signal=place.signal if place.signal_weight * place.weight > 0 else "",
    )
