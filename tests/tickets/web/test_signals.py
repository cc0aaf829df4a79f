"""What the router's signals are called on the screen."""

import pytest
from django.utils import translation

from tests.cast import House
from tests.factories.tickets import incident
from tickets.rules.reasons import ITEM, OPEN, TONGUE
from tickets.training.corpus import own_lexicon
from tickets.web.classified import reading_of
from tickets.web.signals import NAMES, name_of


def test_every_concept_of_the_lexicon_has_a_name_and_no_other() -> None:
    assert NAMES.keys() == own_lexicon().sides.keys() | {ITEM, OPEN, TONGUE}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_no_two_signals_are_called_alike(language: str) -> None:
    with translation.override(language):
        called = [name_of(signal) for signal in NAMES]

    assert len(set(called)) == len(called)


def test_a_signal_of_a_lexicon_that_is_gone_has_no_name() -> None:
    assert name_of("phlogiston") == ""


def test_words_that_name_their_signal_are_not_explained(house: House) -> None:
    opened = incident(house.payroll, house.clara)
    opened.reasons = [
        {"term": "ventilo", "weight": 2.0, "signal": "fan"},
        {"term": "crame", "weight": 1.0, "signal": "smell"},
        {"term": "", "weight": 0.9, "signal": ITEM},
        {"term": "vert", "weight": -1.0, "signal": "phlogiston"},
        {"term": "ancien", "weight": -1.0},
    ]

    with translation.override("fr"):
        reading = reading_of(opened)

    assert [(each.term, each.names) for each in reading.terms] == [
        ("ventilo", ""),
        ("crame", "une odeur ou de la fumée"),
        ("", "l’élément choisi"),
    ]
    assert str(reading.terms[2]) == "l’élément choisi"
    assert "".join(piece.text for piece in reading.pieces) == opened.description
    assert [(each.term, each.names) for each in reading.against] == [("vert", ""), ("ancien", "")]
