"""A client asks for a guarantee; the vendors answer with a contract, or refuse with a reason."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from django.http import Http404

from contracts.choices import EventKind, GuaranteeState, Role
from contracts.models import Agreement, Contract, ContractEvent, GuaranteeRequest, User
from contracts.rules.guarantee import Wish
from contracts.rules.refusal import Forbidden, Invalid
from contracts.selectors.guarantees import agreements_to_ask
from contracts.use_cases.answer_guarantee_request import (
    GuaranteeMoveNotOpen,
    answer_with_contract,
    refuse_guarantee,
    withdraw_guarantee,
)
from contracts.use_cases.ask_for_guarantee import ask_for_guarantee
from contracts.use_cases.offer_terms import draw_up_contract
from tests.cast import House
from tests.factories import contracts
from tests.factories.contracts import MORNING

LATER = MORNING + timedelta(hours=1)
NEW_YEAR = date(2027, 1, 1)
WISH = Wish(
    platform="Order entry, SQL Server on two ProLiant 8500, Lyon",
    hours="Monday to Saturday, 6:00 to 22:00",
    availability=Decimal("99.95"),
    wanted_from=date(2027, 1, 1),
    note="An hour costs us a day.",
)


@pytest.fixture
def asked(house: House) -> GuaranteeRequest:
    return ask_for_guarantee(house.agreement, WISH, by=house.clara, at=MORNING)


def _stands(request: GuaranteeRequest) -> GuaranteeRequest:
    return GuaranteeRequest.objects.get(pk=request.pk)


def _only_event(kind: EventKind) -> ContractEvent:
    return ContractEvent.objects.get(kind=kind)


def test_any_member_of_a_client_asks(house: House, asked: GuaranteeRequest) -> None:
    assert house.clara.role == Role.MEMBER
    assert (asked.client, asked.agreement) == (house.vauquelin, house.agreement)
    assert {name: getattr(_stands(asked), name) for name in vars(WISH)} == vars(WISH)
    assert (asked.state, asked.asked_by, asked.asked_at) == ("asked", house.clara, MORNING)
    event = _only_event(EventKind.GUARANTEE_REQUESTED)
    assert (event.by, event.at, event.contract) == (house.clara, MORNING, None)
    assert event.detail == {"request": asked.pk}


@pytest.mark.parametrize("who", ["helen", "mia", "olga"])
def test_nobody_else_asks(house: House, who: str) -> None:
    with pytest.raises(Forbidden):
        ask_for_guarantee(house.agreement, WISH, by=getattr(house, who), at=MORNING)
    assert not GuaranteeRequest.objects.exists()


def test_whom_a_client_can_ask_runs_today_in_its_country(house: House) -> None:
    novell = house.rival_payroll.contract.agreement
    known = agreements_to_ask(house.clara, at=MORNING)
    assert set(known) == {house.agreement, novell}

    Agreement.objects.filter(pk=novell.pk).update(country="BE")
    assert list(known.all()) == [house.agreement]

    for days in (
        {"ends_on": date(2026, 11, 22)},
        {"ends_on": None, "starts_on": date(2026, 11, 24)},
    ):
        with contracts.past_the_guards():  # its contract runs on, which hides nothing here
            Agreement.objects.filter(pk=house.agreement.pk).update(**days)
        assert not known.all().exists()
        with pytest.raises(Invalid) as refused:
            ask_for_guarantee(house.agreement, WISH, by=house.clara, at=MORNING)
        assert set(refused.value.errors) == {"agreement"}


def test_a_day_is_the_clients_own(house: House) -> None:
    late = MORNING.replace(hour=23, minute=30)  # already the 24th in Paris
    with contracts.past_the_guards():
        Agreement.objects.filter(pk=house.agreement.pk).update(ends_on=date(2026, 11, 23))

    assert house.agreement not in agreements_to_ask(house.clara, at=late)
    with pytest.raises(Invalid) as refused:
        ask_for_guarantee(
            house.rival_payroll.contract.agreement,
            replace(WISH, wanted_from=date(2026, 11, 23)),
            by=house.clara,
            at=late,
        )
    assert set(refused.value.errors) == {"wanted_from"}


@pytest.mark.parametrize("who", ["hank", "olga"])
def test_only_a_client_has_somebody_to_ask(house: House, who: str) -> None:
    assert not agreements_to_ask(getattr(house, who), at=MORNING).exists()


def test_everything_that_is_wrong_is_told_at_once(house: House) -> None:
    wish = Wish(" ", "", Decimal(0), date(2020, 1, 1), "x" * 5_001)

    with pytest.raises(Invalid) as refused:
        ask_for_guarantee(house.agreement, wish, by=house.clara, at=MORNING)

    assert set(refused.value.errors) == set(vars(WISH)) - {"usual_hours"}
    assert "5000" in refused.value.errors["note"][0]
    assert not ContractEvent.objects.filter(kind=EventKind.GUARANTEE_REQUESTED).exists()


@pytest.mark.parametrize("who", ["helen", "max"])
def test_a_manager_of_either_vendor_answers_with_a_contract(
    house: House, asked: GuaranteeRequest, who: str
) -> None:
    by: User = getattr(house, who)
    drawn_up = contracts.answering(asked)

    answer_with_contract(asked, drawn_up, by=by, at=LATER)

    stands = _stands(asked)
    assert (stands.state, stands.contract) == (GuaranteeState.ANSWERED, drawn_up)
    assert (stands.answered_by, stands.answered_at) == (by, LATER)
    event = _only_event(EventKind.GUARANTEE_ANSWERED)
    assert (event.contract, event.detail["request"]) == (drawn_up, asked.pk)


@pytest.mark.parametrize("who", ["helen", "max"])
def test_a_manager_of_either_vendor_refuses_with_a_reason(
    house: House, asked: GuaranteeRequest, who: str
) -> None:
    refuse_guarantee(asked, reason=" No spare parts. ", by=getattr(house, who), at=LATER)

    stands = _stands(asked)
    assert (stands.state, stands.reason) == (GuaranteeState.REFUSED, "No spare parts.")
    detail = _only_event(EventKind.GUARANTEE_REFUSED).detail
    assert detail == {"request": asked.pk, "reason": "No spare parts."}


@pytest.mark.parametrize("reason", ["", "  ", "x" * 5_001])
def test_a_refusal_has_a_reason_of_some_length(
    house: House, asked: GuaranteeRequest, reason: str
) -> None:
    with pytest.raises(Invalid) as refused:
        refuse_guarantee(asked, reason=reason, by=house.helen, at=LATER)

    assert set(refused.value.errors) == {"reason"}
    assert _stands(asked).state == GuaranteeState.ASKED


def test_a_colleague_of_whoever_asked_withdraws(house: House, asked: GuaranteeRequest) -> None:
    colleague = contracts.person("Cyril Petit", house.vauquelin)

    withdraw_guarantee(asked, by=colleague, at=LATER)

    stands = _stands(asked)
    assert (stands.state, stands.answered_by) == (GuaranteeState.WITHDRAWN, colleague)
    assert _only_event(EventKind.GUARANTEE_WITHDRAWN).detail["request"] == asked.pk


@pytest.mark.parametrize("who", ["hank", "mia", "clara"])
def test_who_sees_it_and_does_not_decide_is_forbidden(
    house: House, asked: GuaranteeRequest, who: str
) -> None:
    by: User = getattr(house, who)

    with pytest.raises(Forbidden):
        refuse_guarantee(asked, reason="x", by=by, at=LATER)
    with pytest.raises(Forbidden):
        answer_with_contract(asked, house.contract, by=by, at=LATER)


def test_a_vendor_does_not_withdraw_for_the_client(house: House, asked: GuaranteeRequest) -> None:
    with pytest.raises(Forbidden):
        withdraw_guarantee(asked, by=house.helen, at=LATER)


@pytest.mark.parametrize("who", ["stranger", "rival_agent", "olga"])
def test_to_strangers_it_does_not_exist(house: House, asked: GuaranteeRequest, who: str) -> None:
    by: User = getattr(house, who)

    assert not GuaranteeRequest.objects.visible_to(by).exists()
    moves: list[Callable[[], object]] = [
        partial(refuse_guarantee, asked, reason="x", by=by, at=LATER),
        partial(answer_with_contract, asked, house.contract, by=by, at=LATER),
        partial(withdraw_guarantee, asked, by=by, at=LATER),
    ]
    for move in moves:
        with pytest.raises(Http404):
            move()


def test_what_has_its_answer_keeps_it(house: House, asked: GuaranteeRequest) -> None:
    refuse_guarantee(asked, reason="x", by=house.helen, at=LATER)

    with pytest.raises(GuaranteeMoveNotOpen):
        answer_with_contract(asked, house.contract, by=house.max, at=LATER)
    with pytest.raises(GuaranteeMoveNotOpen):
        withdraw_guarantee(asked, by=house.clara, at=LATER)
    assert _stands(asked).state == GuaranteeState.REFUSED
    assert GuaranteeMoveNotOpen.status == 409


def _unapproved(house: House) -> Contract:
    terms = draw_up_contract(
        house.agreement,
        house.vauquelin,
        contracts.offer(),
        number="CM-0999",
        starts_on=date(2027, 1, 1),
        by=house.helen,
        at=MORNING,
    )
    return terms.contract


def _of_before(house: House) -> Contract:
    before = MORNING - timedelta(seconds=1)
    return contracts.contract(
        "CM-0995", house.vauquelin, house.agreement, starts_on=NEW_YEAR, at=before
    )


def _amended_since(house: House) -> Contract:
    contracts.amended(
        house.contract, effective_on=NEW_YEAR, at=LATER, availability_target=Decimal("99.95")
    )
    return house.contract


def _of_others(house: House) -> Contract:
    sam = house.stranger.organisation
    return contracts.contract("CM-0998", sam, house.agreement, starts_on=NEW_YEAR, at=MORNING)


def _of_a_rival(house: House) -> Contract:
    other = house.rival_payroll.contract.agreement
    return contracts.contract("CM-0997", house.vauquelin, other, starts_on=NEW_YEAR, at=MORNING)


@pytest.mark.parametrize("make", [_unapproved, _of_before, _amended_since, _of_others, _of_a_rival])
def test_no_other_contract_answers(house: House, asked: GuaranteeRequest, make: Any) -> None:
    made = make(house)

    with pytest.raises(Invalid) as refused:
        answer_with_contract(asked, made, by=house.helen, at=LATER)

    assert set(refused.value.errors) == {"contract"}
    assert _stands(asked).state == GuaranteeState.ASKED
    assert not ContractEvent.objects.filter(kind=EventKind.GUARANTEE_ANSWERED).exists()


def test_a_contract_that_is_over_answers_nothing(house: House, asked: GuaranteeRequest) -> None:
    over = contracts.answering(asked, ends_on=date(2026, 12, 31))

    with pytest.raises(Invalid) as refused:
        answer_with_contract(asked, over, by=house.helen, at=MORNING + timedelta(days=60))

    assert set(refused.value.errors) == {"contract"}
    last_day = MORNING + timedelta(days=38)
    assert answer_with_contract(asked, over, by=house.helen, at=last_day).contract == over
