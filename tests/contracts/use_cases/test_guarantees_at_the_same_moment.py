"""A request is ended by two people at the very same moment: one outcome, the other is refused."""

from decimal import Decimal
from functools import partial

import pytest

from contracts.choices import EventKind, GuaranteeState
from contracts.models import ContractEvent, GuaranteeRequest
from contracts.rules.guarantee import Wish
from contracts.use_cases.answer_guarantee_request import (
    GuaranteeMoveNotOpen,
    answer_with_contract,
    refuse_guarantee,
    withdraw_guarantee,
)
from contracts.use_cases.ask_for_guarantee import ask_for_guarantee
from tests.cast import House
from tests.contracts.use_cases.test_at_the_same_moment import at_once
from tests.factories import contracts
from tests.factories.contracts import MORNING

pytestmark = pytest.mark.django_db(transaction=True)

ENDS = {
    EventKind.GUARANTEE_ANSWERED,
    EventKind.GUARANTEE_REFUSED,
    EventKind.GUARANTEE_WITHDRAWN,
}


@pytest.fixture
def asked(house: House) -> GuaranteeRequest:
    wish = Wish("Order entry", "Round the clock", Decimal("99.9"))
    return ask_for_guarantee(house.agreement, wish, by=house.clara, at=MORNING)


@pytest.mark.parametrize("turn", range(5))
def test_one_vendor_answers_while_the_other_refuses(
    house: House, asked: GuaranteeRequest, turn: int
) -> None:
    drawn_up = contracts.answering(asked)
    moves = [
        partial(answer_with_contract, asked, drawn_up, by=house.helen, at=MORNING),
        partial(refuse_guarantee, asked, reason="No", by=house.max, at=MORNING),
    ]
    refusals = at_once(*(moves if turn % 2 else reversed(moves)))

    ended = GuaranteeRequest.objects.get(pk=asked.pk)
    assert refusals.count(None) == 1
    assert [type(each) for each in refusals if each] == [GuaranteeMoveNotOpen]
    assert [each.status for each in refusals if each] == [409]
    assert ended.state in {GuaranteeState.ANSWERED, GuaranteeState.REFUSED}
    assert (ended.contract is None) == (ended.state == GuaranteeState.REFUSED)
    assert ContractEvent.objects.filter(kind__in=ENDS).count() == 1


def test_two_managers_answer_with_the_same_contract(house: House, asked: GuaranteeRequest) -> None:
    drawn_up = contracts.answering(asked)

    refusals = at_once(
        *(
            partial(answer_with_contract, asked, drawn_up, by=who, at=MORNING)
            for who in (house.helen, house.max)
        )
    )

    assert refusals.count(None) == 1
    assert [type(each) for each in refusals if each] == [GuaranteeMoveNotOpen]
    assert ContractEvent.objects.filter(kind=EventKind.GUARANTEE_ANSWERED).count() == 1


@pytest.mark.parametrize("turn", range(3))
def test_the_client_withdraws_while_it_is_answered(
    house: House, asked: GuaranteeRequest, turn: int
) -> None:
    drawn_up = contracts.answering(asked)
    moves = [
        partial(withdraw_guarantee, asked, by=house.clara, at=MORNING),
        partial(answer_with_contract, asked, drawn_up, by=house.helen, at=MORNING),
    ]
    refusals = at_once(*(moves if turn % 2 else reversed(moves)))

    assert refusals.count(None) == 1
    assert [type(each) for each in refusals if each] == [GuaranteeMoveNotOpen]
    assert ContractEvent.objects.filter(kind__in=ENDS).count() == 1
