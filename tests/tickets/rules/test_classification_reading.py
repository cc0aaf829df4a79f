"""What is read in a text before anything is judged."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickets.rules.features import is_telling, letters_of, read
from tickets.rules.folding import fold, words_of
from tickets.rules.language import detect_language
from tickets.rules.signals import SIGNAL_NAMES


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


@given(text=st.text())
def test_every_token_stands_where_it_says(text: str) -> None:
    reading = read(text)

    assert all(0 <= token.start < token.end <= len(reading.text) for token in reading.tokens)
    assert all(0 <= at < len(reading.tokens) for at in reading.words.values())
    assert reading.signals.keys() <= set(SIGNAL_NAMES)


def test_codes_are_read_whole_and_without_leading_zeros() -> None:
    reading = read("STOP 0x0000007B puis -1018, KERNEL_STACK_INPAGE_ERROR")

    assert {"0x7b", "-1018", "kernel", "stack", "inpage"} <= reading.words.keys()


def test_serial_numbers_and_small_numbers_say_nothing() -> None:
    assert not is_telling("8J14KXY00123456789012345678901234567890123")
    assert not is_telling("12")
    assert is_telling("9002")
    assert not is_telling("123456")


@pytest.mark.parametrize(
    ("text", "denied"),
    [
        ("aucun disque en panne", "!disque"),
        ("no disk error", "!disk"),
        ("les disques sont ok", "!disques"),
        ("all disks green", "!disks"),
    ],
)
def test_what_is_denied_or_cleared_is_read_as_such(text: str, denied: str) -> None:
    reading = read(text)

    assert denied in reading.words
    assert denied[1:] not in reading.words


def test_a_clearing_word_clears_its_own_clause_only() -> None:
    words = read("les disques sont ok, mais le ventilateur est bloqué").words

    assert "!disques" in words
    assert "ventilateur" in words


def test_a_lamp_that_is_in_order_is_no_signal() -> None:
    assert "signal:lamp" in read("voyant orange devant").signals
    assert "signal:lamp" not in read("tous les voyants sont verts").signals


def test_pairs_do_not_reach_over_a_full_stop() -> None:
    assert "carte morte" in read("la carte est morte").pairs
    assert "carte morte" not in read("la carte. Morte").pairs


def test_letters_come_from_words_alone() -> None:
    assert letters_of("alimentation")
    assert not letters_of("0x7b")
    assert len(set(letters_of("alimentation")) & set(letters_of("alimantation"))) >= 8


def test_every_signal_has_a_name_of_its_own() -> None:
    assert len(set(SIGNAL_NAMES)) == len(SIGNAL_NAMES)
    assert all(re.fullmatch(r"signal:[a-z_]+", name) for name in SIGNAL_NAMES)
