"""What stands in a report: its words, the concepts they name, and the role of each clause.

A clause may clear a suspect ("disks all green"), tell of a cure tried in vain ("changed the card,
same"), repeat a blame ("they say it is Windows"), name an occasion ("since the update"), and so on.
The role decides how loudly its words speak; the last sentence of a report speaks loudest.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tickets.rules.features import (
    NEGATORS,
    TURNS,
    Token,
    clauses_of,
    is_telling,
    part_left_out,
    shortened,
    tokens_of,
)
from tickets.rules.lexicon import Lexicon
from tickets.rules.spelling import Spelling

_DENYING = NEGATORS | {"pas", "not", "jamais", "never", "isn", "wasn", "aren", "doesn", "ne"}
_DENIAL_REACHES = 3  # telling words
_ENDS_A_SENTENCE = re.compile(r"[.!?](?!\w)|[\n;]")  # not the point in R.A.S. or in sp3.exe
_A_SHORT_CLAUSE = 6  # words
_TRIALS = frozenset({"replaced", "reinstalled", "physical_swap", "reseat"})
_REQUESTS = frozenset({"howto", "part_request", "request_site"})
_ROLE_OF_CONCEPT = {
    "cleared": "clear",
    "blamed": "blame",
    "found": "found",
    "since": "since",
    "without": "without",
    "elsewhere": "elsewhere",
}
_TITLES = frozenset({"madame", "mademoiselle", "mlle", "mme", "mmes", "monsieur", "mr", "mrs"})
_TITLES_OF_A_CAPITAL = frozenset({"dr", "m", "miss", "mm", "ms"})
"""Titles where a capital follows; elsewhere they are units, letters and verbs."""
_BEHIND_A_TITLE = frozenset({" ", "\u00a0", ". ", ".\u00a0", "."})
_OFTEN = 4  # occurrences: such a word plays no role in particular
_FEWEST_WORDS = 3

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of tokens, the sentence that it belongs to, and its roles."""

    first: int
    end: int  # behind its last token
    sentence: int
    roles: frozenset[str]


@dataclass(frozen=True, slots=True)
class Concept:
    """A concept where it shows: its tokens, its clause, its roles, and the side it belongs to."""

    name: str
    first: int
    last: int
    clause: int
    roles: frozenset[str]
    side: int


@dataclass(frozen=True, slots=True)
class Reading:
    """A text read: telling words with the tokens where they stand, clauses and concepts."""

    text: str
    left_out: Span  # of the whole text, from its first character to before its last
    tokens: tuple[Token, ...]
    clauses: tuple[Clause, ...]
    clause_of: tuple[int, ...]
    words: dict[str, tuple[int, ...]]
    denied: frozenset[int]
    concepts: tuple[Concept, ...]

    @property
    def share(self) -> float:
        """The part that one word has in a text of so many."""
        return float(max(len(self.words), _FEWEST_WORDS) ** -0.5)

    def roles_of(self, word: str) -> frozenset[str]:
        """Return the roles that all occurrences of a word have in common."""
        at = self.words[word]
        if len(at) >= _OFTEN:
            return frozenset()
        common = self._roles_at(at[0])
        for other in at[1:]:
            common &= self._roles_at(other)
        return common

    def place_of(self, character: int) -> int:
        """Return where a character of what was read stands in the whole text."""
        first, end = self.left_out
        return character + end - first - 1 if character > first < end else character

    def _roles_at(self, at: int) -> frozenset[str]:
        roles = self.clauses[self.clause_of[at]].roles
        return roles | {"denied"} if at in self.denied else roles


