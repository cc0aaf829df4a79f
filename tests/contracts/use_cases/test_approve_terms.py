"""Terms approved, refused, withdrawn: two vendors make a promise, one alone makes none."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.http import Http404
from django.utils import translation

from contracts.choices import EventKind, Role, TermsState
from contracts.models import Contract, ContractEvent, Terms, User
from contracts.rules.coverage import Hours, Window
from contracts.rules.offer import BandOffer
from contracts.rules.refusal import Forbidden, Invalid
from contracts.selectors.promises import versions_seen_by
from contracts.use_cases.approve_terms import (
    TermsMoveNotOpen,
    approve_terms,
    refuse_terms,
    withdraw_terms,
)
from contracts.use_cases.offer_terms import amend_contract, draw_up_contract
from tests.cast import House
from tests.factories import contracts
from tests.factories.contracts import MORNING

JANUARY = date(2027, 1, 1)
HOURS = Hours(
    "Europe/Paris", always_on=False, windows=[Window(0, 480, 1080)], without_holidays_of="FR"
)
RICH: dict[str, Any] = {
    "hours": HOURS,
    "bands": [BandOffer(Decimal("99.9000"), Decimal("5.00"))],
    "annual_cap": Decimal("48000.00"),
    "ends_on": date(2029, 12, 31),
    "contest_days": 20,
}


def _drawn_up(house: House, *, by: User | None = None, **fields: Any) -> Terms:
    number, starts_on = fields.pop("number", "CM-9"), fields.pop("starts_on", JANUARY)
    return draw_up_contract(
        house.agreement,
        fields.pop("client", house.vauquelin),
        contracts.offer(**fields),
        number=number,
        starts_on=starts_on,
        by=by or house.helen,
        at=MORNING,
    )


def _amended(house: House, *, effective_on: date = JANUARY, **fields: Any) -> Terms:
    offered = contracts.offer(**({"monthly_fee": Decimal(13000)} | fields))
    return amend_contract(
        house.contract, offered, effective_on=effective_on, note="", by=house.max, at=MORNING
    )


def _approved(terms: Terms, *people: User, at: datetime = MORNING) -> Terms:
    for person in people:
        approve_terms(terms, by=person, at=at)
    return Terms.objects.get(pk=terms.pk)


def test_nobody_but_the_vendors_knows_of_a_contract_before_both_have_approved(
    house: House,
) -> None:
    terms = _drawn_up(house)
    contract = terms.contract

    for person, sees in ((house.clara, False), (house.max, True), (house.stranger, False)):
        assert Contract.objects.visible_to(person).filter(pk=contract.pk).exists() == sees
        assert versions_seen_by(person, contract).exists() == sees
    approve_terms(terms, by=house.max, at=MORNING)
    assert not Contract.objects.visible_to(house.clara).filter(pk=contract.pk).exists()


def test_the_second_approval_makes_the_promise(house: House) -> None:
    terms = _approved(_drawn_up(house, **RICH), house.max, house.helen)
    contract = Contract.objects.get(pk=terms.contract_id)

    assert terms.state == TermsState.APPROVED
    assert terms.in_force is not None
    assert terms.in_force.lower == JANUARY
    assert (contract.approved_at, contract.ends_on) == (MORNING, date(2029, 12, 31))
    assert Contract.objects.visible_to(house.clara).filter(pk=contract.pk).exists()
    kinds = ContractEvent.objects.filter(contract=contract).values_list("kind", flat=True)
    assert list(kinds) == [
        EventKind.TERMS_PROPOSED,
        EventKind.TERMS_APPROVED,
        EventKind.TERMS_APPROVED,
        EventKind.TERMS_AGREED,
    ]


def test_terms_whose_day_has_passed_meanwhile_are_not_approved_any_more(house: House) -> None:
    terms = _approved(_amended(house), house.helen)

    with pytest.raises(TermsMoveNotOpen):
        approve_terms(terms, by=house.max, at=datetime(2027, 1, 2, tzinfo=house.contract.zone()))

    assert house.contract.terms_on(JANUARY) == house.contract.versions.first()


@pytest.mark.parametrize(("day", "is_taken"), [(1, True), (2, False)])
def test_a_contract_is_approved_on_its_first_day_at_the_latest(
    house: House, day: int, is_taken: bool
) -> None:
    terms = _approved(_drawn_up(house), house.helen)
    late = datetime(2027, 1, day, 23, 59, tzinfo=house.contract.zone())

    if is_taken:
        assert _approved(terms, house.max, at=late).state == TermsState.APPROVED
        return
    with translation.override("en"), pytest.raises(TermsMoveNotOpen, match="later first day"):
        approve_terms(terms, by=house.max, at=late)
    assert Contract.objects.get(number="CM-9").approved_at is None
    refuse_terms(terms, reason="Too late", by=house.max, at=late)


def test_the_same_vendor_approves_once(house: House) -> None:
    other = contracts.person("Second Manager", house.compaq, role=Role.MANAGER)
    terms = _approved(_amended(house), house.helen)

    for person in (house.helen, other):
        with pytest.raises(TermsMoveNotOpen):
            approve_terms(terms, by=person, at=MORNING)

    assert Terms.objects.get(pk=terms.pk).state == TermsState.PROPOSED


@pytest.mark.parametrize(
    ("who", "refusal"),
    [
        ("hank", Forbidden),
        ("mia", Forbidden),
        ("clara", Http404),
        ("stranger", Http404),
        ("rival_agent", Http404),
        ("olga", Http404),
    ],
)
def test_only_managers_of_the_two_vendors_offer_and_approve(
    house: House, who: str, refusal: type[Exception]
) -> None:
    person = getattr(house, who)
    terms = _drawn_up(house)

    with pytest.raises(refusal):
        _drawn_up(house, by=person, number="CM-10")
    with pytest.raises(refusal):
        approve_terms(terms, by=person, at=MORNING)
    with pytest.raises(refusal):
        refuse_terms(terms, reason="no", by=person, at=MORNING)


def test_a_refusal_has_a_reason_and_leaves_what_stood(house: House) -> None:
    terms = _amended(house)

    with pytest.raises(Invalid):
        refuse_terms(terms, reason="  ", by=house.helen, at=MORNING)
    refuse_terms(terms, reason="Too dear", by=house.helen, at=MORNING)

    refused = Terms.objects.get(pk=terms.pk)
    assert (refused.state, refused.reason, refused.ended_by) == (
        TermsState.REFUSED,
        "Too dear",
        house.helen,
    )
    assert house.contract.terms_on(JANUARY) == house.contract.versions.first()
    with pytest.raises(TermsMoveNotOpen):
        approve_terms(terms, by=house.helen, at=MORNING)


def test_an_offer_is_withdrawn_by_its_own_company_alone(house: House) -> None:
    terms = _amended(house)

    with pytest.raises(Forbidden):
        withdraw_terms(terms, reason="x", by=house.helen, at=MORNING)
    withdraw_terms(terms, reason="A slip", by=house.max, at=MORNING)

    assert _amended(house).number == 3


def test_a_contract_that_was_refused_is_offered_anew_and_starts_then(house: House) -> None:
    terms = _drawn_up(house)
    refuse_terms(terms, reason="Later", by=house.max, at=MORNING)
    anew = amend_contract(
        terms.contract,
        contracts.offer(),
        effective_on=date(2027, 3, 15),
        note="",
        by=house.helen,
        at=MORNING,
    )

    approved = _approved(anew, house.helen, house.max)

    assert approved.contract.starts_on == date(2027, 3, 15)


def test_terms_beyond_an_agreement_that_was_shortened_since_are_not_approved(house: House) -> None:
    contracts.amended(house.contract, ends_on=date(2028, 12, 31))
    terms = _amended(house, ends_on=date(2029, 12, 31))
    house.agreement.ends_on = date(2028, 12, 31)
    house.agreement.save()

    with pytest.raises(TermsMoveNotOpen, match="2028"):
        approve_terms(terms, by=house.helen, at=MORNING)

    assert not terms.approvals.exists()
