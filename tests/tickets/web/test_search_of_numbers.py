"""Numbers of contracts and of machines lead to them, and to nothing that one may not see."""

from typing import Any

import pytest
from django.test import Client

from contracts.models import Configuration
from contracts.use_cases.draft_revision import Item, Plan, write_draft
from contracts.use_cases.offer_terms import draw_up_contract
from contracts.use_cases.propose_revision import propose_revision
from tests.cast import House
from tests.contracts.web.offering import next_month
from tests.factories import contracts
from tests.factories.contracts import MORNING

PAGE = "/search/"


def found(client: Client, house: House, who: str, words: str) -> Any:
    client.force_login(getattr(house, who))
    return client.get(PAGE, {"q": words})


def _with(house: House, serial: str, on: Configuration) -> None:
    item = Item(house.agreement.products.get(name="ProLiant 8500"), serial_number=serial)
    propose_revision(on, [item], Plan("", MORNING, "Unplug it"), by=house.helen, at=MORNING)


@pytest.mark.parametrize("who", ["clara", "hank", "max"])
@pytest.mark.parametrize("words", ["CM-0417", "cm-0417", " cm 0417 ", "CM0417"])
def test_a_contracts_number_leads_to_it(client: Client, house: House, who: str, words: str) -> None:
    assert found(client, house, who, words)["Location"] == "/contracts/CM-0417/"


@pytest.mark.parametrize("who", ["clara", "mia"])
@pytest.mark.parametrize("words", ["8J01-FKD1-2345", "8j01 fkd1 2345"])
def test_a_serial_number_leads_to_its_system(
    client: Client, house: House, who: str, words: str
) -> None:
    _with(house, "8J01FKD12345", house.payroll)

    assert found(client, house, who, words)["Location"] == f"/c/{house.payroll.pk}/"


def test_a_serial_number_of_digits_is_no_support_number_with_a_slip(
    client: Client, house: House, hank: object
) -> None:
    _with(house, "1234567899", house.payroll)

    assert found(client, house, "hank", "1234567899")["Location"] == f"/c/{house.payroll.pk}/"
    assert (
        "This number has a typing error."
        in found(client, house, "clara", "1234567890").content.decode()
    )


def test_a_machine_in_two_systems_leads_to_a_list(client: Client, house: House) -> None:
    mail = contracts.configuration("Mail", house.contract, signed_by=(house.helen, house.max))
    _with(house, "8J01FKD1", mail)
    with contracts.past_the_guards():
        mail.revisions.filter(number=2).update(state="signed", in_force=None)
    _with(house, "8J01FKD1", house.payroll)

    page = found(client, house, "hank", "8j01-fkd1").content.decode()

    for system in (mail, house.payroll):
        assert f"/c/{system.pk}/" in page


@pytest.mark.parametrize("who", ["stranger", "rival_agent"])
@pytest.mark.parametrize("words", ["CM-0417", "8J01FKD1"])
def test_what_one_may_not_see_is_as_if_it_did_not_exist(
    client: Client, house: House, who: str, words: str
) -> None:
    _with(house, "8J01FKD1", house.payroll)

    hidden = found(client, house, who, words)
    unknown = found(client, house, who, "CM-0418")

    assert hidden.status_code == unknown.status_code == 200
    assert f"Nothing found for “{words}”" in hidden.content.decode()
    assert _bare(hidden, words) == _bare(unknown, "CM-0418")


def test_a_client_does_not_find_what_is_only_offered(client: Client, house: House) -> None:
    draw_up_contract(
        house.agreement,
        house.vauquelin,
        contracts.offer(),
        number="CM-0500",
        starts_on=next_month(),
        by=house.helen,
        at=MORNING,
    )

    assert found(client, house, "clara", "CM-0500").status_code == 200
    assert found(client, house, "max", "CM-0500").status_code == 302


def test_nobody_finds_what_stands_in_a_draft_only(client: Client, house: House) -> None:
    item = Item(house.agreement.products.get(name="ProLiant 8500"), serial_number="8J01FKD1")
    write_draft(house.payroll, [item], Plan("", MORNING), by=house.hank)

    for who in ("hank", "mia", "clara"):
        assert found(client, house, who, "8J01FKD1").status_code == 200


@pytest.mark.parametrize("words", ["", "-", "0", "a1", "é" * 200, "\x00", "’" * 10])
def test_what_is_hardly_a_number_is_no_error(client: Client, house: House, words: str) -> None:
    assert found(client, house, "hank", words).status_code == 200


def _bare(answer: Any, words: str) -> str:
    """Return a page without what was typed, and what changes with every page."""
    page = answer.content.decode().replace(words, "")
    lines = (line for line in page.splitlines() if "data-now" not in line)
    return "\n".join(line for line in lines if "csrf" not in line and "nonce" not in line)


def test_a_number_as_it_is_written_comes_before_those_alike(client: Client, house: House) -> None:
    for number in ("AB-1-23", "AB-12-3", "AB-123"):
        contracts.contract(number, house.vauquelin, house.agreement)

    assert found(client, house, "clara", "ab-123")["Location"] == "/contracts/AB-123/"
    assert found(client, house, "clara", "ab123").status_code == 200


def test_a_word_looks_for_words_whatever_a_contract_is_called(client: Client, house: House) -> None:
    contracts.contract("MAIL", house.vauquelin, house.agreement)

    assert found(client, house, "clara", "mail").status_code == 200
