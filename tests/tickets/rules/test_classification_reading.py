"""What is read in a text before anything is judged."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickets.rules.features import is_telling, letters_of
from tickets.rules.folding import fold, words_of
from tickets.rules.language import detect_language


@given(text=st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(text=st.text())
def test_capitals_do_not_survive_folding(text: str) -> None:
    assert not any(letter.isupper() and letter.lower() != letter for letter in fold(text))


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Écran ÉTEINT", "ecran eteint"),
        ("cœur, æther, Straße", "coeur, aether, strasse"),
        ("l’accès “refusé”", 'l\'acces "refuse"'),
        ("Ça brûle — là-bas", "ca brule - la-bas"),
        ("e\u0301teint", "eteint"),
        ("ŒUVRE Ø", "oeuvre o"),
        ("ﬁbre", "fibre"),
        ("PLAIN", "plain"),
    ],
)
def test_folded_text_has_neither_accents_nor_ligatures(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_signs_only_part_words() -> None:
    assert words_of("SRV-PAYR_01, l’Écran") == ["srv", "payr", "01", "l", "ecran"]


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Le serveur ne répond plus depuis ce matin", "fr"),
        ("The server has not answered since this morning", "en"),
        ("disque en panne", "fr"),
        ("disk failed", "en"),
        ("serveur ki demare plu", "fr"),
        ("blinking", "en"),
        ("the cluster est tombé, on ne peut plus se connecter", "fr"),
        ("", "fr"),
        ("9002", "fr"),
    ],
)
def test_the_language_is_told_by_its_small_words(text: str, lang: str) -> None:
    assert detect_language(text) == lang


def test_serial_numbers_and_small_numbers_say_nothing() -> None:
    assert not is_telling("8J14KXY00123456789012345678901234567890123")
    assert not is_telling("12")
    assert is_telling("9002")
    assert not is_telling("123456")


def test_letters_come_from_words_alone() -> None:
    assert letters_of("alimentation")
    assert not letters_of("0x7b")
    assert len(set(letters_of("alimentation")) & set(letters_of("alimantation"))) >= 8
