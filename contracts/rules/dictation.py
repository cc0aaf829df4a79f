"""Digits as people say them, in French and in English: *soixante-quatorze zéro deux* is 74 0 2.

The words are of the two languages of the portal; a number that is dictated needs no other.
"""

import re
from collections.abc import Mapping

_UNITS = {
    **dict.fromkeys(("zero", "oh", "o"), 0),
    **dict.fromkeys(("un", "une", "one"), 1),
    **dict.fromkeys(("deux", "two"), 2),
    **dict.fromkeys(("trois", "three"), 3),
    **dict.fromkeys(("quatre", "four"), 4),
    **dict.fromkeys(("cinq", "five"), 5),
    "six": 6,
    **dict.fromkeys(("sept", "seven"), 7),
    **dict.fromkeys(("huit", "eight"), 8),
    **dict.fromkeys(("neuf", "nine"), 9),
}
_TEENS = {
    **dict.fromkeys(("dix", "ten"), 10),
    **dict.fromkeys(("onze", "eleven"), 11),
    **dict.fromkeys(("douze", "twelve"), 12),
    **dict.fromkeys(("treize", "thirteen"), 13),
    **dict.fromkeys(("quatorze", "fourteen"), 14),
    **dict.fromkeys(("quinze", "fifteen"), 15),
    **dict.fromkeys(("seize", "sixteen"), 16),
    "seventeen": 17,
    "eighteen": 18,
    "nineteen": 19,
}
_TENS = {
    **dict.fromkeys(("vingt", "vingts", "twenty"), 20),
    **dict.fromkeys(("trente", "thirty"), 30),
    **dict.fromkeys(("quarante", "forty", "fourty"), 40),
    **dict.fromkeys(("cinquante", "fifty"), 50),
    **dict.fromkeys(("soixante", "sixty"), 60),
    **dict.fromkeys(("septante", "seventy"), 70),
    **dict.fromkeys(("huitante", "octante", "eighty"), 80),
    **dict.fromkeys(("nonante", "ninety"), 90),
}
_VALUES: Mapping[str, int] = _UNITS | _TEENS | _TENS
_FOUR, _SCORES, _FOUR_SCORE = 4, frozenset({"vingt", "vingts"}), 80
_STROKES = frozenset({"tiret", "dash", "hyphen", "point", "dot", "slash", "barre"})


def _any_of(words: Mapping[str, int] | frozenset[str]) -> str:
    return "(?:" + "|".join(sorted(words, key=len, reverse=True)) + ")(?![a-z])"


_AND = r"(?:[\s-]+(?:(?:et|and)[\s-]+)?)"
_ONE_TO_NINE = _any_of({word: value for word, value in _UNITS.items() if value})
_TEEN = rf"(?:dix[\s-]+(?:sept|huit|neuf)(?![a-z])|{_any_of(_TEENS)})"
_SAID = re.compile(
    rf"""(?<![a-z0-9])(?:
        (?:quatre[\s-]+vingts?(?![a-z])|soixante(?![a-z]))(?:{_AND}(?:{_TEEN}|{_ONE_TO_NINE}))?
        |{_any_of(_TENS)}(?:{_AND}{_ONE_TO_NINE})?
        |{_TEEN}
        |{_any_of(_UNITS)}
        |{_any_of(_STROKES)}
    )""",
    re.VERBOSE,
)


def digits_said(text: str) -> str:
    """Write the numbers below a hundred as digits, where a folded text says them in words."""
    return _SAID.sub(lambda match: _written(match[0]), text)


def _written(said: str) -> str:
    if said in _STROKES:
        return "-"
    total = 0
    for word in re.findall("[a-z]+", said):
        if word in _SCORES and total == _FOUR:
            total = _FOUR_SCORE
        else:
            total += _VALUES.get(word, 0)  # *et* and *and* count nothing
    return str(total)
