"""A change begun from an incident: it carries what was seen there, and leads back."""

import re

import pytest
from django.test import Client

from contracts.choices import RevisionState
from contracts.models import Configuration, User
from tests.cast import House
from tests.contracts.web.register import draft_address as address
from tests.contracts.web.register import product, rows, server


@pytest.fixture
def payroll(house: House) -> Configuration:
    return house.payroll


def _begun(client: Client, system: Configuration, **said: str) -> str:
    begun = {"do": "begin", "incident": "INC-42", "what_was_seen": "Node 2 has\r\n4 GB <only>."}
    answer = client.post(address(system), begun | said)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_change_begun_from_an_incident_carries_what_was_seen_and_writes_nothing(
    client: Client, payroll: Configuration, clara: User
) -> None:
    client.force_login(clara)

    page = _begun(client, payroll)

    assert "After incident INC-42.\nSeen there: Node 2 has\n4 GB &lt;only&gt;.</textarea>" in page
    assert 'href="/i/INC-42/"' in page
    assert "error-summary" not in page
    assert f'value="{product("ProLiant 8500").pk}" selected' in page
    assert not payroll.revisions.filter(state=RevisionState.DRAFT).exists()


def test_what_was_seen_comes_before_the_note_of_a_draft_and_only_once(
    client: Client, payroll: Configuration, clara: User
) -> None:
    client.force_login(clara)
    client.post(address(payroll), rows(server(), do="save", note="More memory"))

    page = _begun(client, payroll)
    noted = "After incident INC-42.\r\nSeen there: Node 2 has\r\n4 GB <only>."
    mark = re.search('name="seen" value="([^"]+)"', page)
    assert mark is not None
    client.post(address(payroll), rows(server(), do="save", note=noted, seen=mark[1]))
    again = _begun(client, payroll)

    assert "4 GB &lt;only&gt;.\nMore memory</textarea>" in page
    assert again.count("Seen there:") == 1
    assert again.count("After incident INC-42.") == 1


def test_the_link_to_the_incident_stays_when_something_is_wrong(
    client: Client, payroll: Configuration, clara: User
) -> None:
    client.force_login(clara)

    answer = client.post(
        address(payroll), rows(server(), do="propose", way_back="", incident="INC-42")
    )

    assert answer.status_code == 422
    assert 'href="/i/INC-42/"' in answer.content.decode()


def test_a_saved_draft_says_what_it_changes_before_it_is_proposed(
    client: Client, house: House
) -> None:
    client.force_login(house.hank)
    address = f"/c/{house.payroll.pk}/draft/"
    assert "What the draft, as it is saved, changes" not in client.get(address).content.decode()

    client.post(address, rows(server(host="SRV-NEW"), do="save"))

    page = client.get(address).content.decode()
    assert "What the draft, as it is saved, changes from R1" in page
    assert "SQL Server 2000" in page.split("as it is saved")[1]
