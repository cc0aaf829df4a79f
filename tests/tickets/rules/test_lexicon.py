"""Concepts, and how they are found in words."""

import pytest

from tickets.rules.lexicon import HARDWARE, NEITHER, SOFTWARE, Lexicon

SOURCE = """# parts
[hardware]
psu: bloc alimentation | alim* | power supply
disk: disque*
    | hard disk
[software]
mail: messagerie | boite de messages
[reasoning]
cleared: ok
"""


@pytest.fixture
def lexicon() -> Lexicon:
    return Lexicon(SOURCE)


def found(lexicon: Lexicon, text: str) -> list[tuple[str, int, int]]:
    words = text.split()
    return list(lexicon.concepts_in(words, [0] * len(words)))


def test_each_concept_stands_on_its_side(lexicon: Lexicon) -> None:
    assert lexicon.sides == {
        "psu": HARDWARE,
        "disk": HARDWARE,
        "mail": SOFTWARE,
        "cleared": NEITHER,
    }


def test_a_star_stands_for_all_endings(lexicon: Lexicon) -> None:
    assert found(lexicon, "les disques") == [("disk", 1, 1)]
    assert found(lexicon, "indisque") == []


def test_a_line_that_goes_on_belongs_to_the_concept_above(lexicon: Lexicon) -> None:
    assert found(lexicon, "hard disk") == [("disk", 0, 1)]


def test_articles_are_skipped_on_both_sides(lexicon: Lexicon) -> None:
    assert found(lexicon, "la boite des messages") == [("mail", 1, 3)]
    assert found(lexicon, "le bloc de l alimentation") == [("psu", 1, 4), ("psu", 4, 4)]


def test_a_phrase_cut_short_is_none(lexicon: Lexicon) -> None:
    assert found(lexicon, "power") == []
    assert found(lexicon, "power hungry supply") == []


def test_the_same_source_gives_equal_lexicons(lexicon: Lexicon) -> None:
    assert lexicon == Lexicon(SOURCE)
    assert hash(lexicon) == hash(Lexicon(SOURCE))
    assert lexicon != Lexicon("[hardware]\nfan: fan\n")


def test_an_unknown_side_is_refused() -> None:
    with pytest.raises(KeyError):
        Lexicon("[elsewhere]\nfan: fan\n")


def test_no_phrase_goes_on_into_another_sentence(lexicon: Lexicon) -> None:
    assert list(lexicon.concepts_in(["power", "supply"], [0, 1])) == []
