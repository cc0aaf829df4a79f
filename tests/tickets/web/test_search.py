"""Search: exact numbers jump, slips are told, words are found without accents, nothing leaks."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from contracts.models import Configuration, User
from contracts.use_cases.draft_revision import Item
from contracts.use_cases.retire_configuration import retire_configuration
from tests.cast import House
from tests.factories import contracts, tickets
from tests.tickets.web.answers import second_system
from tickets.models import Incident

PAGE = "/search/"


@pytest.mark.parametrize("typed", ["{reference}", "{bare}", "  inc {bare} "])
def test_a_reference_leads_to_its_incident(
    client: Client, clara: User, incident: Incident, typed: str
) -> None:
    client.force_login(clara)
    words = typed.format(reference=incident.reference.lower(), bare=incident.pk)

    assert client.get(PAGE, {"q": words})["Location"] == f"/i/{incident.reference}/"


def test_a_support_number_leads_to_its_card(client: Client, house: House, mia: User) -> None:
    client.force_login(mia)
    number = house.payroll.support_number

    answer = client.get(PAGE, {"q": str(number).replace("-", " ").lower()})

    assert answer["Location"] == f"/n/{number}/"


def test_a_number_of_another_country_leads_nowhere(client: Client, house: House, mia: User) -> None:
    client.force_login(mia)
    number = str(house.payroll.support_number).replace("FR-", "DE-")

    page = client.get(PAGE, {"q": number}).content.decode()

    assert "Nothing found for" in page
    assert "This number has a typing error." not in page


def test_a_mistyped_number_is_told_as_mistyped(client: Client, house: House, clara: User) -> None:
    client.force_login(clara)
    number = str(house.payroll.support_number)
    slip = number[:-1] + str((int(number[-1]) + 1) % 10)

    page = client.get(PAGE, {"q": slip}).content.decode()

    assert "This number has a typing error." in page
    assert slip in page


def test_words_are_found_without_their_accents(client: Client, house: House, clara: User) -> None:
    found = tickets.incident(house.payroll, clara, title="Écran éteint à Évry")
    client.force_login(clara)

    page = client.get(PAGE, {"q": "ecran evr"}).content.decode()

    assert found.reference in page


def test_systems_are_found_by_what_they_are_called(
    client: Client, house: House, hank: User
) -> None:
    client.force_login(hank)

    page = client.get(PAGE, {"q": "vauquelin payroll"}).content.decode()

    assert f"/c/{house.payroll.pk}/" in page


def test_a_hosts_name_finds_its_system_and_not_all_that_have_its_figures(
    client: Client, house: House, hank: User
) -> None:
    other = second_system(house)
    client.force_login(hank)

    page = client.get(PAGE, {"q": house.payroll.host}).content.decode()

    assert other.host[-2:] == house.payroll.host[-2:]
    assert f"/c/{house.payroll.pk}/" in page
    assert f"/c/{other.pk}/" not in page


@pytest.mark.parametrize("typed", ["SRV-2026110112", "srv-2026110112", "2026110112"])
@pytest.mark.parametrize("is_in_it", [True, False], ids=["in the system", "of the system"])
def test_a_hosts_name_that_looks_like_a_number_is_no_slip(
    client: Client, house: House, hank: User, is_in_it: bool, typed: str
) -> None:
    orders = with_machine(house, "SRV-2026110112" if is_in_it else "SRV-01")
    if not is_in_it:
        Configuration.objects.filter(pk=orders.pk).update(host="SRV-2026110112")
    client.force_login(hank)

    page = client.get(PAGE, {"q": typed}).content.decode()

    assert f"/c/{orders.pk}/" in page
    assert "This number has a typing error." not in page


def test_a_hosts_name_of_somebody_else_is_told_as_a_slip(client: Client, house: House) -> None:
    orders = with_machine(house, "SRV-2026110112")
    client.force_login(house.rival_agent)

    page = client.get(PAGE, {"q": "2026110112"}).content.decode()

    assert f"/c/{orders.pk}/" not in page
    assert "This number has a typing error." in page


def test_a_machine_inside_a_system_leads_to_it(client: Client, house: House, clara: User) -> None:
    orders = with_machine(house, "SRV-ORD-01, SQLORD")
    client.force_login(clara)

    page = client.get(PAGE, {"q": "sqlord"}).content.decode()

    assert f"/c/{orders.pk}/" in page


def with_machine(house: House, host: str) -> Configuration:
    made = contracts.configuration("Orders", house.contract, signed_by=None)
    product = house.contract.agreement.products.first()
    assert product is not None
    contracts.next_revision(
        made,
        signed_by=(house.helen, house.max),
        effective_at=contracts.LONG_AGO,
        items=[Item(product, host=host)],
    )
    return made


@pytest.mark.parametrize("how", ["{0}", "{1}{2}", "{0} {1}", "{0}-{1}", "FR{0}{1}", "fr {0}.{1}"])
def test_a_part_of_a_number_finds_its_system(
    client: Client, house: House, hank: User, how: str
) -> None:
    other = second_system(house)
    client.force_login(hank)

    page = client.get(PAGE, {"q": how.format(*other.support_number.groups)}).content.decode()

    assert f"/c/{other.pk}/" in page


@pytest.mark.parametrize("words", ["core banking", "sorel", "{number}"])
def test_nothing_of_others_is_found(client: Client, house: House, clara: User, words: str) -> None:
    client.force_login(clara)
    typed = words.format(number=house.rival_payroll.support_number)

    answer = client.get(PAGE, {"q": typed})

    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Core banking" not in page
    assert "Nothing found for" in page


def test_an_empty_search_asks_for_words(client: Client, clara: User) -> None:
    client.force_login(clara)

    page = client.get(PAGE).content.decode()

    assert "Nothing found" not in page
    assert 'name="q"' in page


def test_a_null_byte_is_no_error(client: Client, clara: User) -> None:
    client.force_login(clara)

    assert client.get(PAGE, {"q": "a\0b"}).status_code == 200


@pytest.mark.parametrize("who", ["clara", "hank"])
def test_searching_costs_the_same_for_one_find_and_for_many(
    client: Client, house: House, escalated: Incident, who: str
) -> None:
    client.force_login(getattr(house, who))
    client.get(PAGE, {"q": "sql"})
    with CaptureQueriesContext(connection) as few:
        client.get(PAGE, {"q": "sql"})
    for _number in range(4):
        tickets.escalated(tickets.incident(house.payroll, house.clara), by=house.hank)
    with CaptureQueriesContext(connection) as many:
        page = client.get(PAGE, {"q": "sql"}).content.decode()

    assert escalated.reference in page
    assert len(many) == len(few) <= 14


def test_a_revoked_number_found_by_name_says_so(client: Client, house: House, clara: User) -> None:
    retire_configuration(house.payroll, reason="Replaced", by=house.helen, at=timezone.now())
    number = house.payroll.support_number
    client.force_login(clara)

    page = client.get(PAGE, {"q": "payroll"}).content.decode()

    assert f"number {number} revoked" in page
