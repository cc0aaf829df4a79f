"""How alike reports are: texts that repeat one another flatter whatever is measured with them."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from tickets.rules.features import is_telling
from tickets.rules.folding import words_of
from tickets.training.corpus import Example

TOO_ALIKE = 0.6
"""Of the runs of words that two texts have together, the part that both have; of a copy, the part
of the shorter of the two."""
_RUN = 3
_FEWEST_TELLING = 5
"""Words that speak for a queue; with fewer, two texts meet by chance."""


def near_duplicates(examples: Sequence[Example]) -> list[tuple[Example, Example]]:
    """Return the pairs of texts that are too alike, each pair once.

    Compared are the sets of runs of three words (Jaccard); only texts that share a run are.
    """
    runs = [frozenset(_runs(words_of(example.text))) for example in examples]
    found = {
        (first, second)
        for sharing in _holders(runs).values()
        for first, second in _pairs(sharing)
        if _likeness(runs[first], runs[second]) >= TOO_ALIKE
    }
    return [(examples[first], examples[second]) for first, second in sorted(found)]


class Copies:
    """Tells texts that repeat most of one of some examples, or are mostly taken from one.

    The first is seen by all words, both by those that may speak for a queue: what is strewn between
    them hides nothing.
    """

    def __init__(self, examples: Iterable[Example]) -> None:
        texts = [example.text for example in examples]
        self._whole = [frozenset(_runs(words_of(text))) for text in texts]
        self._telling = [_telling_runs(text) for text in texts]
        self._holders = _holders(self._whole), _holders(self._telling)

    def __contains__(self, text: str) -> bool:
        whole, telling = self._holders
        runs = _telling_runs(text)
        return any(
            count >= TOO_ALIKE * len(self._whole[at])
            for at, count in _shared(frozenset(_runs(words_of(text))), whole).items()
        ) or any(
            count >= TOO_ALIKE * min(len(self._telling[at]), len(runs))
            for at, count in _shared(runs, telling).items()
        )


def _shared(runs: frozenset[str], holders: dict[str, list[int]]) -> Counter[int]:
    """Count the runs that each text shares, by its place."""
    return Counter(at for run in runs for at in holders.get(run, ()))


def _telling_runs(text: str) -> frozenset[str]:
    words = [word for word in words_of(text) if is_telling(word)]
    return frozenset(_runs(words)) if len(words) >= _FEWEST_TELLING else frozenset()


def _runs(words: Sequence[str]) -> Iterator[str]:
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
