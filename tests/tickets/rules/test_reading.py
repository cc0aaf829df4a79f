"""What stands in a report, and in which role."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickets.rules.lexicon import Lexicon
from tickets.rules.reading import Reading
from tickets.rules.reading import read as read_with
from tickets.rules.spelling import Spelling
from tickets.training.corpus import own_lexicon

LEXICON = own_lexicon()


def read(text: str, lexicon: Lexicon = LEXICON, common: Sequence[str] = ()) -> Reading:
    return read_with(text, lexicon, Spelling(common, known=()))


def roles_at(reading: Reading, word: str) -> frozenset[str]:
    return reading.roles_of(word)


@given(text=st.text())
def test_everything_stands_where_it_says(text: str) -> None:
    reading = read(text)

    count = len(reading.tokens)
    assert all(0 <= each.start < each.end <= len(reading.text) for each in reading.tokens)
    assert all(0 <= at < count for places in reading.words.values() for at in places)
    assert all(0 <= each.first <= each.last < count for each in reading.concepts)
    assert len(reading.clause_of) == count
    for number, clause in enumerate(reading.clauses):
        assert all(reading.clause_of[at] == number for at in range(clause.first, clause.end))


@given(st.integers(0, 9_000), st.integers(0, 9_000))
def test_a_place_in_a_long_text_is_the_one_in_the_whole(before: int, behind: int) -> None:
    text = f"{'x ' * before}ventilateur{' y' * behind}"

    reading = read(text)

    for token in reading.tokens:
        start = reading.place_of(token.start)
        assert (
            text[start : start + token.end - token.start] == reading.text[token.start : token.end]
        )


def test_codes_are_read_whole_and_without_leading_zeros() -> None:
    reading = read("STOP 0x0000007B puis -1018, KERNEL_STACK_INPAGE_ERROR")

    assert {"0x7b", "-1018", "kernel", "stack", "inpage"} <= reading.words.keys()


def test_what_is_in_order_is_cleared_in_its_own_clause_only() -> None:
    reading = read("les disques sont ok, mais le ventilateur est bloqué")

    assert "clear" in roles_at(reading, "disques")
    assert "clear" not in roles_at(reading, "ventilateur")
    assert "turn" in roles_at(reading, "ventilateur")


@pytest.mark.parametrize("text", ["aucun disque en panne", "pas de disque en panne"])
def test_what_is_denied_is_read_as_such(text: str) -> None:
    reading = read(text)

    assert "denied" in roles_at(reading, "disque")


def test_a_cure_tried_in_vain_is_told_from_one_that_helped() -> None:
    in_vain = read("changé la carte, pareil")
    helped = read("changé la carte, ça remarche")

    assert "vain" in roles_at(in_vain, "carte")
    assert "vain" not in roles_at(helped, "carte")
    assert "cure" in roles_at(helped, "carte")


def test_the_last_sentence_is_told_from_the_first() -> None:
    reading = read("On pensait au disque. C'était la licence.")

    assert roles_at(reading, "disque") >= {"first"}
    assert roles_at(reading, "licence") >= {"last"}
    assert "last" not in roles_at(reading, "disque")


def test_a_word_said_in_two_roles_has_what_both_have_in_common() -> None:
    reading = read("le disque est ok. Le disque fume.")

    assert "clear" not in roles_at(reading, "disque")


def test_a_text_without_words_is_read_too() -> None:
    reading = read("?!")

    assert (reading.tokens, reading.clauses, reading.words) == ((), (), {})


def test_an_empty_lexicon_finds_no_concept() -> None:
    assert read("le disque fume", Lexicon("")).concepts == ()


def test_a_slip_is_read_as_what_was_meant_where_it_stands() -> None:
    reading = read("la vntilateur fume", common=["ventilateur"])

    assert reading.words["ventilateur"] == (1,)
    assert reading.tokens[1].end - reading.tokens[1].start == len("vntilateur")
    assert "fan" in {concept.name for concept in reading.concepts}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Rappeler Mme Fabre svp", ""),
        ("rappeler mme fabre svp", ""),
        ("Rappeler M. Fabre svp", ""),
        ("RAPPELER MME FABRE SVP", ""),
        ("rappeler Paul Fabre svp", "fabre"),
        ("lien en fabre svp", "fibre"),
        ("LIEN EN FABRE SVP", "fibre"),
        ("Fabre optique coupée", "fibre"),
        ("tout va bien. Fabre optique coupée", "fibre"),
        ("le lecteur m fabre optique", "fibre"),
    ],
)
def test_a_name_is_no_slip_of_the_keyboard(text: str, said: str) -> None:
    reading = read(text, common=["fibre"])

    assert ({"fabre", "fibre"} & reading.words.keys()) == ({said} if said else set())
