"""An agreement in the administration: it does not end before what was promised under it."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from contracts.models import Agreement
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
