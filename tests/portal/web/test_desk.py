"""The first page: a client's home, a vendor's queue, an operator's health."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from contracts.choices import Kind, OutageState
from contracts.models import Coverage, User
from contracts.use_cases.place_configuration import place_configuration
from tests.cast import House
from tests.escalation.holidays import WITHOUT_HOLIDAYS
from tests.factories import contracts, outages, tickets
from tests.factories.contracts import MORNING, past_the_guards
from tickets.models import Incident
from tickets.use_cases.move_incident import wait_for_client


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


def test_words_and_button_of_the_home_stand_beneath_each_other_where_both_have_no_room(
    client: Client, stranger: User
) -> None:
    client.force_login(stranger)

    page = client.get("/").content.decode()

    words, _button = page.split("Three answers are enough", 1)
    assert "grow" not in words.rpartition("<div")[2], "what grows from nothing never wraps"


def test_a_client_without_a_contract_is_led_to_asking_for_a_guarantee(
    client: Client, house: House
) -> None:
    nobody = contracts.organisation("Newcomer", Kind.CLIENT)
    client.force_login(contracts.person("Ned New", nobody))

    page = client.get("/").content.decode()

    assert "You have no contract yet." in page
    assert 'href="/guarantees/new/"' in page
    assert 'href="/incidents/new/"' not in page.partition("<main")[2]


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

    assert len(many) == len(few) <= 24


def test_what_waits_for_the_client_stands_first_with_what_is_asked(
    client: Client, house: House, clara: User, incident: Incident
) -> None:
    wait_for_client(incident, reason="Restart node 2, please.", by=house.hank, at=MORNING)
    tickets.incident(house.payroll, clara, title="A younger one")
    client.force_login(clara)

    page = client.get("/").content.decode()

    first, asked, younger = map(page.index, ("We need your answer", "Restart node 2", "A younger"))
    assert first < asked < younger
    assert page.count(incident.title) == 1


def test_with_nothing_else_open_home_does_not_say_that_all_is_well(
    client: Client, house: House, clara: User, incident: Incident
) -> None:
    wait_for_client(incident, reason="Restart node 2, please.", by=house.hank, at=MORNING)
    client.force_login(clara)

    page = client.get("/").content.decode()

    assert "No other incident is open." in page
    assert "Everything is fine." not in page


def test_many_that_wait_hide_none_that_is_worked_on(
    client: Client, house: House, clara: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tickets.selectors.history.SHORT", 2)
    tickets.incident(house.payroll, clara, title="Worked on")
    for number in range(3):
        asked = tickets.incident(house.payroll, clara, title=f"Asked {number}")
        wait_for_client(asked, reason="Restart it.", by=house.hank, at=MORNING)
    client.force_login(clara)

    page = client.get("/").content.decode()

    assert "Worked on" in page
    assert ("Asked 0" in page, "Asked 2" in page) == (False, True)
    assert "All open incidents" in page


@pytest.fixture
def then(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let it be 23 November 2026."""

    class _Then:
        @staticmethod
        def now() -> object:
            return MORNING

    monkeypatch.setattr("portal.web.desk.timezone", _Then)


def test_home_tells_what_is_agreed_of_the_month_and_what_is_left(
    client: Client, house: House, clara: User, then: None
) -> None:
    begins = MORNING - timedelta(days=3)
    two_minutes = [(begins, begins + timedelta(minutes=2), (0, 100, 0, 0))]
    client.force_login(clara)
    found = outages.an_outage(house.payroll, two_minutes)
    assert "100.0000" in client.get("/").content.decode(), "it is only proposed"

    found.state, found.agreed_at = OutageState.AGREED, MORNING
    found.save()
    page = client.get("/").content.decode()

    assert "99.9" in page
    assert "100.0000" not in page
    assert "left before the target of 99.9" in page


def test_home_says_that_a_system_is_down_and_that_its_target_is_missed(
    client: Client, house: House, clara: User, then: None
) -> None:
    begins = MORNING - timedelta(days=3)
    lost = [(begins, begins + timedelta(hours=6), (100, 0, 0, 0))]
    outages.an_outage(house.payroll, lost, state=OutageState.AGREED, agreed_at=MORNING)
    outages.an_outage(house.payroll, [(MORNING - timedelta(hours=1), None, None)])
    client.force_login(clara)

    page = client.get("/").content.decode()

    assert "An outage lasts still; it is not counted here yet." in page
    assert "beyond the target of 99.9" in page


def test_home_stands_though_nobody_can_read_the_hours_of_a_contract(
    client: Client, house: House, clara: User, then: None
) -> None:
    contracts.amended(house.contract, hours=WITHOUT_HOLIDAYS)
    with past_the_guards():
        Coverage.objects.update(time_zone="Europe/Nowhere")
    client.force_login(clara)

    page = client.get("/").content.decode()

    assert "Payroll" in page
    assert "available this month" not in page


def test_a_system_that_passed_on_is_told_by_the_contract_under_which_it_stands(
    client: Client, house: House, clara: User, then: None
) -> None:
    archive = contracts.configuration(
        "Archive",
        house.contract,
        signed_by=(house.helen, house.max),
        at=MORNING - timedelta(days=9),
    )
    lax = contracts.contract(
        "CM-0901", house.vauquelin, house.agreement, availability_target=Decimal("97.5")
    )
    place_configuration(archive, lax, by=house.helen, at=MORNING - timedelta(days=2))
    client.force_login(clara)

    page = client.get("/").content.decode()

    assert page.count("left before the target of 97.5") == 1
    assert page.count("left before the target of 99.9") == 1


def test_a_stranger_reads_nothing_of_it(
    client: Client, house: House, stranger: User, then: None
) -> None:
    outages.an_outage(house.payroll, [(MORNING - timedelta(hours=1), None, None)])
    client.force_login(stranger)

    assert "An outage lasts still" not in client.get("/").content.decode()


def test_home_costs_the_same_for_one_contract_and_for_many(
    client: Client, house: House, clara: User
) -> None:
    client.force_login(clara)
    with CaptureQueriesContext(connection) as few:
        client.get("/")
    for number in range(3):
        another = contracts.contract(f"CM-09{number}0", house.vauquelin, house.agreement)
        contracts.configuration(
            f"System {number}", another, signed_by=(house.helen, house.max), at=MORNING
        )
    with CaptureQueriesContext(connection) as many:
        page = client.get("/").content.decode()

    assert "System 2" in page
    assert len(many) == len(few)
