"""A contract whose first offer was withdrawn answers by the offer with which it begins."""

from datetime import timedelta
from decimal import Decimal

import pytest

from contracts.models import Contract, GuaranteeRequest, Terms
from contracts.rules.refusal import Invalid
from contracts.selectors.guarantees import contracts_of_request, requests_about
from contracts.use_cases.answer_guarantee_request import answer_with_contract
from contracts.use_cases.approve_terms import approve_terms, withdraw_terms
from contracts.use_cases.ask_for_guarantee import ask_for_guarantee
from contracts.use_cases.offer_terms import amend_contract
from tests.cast import House
from tests.contracts.use_cases.test_guarantees import LATER, NEW_YEAR, WISH
from tests.contracts.web.offering import drawn_up
from tests.factories import contracts
from tests.factories.contracts import MORNING

BEFORE = MORNING - timedelta(hours=1)


@pytest.fixture
def asked(house: House) -> GuaranteeRequest:
    return ask_for_guarantee(house.agreement, WISH, by=house.clara, at=MORNING)


def _withdrawn(house: House) -> Contract:
    """Draw up a contract before anything is asked, and withdraw it."""
    terms = drawn_up(house, starts_on=NEW_YEAR, at=BEFORE)
    withdraw_terms(terms, reason="A slip", by=house.helen, at=BEFORE)
    return terms.contract


def _anew(house: House, contract: Contract) -> Terms:
    offer = contracts.offer(availability_target=Decimal("99.95"))
    return amend_contract(contract, offer, effective_on=NEW_YEAR, note="", by=house.helen, at=LATER)


def test_one_offered_anew_since_answers_the_request(house: House, asked: GuaranteeRequest) -> None:
    contract = _withdrawn(house)
    assert not contracts_of_request(asked).exists()
    assert not requests_about(house.max, contract).exists()

    terms = _anew(house, contract)
    assert list(contracts_of_request(asked)) == [contract]
    assert list(requests_about(house.max, contract)) == [asked]
    for manager in (house.helen, house.max):
        approve_terms(terms, by=manager, at=LATER)

    assert answer_with_contract(asked, contract, by=house.max, at=LATER).contract == contract


def test_one_agreed_before_answers_nothing_however_it_is_amended(
    house: House, asked: GuaranteeRequest
) -> None:
    before = contracts.contract(
        "CM-0995", house.vauquelin, house.agreement, starts_on=NEW_YEAR, at=BEFORE
    )
    contracts.amended(
        before,
        effective_on=NEW_YEAR.replace(month=2),
        at=LATER,
        availability_target=Decimal("99.95"),
    )

    assert not requests_about(house.max, before).exists()
    with pytest.raises(Invalid):
        answer_with_contract(asked, before, by=house.max, at=LATER)
