"""A reading weighed: each word and concept, and the sums that an engineer would ask for.

Some sums go into the model's second stage, which decides (`sums_of`); others tell a report that
leaves its cause open (`doubts_of`). Each comes by name, always in the same order.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tickets.rules.lexicon import HARDWARE, SOFTWARE
from tickets.rules.reading import Concept, Reading
from tickets.rules.router_model import Model, loudness

_ROLES_SUMMED = ("found", "request", "blame", "turn", "since")
_ROLES_COUNTED = ("last", "blame", "clear")
_SET_ASIDE = frozenset({"clear", "vain", "blame"})
_FAR = 10_000  # tokens
_LONGEST, _MOST_SENTENCES = 200, 12  # more says no more


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a model makes of a reading, in log-odds; above zero it speaks for hardware."""

    reading: Reading
    words: dict[str, float]  # as loud as their roles make them
    score: float
    of_words: float
    of_concepts: float
    of_clauses: list[float]
    of_sentences: list[float]


def weigh(reading: Reading, model: Model) -> Evidence:
    """Weigh words and concepts; a text without either has the bias alone."""
    share = reading.share
    of_clauses = [0.0] * len(reading.clauses)
    words: dict[str, float] = {}
    of_words = 0.0
    for word, at in reading.words.items():
        weight = share * model.weight_of(word)
        of_words += weight
        words[word] = weight * loudness(reading.roles_of(word))
        for clause in {reading.clause_of[place] for place in at}:
            of_clauses[clause] += weight
    # Sums run in the order of the text: what is equal must be equal to the last bit.
    for name, clause in dict.fromkeys((each.name, each.clause) for each in reading.concepts):
        of_clauses[clause] += model.concepts.get(name, 0.0)
    of_concepts = sum(model.concepts.get(name, 0.0) for name in concept_features(reading))
    return Evidence(
        reading=reading,
        words=words,
        score=model.bias + sum(words.values()) + of_concepts,
        of_words=of_words,
        of_concepts=of_concepts,
        of_clauses=of_clauses,
        of_sentences=_of_sentences(reading, of_clauses),
    )


def concept_features(reading: Reading) -> list[str]:
    """Return the names under which concepts and roles are learned, each once, in order."""
    found: dict[str, None] = {}
    for concept in reading.concepts:
        found[concept.name] = None
        found.update((f"{concept.name}@{role}", None) for role in features_of(concept, reading))
    roles = {role for clause in reading.clauses for role in clause.roles}
    found.update((f"@{role}", None) for role in sorted(roles))
    return list(found)


def features_of(concept: Concept, reading: Reading) -> Iterator[str]:
    """Yield the roles in which a concept stands that may change what it weighs."""
    yield from sorted(concept.roles - {"request"})
    if concept.first in reading.denied:
        yield "denied"


def sums_of(evidence: Evidence) -> dict[str, float]:
    """Return the sums by which a report is decided."""
    reading, sentences = evidence.reading, evidence.of_sentences
    clauses = evidence.of_clauses or [0.0]
    return {
        "score": evidence.score,
        "words": evidence.of_words,
        "concepts": evidence.of_concepts,
        "for": _above(sentences),
        "against": _below(sentences),
        "strongest clause for": max(clauses),
        "strongest clause against": min(clauses),
        "strongest sentence for": max(sentences),
        "strongest sentence against": min(sentences),
        "last sentence": sentences[-1],
        "first of several sentences": sentences[0] if len(sentences) > 1 else 0.0,
        "last sentence but one": sentences[-2] if len(sentences[1:]) > 1 else 0.0,
        "length": _length(reading),
        "sentences": float(min(len(sentences), _MOST_SENTENCES)),
        **_of_sides(reading),
        **_of_roles(reading, clauses),
    }


def doubts_of(evidence: Evidence, odds: float) -> dict[str, float]:
    """Return what tells a report that leaves the cause open; ``odds`` are its honest log-odds."""
    reading = evidence.reading
    names = [concept.name for concept in reading.concepts]
    hard, soft = _side(reading, HARDWARE), _side(reading, SOFTWARE)
    return {
        "sureness": abs(odds),
        "length": _length(reading),
        "kinds of hardware": _kinds(hard),
        "kinds of software": _kinds(soft),
        "lesser side": float(min(len(hard), len(soft))),
        "for": _above(evidence.of_sentences),
        "against": _below(evidence.of_sentences),
        "doubt": float(names.count("doubt")),
        "slowness": float(names.count("slow")),
        "intermittent": float(names.count("intermittent")),
        "cleared": float(names.count("cleared")),
        "cause told": float(names.count("found") + names.count("since")),
    }


def _of_sentences(reading: Reading, of_clauses: Sequence[float]) -> list[float]:
    sums: dict[int, float] = {}
    for clause, weight in zip(reading.clauses, of_clauses, strict=True):
        sums[clause.sentence] = sums.get(clause.sentence, 0.0) + weight
    return list(sums.values()) or [0.0]


def _of_sides(reading: Reading) -> dict[str, float]:
    hard, soft = _side(reading, HARDWARE), _side(reading, SOFTWARE)
    half = len(reading.tokens) / 2
    return {
        "hardware to software": (len(hard) - len(soft)) / (len(hard) + len(soft) + 1),
        "last word": _sign(_latest(hard), _latest(soft)),
        "first word": _sign(_earliest(soft), _earliest(hard)),
        "late hardware": float(sum(each.first >= half for each in hard)),
        "late software": float(sum(each.first >= half for each in soft)),
        "hardware": float(len(hard)),
        "software": float(len(soft)),
        "kinds of hardware": _kinds(hard),
        "kinds of software": _kinds(soft),
        "plain hardware": float(sum(not each.roles & _SET_ASIDE for each in hard)),
        "plain software": float(sum(not each.roles & _SET_ASIDE for each in soft)),
        **{f"hardware@{role}": _having(role, hard) for role in _ROLES_COUNTED},
        **{f"software@{role}": _having(role, soft) for role in _ROLES_COUNTED},
    }


def _of_roles(reading: Reading, clauses: Sequence[float]) -> dict[str, float]:
    return {
        f"@{role}": sum(
            w for w, c in zip(clauses, reading.clauses, strict=False) if role in c.roles
        )
        for role in _ROLES_SUMMED
    }


def _side(reading: Reading, side: int) -> list[Concept]:
    return [each for each in reading.concepts if each.side == side]


def _above(weights: Sequence[float]) -> float:
    return sum(each for each in weights if each > 0)


def _below(weights: Sequence[float]) -> float:
    return sum(each for each in weights if each < 0)


def _length(reading: Reading) -> float:
    return float(min(len(reading.tokens), _LONGEST) ** 0.5)


def _kinds(concepts: Sequence[Concept]) -> float:
    return float(len({each.name for each in concepts}))


def _having(role: str, concepts: Sequence[Concept]) -> float:
    return float(sum(role in each.roles for each in concepts))


def _latest(concepts: Sequence[Concept]) -> int:
    return max((each.first for each in concepts), default=-1)


def _earliest(concepts: Sequence[Concept]) -> int:
    return min((each.first for each in concepts), default=_FAR)


def _sign(left: int, right: int) -> float:
    return float((left > right) - (left < right))
