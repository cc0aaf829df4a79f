"""The form on which a client asks for a guarantee."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from contracts.models import Agreement, GuaranteeRequest
from tests.cast import House
from tests.contracts.web.guarantees import LIST, NEW, page_at, signed_in


def _said(house: House, **changes: Any) -> dict[str, Any]:
    return {
        "agreement": house.agreement.pk,
        "platform": "Order entry, Lyon",
        "hours": "Round the clock",
        "availability": "99,95",
        "wanted_from": "2099-01-31",
        "note": "An hour costs us a day.",
        "key": "one-form",
    } | changes


def test_a_member_asks_and_sees_it_waiting(client: Client, house: House) -> None:
    signed_in(client, house.clara)
    form = page_at(client, NEW)
    assert "Compaq, with Microsoft" in form
    assert "HP, with Novell" in form

    answer = client.post(NEW, _said(house))

    made = GuaranteeRequest.objects.get()
    assert answer["Location"] == f"{LIST}{made.pk}/"
    assert (made.agreement, made.asked_by) == (house.agreement, house.clara)
    assert (str(made.availability), made.wanted_from) == ("99.9500", date(2099, 1, 31))
    page = page_at(client, answer["Location"])
    assert "You are told as soon as they answer." in page
    assert "Withdraw this request" in page
    assert "Your answer" not in page


def test_a_sole_pair_of_vendors_is_not_asked_for(client: Client, house: House) -> None:
    Agreement.objects.exclude(pk=house.agreement.pk).update(country="BE")
    page = page_at(signed_in(client, house.clara), NEW)

    assert "You ask Compaq, with Microsoft." in page
    assert f'<input type="hidden" name="agreement" value="{house.agreement.pk}"' in page


def test_where_nobody_can_be_asked_the_page_says_so(client: Client, house: House) -> None:
    Agreement.objects.update(country="BE")
    page = page_at(signed_in(client, house.clara), NEW)

    assert "there is nobody to ask" in page
    assert 'name="platform"' not in page


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"agreement": ""}, "Choose whom to ask."),
        ({"agreement": "999999"}, "Choose whom to ask."),
        ({"platform": " "}, "Say what must stay up."),
        ({"hours": "x" * 1_001}, "Ensure this value has at most 1000 characters"),
        ({"availability": ""}, "Say what percentage you need."),
        ({"availability": "a lot"}, "Write a percentage, such as 99.9."),
        ({"availability": "0"}, "A percentage above 0, at most 100."),
        ({"availability": "100,0001"}, "A percentage above 0, at most 100."),
        ({"wanted_from": "2020-01-01"}, "That day has passed."),
        ({"wanted_from": "9999-12-31"}, "31 December 2199 is the last day that can be given."),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_nothing_is_lost(
    client: Client, house: House, wrong: dict[str, str], sentence: str
) -> None:
    (field,) = wrong
    answer = signed_in(client, house.clara).post(NEW, _said(house, **wrong))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'id="ask_{field}_error"' in page
    assert sentence in page
    kept = {
        "Order entry, Lyon",
        "Round the clock",
        "99,95",
        "2099-01-31",
        "An hour costs us a day.",
    }
    lost = {str(said) for name, said in _said(house).items() if name in wrong}
    assert all(words in page for words in kept - lost)
    assert 'value="one-form"' in page
    assert not GuaranteeRequest.objects.exists()


@pytest.mark.parametrize(("chosen", "field"), [("", "usual_hours"), ("other", "hours")])
def test_hours_are_chosen_or_said_in_words(
    client: Client, house: House, chosen: str, field: str
) -> None:
    said = _said(house, usual_hours=chosen, hours=" ")
    page = signed_in(client, house.clara).post(NEW, said).content.decode()

    assert f'id="ask_{field}_error"' in page
    assert page.count("Say when it must be up.") == 2  # on top and at the field
    assert not GuaranteeRequest.objects.exists()


@pytest.mark.parametrize(
    ("chosen", "words", "kept"),
    [("office", "", "office"), ("office", "No holidays", "office"), ("other", "At night", "")],
)
def test_what_was_chosen_is_kept_and_read_before_the_words(
    client: Client, house: House, chosen: str, words: str, kept: str
) -> None:
    said = _said(house, usual_hours=chosen, hours=words)

    answer = signed_in(client, house.clara).post(NEW, said)

    made = GuaranteeRequest.objects.get()
    assert (made.usual_hours, made.hours) == (kept, words)
    page = page_at(client, answer["Location"])
    assert ("Monday–Friday, 08:00–18:00" in page) == bool(kept)
    assert words in page


def test_hours_that_nobody_knows_are_told(client: Client, house: House) -> None:
    page = signed_in(client, house.clara).post(NEW, _said(house, usual_hours="noon"))

    assert "Choose one of these hours, or say others in words." in page.content.decode()


def test_all_that_is_wrong_is_told_at_once(client: Client, house: House) -> None:
    wrong = {"platform": "", "availability": "150", "wanted_from": "2020-01-01"}

    page = signed_in(client, house.clara).post(NEW, _said(house, **wrong)).content.decode()

    for field, sentence in (
        ("platform", "Say what must stay up."),
        ("availability", "A percentage above 0, at most 100."),
        ("wanted_from", "That day has passed."),
    ):
        assert f'id="ask_{field}_error"' in page
        assert sentence in page


def test_a_form_sent_twice_asks_once(client: Client, house: House) -> None:
    signed_in(client, house.clara)

    first, again = (client.post(NEW, _said(house)) for _ in range(2))
    other = client.post(NEW, _said(house, platform="Another"))

    assert first["Location"] == again["Location"]
    assert other.status_code == 422
    assert "You have sent this form before" in other.content.decode()
    assert GuaranteeRequest.objects.count() == 1


@pytest.mark.parametrize("who", ["helen", "olga"])
def test_only_a_client_gets_the_form(client: Client, house: House, who: str) -> None:
    answer = signed_in(client, getattr(house, who)).get(NEW)

    assert answer.status_code == 403
    assert "Only a client asks for a guarantee." in answer.content.decode()
