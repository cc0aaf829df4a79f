"""Before a contract answers a request, and after: what is typed for whom, and what comes next."""

import re
from datetime import date

import pytest
from django.test import Client

from contracts.models import Contract, GuaranteeRequest
from contracts.use_cases.answer_guarantee_request import answer_with_contract
from contracts.use_cases.ask_for_guarantee import ask_for_guarantee
from tests.cast import House
from tests.contracts.use_cases.test_guarantees import WISH
from tests.contracts.web.guarantees import LIST, page_at, signed_in
from tests.factories import contracts
from tests.factories.contracts import MORNING


@pytest.fixture
def asked(house: House) -> GuaranteeRequest:
    return ask_for_guarantee(house.agreement, WISH, by=house.clara, at=MORNING)


def test_what_is_typed_for_one_request_is_not_put_back_for_another(
    client: Client, house: House, asked: GuaranteeRequest
) -> None:
    other = ask_for_guarantee(house.agreement, WISH, by=house.clara, at=MORNING)
    signed_in(client, house.helen)

    pages = [
        page_at(client, f"/contracts/new/{query}")
        for query in ("", f"?request={asked.pk}", f"?request={other.pk}")
    ]

    kept = [re.findall(r'data-keep="(contract:[^"]*)"', page) for page in pages]
    assert kept == [["contract:new"], [f"contract:new:{asked.pk}"], [f"contract:new:{other.pk}"]]


def test_after_the_contract_comes_its_configuration(
    client: Client, house: House, asked: GuaranteeRequest
) -> None:
    at = f"{LIST}{asked.pk}/"
    drawn_up = contracts.answering(asked)
    answer_with_contract(asked, drawn_up, by=house.max, at=MORNING)
    register = "/c/new/?contract=CM-0500"

    said = {who: page_at(signed_in(client, getattr(house, who)), at) for who in ("clara", "max")}
    told = page_at(signed_in(client, house.hank), at)
    contracts.configuration("Orders", drawn_up, signed_by=None)
    later = page_at(signed_in(client, house.hank), at)

    assert "it has its support number" in said["clara"]
    assert "both vendors sign what is in it" in said["max"]
    assert register not in said["clara"] + said["max"] + later
    assert register in told
    assert "Next, its configuration" not in later


def test_after_a_contract_that_has_ended_comes_nothing(
    client: Client, house: House, asked: GuaranteeRequest
) -> None:
    drawn_up = contracts.answering(asked)
    answer_with_contract(asked, drawn_up, by=house.max, at=MORNING)
    Contract.objects.filter(pk=drawn_up.pk).update(
        starts_on=date(2020, 1, 1), ends_on=date(2020, 1, 31)
    )

    page = page_at(signed_in(client, house.hank), f"{LIST}{asked.pk}/")

    assert "Next, its configuration" not in page
    assert "/c/new/" not in page
