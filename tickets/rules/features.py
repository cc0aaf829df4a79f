"""What a text is made of: words as they are compared, letters of words, clauses.

Training and prediction share this module, so that they cannot drift apart. Everything keeps the
place where it stands in the text; that is what makes each decision explainable in its own words.
"""

import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from tickets.rules.folding import fold
from tickets.rules.language import FUNCTION_WORDS

HASH_BITS = 16
LETTERS_FROM, LETTERS_TO = 3, 5
READ_AT_THE_START, READ_AT_THE_END = 3_000, 1_500
"""Characters of a long text that are read: a log says all sooner."""
_LONGEST_HALF = 100
"""Characters that a cut moves to spare the word it meets; a longer run of letters it breaks."""
_LONGEST_WORD = 40
_SHORTEST_NUMBER, _LONGEST_NUMBER = 3, 5

_TOKEN = re.compile(r"0x[0-9a-f]+|(?<!\w)-\d{3,4}(?!\w)|[^\W_][\w\u0300-\u036f]*", re.IGNORECASE)
_UNDERSCORES = re.compile(r"_+")
NEGATORS = frozenset({"aucun", "aucune", "sans", "ni", "no", "without", "neither", "nor"})
_TURNS_OF_AN_ARGUMENT = """
but except however mais pourtant reste sauf seule still toujours yet
"""
TURNS = frozenset(_TURNS_OF_AN_ARGUMENT.split())
"""Words with which a clause turns against the one before."""
_ENDS_A_CLAUSE = re.compile(r"[,.;:()!?\n=]|--|\u2013|\u2014")


@dataclass(frozen=True, slots=True)
class Token:
    """A word as it is compared, and where it stands in the text."""

    word: str
    start: int
    end: int


def part_left_out(text: str) -> tuple[int, int]:
    """Return where the part of a long text that is not read begins and ends, between two words.

    Of a text that is read whole it is empty, at its end.
    """
    if len(text) <= READ_AT_THE_START + READ_AT_THE_END:
        return len(text), len(text)
    first, last = READ_AT_THE_START, len(text) - READ_AT_THE_END
    if not text[first].isspace():
        spaces = [at for at in range(first - _LONGEST_HALF, first) if text[at].isspace()]
        first = spaces[-1] if spaces else first
    if not text[last - 1].isspace():
        spaces = [at for at in range(last, last + _LONGEST_HALF) if text[at].isspace()]
        last = spaces[0] + 1 if spaces else last
    return first, last


def shortened(text: str) -> str:
    """Return the beginning and the end of a long text, a line break between, or the whole.

    What was shortened once stays as it is.
    """
    first, last = part_left_out(text)
    return text if first == last else f"{text[:first]}\n{text[last:]}"


def tokens_of(text: str) -> Iterator[Token]:
    """Yield the words of a text, numbers and codes among them, in their order."""
    for match in _TOKEN.finditer(text):
        start = match.start()
        for part in _UNDERSCORES.split(match.group()):
            if part:
                yield Token(_comparable(part), start, start + len(part))
            start += len(part) + 1


def clauses_of(text: str, tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Yield the first token of each clause and the one behind its last."""
    first = 0
    for at in range(1, len(tokens)):
        gap = text[tokens[at - 1].end : tokens[at].start]
        if tokens[at].word in TURNS or (gap != " " and _ENDS_A_CLAUSE.search(gap)):
            yield first, at
            first = at
    if tokens:
        yield first, len(tokens)


@lru_cache(maxsize=50_000)
def letters_of(word: str) -> tuple[int, ...]:
    """Return the hashed runs of three to five letters of a word, its edges included."""
    if not word.isalpha():
        return ()
    edged = f" {word} "
    runs = {
        edged[at : at + length]
        for length in range(LETTERS_FROM, LETTERS_TO + 1)
        for at in range(len(edged) - length + 1)
    }
    mask = (1 << HASH_BITS) - 1
    return tuple(sorted({zlib.crc32(run.encode()) & mask for run in runs}))


@lru_cache(maxsize=50_000)
def is_telling(word: str) -> bool:
    """Whether a word may speak for a queue: no function word, no letter alone, no serial number."""
    if word in FUNCTION_WORDS or len(word) > _LONGEST_WORD:
        return False
    if word.isdigit():
        return _SHORTEST_NUMBER <= len(word) <= _LONGEST_NUMBER
    return len(word) > 1


@lru_cache(maxsize=50_000)
def _comparable(part: str) -> str:
    word = fold(part[: 2 * _LONGEST_WORD])
    if word.startswith("0x"):
        return f"0x{word[2:].lstrip('0') or '0'}"
    return word
