"""The form with which an impact is changed, and texts that are too long for their field."""

import re

import pytest
from django.test import Client

from contracts.choices import Impact
from tests.cast import House
from tests.factories import tickets
from tests.tickets.web.reading import address, now_as
from tickets.choices import Action, Status
from tickets.models import Incident
from tickets.use_cases.stated_words import WORDS_LENGTH

OUTAGE = {"impact": "outage", "reason": "All is down"}


@pytest.fixture
def slow(house: House) -> Incident:
    """Reported by Clara, whom to call is known."""
    return tickets.incident(house.payroll, house.clara, impact=Impact.DEGRADED, down_since=None)


def test_it_begins_with_whom_to_call_as_it_is_known(hanks: Client, slow: Incident) -> None:
    page = hanks.get(address(slow, Action.IMPACT)).content.decode()

    within = page.split('<div class="for-outage')[1].split("</div>\n    </div>")[0]
    assert re.search(r'name="contact_name"[^>]*value="Clara Morel"', page)
    assert re.search(r'name="contact_phone"[^>]*value="0102030405"', page)
    assert 'name="down_since"' in within


def test_of_an_outage_nothing_more_is_asked(hanks: Client, incident: Incident) -> None:
    page = hanks.get(address(incident, Action.IMPACT)).content.decode()

    assert "for-outage" not in page
    assert "contact_phone" not in page


def test_an_outage_without_a_phone_is_told_beside_the_field(hanks: Client, slow: Incident) -> None:
    said = {**OUTAGE, "contact_name": "Paul Girard", "contact_phone": ""}

    answer = hanks.post(address(slow, Action.IMPACT), said)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'id="act_contact_phone_error"' in page
    assert 'value="Paul Girard"' in page
    assert now_as(slow).impact == Impact.DEGRADED


def test_an_outage_with_its_contact_is_taken(hanks: Client, slow: Incident) -> None:
    said = {**OUTAGE, "contact_name": "Paul Girard", "contact_phone": "06 39 98 00 00"}

    hanks.post(address(slow, Action.IMPACT), said)

    held = now_as(slow)
    assert (held.impact, held.contact_name) == (Impact.OUTAGE, "Paul Girard")


def test_whom_to_call_is_passed_over_with_another_impact_but_not_since_when(
    hanks: Client, slow: Incident
) -> None:
    said = {"impact": "question", "reason": "x", "contact_name": "Paul", "contact_phone": "06"}

    wrong = hanks.post(address(slow, Action.IMPACT), {**said, "down_since": "2026-11-23T09:30"})
    right = hanks.post(address(slow, Action.IMPACT), said)

    assert wrong.status_code == 422
    assert 'id="act_down_since_error"' in wrong.content.decode()
    assert right.status_code == 302
    assert now_as(slow).contact_name == "Clara Morel"


@pytest.mark.parametrize(
    ("action", "field"), [(Action.WAIT, "reason"), (Action.RESOLVE, "cause"), (Action.CALL, "note")]
)
def test_too_long_a_text_is_told_beside_its_field_and_kept(
    hanks: Client, incident: Incident, action: Action, field: str
) -> None:
    words = "x" * (WORDS_LENGTH + 1)

    answer = hanks.post(address(incident, action), {field: words})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'id="act_{field}_error"' in page
    assert f"{words}</textarea>" in page
    assert "This text is too long: 5000 characters at most." in page
    assert "maxlength" not in page.split("<main")[1]
    assert now_as(incident).status == Status.OPEN