def read(text: str, lexicon: Lexicon, spelling: Spelling) -> Reading:
    """Read a text of any length in bounded time."""
    kept = shortened(text)
    tokens = tuple(tokens_of(kept))
    sentences = _sentences(kept, tokens)
    folded = list(_folded(kept, tokens, sentences, spelling))
    spans = list(clauses_of(kept, tokens))
    clause_of = tuple(at for at, (first, end) in enumerate(spans) for _ in range(first, end))
    shown = list(lexicon.concepts_in(folded, sentences))
    named: list[set[str]] = [set() for _ in spans]
    for name, first, last in shown:
        named[clause_of[first]].add(name)
        named[clause_of[last]].add(name)
    clauses = tuple(_clauses(folded, spans, sentences, named))
    return Reading(
        text=kept,
        left_out=part_left_out(text),
        tokens=tokens,
        clauses=clauses,
        clause_of=clause_of,
        words=_words(folded),
        denied=_denied(folded, spans),
        concepts=tuple(
            Concept(name, first, last, at, clauses[at].roles, lexicon.sides[name])
            for name, first, last in shown
            for at in (clause_of[first],)
        ),
    )


def _folded(
    text: str, tokens: Sequence[Token], sentences: Sequence[int], spelling: Spelling
) -> Iterator[str]:
    """Yield the words with their slips put right.

    A name is no slip, whatever word is near it; behind a title it says nothing at all.
    """
    before: Token | None = None
    for at, token in enumerate(tokens):
        if before and _is_titled(text, before, token):
            yield ""
        elif before and sentences[at - 1] == sentences[at] and _has_a_capital(text, token):
            yield token.word
        else:
            yield spelling.meant(token.word)
        before = token


def _is_titled(text: str, title: Token, token: Token) -> bool:
    """Tell whether a word is a person's name, by the title before it."""
    if text[title.end : token.start] not in _BEHIND_A_TITLE:
        return False
    is_capital = text[token.start].isupper()
    return title.word in _TITLES or (is_capital and title.word in _TITLES_OF_A_CAPITAL)


def _has_a_capital(text: str, token: Token) -> bool:
    """Tell whether a word begins with the one capital in it; some people write all in capitals."""
    return text[token.start].isupper() and not text[token.start : token.end].isupper()


def _words(folded: Sequence[str]) -> dict[str, tuple[int, ...]]:
    words: dict[str, list[int]] = defaultdict(list)
    for at, word in enumerate(folded):
        if is_telling(word):
            words[word].append(at)
    return {word: tuple(at) for word, at in words.items()}


def _sentences(text: str, tokens: Sequence[Token]) -> list[int]:
    """Return the number of the sentence of each token."""
    ends = [match.start() for match in _ENDS_A_SENTENCE.finditer(text)]
    numbers: list[int] = []
    sentence, ended = -1, -1
    for token in tokens:
        before = bisect_left(ends, token.start)
        if before != ended:
            sentence, ended = sentence + 1, before
        numbers.append(sentence)
    return numbers


def _clauses(
    folded: Sequence[str],
    spans: Sequence[Span],
    sentences: Sequence[int],
    named: Sequence[set[str]],
) -> Iterator[Clause]:
    for at, (first, end) in enumerate(spans):
        is_last = at + 1 == len(spans)
        follows = set() if is_last else named[at + 1]
        goes_on_briefly = not is_last and spans[at + 1][1] - spans[at + 1][0] <= _A_SHORT_CLAUSE
        roles = {_ROLE_OF_CONCEPT[name] for name in named[at] if name in _ROLE_OF_CONCEPT}
        told = {
            "vain": bool(named[at] & _TRIALS) and "same" in named[at] | follows,
            "cure": "cure" in named[at] or ("cure" in follows and goes_on_briefly),
            "turn": folded[first] in TURNS,
            "request": bool(named[at] & _REQUESTS),
            "first": sentences[first] == 0,
            "last": sentences[first] == sentences[-1],
        }
        roles |= {role for role, is_so in told.items() if is_so}
        yield Clause(first, end, sentences[first], frozenset(roles))


def _denied(folded: Sequence[str], spans: Sequence[Span]) -> frozenset[int]:
    """Return the telling words that stand within reach of a denial of their clause."""
    denied: set[int] = set()
    for first, end in spans:
        left = 0
        for at in range(first, end):
            if folded[at] in _DENYING:
                left = _DENIAL_REACHES
            if left and is_telling(folded[at]):
                denied.add(at)
                left -= 1
    return frozenset(denied)
