"""A contract whose own zone nobody can read is shown in UTC, said so, and settles no money."""

import pytest
from django.test import Client

from contracts.models import Contract
from contracts.use_cases.issue_statement import NotIssuable, issue_statement
from escalation.choices import LapseKind
from escalation.selectors import lapses
from tests.cast import House
from tests.factories.contracts import MORNING, past_the_guards
from tests.factories.months import DECEMBER_2, KEY, NOVEMBER, Example, example
from tests.factories.tickets import incident as opened
from tests.programs import Program

pytestmark = pytest.mark.usefixtures("in_english")

SAID = "The time zone of this contract, Europe/Nowhere, cannot be read at the moment."


def _lose_zone(contract: Contract) -> None:
    with past_the_guards():
        Contract.objects.filter(pk=contract.pk).update(time_zone="Europe/Nowhere")


@pytest.mark.parametrize("who", ["clara", "hank", "helen", "mia", "max"])
def test_all_that_lists_it_is_shown(house: House, client: Client, who: str) -> None:
    filed = opened(house.payroll, house.clara)
    _lose_zone(house.contract)
    client.force_login(getattr(house, who))

    for page in (
        *("/", "/incidents/", "/queues/all/", "/contracts/", "/configurations/", "/statements/"),
        *("/outages/", f"/contracts/{house.contract.number}/", f"/i/{filed.reference}/"),
        *(f"/api/v1/{each}/" for each in ("contracts", "incidents", "configurations")),
        f"/api/v1/contracts/{house.contract.number}/availability/",
    ):
        assert client.get(page).status_code in {200, 302, 403, 404}, page


def test_its_pages_say_so(house: House, client: Client) -> None:
    number = house.contract.number
    pages = [f"/contracts/{number}/", f"/contracts/{number}/availability/"]
    pages.append(f"/contracts/{number}/simulate/")
    client.force_login(house.helen)
    assert not any(SAID in client.get(page).content.decode() for page in pages)

    _lose_zone(house.contract)

    assert all(SAID in client.get(page).content.decode() for page in pages)


def test_an_incident_is_filed_under_it(house: House) -> None:
    _lose_zone(house.contract)
    said = {"description": "x", "impact": "question", "contract": house.contract.number}

    answer = Program(house.clara).post("/incidents/", said)

    assert answer.status_code == 201
    named = [each for each in lapses(at=MORNING) if each.kind == LapseKind.UNREADABLE]
    assert len(named) == 1


def test_no_month_is_issued_by_another_zone(house: House, client: Client) -> None:
    month: Example = example(house)
    _lose_zone(month.contract)
    contract = Contract.objects.get(pk=month.contract.pk)

    with pytest.raises(NotIssuable, match="time zone"):
        issue_statement(contract, NOVEMBER, by=house.helen, at=DECEMBER_2)
    assert month.read().draft is not None
    client.force_login(house.helen)
    page = client.get(f"/statements/{KEY}/").content.decode()
    assert "Nobody can read the contract’s time zone" in page
