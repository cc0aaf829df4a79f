"""Agreed terms that never begin: both vendors undo what both approved, until their day."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.http import Http404
from django.utils import translation

from contracts.choices import EventKind, Role, TermsState
from contracts.models import Agreement, Contract, ContractEvent, Rescission, Terms
from contracts.rules.refusal import Forbidden, Invalid
from contracts.selectors.promises import versions_seen_by
from contracts.use_cases.approve_terms import TermsMoveNotOpen, approve_terms
from contracts.use_cases.offer_terms import amend_contract
from contracts.use_cases.rescind_terms import (
    ask_to_rescind,
    rescind_terms,
    take_back_rescission,
)
from tests.cast import House
from tests.factories import contracts
from tests.factories.contracts import MORNING

JANUARY = date(2027, 1, 1)
FEBRUARY = date(2027, 2, 1)
LATER = MORNING + timedelta(hours=1)


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def agreed(house: House) -> Terms:
    """An amendment of the fee and the last day, agreed and to come."""
    return contracts.amended(
        house.contract,
        effective_on=JANUARY,
        at=MORNING,
        monthly_fee=Decimal(15000),
        ends_on=date(2027, 12, 31),
    )


def _rescinded(house: House, terms: Terms) -> Terms:
    ask_to_rescind(terms, reason="Wrong fee.", by=house.helen, at=MORNING)
    rescind_terms(terms, by=house.max, at=LATER)
    return Terms.objects.get(pk=terms.pk)


def test_one_vendor_alone_undoes_nothing(house: House, agreed: Terms) -> None:
    ask_to_rescind(agreed, reason="Wrong fee.", by=house.helen, at=MORNING)

    agreed.refresh_from_db()
    assert agreed.state == TermsState.APPROVED
    assert house.contract.terms_on(JANUARY) == agreed
    kinds = ContractEvent.objects.filter(contract=house.contract).values_list("kind", flat=True)
    assert list(kinds)[-1] == EventKind.TERMS_RESCISSION_ASKED


def test_both_undo_them_and_what_stood_stands_on(house: House, agreed: Terms) -> None:
    first = house.contract.versions.get(number=1)

    rescinded = _rescinded(house, agreed)

    contract = Contract.objects.get(pk=house.contract.pk)
    assert rescinded.state == TermsState.RESCINDED
    assert Terms.objects.filter(pk=agreed.pk, in_force=None).exists()
    assert (rescinded.reason, rescinded.ended_by) == ("Wrong fee.", house.max)
    assert contract.ends_on is None
    assert contract.terms_on(FEBRUARY) == first
    first.refresh_from_db()
    assert first.in_force is not None
    assert first.in_force.upper is None
    event = ContractEvent.objects.get(kind=EventKind.TERMS_RESCINDED)
    assert (event.by, event.at, event.detail["reason"]) == (house.max, LATER, "Wrong fee.")


def test_a_client_goes_on_reading_what_it_was_told_of(house: House, agreed: Terms) -> None:
    _rescinded(house, agreed)

    seen = versions_seen_by(house.clara, house.contract)
    assert [each.state for each in seen] == [TermsState.RESCINDED, TermsState.APPROVED]
    assert not versions_seen_by(house.stranger, house.contract).exists()


def test_other_terms_can_then_be_agreed_for_the_same_day(house: House, agreed: Terms) -> None:
    _rescinded(house, agreed)
    contract = Contract.objects.get(pk=house.contract.pk)

    better = contracts.amended(contract, effective_on=JANUARY, at=LATER, monthly_fee=Decimal(12500))

    assert contract.terms_on(JANUARY) == better


def test_the_vendor_that_asked_does_not_confirm(house: House, agreed: Terms) -> None:
    other = contracts.person("Second Manager", house.compaq, role=Role.MANAGER)
    ask_to_rescind(agreed, reason="Wrong fee.", by=house.helen, at=MORNING)

    for person in (house.helen, other):
        with pytest.raises(TermsMoveNotOpen, match="asked already"):
            ask_to_rescind(agreed, reason="Again.", by=person, at=LATER)


def test_it_takes_a_reason_and_a_manager_of_a_vendor(house: House, agreed: Terms) -> None:
    with pytest.raises(Invalid):
        ask_to_rescind(agreed, reason="  ", by=house.helen, at=MORNING)
    for person in (house.hank, house.mia, house.clara):
        with pytest.raises(Forbidden):
            ask_to_rescind(agreed, reason="No.", by=person, at=MORNING)
    with pytest.raises(Http404):
        ask_to_rescind(agreed, reason="No.", by=house.rival_agent, at=MORNING)

    assert not Rescission.objects.exists()


def test_what_has_begun_was_promised(house: House, agreed: Terms) -> None:
    zone = house.contract.zone()
    ask_to_rescind(agreed, reason="Wrong fee.", by=house.helen, at=MORNING)

    with pytest.raises(TermsMoveNotOpen, match="have begun"):
        rescind_terms(agreed, by=house.max, at=datetime(2027, 1, 1, tzinfo=zone))

    last_second = datetime(2026, 12, 31, 23, 59, 59, tzinfo=zone)
    assert rescind_terms(agreed, by=house.max, at=last_second).state == "rescinded"


def test_a_contracts_first_terms_are_not_undone(house: House) -> None:
    with pytest.raises(TermsMoveNotOpen, match="have begun"):
        ask_to_rescind(house.contract.versions.get(), reason="No.", by=house.helen, at=MORNING)
    fresh = contracts.contract("CM-9", house.vauquelin, house.agreement, starts_on=JANUARY)

    with pytest.raises(TermsMoveNotOpen, match="first terms"):
        ask_to_rescind(fresh.versions.get(), reason="No.", by=house.helen, at=MORNING)


def test_what_others_stand_upon_is_undone_after_them(house: House, agreed: Terms) -> None:
    contract = Contract.objects.get(pk=house.contract.pk)
    offered = amend_contract(
        contract,
        contracts.offer(monthly_fee=Decimal(16000)),
        effective_on=FEBRUARY,
        note="",
        by=house.max,
        at=MORNING,
    )
    with pytest.raises(TermsMoveNotOpen, match="Later terms"):
        ask_to_rescind(agreed, reason="No.", by=house.helen, at=MORNING)
    for person in (house.helen, house.max):
        approve_terms(offered, by=person, at=MORNING)
    with pytest.raises(TermsMoveNotOpen, match="Later terms"):
        ask_to_rescind(agreed, reason="No.", by=house.helen, at=MORNING)

    assert _rescinded(house, offered).state == TermsState.RESCINDED
    assert _rescinded(house, agreed).state == TermsState.RESCINDED


def test_what_only_waits_is_withdrawn_and_not_rescinded(house: House) -> None:
    offered = amend_contract(
        house.contract,
        contracts.offer(monthly_fee=Decimal(16000)),
        effective_on=FEBRUARY,
        note="",
        by=house.max,
        at=MORNING,
    )

    with pytest.raises(TermsMoveNotOpen, match="not approved"):
        ask_to_rescind(offered, reason="No.", by=house.helen, at=MORNING)


def test_a_contract_does_not_outlive_an_agreement_by_it(house: House, agreed: Terms) -> None:
    Agreement.objects.filter(pk=house.agreement.pk).update(ends_on=date(2028, 1, 31))
    ask_to_rescind(agreed, reason="Wrong fee.", by=house.helen, at=MORNING)

    with pytest.raises(TermsMoveNotOpen, match="2028"):
        rescind_terms(agreed, by=house.max, at=LATER)


def test_who_asks_at_the_same_moment_has_not_confirmed(house: House, agreed: Terms) -> None:
    ask_to_rescind(agreed, reason="Wrong fee.", by=house.helen, at=MORNING)

    with pytest.raises(TermsMoveNotOpen, match="read it first"):
        ask_to_rescind(agreed, reason="Ours too.", by=house.max, at=MORNING)

    agreed.refresh_from_db()
    assert agreed.state == TermsState.APPROVED


def test_only_the_request_that_was_read_is_confirmed_or_taken_back(
    house: House, agreed: Terms
) -> None:
    ask_to_rescind(agreed, reason="Wrong fee.", by=house.helen, at=MORNING)
    read = Rescission.objects.get().pk
    take_back_rescission(agreed, read=read, by=house.helen, at=MORNING)
    ask_to_rescind(agreed, reason="Another.", by=house.helen, at=LATER)

    with pytest.raises(TermsMoveNotOpen, match="read it first"):
        rescind_terms(agreed, read=read, by=house.max, at=LATER)
    with pytest.raises(TermsMoveNotOpen, match="asked anew"):
        take_back_rescission(agreed, read=read, by=house.helen, at=LATER)

    stands = Rescission.objects.get()
    assert (stands.reason, stands.confirmed_at) == ("Another.", None)
    assert rescind_terms(agreed, read=stands.pk, by=house.max, at=LATER).reason == "Another."


def test_who_moved_to_the_other_vendor_confirms_nothing_of_their_own(
    house: House, agreed: Terms
) -> None:
    ask_to_rescind(agreed, reason="Wrong fee.", by=house.helen, at=MORNING)
    house.helen.organisation = house.microsoft
    house.helen.save()

    with pytest.raises(TermsMoveNotOpen, match="You asked for it yourself"):
        rescind_terms(agreed, by=house.helen, at=LATER)


def test_nobody_confirms_what_nobody_asked(house: House, agreed: Terms) -> None:
    with pytest.raises(TermsMoveNotOpen, match="has not asked"):
        rescind_terms(agreed, by=house.max, at=MORNING)


def test_who_asked_takes_it_back_and_the_terms_begin(house: House, agreed: Terms) -> None:
    colleague = contracts.person("Second Manager", house.compaq, role=Role.MANAGER)
    ask_to_rescind(agreed, reason="Wrong fee.", by=house.helen, at=MORNING)

    take_back_rescission(agreed, by=colleague, at=LATER)

    assert not Rescission.objects.exists()
    assert house.contract.terms_on(JANUARY) == agreed
    event = ContractEvent.objects.get(kind=EventKind.TERMS_RESCISSION_TAKEN_BACK)
    assert (event.by, event.at, event.contract) == (colleague, LATER, house.contract)
    assert event.detail["reason"] == "Wrong fee."
    with pytest.raises(TermsMoveNotOpen, match="was taken back meanwhile"):
        rescind_terms(agreed, by=house.max, at=LATER)
    with pytest.raises(TermsMoveNotOpen, match="any more"):
        take_back_rescission(agreed, by=house.helen, at=LATER)
    ask_to_rescind(agreed, reason="After all.", by=house.max, at=LATER)
    assert rescind_terms(agreed, by=house.helen, at=LATER).reason == "After all."


def test_nobody_else_takes_it_back(house: House, agreed: Terms) -> None:
    ask_to_rescind(agreed, reason="Wrong fee.", by=house.helen, at=MORNING)

    with pytest.raises(TermsMoveNotOpen, match="Only the vendor that asked"):
        take_back_rescission(agreed, by=house.max, at=LATER)
    for person in (house.hank, house.mia, house.clara):
        with pytest.raises(Forbidden):
            take_back_rescission(agreed, by=person, at=LATER)
    for outsider in (house.rival_agent, house.stranger):
        with pytest.raises(Http404):
            take_back_rescission(agreed, by=outsider, at=LATER)

    assert Rescission.objects.filter(terms=agreed).exists()


def test_what_both_undid_or_has_begun_is_not_taken_back(house: House, agreed: Terms) -> None:
    ask_to_rescind(agreed, reason="Wrong fee.", by=house.helen, at=MORNING)
    new_year = datetime(2027, 1, 1, tzinfo=house.contract.zone())
    with pytest.raises(TermsMoveNotOpen, match="have begun"):
        take_back_rescission(agreed, by=house.helen, at=new_year)

    rescind_terms(agreed, by=house.max, at=LATER)

    told = "rescinded: the second vendor has confirmed it. It was Max Berg, Microsoft, on "
    with pytest.raises(TermsMoveNotOpen, match=told):
        take_back_rescission(agreed, by=house.helen, at=LATER)
    assert Rescission.objects.get(terms=agreed).confirmed_by == house.max
