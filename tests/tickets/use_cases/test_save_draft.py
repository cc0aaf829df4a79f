"""Drafts: as much as can be kept, and a form's answers always whole as JSON."""

import json

from tests.cast import House
from tests.factories.contracts import MORNING
from tickets.models import Draft
from tickets.use_cases.open_incident import DESCRIPTION_LENGTH
from tickets.use_cases.save_draft import save_answers, save_draft


def test_the_longest_description_is_kept_with_its_accents(house: House) -> None:
    said = {"description": "é" * DESCRIPTION_LENGTH, "impact": "outage"}

    save_answers(house.clara, place="open", answers=said, at=MORNING)

    body = Draft.objects.get().body
    assert json.loads(body) == said
    assert len(body) < DESCRIPTION_LENGTH + 100


def test_what_is_longer_is_cut_inside_its_answer(house: House) -> None:
    said = {"description": '"' * (DESCRIPTION_LENGTH + 1), "impact": "out\0age"}

    save_answers(house.clara, place="open", answers=said, at=MORNING)

    assert json.loads(Draft.objects.get().body) == {
        "description": '"' * DESCRIPTION_LENGTH,
        "impact": "outage",
    }


def test_an_empty_text_is_forgotten(house: House) -> None:
    save_draft(house.clara, place="x", body="a", at=MORNING)

    assert save_draft(house.clara, place="x", body=" ", at=MORNING) is None
    assert not Draft.objects.exists()
