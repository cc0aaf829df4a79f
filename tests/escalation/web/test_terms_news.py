"""News of a contract's terms on the page of notifications and on the bell."""

import pytest
from django.test import Client

from contracts.models import Terms
from contracts.use_cases.approve_terms import approve_terms
from escalation.models import Notification
from escalation.selectors import unread_count
from tests.cast import House
from tests.contracts.web.offering import amendment
from tests.escalation.register import let_news_out


@pytest.fixture
def offered(house: House) -> Terms:
    made = amendment(house)
    let_news_out()
    return made


def test_the_other_vendor_reads_who_proposes_what(
    client: Client, house: House, offered: Terms
) -> None:
    client.force_login(house.max)

    page = client.get("/notifications/").content.decode()

    assert "Helen Duval, Compaq, proposes terms of contract CM-0417" in page
    assert 'href="/contracts/CM-0417/v2/"' in page
    assert unread_count(house.max) == 1


def test_news_of_one_contract_are_marked_as_read(
    client: Client, house: House, offered: Terms
) -> None:
    client.force_login(house.max)

    answer = client.post("/notifications/read/", {"contract": "CM-0417"})

    assert answer["Location"] == "/notifications/"
    assert unread_count(house.max) == 0


@pytest.mark.parametrize("number", ["HP-0001", "x", "CM-9999"])
def test_a_contract_of_others_is_not_found(client: Client, house: House, number: str) -> None:
    client.force_login(house.max)

    assert client.post("/notifications/read/", {"contract": number}).status_code == 404


@pytest.mark.parametrize("who", ["stranger", "rival_agent", "olga", "clara"])
def test_a_row_of_somebody_else_would_not_be_shown(
    client: Client, house: House, offered: Terms, who: str
) -> None:
    Notification.objects.filter(terms=offered).update(recipient=getattr(house, who))
    client.force_login(getattr(house, who))

    assert unread_count(getattr(house, who)) == 0
    assert "CM-0417" not in client.get("/notifications/").content.decode()


def test_what_is_agreed_is_read_by_the_client(client: Client, house: House, offered: Terms) -> None:
    house.clara.role = "manager"
    house.clara.save()
    for manager in (house.helen, house.max):
        approve_terms(offered, by=manager, at=offered.proposed_at)
    let_news_out()
    client.force_login(house.clara)

    page = client.get("/notifications/").content.decode()

    assert "contract CM-0417 promises something else" in page
    assert unread_count(house.clara) == 1
