"""Systems, what is in them, and the cards of their numbers."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from contracts.models import User
from contracts.rules.coverage import Hours, Window
from contracts.use_cases.sign_off_revision import sign_off_revision
from contracts.wording import say_hours
from tests.cast import House
from tests.contracts.web.register import proposed
from tests.factories import contracts
from tests.factories.contracts import MORNING

LIST = "/configurations/"


def test_a_client_reads_its_systems_numbers_items_and_promises(
    client: Client, house: House, clara: User
) -> None:
    client.force_login(clara)

    page = client.get(LIST).content.decode()

    for said in (
        "Payroll",
        str(house.payroll.support_number),
        "ProLiant 8500",
        "Contract CM-0417",
        "Round the clock, 7 days a week",
        "every 30\u00a0min",
    ):
        assert said in page
    assert "Core banking" not in page


def test_a_publisher_reads_what_was_proposed_to_it(client: Client, house: House, mia: User) -> None:
    contracts.configuration("Never proposed", house.contract, signed_by=None)
    client.force_login(mia)

    page = client.get(LIST).content.decode()

    assert "Payroll" in page
    assert "Never proposed" not in page


def test_a_system_shows_both_signatures(client: Client, house: House, hank: User) -> None:
    client.force_login(hank)

    page = client.get(f"/c/{house.payroll.pk}/").content.decode()

    assert "Helen Duval" in page
    assert "Max Berg" in page
    assert "Revision R1, in force since" in page


def test_a_system_without_a_revision_says_so(client: Client, house: House, clara: User) -> None:
    new = contracts.configuration("Mail", house.contract, signed_by=None)
    client.force_login(clara)

    page = client.get(f"/c/{new.pk}/").content.decode()

    assert "No revision is in force yet." in page


def test_somebody_elses_system_does_not_exist(
    client: Client, house: House, stranger: User, rival_agent_of: User
) -> None:
    for nobody in (stranger, rival_agent_of):
        client.force_login(nobody)
        assert client.get(f"/c/{house.payroll.pk}/").status_code == 404
        assert client.get(f"/n/{house.payroll.support_number}/").status_code == 404


def test_operators_have_no_list_of_systems(client: Client, olga: User) -> None:
    client.force_login(olga)

    assert client.get(LIST).status_code == 404


@pytest.mark.parametrize("suffix", ["", "/R1", "/r9"])
def test_a_number_shows_what_it_stands_for(
    client: Client, house: House, mia: User, suffix: str
) -> None:
    client.force_login(mia)

    page = client.get(f"/n/{house.payroll.support_number}{suffix}/").content.decode()

    assert "Groupe Vauquelin" in page
    assert "Payroll" in page
    assert ("you asked for R9" in page) == (suffix == "/r9")


def test_a_mistyped_number_is_told_without_a_guess(
    client: Client, house: House, clara: User
) -> None:
    client.force_login(clara)
    number = str(house.payroll.support_number)
    slip = number[:-1] + str((int(number[-1]) + 1) % 10)

    answer = client.get(f"/n/{slip}/")

    assert answer.status_code == 422
    assert "This number has a typing error." in answer.content.decode()
    assert number not in answer.content.decode()


def test_a_revoked_number_stays_readable(client: Client, house: House, clara: User) -> None:
    number = house.payroll.support_number
    number.revoked_at = number.issued_at + timedelta(days=1)
    number.save()
    client.force_login(clara)

    page = client.get(f"/n/{number}/").content.decode()

    assert "Revoked on" in page
    assert "/incidents/new/" not in page[page.index("<main") :]


@pytest.mark.parametrize("who", ["clara", "hank"])
def test_the_list_costs_the_same_for_any_number_of_systems(
    client: Client, house: House, who: str
) -> None:
    client.force_login(getattr(house, who))
    client.get(LIST)
    with CaptureQueriesContext(connection) as few:
        client.get(LIST)
    for number in range(5):
        contracts.configuration(
            f"Site {number}", house.contract, signed_by=(house.helen, house.max)
        )
    with CaptureQueriesContext(connection) as many:
        client.get(LIST)

    assert len(many) == len(few) <= 16


def test_hours_are_said_by_runs_of_alike_days(house: House) -> None:
    windows = [
        Window(weekday, start, end)
        for weekday in range(5)
        for start, end in ((8 * 60, 12 * 60), (13 * 60, 18 * 60))
    ]
    hours = Hours("Europe/Paris", always_on=False, windows=[*windows, Window(5, 22 * 60, 30 * 60)])
    terms = contracts.amended(house.contract, hours=hours)

    assert say_hours(terms.coverage) == [
        "Lundi à vendredi, 08:00–12:00, 13:00–18:00",
        "Samedi, 22:00–06:00",
    ]


def test_an_ended_contract_is_marked(client: Client, house: House, clara: User) -> None:
    house.contract.ends_on = (timezone.now() - timedelta(days=2)).date()
    house.contract.save()
    client.force_login(clara)

    assert "Not running today" in client.get(LIST).content.decode()


@pytest.fixture
def rival_agent_of(house: House) -> User:
    return house.rival_agent


def test_days_are_said_as_a_french_reader_says_them(
    client: Client, house: House, clara: User
) -> None:
    house.contract.starts_on = date(2025, 3, 1)
    house.contract.save()
    clara.language = "fr"
    clara.save()
    client.force_login(clara)

    assert "1er mars 2025" in client.get(LIST).content.decode()


def test_a_vendor_reads_first_how_much_waits_for_its_signature(
    client: Client, house: House
) -> None:
    client.force_login(house.helen)
    before = client.get("/configurations/").content.decode()
    revision = proposed(house.payroll, house.mia)

    waiting = client.get("/configurations/").content.decode()
    sign_off_revision(revision, by=house.helen, at=MORNING)
    after = client.get("/configurations/").content.decode()

    company = house.helen.organisation.short_name
    assert f"One proposal waits for the signature of {company}." in waiting
    for page in (before, after):
        assert f"Nothing waits for the signature of {company}." in page


def test_what_waits_for_a_signature_can_be_listed_alone(client: Client, house: House) -> None:
    contracts.configuration("Mail", house.contract, signed_by=(house.helen, house.max))
    revision = proposed(house.payroll, house.mia)
    client.force_login(house.helen)
    assert 'href="?awaiting=signature"' in client.get(LIST).content.decode()

    waiting = client.get(LIST, {"awaiting": "signature"}).content.decode()
    sign_off_revision(revision, by=house.helen, at=MORNING)
    after = client.get(LIST, {"awaiting": "signature"}).content.decode()

    assert ">Payroll</a>" in waiting
    assert ">Mail</a>" not in waiting
    assert "One proposal waits for the signature of Compaq." in waiting
    assert ">Payroll</a>" not in after
    assert "Nothing waits for the signature of Compaq." in after
    for page in (waiting, after):
        assert f'href="{LIST}">Show all systems' in page
