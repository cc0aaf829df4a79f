"""Slips of the keyboard, and what was meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickets.rules.spelling import Spelling

WORDS = ["disque", "alimentation", "messagerie", "messageries", "voyant", "disk"]
SPELLING = Spelling(WORDS, known={"voyant", "croyant"})

letters = st.text("abcdefghij", min_size=5, max_size=9)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("alimantation", "alimentation"),
        ("alimenttaion", "alimentation"),
        ("alimentaton", "alimentation"),
        ("alimmentation", "alimentation"),
        ("disqeu", "disque"),
        ("disk", "disk"),
        ("dsik", "dsik"),
        ("croyant", "croyant"),
        ("0x7b", "0x7b"),
        ("machin", "machin"),
    ],
)
def test_one_slip_is_put_right_and_nothing_else(typed: str, meant: str) -> None:
    assert SPELLING.meant(typed) == meant


def test_of_two_words_the_commoner_is_meant() -> None:
    assert Spelling(["pilote", "pilots"], known=()).meant("pilotz") == "pilote"
    assert Spelling(["pilots", "pilote"], known=()).meant("pilotz") == "pilots"


def _distance(one: str, other: str) -> int:
    """Optimal string alignment, the long way."""
    table = {(-1, -1): 0}
    for i in range(len(one)):
        table[i, -1] = i + 1
    for j in range(len(other)):
        table[-1, j] = j + 1
    for i, a in enumerate(one):
        for j, b in enumerate(other):
            table[i, j] = min(
                table[i - 1, j] + 1, table[i, j - 1] + 1, table[i - 1, j - 1] + (a != b)
            )
            if i and j and a == other[j - 1] and one[i - 1] == b:
                table[i, j] = min(table[i, j], table[i - 2, j - 2] + 1)
    return table[len(one) - 1, len(other) - 1]


@given(common=st.lists(letters, max_size=8, unique=True), typed=letters)
def test_it_agrees_with_the_distance_by_the_book(common: list[str], typed: str) -> None:
    near = [word for word in common if _distance(word, typed) <= 1]

    meant = Spelling(common, known=()).meant(typed)

    assert meant == (typed if typed in common or not near else near[0])


def test_a_memory_that_is_full_is_begun_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tickets.rules.spelling._REMEMBERED_WORDS", 1)
    spelling = Spelling(WORDS, known=())

    assert [spelling.meant(word) for word in ("disqeu", "voyannt", "disqeu")] == [
        "disque",
        "voyant",
        "disque",
    ]
