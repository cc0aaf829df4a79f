"""Days on which terms cannot begin: told with all else that is wrong, and each fault once."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from contracts.models import Agreement, Contract, Terms
from contracts.rules.coverage import Hours
from contracts.rules.refusal import Invalid
from contracts.use_cases.approve_terms import withdraw_terms
from contracts.use_cases.check_days import wrong_days
from contracts.use_cases.offer_terms import amend_contract, draw_up_contract
from tests.cast import House
from tests.factories import contracts
from tests.factories.contracts import MORNING

JANUARY = date(2027, 1, 1)
YESTERDAY = date(2026, 11, 22)
BEFORE_THE_AGREEMENT = date(2024, 11, 1)
NO_HOURS = Hours("Europe/Paris", always_on=False)
NOWHERE = Hours("Europe/Pariss")


def _drawn_up(house: House, starts_on: date, **fields: Any) -> Terms:
    return draw_up_contract(
        house.agreement,
        house.vauquelin,
        contracts.offer(**fields),
        number="CM-9",
        starts_on=starts_on,
        by=house.helen,
        at=MORNING,
    )


def _amended(house: House, contract: Contract, effective_on: date, **fields: Any) -> Terms:
    offer = contracts.offer(**fields)
    return amend_contract(
        contract, offer, effective_on=effective_on, note="", by=house.helen, at=MORNING
    )


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"hours": NO_HOURS}, {"coverage", "starts_on"}),
        ({"hours": NOWHERE}, {"coverage"}),
        ({"availability_target": Decimal(101)}, {"availability_target", "starts_on"}),
    ],
)
def test_a_first_day_that_has_passed_is_told_with_all_that_is_wrong(
    house: House, fields: dict[str, Any], wrong: set[str]
) -> None:
    with pytest.raises(Invalid) as refusal:
        _drawn_up(house, YESTERDAY, **fields)

    assert set(refusal.value.errors) == wrong


@pytest.mark.parametrize("day", [YESTERDAY, BEFORE_THE_AGREEMENT])
def test_of_terms_offered_anew_a_wrong_day_is_told_once_under_its_name(
    house: House, day: date
) -> None:
    terms = _drawn_up(house, JANUARY)
    withdraw_terms(terms, reason="A slip", by=house.helen, at=MORNING)

    with pytest.raises(Invalid) as refusal:
        _amended(house, terms.contract, day, hours=NO_HOURS)

    assert set(refusal.value.errors) == {"coverage", "effective_on"}
    assert len(refusal.value.errors["effective_on"]) == 1


def test_of_an_amendment_day_and_zone_are_told_with_all_that_is_wrong(house: House) -> None:
    wrong: dict[str, Any] = {
        "availability_target": Decimal(101),
        "hours": Hours("Europe/Lisbon"),
    }

    with pytest.raises(Invalid) as refusal:
        _amended(house, house.contract, YESTERDAY, **wrong)

    assert set(refusal.value.errors) == {"availability_target", "coverage", "effective_on"}


def test_a_wrong_first_day_hides_no_wrong_end() -> None:
    agreement = Agreement(starts_on=date(2025, 1, 1), ends_on=date(2027, 12, 31))

    wrong = wrong_days("starts_on", agreement, BEFORE_THE_AGREEMENT, date(2028, 1, 1))

    assert set(wrong) == {"starts_on", "ends_on"}
