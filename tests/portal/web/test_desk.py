"""The first page: a client's home, a vendor's queue, an operator's health."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from contracts.models import User
from tests.cast import House
from tests.factories import tickets
from tickets.models import Incident


def test_a_client_sees_what_is_open_and_can_open_more(
    client: Client, house: House, clara: User, incident: Incident
) -> None:
    client.force_login(clara)

    page = client.get("/").content.decode()

    for said in ("Hello Clara", "/incidents/new/", incident.title, "Payroll", "Compaq has it"):
        assert said in page
    assert str(house.payroll.support_number) in page


def test_a_client_with_nothing_open_reads_that_all_is_well(
    client: Client, stranger: User, incident: Incident
) -> None:
    client.force_login(stranger)

    page = client.get("/").content.decode()

    assert "No open incident." in page
    assert incident.title not in page


def test_vendors_are_led_to_their_queue(client: Client, hank: User, mia: User) -> None:
    for agent in (hank, mia):
        client.force_login(agent)
        assert client.get("/")["Location"] == "/queues/"


def test_an_operator_reads_whether_all_is_well(client: Client, olga: User) -> None:
    client.force_login(olga)

    page = client.get("/").content.decode()

    assert "Database" in page
    assert "ok" in page


def test_a_visitor_is_asked_to_sign_in(client: Client, db: None) -> None:
    assert client.get("/")["Location"] == "/accounts/login/?next=/"


def test_home_costs_the_same_for_one_incident_and_for_many(
    client: Client, house: House, clara: User, escalated: Incident
) -> None:
    client.force_login(clara)
    client.get("/")
    with CaptureQueriesContext(connection) as few:
        client.get("/")
    for _number in range(4):
        tickets.escalated(tickets.incident(house.payroll, clara), by=house.hank)
    with CaptureQueriesContext(connection) as many:
        client.get("/")

    assert len(many) == len(few) <= 18
