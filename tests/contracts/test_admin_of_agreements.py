"""An agreement in the administration: it does not end before what was promised under it."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from contracts.models import Agreement, EscalationLevel, Organisation
from contracts.use_cases.offer_terms import amend_contract, draw_up_contract
from tests.cast import House
from tests.factories import contracts
from tests.factories.contracts import MORNING


@pytest.fixture
def ending(house: House) -> House:
    """The one contract under the agreement ends with 2027."""
    contracts.amended(house.contract, ends_on=date(2027, 12, 31))
    return house


def shortened(client: Client, house: House, ends_on: str) -> Any:
    client.force_login(house.olga)
    said = {
        "reference": "AG-FR-1",
        "starts_on": "2025-01-01",
        "ends_on": ends_on,
        "split_method": "proportional",
        "products": [each.pk for each in house.agreement.products.all()],
        "wrong_hardware_cost": 20,
        "wrong_software_cost": 20,
        "triage_cost": 6,
        "levels-TOTAL_FORMS": "0",
        "levels-INITIAL_FORMS": "0",
    }
    return client.post(f"/admin/contracts/agreement/{house.agreement.pk}/change/", said)


def _errors(answer: Any) -> str:
    assert answer.status_code == 200
    return str(answer.context["adminform"].form.errors["ends_on"])


def test_the_contract_that_runs_longer_is_named(client: Client, ending: House) -> None:
    answer = shortened(client, ending, "2027-12-30")

    assert "CM-0417" in _errors(answer)
    assert Agreement.objects.get(pk=ending.agreement.pk).ends_on is None


def test_all_of_them_are_named(client: Client, ending: House) -> None:
    contracts.contract("CM-0500", ending.stranger.organisation, ending.agreement)

    assert "CM-0417, CM-0500" in _errors(shortened(client, ending, "2027-06-30"))


def test_it_may_end_with_the_last_of_them(client: Client, ending: House) -> None:
    assert shortened(client, ending, "2027-12-31").status_code == 302

    assert Agreement.objects.get(pk=ending.agreement.pk).ends_on == date(2027, 12, 31)


def test_what_is_offered_counts_as_well(client: Client, ending: House) -> None:
    draw_up_contract(
        ending.agreement,
        ending.stranger.organisation,
        contracts.offer(),
        number="CM-0500",
        starts_on=date(2027, 1, 1),
        by=ending.helen,
        at=MORNING,
    )
    amend_contract(
        ending.contract,
        contracts.offer(monthly_fee=Decimal(1), ends_on=date(2028, 12, 31)),
        effective_on=date(2027, 1, 1),
        note="",
        by=ending.helen,
        at=MORNING,
    )

    assert "CM-0417, CM-0500" in _errors(shortened(client, ending, "2027-12-31"))


AGREEMENT = {
    "reference": "AG-BE-1",
    "country": "BE",
    "currency": "EUR",
    "starts_on": "2026-12-01",
    "split_method": "shapley",
    "wrong_hardware_cost": "20",
    "wrong_software_cost": "20",
    "triage_cost": "6",
    "levels-TOTAL_FORMS": "1",
    "levels-INITIAL_FORMS": "0",
}
LEVEL = {"levels-0-number": "1", "levels-0-name": "First", "levels-0-wait_minutes": "15"}


def _added(client: Client, house: House, **said: str) -> Any:
    client.force_login(house.olga)
    parties = {"manufacturer": str(house.rival.pk), "publisher": str(house.microsoft.pk)}
    return client.post("/admin/contracts/agreement/add/", AGREEMENT | parties | said, follow=True)


def _warnings(answer: Any) -> list[str]:
    return [str(each) for each in answer.context["messages"] if each.level_tag == "warning"]


def test_an_agreement_without_escalation_levels_is_stored_with_a_warning(
    client: Client, house: House
) -> None:
    added = _added(client, house)

    made = Agreement.objects.get(reference="AG-BE-1")
    page = f"/admin/contracts/agreement/{made.pk}/change/"
    for answer in (added, client.get(page)):
        assert len(_warnings(answer)) == 1
        assert "AG-BE-1" in _warnings(answer)[0]
    EscalationLevel.objects.create(agreement=made, number=1, name="First", wait_minutes=15)
    assert _warnings(client.get(page)) == []


def test_who_stores_and_goes_on_editing_is_warned_once(client: Client, house: House) -> None:
    added = _added(client, house, _continue="1")
    made = Agreement.objects.get(reference="AG-BE-1")
    again = client.post(
        f"/admin/contracts/agreement/{made.pk}/change/",
        AGREEMENT | {"products": [], "_continue": "1"},
        follow=True,
    )

    for answer in (added, again):
        assert answer.redirect_chain == [(f"/admin/contracts/agreement/{made.pk}/change/", 302)]
        assert len(_warnings(answer)) == 1


def test_one_with_levels_is_stored_without_a_warning(client: Client, house: House) -> None:
    assert _warnings(_added(client, house, **LEVEL)) == []
    assert Agreement.objects.get(reference="AG-BE-1").levels.count() == 1


@pytest.mark.parametrize("country", ["XX", "XK", "UK", "ZZ", "EU", "be", ""])
def test_a_country_that_iso_does_not_know_is_refused(
    client: Client, house: House, country: str
) -> None:
    answer = _added(client, house, country=country)

    errors = answer.context["adminform"].form.errors
    assert list(errors) == ["country"]
    assert country in {"", "be"} or "Codes look like FR, BE or GB." in str(errors)
    assert not Agreement.objects.filter(reference="AG-BE-1").exists()


@pytest.mark.parametrize(("country", "status"), [("UK", 200), ("GB", 302), ("LU", 302)])
def test_nor_is_an_organisation_of_such_a_country(
    client: Client, house: House, country: str, status: int
) -> None:
    client.force_login(house.olga)
    said = {"name": "Roy", "short_name": "Roy", "kind": "client", "language": "fr"}
    zone = {"time_zone": "Europe/Paris", "country": country}

    answer = client.post("/admin/contracts/organisation/add/", said | zone)

    assert answer.status_code == status
    assert Organisation.objects.filter(name="Roy").exists() == (status == 302)


def test_a_mistake_costs_more_than_sorting(client: Client, house: House) -> None:
    client.force_login(house.olga)
    address = f"/admin/contracts/agreement/{house.agreement.pk}/change/"
    said = {"wrong_hardware_cost": 4, "wrong_software_cost": 20, "triage_cost": 6}

    form = client.post(address, said).context["adminform"].form

    assert "wrong_hardware_cost" in form.errors
    assert "wrong_software_cost" not in form.errors
