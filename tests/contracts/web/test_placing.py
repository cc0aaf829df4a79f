from datetime import date

import pytest
from django.test import Client

from contracts.models import Configuration
from tests.cast import House
from tests.factories import contracts


def _address(house: House) -> str:
    return f"/c/{house.payroll.pk}/contract/"


def test_a_manager_passes_a_system_to_the_next_contract(client: Client, house: House) -> None:
    renewal = contracts.contract("CM-0418", house.vauquelin, house.agreement)
    client.force_login(house.helen)

    assert f'href="{_address(house)}"' in client.get(f"/c/{house.payroll.pk}/").content.decode()
    asked = client.get(_address(house)).content.decode()
    answer = client.post(_address(house), {"contract": renewal.pk})

    assert "CM-0418" in asked
    assert answer.headers["Location"] == f"/c/{house.payroll.pk}/"
    assert Configuration.objects.get(pk=house.payroll.pk).contract == renewal


def test_a_contract_that_does_not_run_yet_is_not_offered(client: Client, house: House) -> None:
    contracts.contract("CM-2099", house.vauquelin, house.agreement, starts_on=date(2099, 1, 1))
    client.force_login(house.helen)

    assert "CM-2099" not in client.get(_address(house)).content.decode()


def test_only_contracts_of_the_same_parties_are_offered(client: Client, house: House) -> None:
    other = contracts.contract("HP-7", house.vauquelin, house.rival_payroll.contract.agreement)
    client.force_login(house.helen)

    page = client.get(_address(house)).content.decode()
    answer = client.post(_address(house), {"contract": other.pk})

    assert "HP-7" not in page
    assert "no other contract" in page
    assert answer.status_code == 422
    assert Configuration.objects.get(pk=house.payroll.pk).contract == house.contract


@pytest.mark.parametrize(
    ("who", "status"),
    [("hank", 403), ("clara", 403), ("max", 403), ("stranger", 404), ("rival_agent", 404)],
)
def test_others_do_not(client: Client, house: House, who: str, status: int) -> None:
    client.force_login(getattr(house, who))

    assert client.get(_address(house)).status_code == status
    assert client.post(_address(house), {"contract": "1"}).status_code == status
