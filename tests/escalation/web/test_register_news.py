"""News of the register on the page of notifications and on the bell, as each party may read it."""

import pytest
from django.test import Client

from contracts.models import Revision
from contracts.use_cases.end_revision import refuse_revision
from escalation.models import Notification
from escalation.selectors import unread_count
from tests.cast import House
from tests.escalation.register import SOON, let_news_out, proposal
from tests.factories.tickets import incident as opened


@pytest.fixture
def proposed(house: House) -> Revision:
    revision = proposal(house, house.helen)
    let_news_out()
    return revision


def test_the_client_reads_who_proposes_what(client: Client, house: House, proposed: object) -> None:
    client.force_login(house.clara)

    page = client.get("/notifications/").content.decode()

    assert "Helen Duval, Compaq, proposes revision R2 of “Payroll”" in page
    assert f'href="/c/{house.payroll.pk}/' in page
    assert unread_count(house.clara) == 1


@pytest.mark.parametrize("who", ["stranger", "rival_agent", "olga", "mia", "hank"])
def test_nobody_else_reads_it(client: Client, house: House, proposed: object, who: str) -> None:
    person = getattr(house, who)
    client.force_login(person)

    assert "Payroll" not in client.get("/notifications/").content.decode()
    assert unread_count(person) == 0


@pytest.mark.parametrize("who", ["stranger", "rival_agent", "olga"])
def test_a_row_of_a_stranger_would_not_be_shown(house: House, proposed: object, who: str) -> None:
    told = Notification.objects.filter(recipient=house.clara)
    told.update(recipient=getattr(house, who))

    assert unread_count(getattr(house, who)) == 0


def test_what_the_client_may_no_longer_read_leaves_page_and_bell(
    client: Client, house: House, proposed: Revision
) -> None:
    refuse_revision(proposed, reason="No.", by=house.max, at=SOON)
    client.force_login(house.clara)

    assert "Payroll" not in client.get("/notifications/").content.decode()
    assert unread_count(house.clara) == 0


def test_news_of_one_system_are_marked_as_read(
    client: Client, house: House, proposed: object
) -> None:
    client.force_login(house.clara)

    answer = client.post("/notifications/read/", {"configuration": str(house.payroll.pk)})

    assert answer["Location"] == "/notifications/"
    assert unread_count(house.clara) == 0
    assert unread_count(house.max) == 1


@pytest.mark.parametrize("key", ["0", "x", "9" * 30, "²"])
def test_a_system_that_is_none_is_not_found(client: Client, house: House, key: str) -> None:
    client.force_login(house.clara)

    assert client.post("/notifications/read/", {"configuration": key}).status_code == 404


def test_a_system_of_others_is_not_found(client: Client, house: House) -> None:
    client.force_login(house.clara)

    said = {"configuration": str(house.rival_payroll.pk)}

    assert client.post("/notifications/read/", said).status_code == 404


def test_both_kinds_stand_on_one_page(client: Client, house: House, proposed: object) -> None:
    incident = opened(house.payroll, house.hank)
    Notification.objects.create(
        recipient=house.clara,
        event=incident.events.filter(audience="client").first(),
        incident=incident,
        at=SOON,
    )
    client.force_login(house.clara)

    page = client.get("/notifications/").content.decode()

    assert page.index(incident.reference) < page.index("proposes revision R2")
    assert unread_count(house.clara) == 2
