"""Contracts drawn up and amended: what both approve holds from its day, what was stays readable."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import translation

from contracts.choices import Kind, TermsState
from contracts.models import Contract, Terms, User
from contracts.rules.coverage import Hours, Window
from contracts.rules.offer import BandOffer
from contracts.rules.refusal import Forbidden, Invalid
from contracts.selectors.promises import contracts_seen_by, offer_of, terms_shown
from contracts.use_cases.approve_terms import approve_terms, withdraw_terms
from contracts.use_cases.offer_terms import (
    NothingChanged,
    OfferOpen,
    amend_contract,
    draw_up_contract,
)
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
    at = fields.pop("at", MORNING)
    return draw_up_contract(
        house.agreement,
        fields.pop("client", house.vauquelin),
        contracts.offer(**fields),
        number=number,
        starts_on=starts_on,
        by=by or house.helen,
        at=at,
    )


def _read(person: User, house: House, day: date) -> Terms | None:
    return terms_shown(contracts_seen_by(person).get(pk=house.contract.pk), day)


def _amended(house: House, *, effective_on: date = JANUARY, **fields: Any) -> Terms:
    offered = contracts.offer(**({"monthly_fee": Decimal(13000)} | fields))
    return amend_contract(
        house.contract, offered, effective_on=effective_on, note="", by=house.max, at=MORNING
    )


def _approved(terms: Terms, *people: User, at: datetime = MORNING) -> Terms:
    for person in people:
        approve_terms(terms, by=person, at=at)
    return Terms.objects.get(pk=terms.pk)


def test_what_was_offered_is_what_is_read(house: House) -> None:
    terms = _drawn_up(house, **RICH)

    read = offer_of(Terms.objects.whole().get(pk=terms.pk))

    assert read == contracts.offer(**RICH)
    assert terms.state == TermsState.PROPOSED
    assert terms.in_force is None


def test_an_amendment_holds_from_its_day_and_what_was_promised_stays_readable(
    house: House,
) -> None:
    before = _amended(house)
    assert _read(house.clara, house, JANUARY) == house.contract.versions.first()
    after = _approved(before, house.helen, house.max)
    contract = house.contract

    assert contract.terms_on(JANUARY) == after
    for day, fee in (
        (date(2026, 1, 1), 12000),
        (date(2026, 12, 31), 12000),
        (JANUARY, 13000),
        (date(2030, 1, 1), 13000),
    ):
        found = _read(house.clara, house, day)
        assert found is not None
        assert found.monthly_fee == fee
    assert _read(house.clara, house, date(2025, 12, 31)) is None
    assert not contracts_seen_by(house.stranger).filter(pk=house.contract.pk).exists()


def test_outside_the_contracts_days_the_nearest_terms_are_read(house: House) -> None:
    after = _approved(_amended(house), house.helen, house.max)

    assert house.contract.terms_on(date(2020, 1, 1)) == house.contract.versions.first()
    assert house.contract.terms_on(date(2040, 1, 1)) == after


def test_a_day_begins_in_the_contracts_own_zone(house: House) -> None:
    after = _approved(_amended(house), house.helen, house.max)
    midnight = datetime(2027, 1, 1, tzinfo=house.contract.zone())

    assert house.contract.terms_at(midnight) == after
    assert house.contract.terms_at(midnight - timedelta(seconds=1)) != after


@pytest.mark.parametrize(
    ("effective_on", "fields", "is_taken"),
    [
        (date(2027, 1, 2), {}, False),
        (date(2027, 2, 1), {}, True),
        (date(2027, 1, 2), {"monthly_fee": Decimal(12000), "answer_days": 9}, True),
        (date(2026, 11, 22), {"monthly_fee": Decimal(12000), "answer_days": 9}, False),
        (date(2026, 11, 23), {"monthly_fee": Decimal(12000), "answer_days": 9}, False),
        (date(2026, 11, 24), {"monthly_fee": Decimal(12000), "answer_days": 9}, True),
        (date(2025, 12, 1), {}, False),
    ],
)
def test_money_changes_on_the_first_of_a_month_and_nothing_in_the_past(
    house: House, effective_on: date, fields: dict[str, Any], is_taken: bool
) -> None:
    if is_taken:
        assert _amended(house, effective_on=effective_on, **fields).number == 2
        return
    with pytest.raises(Invalid) as refusal:
        _amended(house, effective_on=effective_on, **fields)
    assert set(refusal.value.errors) == {"effective_on"}
    assert house.contract.versions.count() == 1


def test_an_amendment_changes_something(house: House) -> None:
    with pytest.raises(NothingChanged):
        _amended(house, monthly_fee=Decimal("12000.0"))

    assert house.contract.versions.count() == 1


def test_one_offer_at_a_time(house: House) -> None:
    _amended(house)

    with pytest.raises(OfferOpen):
        _amended(house)


def test_a_client_does_not_amend_its_contract(house: House) -> None:
    with pytest.raises(Forbidden):
        amend_contract(
            house.contract,
            contracts.offer(),
            effective_on=JANUARY,
            note="",
            by=house.clara,
            at=MORNING,
        )


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"number": "no"}, "number"),
        ({"number": "CM 0417"}, "number"),
        ({"number": "CM-0417"}, "number"),
        ({"number": "HP-0001"}, "number"),
        ({"starts_on": date(2024, 12, 31)}, "starts_on"),
        ({"ends_on": date(2026, 12, 31)}, "ends_on"),
        ({"hours": Hours("Europe/Pariss")}, "coverage"),
        ({"hours": Hours("Europe/Paris", without_holidays_of="XX")}, "coverage"),
    ],
)
def test_what_cannot_be_drawn_up_is_told_at_its_field(
    house: House, fields: dict[str, Any], field: str
) -> None:
    before = Contract.objects.count()

    with pytest.raises(Invalid) as refusal:
        _drawn_up(house, **fields)

    assert set(refusal.value.errors) == {field}
    assert Contract.objects.count() == before


def test_a_contract_begins_today_at_the_earliest_in_its_own_zone(house: House) -> None:
    late = datetime(2026, 11, 30, 23, 30, tzinfo=UTC)  # already December in Paris, not in Lisbon
    november, december = date(2026, 11, 30), date(2026, 12, 1)

    with translation.override("en"), pytest.raises(Invalid) as refusal:
        _drawn_up(house, starts_on=november, at=late)
    assert set(refusal.value.errors) == {"starts_on"}
    assert "today, 1 December 2026, at" in refusal.value.errors["starts_on"][0]
    assert not Contract.objects.filter(number="CM-9").exists()

    assert _drawn_up(house, starts_on=december, at=late).effective_on == december
    in_lisbon: dict[str, Any] = {"hours": Hours("Europe/Lisbon"), "number": "CM-10"}
    assert _drawn_up(house, starts_on=november, at=late, **in_lisbon).effective_on == november


def test_nor_does_one_that_is_offered_anew_begin_in_the_past(house: House) -> None:
    terms = _drawn_up(house, starts_on=date(2026, 11, 23))
    withdraw_terms(terms, reason="A slip", by=house.helen, at=MORNING)
    how: dict[str, Any] = {"note": "", "by": house.helen, "at": MORNING + timedelta(days=1)}

    with pytest.raises(Invalid) as refusal:
        amend_contract(terms.contract, contracts.offer(), effective_on=date(2026, 11, 23), **how)

    assert set(refusal.value.errors) == {"effective_on"}
    anew = amend_contract(terms.contract, contracts.offer(), effective_on=date(2026, 11, 24), **how)
    assert anew.contract.starts_on == date(2026, 11, 24)


def test_a_number_that_another_manufacturer_uses_is_not_told_apart(house: House) -> None:
    sentences = []
    for number in ("CM-0417", "HP-0001"):
        with translation.override("en"), pytest.raises(Invalid) as refusal:
            _drawn_up(house, number=number)
        sentences.append(refusal.value.errors["number"])

    assert sentences[0] == sentences[1] == ["This number cannot be used: choose another."]


def test_a_contract_is_for_a_client_of_the_agreements_country(house: House) -> None:
    belgian = contracts.organisation("Sidérurgie Liège", Kind.CLIENT, country="BE")

    for client in (belgian, house.microsoft):
        with pytest.raises(Invalid) as refusal:
            _drawn_up(house, client=client)
        assert set(refusal.value.errors) == {"client"}


def test_nothing_runs_beyond_the_agreement(house: House) -> None:
    contracts.amended(house.contract, ends_on=date(2028, 12, 31))
    house.agreement.ends_on = date(2028, 12, 31)
    house.agreement.save()

    for ends_on in (None, date(2029, 1, 1)):
        with pytest.raises(Invalid) as refusal:
            _drawn_up(house, ends_on=ends_on)
        assert set(refusal.value.errors) == {"ends_on"}
    assert _drawn_up(house, ends_on=date(2028, 12, 31)).number == 1


def test_a_contract_keeps_its_time_zone(house: House) -> None:
    with pytest.raises(Invalid) as refusal:
        _amended(house, hours=Hours("Europe/Brussels"))

    assert set(refusal.value.errors) == {"coverage"}


def test_faults_are_said_in_the_readers_language(house: House) -> None:
    bands = [BandOffer(Decimal("99.00000000"), Decimal(5)), BandOffer(Decimal("98.5"), Decimal(5))]
    with translation.override("en"), pytest.raises(Invalid) as refusal:
        _drawn_up(house, bands=bands)
    with translation.override("fr"), pytest.raises(Invalid) as refus:
        _drawn_up(house, bands=[BandOffer(Decimal("101.50000000"), Decimal(5))])

    assert refusal.value.errors == {
        "penalty_bands": ["98.5\u00a0%: The lower the availability, the higher the penalty."]
    }
    assert refus.value.errors["penalty_bands"][0].startswith("101,5\u00a0%\u00a0: ")
