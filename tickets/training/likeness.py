"""How alike reports are: texts that repeat one another flatter whatever is measured with them."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from tickets.rules.folding import words_of
from tickets.training.corpus import Example

TOO_ALIKE = 0.6
"""Of the runs of words that two texts have together, the part that both have; of a copy, the part
of what it copies."""
_RUN = 3


def near_duplicates(examples: Sequence[Example]) -> list[tuple[Example, Example]]:
    """Return the pairs of texts that are too alike, each pair once.

    Compared are the sets of runs of three words (Jaccard); only texts that share a run are.
    """
    runs = [frozenset(_runs(example.text)) for example in examples]
    found = {
        (first, second)
        for sharing in _holders(runs).values()
        for first, second in _pairs(sharing)
        if _likeness(runs[first], runs[second]) >= TOO_ALIKE
    }
    return [(examples[first], examples[second]) for first, second in sorted(found)]


class Copies:
    """Tells texts that repeat most of one of some examples, whatever they add."""

    def __init__(self, examples: Iterable[Example]) -> None:
        self._known = [frozenset(_runs(example.text)) for example in examples]
        self._holders = _holders(self._known)

    def __contains__(self, text: str) -> bool:
        runs = frozenset(_runs(text))
        shared = Counter(at for run in runs for at in self._holders.get(run, ()))
        return any(count >= TOO_ALIKE * len(self._known[at]) for at, count in shared.items())


def _runs(text: str) -> Iterator[str]:
    words = words_of(text)
    if len(words) < _RUN:
        yield " ".join(words)
        return
    for at in range(len(words) - _RUN + 1):
        yield " ".join(words[at : at + _RUN])


def _holders(runs: Sequence[frozenset[str]]) -> dict[str, list[int]]:
    """Return the texts, by their places, that hold each run."""
    holders: dict[str, list[int]] = defaultdict(list)
    for at, theirs in enumerate(runs):
        for run in theirs:
            holders[run].append(at)
    return holders


def _pairs(holders: Sequence[int]) -> Iterable[tuple[int, int]]:
    return ((a, b) for at, a in enumerate(holders) for b in holders[at + 1 :])


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other)
