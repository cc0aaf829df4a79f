"""The page that says why a deadline is when it is."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from tests.cast import House
from tickets.models import Incident


def _address(of: Incident, kind: str = "restore") -> str:
    return f"/i/{of.reference}/clocks/{kind}/"


def test_the_incident_asks_for_it_only_when_it_is_opened(hanks: Client, incident: Incident) -> None:
    page = hanks.get(f"/i/{incident.reference}/").text

    assert f'hx-get="{_address(incident)}"' in page
    assert f'<a href="{_address(incident)}"' in page
    assert "<summary><span>Why <time" in page, "it breaks as one question"


def test_the_page_explains_a_deadline(hanks: Client, incident: Incident) -> None:
    page = hanks.get(_address(incident)).text

    assert "round the clock" in page
    assert "<h1" in page
    assert "<h1" not in hanks.get(_address(incident), headers={"HX-Request": "true"}).text


def test_an_instant_that_cannot_be_is_refused_beside_the_field(
    hanks: Client, incident: Incident
) -> None:
    for wrong in ("2019-01-01T00:00", "9999-01-01T00:00", "yesterday"):
        answer = hanks.get(_address(incident), {"as_of": wrong})

        assert answer.status_code == 422
        assert 'id="id_as_of_error"' in answer.text
        assert f'value="{wrong}"' in answer.text


def test_as_of_an_instant_it_shows_what_it_showed_then(hanks: Client, incident: Incident) -> None:
    then = (incident.opened_at + timedelta(minutes=1)).isoformat()

    page = hanks.get(_address(incident), {"as_of": then}).text

    assert re.search(r"1\s*min", page)


@pytest.mark.parametrize("kind", ["acknowledge", "nothing", "x"])
def test_nothing_else_has_a_clock(hanks: Client, incident: Incident, kind: str) -> None:
    assert hanks.get(_address(incident, kind)).status_code == 404


def test_a_client_reads_it_too_and_strangers_do_not(house: House, incident: Incident) -> None:
    client = Client()
    client.force_login(house.clara)
    assert client.get(_address(incident)).status_code == 200
    client.force_login(house.stranger)
    assert client.get(_address(incident)).status_code == 404
