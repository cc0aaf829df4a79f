"""What the router reads in a text: words, pairs of words, letters of words, an expert's signals.

Training and prediction share this module, so that they cannot drift apart. Every feature belongs
to words that stand in the text; that is what makes each decision explainable in its own words.
"""

import re
import zlib
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from tickets.rules.folding import fold
from tickets.rules.language import FUNCTION_WORDS
from tickets.rules.signals import DENIALS, signals_in

HASH_BITS = 16
LETTERS_FROM, LETTERS_TO = 3, 5
_READ_AT_THE_START, _READ_AT_THE_END = 3_000, 1_500  # characters: a log says all sooner
_LONGEST_WORD = 40
_SHORTEST_NUMBER, _LONGEST_NUMBER = 3, 5
_NEGATION_REACHES = 2  # words

_TOKEN = re.compile(r"0x[0-9a-f]+|(?<!\w)-\d{3,4}(?!\w)|[^\W_][\w\u0300-\u036f]*", re.IGNORECASE)
_UNDERSCORES = re.compile(r"_+")
NEGATORS = frozenset({"aucun", "aucune", "sans", "ni", "no", "without", "neither", "nor"})
_CLEARING_WORDS = """
ok okay vert verts verte vertes green fine clean cleanly propre propres normal normale normaux
normales normalement nominal nominale nominales nominaux nickel impeccable impeccables impec
parfait parfaits parfaite parfaites perfect perfectly healthy sain saine sains saines idle repos
ras innocent innocente innocents blanchi blanchie happy passed passes cause good bon bons bonne
bonnes
"""
_CLEARING = frozenset(_CLEARING_WORDS.split())
_TURNS = frozenset(
    {
        "but",
        "except",
        "however",
        "mais",
        "pourtant",
        "reste",
        "sauf",
        "seule",
        "still",
        "toujours",
        "yet",
    }
)
_ENDS_A_CLAUSE = re.compile(r"[,.;:()!?\n=]|--|\u2013|\u2014")


@dataclass(frozen=True, slots=True)
class Token:
    """A word as it is compared, and where it stands in the text."""

    word: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was read in a text; each feature with the tokens that it rests upon, once."""

    text: str
    tokens: tuple[Token, ...]
    words: dict[str, int]
    pairs: dict[str, tuple[int, int]]
    signals: dict[str, tuple[int, int]]


def read(text: str) -> Reading:
    """Read a text of any length in bounded time."""
    shortened = _shorten(text)
    tokens = tuple(_tokens(shortened))
    words, pairs = _words_and_pairs(shortened, tokens)
    denied = frozenset(at for word, at in words.items() if word.startswith("!"))
    return Reading(shortened, tokens, words, pairs, _signals(tokens, denied))


def letters_of(word: str) -> list[int]:
    """Return the hashed runs of three to five letters of a word, its edges included."""
    if not word.isalpha():
        return []
    edged = f" {word} "
    runs = {
        edged[at : at + length]
        for length in range(LETTERS_FROM, LETTERS_TO + 1)
        for at in range(len(edged) - length + 1)
    }
    mask = (1 << HASH_BITS) - 1
    return sorted({zlib.crc32(run.encode()) & mask for run in runs})


def is_telling(word: str) -> bool:
    """Whether a word may speak for a queue: no function word, no letter alone, no serial number."""
    if word in FUNCTION_WORDS or len(word) > _LONGEST_WORD:
        return False
    if word.isdigit():
        return _SHORTEST_NUMBER <= len(word) <= _LONGEST_NUMBER
    return len(word) > 1


def _shorten(text: str) -> str:
    if len(text) <= _READ_AT_THE_START + _READ_AT_THE_END:
        return text
    return f"{text[:_READ_AT_THE_START]}\n{text[-_READ_AT_THE_END:]}"


def _tokens(text: str) -> Iterator[Token]:
    for match in _TOKEN.finditer(text):
        start = match.start()
        for part in _UNDERSCORES.split(match.group()):
            if part:
                yield Token(_comparable(part), start, start + len(part))
            start += len(part) + 1


@lru_cache(maxsize=50_000)
def _comparable(part: str) -> str:
    word = fold(part[: 2 * _LONGEST_WORD])
    if word.startswith("0x"):
        return f"0x{word[2:].lstrip('0') or '0'}"
    return word


def _words_and_pairs(
    text: str, tokens: tuple[Token, ...]
) -> tuple[dict[str, int], dict[str, tuple[int, int]]]:
    words: dict[str, int] = {}
    pairs: dict[str, tuple[int, int]] = {}
    for first, last in _clauses(text, tokens):
        is_cleared = any(token.word in _CLEARING for token in tokens[first:last])
        before: tuple[str, int] | None = None
        denied = 0
        for at in range(first, last):
            word = tokens[at].word
            if word in NEGATORS:
                denied = _NEGATION_REACHES
            if not is_telling(word):
                continue
            name = f"!{word}" if (denied or is_cleared) else word
            denied = max(0, denied - 1)
            words.setdefault(name, at)
            if before is not None:
                pairs.setdefault(f"{before[0]} {name}", (before[1], at))
            before = (name, at)
    return words, pairs


def _clauses(text: str, tokens: tuple[Token, ...]) -> Iterator[tuple[int, int]]:
    first = 0
    for at in range(1, len(tokens)):
        gap = text[tokens[at - 1].end : tokens[at].start]
        if tokens[at].word in _TURNS or (gap != " " and _ENDS_A_CLAUSE.search(gap)):
            yield first, at
            first = at
    if tokens:
        yield first, len(tokens)


def _signals(tokens: tuple[Token, ...], denied: frozenset[int]) -> dict[str, tuple[int, int]]:
    joined = " ".join(token.word for token in tokens)
    starts: list[int] = []
    length = 0
    for token in tokens:
        starts.append(length)
        length += len(token.word) + 1
    found: dict[str, tuple[int, int]] = {}
    for name, begin, end in signals_in(joined):
        covered = range(bisect_left(starts, begin), bisect_left(starts, end))
        if covered and (covered[-1] not in denied or name in DENIALS):
            found[name] = (covered[0], covered[-1])
    return found
