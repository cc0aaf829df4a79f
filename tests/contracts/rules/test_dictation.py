"""Digits in words: one by one and in pairs, in both languages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.rules.dictation import digits_said

_FRENCH_UNITS = ("zero", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf")
_FRENCH_TEENS = (
    *("dix", "onze", "douze", "treize", "quatorze", "quinze", "seize"),
    *("dix-sept", "dix-huit", "dix-neuf"),
)
_FRENCH_TENS = {2: "vingt", 3: "trente", 4: "quarante", 5: "cinquante", 6: "soixante"}
_ENGLISH_UNITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_ENGLISH_TEENS = (
    *("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen"),
    *("seventeen", "eighteen", "nineteen"),
)
_ENGLISH_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")


def french_pair(number: int) -> str:
    """Say 0 to 99 in French, folded, as people from France do."""
    tens, unit = divmod(number, 10)
    if tens in {0, 1}:
        return _FRENCH_TEENS[unit] if tens else f"zero {_FRENCH_UNITS[unit]}"
    if tens in {7, 9}:
        base = "soixante" if tens == 7 else "quatre-vingt"
        joint = " et " if number == 71 else "-"
        return f"{base}{joint}{_FRENCH_TEENS[unit]}"
    if tens == 8:
        return f"quatre-vingt-{_FRENCH_UNITS[unit]}" if unit else "quatre-vingts"
    joint = {0: "", 1: " et un"}.get(unit, f"-{_FRENCH_UNITS[unit]}")
    return _FRENCH_TENS[tens] + joint


def english_pair(number: int) -> str:
    """Say 0 to 99 in English, a leading nought as *oh*."""
    tens, unit = divmod(number, 10)
    if not tens:
        return f"oh {_ENGLISH_UNITS[unit]}"
    if tens == 1:
        return _ENGLISH_TEENS[unit]
    return _ENGLISH_TENS[tens - 2] + (f"-{_ENGLISH_UNITS[unit]}" if unit else "")


@given(number=st.integers(0, 99), say=st.sampled_from([french_pair, english_pair]))
def test_every_pair_is_understood(number: int, say: object) -> None:
    assert callable(say)

    assert digits_said(say(number)).replace(" ", "") == f"{number:02d}"


@pytest.mark.parametrize(
    ("said", "digits"),
    [
        ("soixante-quatorze zero deux", "74 0 2"),
        ("quatre-vingt-dix-sept", "97"),
        ("septante-quatre nonante et un", "74 91"),
        ("vingt et un", "21"),
        ("quatre quatre", "4 4"),
        ("sept tiret quatre", "7 - 4"),
        ("seven four oh two", "7 4 0 2"),
    ],
)
def test_words_become_digits(said: str, digits: str) -> None:
    assert digits_said(said) == digits


@pytest.mark.parametrize("text", ["bonjour", "dixit", "uni", "ontario", "sixtine", "l'onzieme"])
def test_words_that_only_begin_so_stay(text: str) -> None:
    assert digits_said(text) == text
