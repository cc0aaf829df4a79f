"""Whoever signs in again after pressing a button that asks nothing is led back to its page."""

import pytest
from django.test import Client

from tests.cast import House


@pytest.mark.parametrize(
    ("pressed", "page"),
    [
        ("/rosters/7/overrides/3/cancel/", "/rosters/7/"),
        ("/rosters/7/swaps/3/accept/", "/rosters/7/"),
        ("/rosters/links/7/revoke/", "/rosters/links/"),
        ("/notifications/read/", "/notifications/"),
        ("/language/", "/"),
    ],
)
def test_an_address_that_only_a_button_uses_leads_back(
    house: House, pressed: str, page: str
) -> None:
    client = Client(headers={"Accept-Language": "en"})
    at_the_door = client.post(pressed)
    if pressed != "/language/":
        assert at_the_door.headers["Location"] == f"/accounts/login/?next={pressed}"
    client.force_login(house.helen)

    answer = client.get(pressed)

    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")
    assert "Nothing was done" in answer.text
    assert f'href="{page}"' in answer.text.partition("Nothing was done: ")[2]


def test_programs_are_told_as_programs(house: House) -> None:
    client = Client()
    client.force_login(house.helen)

    answer = client.get("/api/v1/classify/")

    assert answer.status_code == 405
    assert answer.headers["Content-Type"] == "application/problem+json"
