"""A proposal that was refused or withdrawn is taken up again: nothing is typed twice."""

import re

import pytest
from django.test import Client

from contracts.models import Configuration, Revision
from contracts.use_cases.end_revision import refuse_revision
from tests.cast import House
from tests.contracts.web.register import draft_address as address
from tests.contracts.web.register import proposed, rows, server
from tests.factories.contracts import MORNING

AGAIN = "Correct it and propose it again"


@pytest.fixture
def payroll(house: House) -> Configuration:
    return house.payroll


@pytest.fixture
def refused(house: House, payroll: Configuration) -> Revision:
    """A client's notice that Microsoft refused."""
    notice = proposed(payroll, house.clara, way_back="Put the old one back, 30 minutes")
    refuse_revision(notice, reason="The number is not on the invoice", by=house.max, at=MORNING)
    return notice


def test_its_author_is_led_to_correct_it(client: Client, house: House, refused: Revision) -> None:
    address_of = f"/c/{refused.configuration_id}/r2/"
    pages = {}
    for who in ("clara", "helen", "max"):
        client.force_login(getattr(house, who))
        pages[who] = client.get(address_of).content.decode()

    assert f'href="/c/{refused.configuration_id}/draft/?from=2"' in pages["clara"]
    assert AGAIN in pages["clara"]
    assert AGAIN not in pages["helen"] + pages["max"]


def test_items_note_and_way_back_stand_there_again(
    client: Client, house: House, payroll: Configuration, refused: Revision
) -> None:
    client.force_login(house.clara)

    page = client.get(address(payroll), {"from": "2"}).content.decode()

    assert 'value="SRV-A"' in page
    assert "A second server</textarea>" in page
    assert "Put the old one back, 30 minutes</textarea>" in page
    assert "R2, refused: “The number is not on the invoice" in page
    assert re.search(r'data-keep="draft:[^"]*:2"', page)
    said = rows(server(host="SRV-B"), do="propose", way_back="Back")
    answer = client.post(f"{address(payroll)}?from=2", said)
    assert answer.headers["Location"] == f"/c/{payroll.pk}/r3/"


@pytest.mark.parametrize("number", ["1", "3", "x", ""])
def test_what_did_not_end_is_not_taken_up(
    client: Client, house: House, payroll: Configuration, refused: Revision, number: str
) -> None:
    client.force_login(house.clara)

    page = client.get(address(payroll), {"from": number}).content.decode()

    assert 'value="SRV-A"' not in page
    assert "refused: “" not in page


def test_a_draft_of_ones_own_stands_before_it(
    client: Client, house: House, payroll: Configuration, refused: Revision
) -> None:
    client.force_login(house.clara)
    client.post(address(payroll), rows(server(host="SRV-MINE"), do="save"))

    page = client.get(address(payroll), {"from": "2"}).content.decode()

    assert 'value="SRV-MINE"' in page
    assert 'value="SRV-A"' not in page


def test_its_table_holds_what_is_taken_up(
    client: Client, house: House, payroll: Configuration, refused: Revision
) -> None:
    client.force_login(house.clara)
    page = client.get(address(payroll), {"from": "2"}).content.decode()
    link = f"/c/{payroll.pk}/items.csv?from=2"

    assert f'href="{link}"' in page
    assert "SRV-A" in client.get(link).content.decode()
    assert "SRV-A" not in client.get(f"/c/{payroll.pk}/items.csv").content.decode()


@pytest.mark.parametrize("number", ["1", "9", "x", "²", "\0"])
def test_the_table_of_nothing_to_take_up_is_what_stands(
    client: Client, house: House, payroll: Configuration, refused: Revision, number: str
) -> None:
    client.force_login(house.clara)

    table = client.get(f"/c/{payroll.pk}/items.csv", {"from": number})

    assert table.content == client.get(f"/c/{payroll.pk}/items.csv").content
