"""Slips of the keyboard put right: an unknown word read as a common one that is one slip away.

A slip is a letter too many, one too few, one for another, or two exchanged (Damerau). Words of
one's own and short ones are left as they are.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence

_SHORTEST = 5  # letters: among shorter words too many are one slip apart
_REMEMBERED_WORDS = 50_000


class Spelling:
    """Knows words, and which of them are common enough to be meant.

    ``common`` comes with the commonest first; nothing in ``known`` is a slip.
    """

    def __init__(self, common: Sequence[str], known: Collection[str]) -> None:
        self.common = tuple(word for word in common if _may_slip(word))
        self._known = frozenset(known).union(common)
        self._rank = {word: at for at, word in enumerate(self.common)}
        self._shorter: dict[str, list[str]] = defaultdict(list)
        for word in self.common:
            for less in _with_one_less(word):
                self._shorter[less].append(word)
        self._remembered: dict[str, str] = {}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Spelling) and (
            (self.common, self._known) == (other.common, other._known)
        )

    def __hash__(self) -> int:
        return hash(self.common)

    def meant(self, word: str) -> str:
        """Return the commonest word that is one slip away from an unknown one, or the word."""
        if word in self._known or not _may_slip(word):
            return word
        found = self._remembered.get(word)
        if found is None:
            if len(self._remembered) >= _REMEMBERED_WORDS:
                self._remembered.clear()
            found = min(self._one_slip_away(word), key=self._rank.__getitem__, default=word)
            self._remembered[word] = found
        return found

    def _one_slip_away(self, word: str) -> Iterator[str]:
        """Yield the common words one slip away: with one letter less both meet somewhere."""
        shorter = {word, *_with_one_less(word)}
        yield from (less for less in shorter if less in self._rank)
        for less in shorter:
            for other in self._shorter.get(less, ()):
                if _is_one_slip(word, other):
                    yield other


def _may_slip(word: str) -> bool:
    return len(word) >= _SHORTEST and word.isalpha()


def _with_one_less(word: str) -> Iterator[str]:
    return (word[:at] + word[at + 1 :] for at in range(len(word)))


def _is_one_slip(word: str, other: str) -> bool:
    """Whether words that meet with one letter less, or one of them with none, are one slip apart.

    Where each has lost a letter, the two may stand apart ("abcd", "bcda"): that is no slip, unless
    they were exchanged or one stands for the other.
    """
    if len(word) != len(other):
        return True
    apart = [at for at, (one, two) in enumerate(zip(word, other, strict=True)) if one != two]
    if len(apart) == 1:
        return True
    first, last = apart[0], apart[-1]
    return (
        len(apart) == last - first + 1 == 2  # noqa: PLR2004  two neighbours
        and (word[first], word[last]) == (other[last], other[first])
    )
