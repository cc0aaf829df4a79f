"""The words and phrases by which people name a part, a programme, or a step of their argument.

A lexicon is data that travels with what was learned from it: which concepts there are, how they
are said in any language, and on which side each stands.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

HARDWARE, SOFTWARE, NEITHER = 1, -1, 0
_SIDES = {"hardware": HARDWARE, "software": SOFTWARE, "reasoning": NEITHER}

_SKIPPED_WORDS = """
a all an au aux bien ce ces cette d de des du je juste just l la le les leur ma mes mon my nos
notre of our ses that the these this tous tout toute toutes to tres un une very vos votre your
"""
SKIPPED = frozenset(_SKIPPED_WORDS.split())
_SHORTEST_STEM = 2
_CONTINUES = re.compile(r"\n\s+")
_REMEMBERED_WORDS = 50_000

_Phrase = tuple[tuple[str, ...], str]


class Lexicon:
    """Concepts, found in a row of folded words in time linear in their number.

    The source has a line ``[side]`` and then one concept a line: ``name: phrase | phrase``. A word
    that ends in ``*`` stands for all its endings; articles are skipped on both sides.
    """

    def __init__(self, source: str) -> None:
        self.source = source
        self.sides: dict[str, int] = {}
        self._alone: dict[str, list[str]] = defaultdict(list)
        self._opening: dict[str, list[_Phrase]] = defaultdict(list)
        self._atoms: set[str] = set()
        for side, concept, words in _entries(source):
            self.sides[concept] = side
            self._atoms.update(words)
            if len(words) == 1:
                self._alone[words[0]].append(concept)
            else:
                self._opening[words[0]].append((words[1:], concept))
        self._remembered: dict[str, tuple[frozenset[str], tuple[str, ...], list[_Phrase]]] = {}

    @property
    def words(self) -> list[str]:
        """The whole words that are written in it."""
        return sorted(atom for atom in self._atoms if not atom.endswith("*"))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Lexicon) and other.source == self.source

    def __hash__(self) -> int:
        return hash(self.source)

    def concepts_in(
        self, words: Sequence[str], sentences: Sequence[int]
    ) -> Iterator[tuple[str, int, int]]:
        """Yield each concept that shows: its name, its first and its last word.

        ``sentences`` has the number of each word's sentence: no phrase goes on into another.
        """
        at = [index for index, word in enumerate(words) if word not in SKIPPED]
        known = [self._known(words[index]) for index in at]
        for place, (_, alone, phrases) in enumerate(known):
            for concept in alone:
                yield concept, at[place], at[place]
            for rest, concept in phrases:
                end = place + len(rest)
                if end >= len(known) or sentences[at[place]] != sentences[at[end]]:
                    continue
                if all(atom in known[place + step][0] for step, atom in enumerate(rest, start=1)):
                    yield concept, at[place], at[end]

    def _known(self, word: str) -> tuple[frozenset[str], tuple[str, ...], list[_Phrase]]:
        """Return how the lexicon writes a word, what it means alone, and what it may open."""
        found = self._remembered.get(word)
        if found is not None:
            return found
        stems = (f"{word[:length]}*" for length in range(_SHORTEST_STEM, len(word) + 1))
        atoms = frozenset(atom for atom in (word, *stems) if atom in self._atoms)
        alone = tuple(sorted({name for atom in atoms for name in self._alone.get(atom, ())}))
        phrases = [each for atom in sorted(atoms) for each in self._opening.get(atom, ())]
        if len(self._remembered) >= _REMEMBERED_WORDS:
            self._remembered.clear()
        self._remembered[word] = atoms, alone, phrases
        return atoms, alone, phrases


def _entries(source: str) -> Iterator[tuple[int, str, tuple[str, ...]]]:
    side = NEITHER
    for line in _CONTINUES.sub(" ", source).splitlines():
        if line.startswith("["):
            side = _SIDES[line.strip("[] ")]
        elif line and not line.startswith("#"):
            concept, _, phrases = line.partition(":")
            for phrase in phrases.split("|"):
                words = tuple(word for word in phrase.split() if word not in SKIPPED)
                if words:
                    yield side, concept, words
