"""The manufacturer registers a system, then says what is in it."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from contracts.models import Configuration, Contract, User
from tests.cast import House
from tests.factories import contracts

NEW = "/c/new/"


def test_a_system_is_registered_under_a_contract_of_ones_own(
    client: Client, house: House, hank: User
) -> None:
    client.force_login(hank)
    page = client.get(NEW).content.decode()

    said = {"contract": house.contract.pk, "name": "Mail, Lyon", "host": "M1", "site": "Lyon"}
    answer = client.post(NEW, said)

    made = Configuration.objects.get(name="Mail, Lyon")
    assert "Groupe Vauquelin, CM-0417" in page
    assert "HP-0001" not in page
    assert (made.client, made.site) == (house.vauquelin, "Lyon")
    assert answer.headers["Location"] == f"/c/{made.pk}/draft/"
    assert client.get(answer.headers["Location"]).status_code == 200


def test_the_contract_one_comes_from_is_chosen(client: Client, house: House, hank: User) -> None:
    client.force_login(hank)
    contracts.contract("CM-0500", house.vauquelin, house.agreement)

    contract = client.get("/contracts/CM-0500/").content.decode()
    page = client.get(NEW, {"contract": "CM-0500"}).content.decode()
    others = client.get(NEW, {"contract": "HP-0001"}).content.decode()

    assert f'href="{NEW}?contract=CM-0500"' in contract
    assert re.search(r"<option[^>]* selected>Groupe Vauquelin, CM-0500", page)
    assert "Banque Sorel" not in others


def test_nobody_is_invited_under_a_contract_that_has_ended(
    client: Client, house: House, hank: User
) -> None:
    made = contracts.contract("CM-0500", house.vauquelin, house.agreement)
    Contract.objects.filter(pk=made.pk).update(ends_on=timezone.localdate() - timedelta(days=2))
    client.force_login(hank)

    assert NEW not in client.get("/contracts/CM-0500/").content.decode()


@pytest.mark.parametrize("who", ["clara", "max"])
def test_who_registers_no_system_is_not_invited_to(client: Client, house: House, who: str) -> None:
    client.force_login(getattr(house, who))
    contracts.contract("CM-0500", house.vauquelin, house.agreement)

    page = client.get("/contracts/CM-0500/").content.decode()

    assert NEW not in page


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": ""}, "Give the system a name."),
        ({"name": "payroll"}, "The client has a system of this name."),
        ({"contract": ""}, "Choose one of the contracts."),
    ],
)
def test_what_is_wrong_is_told_and_kept(
    client: Client, house: House, hank: User, wrong: dict[str, str], said: str
) -> None:
    client.force_login(hank)

    answer = client.post(
        NEW, {"contract": house.contract.pk, "name": "New", "site": "Somewhere", **wrong}
    )

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert 'value="Somewhere"' in answer.content.decode()


def test_anothers_contract_cannot_be_chosen(client: Client, house: House, hank: User) -> None:
    client.force_login(hank)

    answer = client.post(NEW, {"contract": house.rival_payroll.contract_id, "name": "New"})

    assert answer.status_code == 422
    assert not Configuration.objects.filter(name="New").exists()


def test_only_the_manufacturer_registers(client: Client, clara: User, mia: User) -> None:
    for nobody in (clara, mia):
        client.force_login(nobody)
        assert client.get(NEW).status_code == 403
