"""What the database refuses of requests for a guarantee, whoever asks."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError

from contracts.choices import GuaranteeState
from contracts.models import Contract, GuaranteeRequest
from contracts.use_cases.offer_terms import draw_up_contract
from tests.cast import House
from tests.contracts.broken_guarantees import ended, written
from tests.factories import contracts
from tests.factories.contracts import MORNING
from tests.refused import refused_by

OF_ITS_CLIENT = "answered with an approved contract of its client, under its agreement"
CHANGED: dict[str, object] = {
    "platform": "Another one",
    "hours": "Never",
    "usual_hours": "office",
    "availability": Decimal(90),
    "wanted_from": date(2027, 3, 1),
    "note": "x",
    "asked_at": MORNING.replace(hour=1),
}


@pytest.mark.parametrize("field", CHANGED)
def test_what_was_asked_never_changes(house: House, field: str) -> None:
    request = written(house)

    with refused_by("never change"):
        GuaranteeRequest.objects.filter(pk=request.pk).update(**{field: CHANGED[field]})


@pytest.mark.parametrize("field", ["client", "agreement", "asked_by"])
def test_nor_who_asked_whom(house: House, field: str) -> None:
    request = written(house)
    other = {
        "client": house.stranger.organisation,
        "agreement": house.rival_payroll.contract.agreement,
        "asked_by": house.stranger,
    }

    with refused_by("never change"):
        GuaranteeRequest.objects.filter(pk=request.pk).update(**{field: other[field]})


def test_no_answer_is_taken_back(house: House) -> None:
    request = ended(house, GuaranteeState.REFUSED, reason="x")

    with refused_by("never change"):
        GuaranteeRequest.objects.filter(pk=request.pk).update(
            state=GuaranteeState.ASKED, answered_at=None, answered_by=None, reason=""
        )


def _unapproved(house: House) -> Contract:
    return draw_up_contract(
        house.agreement,
        house.vauquelin,
        contracts.offer(),
        number="CM-0999",
        starts_on=date(2027, 1, 1),
        by=house.helen,
        at=MORNING,
    ).contract


def _of_another_client(house: House) -> Contract:
    return contracts.contract("CM-0998", house.stranger.organisation, house.agreement)


def _of_another_agreement(house: House) -> Contract:
    return contracts.contract("CM-0997", house.vauquelin, house.rival_payroll.contract.agreement)


@pytest.mark.parametrize("make", [_unapproved, _of_another_client, _of_another_agreement])
def test_only_an_approved_contract_of_both_answers(house: House, make: object) -> None:
    contract = make(house)  # type: ignore[operator]

    with refused_by(OF_ITS_CLIENT):
        ended(house, GuaranteeState.ANSWERED, contract=contract)


@pytest.mark.parametrize("field", ["client", "agreement"])
def test_nor_does_the_contract_go_to_somebody_else_afterwards(house: House, field: str) -> None:
    contract = contracts.contract("CM-0500", house.vauquelin, house.agreement)
    ended(house, GuaranteeState.ANSWERED, contract=contract)
    other = {
        "client": house.stranger.organisation,
        "agreement": house.rival_payroll.contract.agreement,
    }

    with refused_by(OF_ITS_CLIENT):
        Contract.objects.filter(pk=contract.pk).update(**{field: other[field]})


def test_an_answer_keeps_its_contract(house: House) -> None:
    contract = contracts.contract("CM-0500", house.vauquelin, house.agreement)
    ended(house, GuaranteeState.ANSWERED, contract=contract)

    with pytest.raises(IntegrityError):
        Contract.objects.filter(pk=contract.pk).delete()


@pytest.mark.parametrize(
    "state", [GuaranteeState.ASKED, GuaranteeState.WITHDRAWN, GuaranteeState.REFUSED]
)
def test_no_other_state_has_a_contract(house: House, state: GuaranteeState) -> None:
    waits = {"answered_at": None, "answered_by": None}
    fields = waits if state == GuaranteeState.ASKED else {"reason": "x"}

    with refused_by("guarantee_answered_with_a_contract"):
        ended(house, state, contract=house.contract, **fields)


@pytest.mark.parametrize("availability", [0, -1, Decimal("100.0001")])
def test_no_impossible_availability_is_asked(house: House, availability: object) -> None:
    with refused_by("guarantee_asks_a_possible_availability"):
        written(house, availability=availability)


def test_what_waits_was_answered_by_nobody(house: House) -> None:
    with refused_by("guarantee_answered_by_somebody_at_some_time"):
        ended(house, GuaranteeState.ASKED)
