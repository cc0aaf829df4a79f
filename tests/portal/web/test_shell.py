from datetime import date

import pytest
from django.test import Client, RequestFactory

from contracts.models import Contract, Organisation, User
from portal.web.errors import server_error
from tests.cast import House
from tests.factories import contracts

pytestmark = pytest.mark.django_db
A_DAY_LONG_PAST = date(2026, 1, 31)


def test_a_stranger_sees_no_menu_and_may_switch_the_language(client: Client) -> None:
    page = client.get("/help/").content.decode()

    assert 'class="main"' not in page
    assert 'action="/language/"' in page


def test_a_client_has_the_manufacturers_hotline_on_every_page(client: Client, clara: User) -> None:
    client.force_login(clara)

    page = client.get("/help/").content.decode()

    assert 'href="tel:0199002424"' in page
    assert 'data-ui="client"' in page
    assert "data-keys" not in page


def test_the_hotline_of_a_contract_that_has_ended_is_no_number_to_call(
    client: Client, house: House
) -> None:
    Organisation.objects.filter(pk=house.rival.pk).update(hotline="01 99 00 99 99")
    contracts.contract(
        "HP-0009", house.vauquelin, house.rival_payroll.contract.agreement, ends_on=A_DAY_LONG_PAST
    )
    client.force_login(house.clara)
    assert 'href="tel:0199002424"' in client.get("/help/").content.decode()

    Contract.objects.filter(pk=house.contract.pk).update(ends_on=A_DAY_LONG_PAST)
    assert 'href="tel:' not in client.get("/help/").content.decode()


def test_without_a_number_to_call_news_and_account_stand_at_the_end_of_a_narrow_bar(
    client: Client, stranger: User, clara: User
) -> None:
    for person, spacer in ((stranger, "push"), (clara, "push wide-only")):
        client.force_login(person)
        assert f'<span class="{spacer}"></span>' in client.get("/help/").content.decode()


def test_of_two_manufacturers_neither_is_the_number_to_call(client: Client, house: House) -> None:
    Organisation.objects.filter(pk=house.rival.pk).update(hotline="01 99 00 99 99")
    contracts.contract("HP-0009", house.vauquelin, house.rival_payroll.contract.agreement)
    client.force_login(house.clara)

    assert 'href="tel:' not in client.get("/help/").content.decode()


def test_a_vendor_has_a_dense_page_with_keys_and_no_hotline(client: Client, mia: User) -> None:
    client.force_login(mia)

    page = client.get("/help/").content.decode()

    assert 'data-ui="agent"' in page
    assert "data-keys" in page
    assert 'href="tel:' not in page


def test_the_theme_is_the_readers_own(client: Client, clara: User) -> None:
    User.objects.filter(pk=clara.pk).update(theme="dark")
    client.force_login(clara)

    assert 'data-theme="dark"' in client.get("/help/").content.decode()


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize(
    "address", ["/help/", "/legal/", "/privacy/", "/accessibility/", "/accounts/login/"]
)
def test_standing_pages_speak_both_languages(client: Client, address: str, language: str) -> None:
    page = client.get(address, headers={"Accept-Language": language})

    assert page.status_code == 200
    assert f'<html lang="{language}"' in page.content.decode()


def test_the_specimens_are_for_operators_only(client: Client, clara: User, olga: User) -> None:
    client.force_login(clara)
    assert client.get("/help/components/").status_code == 404

    client.force_login(olga)
    assert client.get("/help/components/").status_code == 200


def test_an_unknown_address_says_so_in_the_shell(client: Client, clara: User) -> None:
    client.force_login(clara)

    page = client.get("/nowhere/")

    assert page.status_code == 404
    assert 'class="wrong"' in page.content.decode()


def test_our_fault_needs_no_shell_and_names_the_request() -> None:
    request = RequestFactory().get("/", headers={"X-Request-ID": "7f3a19c0-aaaa"})
    page = server_error(request)

    assert page.status_code == 500
    assert "7F3A19C0" in page.content.decode()
