"""A system passes to its client's next contract and keeps its number; one contract at a time."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.http import Http404

from contracts.choices import EventKind, Kind
from contracts.models import (
    Agreement,
    Configuration,
    Contract,
    ContractEvent,
    Placement,
    SupportNumber,
)
from contracts.rules.refusal import Forbidden, Invalid
from contracts.use_cases.place_configuration import AlreadyThere, place_configuration
from contracts.use_cases.retire_configuration import retire_configuration
from tests.cast import House
from tests.factories import contracts, tickets
from tests.factories.contracts import LONG_AGO, MORNING
from tests.refused import refused_by
from tickets.models import Incident


@pytest.fixture
def renewal(house: House) -> Contract:
    return contracts.contract("CM-0418", house.vauquelin, house.agreement)


def _where(configuration: Configuration) -> list[tuple[str, object]]:
    placements = configuration.placements.select_related("contract").order_by("during")
    return [(each.contract.number, each.during) for each in placements]


def test_it_passes_on_and_keeps_its_number(house: House, renewal: Contract) -> None:
    number = SupportNumber.objects.get(configuration=house.payroll)

    place_configuration(house.payroll, renewal, by=house.helen, at=MORNING)

    payroll = Configuration.objects.get(pk=house.payroll.pk)
    assert payroll.contract == renewal
    assert SupportNumber.objects.get(configuration=payroll) == number
    assert _where(payroll) == [
        ("CM-0417", DateTimeTZRange(LONG_AGO, MORNING)),
        ("CM-0418", DateTimeTZRange(MORNING, None)),
    ]
    line = ContractEvent.objects.get(kind=EventKind.CONFIGURATION_PLACED)
    assert (line.detail["before"], line.detail["after"]) == ("CM-0417", "CM-0418")


def test_what_was_filed_before_keeps_its_contract_and_its_terms(
    house: House, renewal: Contract
) -> None:
    before = tickets.incident(house.payroll, house.clara, at=MORNING - timedelta(hours=1))

    place_configuration(house.payroll, renewal, by=house.helen, at=MORNING)
    payroll = Configuration.objects.get(pk=house.payroll.pk)
    after = tickets.incident(payroll, house.clara, at=MORNING + timedelta(hours=1))

    before = Incident.objects.get(pk=before.pk)
    assert (before.contract, before.terms.contract) == (house.contract, house.contract)
    assert (after.contract, after.terms.contract) == (renewal, renewal)


@pytest.mark.parametrize(
    ("who", "refusal"),
    [
        ("hank", Forbidden),
        ("clara", Forbidden),
        ("max", Forbidden),
        ("rival_agent", Http404),
        ("stranger", Http404),
    ],
)
def test_a_manager_of_its_manufacturer_passes_it_on(
    house: House, renewal: Contract, who: str, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        place_configuration(house.payroll, renewal, by=getattr(house, who), at=MORNING)


def test_not_to_where_it_is(house: House) -> None:
    with pytest.raises(AlreadyThere):
        place_configuration(house.payroll, house.contract, by=house.helen, at=MORNING)


def test_not_to_other_parties_nor_to_a_contract_that_does_not_run(house: House) -> None:
    other = contracts.organisation("Other", Kind.CLIENT)
    publisher = house.rival_payroll.contract.agreement.publisher
    second = Agreement.objects.create(
        reference="AG-FR-3",
        manufacturer=house.compaq,
        publisher=publisher,
        country="FR",
        currency="EUR",
        starts_on=date(2025, 1, 1),
    )
    wrong = [
        contracts.contract("CM-1", other, house.agreement),
        contracts.contract("CM-2", house.vauquelin, second),
        contracts.contract("CM-3", house.vauquelin, house.agreement, starts_on=date(2027, 1, 1)),
    ]
    for contract in wrong:
        with pytest.raises(Invalid):
            place_configuration(house.payroll, contract, by=house.helen, at=MORNING)
    assert _where(house.payroll) == [("CM-0417", DateTimeTZRange(LONG_AGO, None))]


def test_a_retired_system_stands_nowhere(house: House) -> None:
    retire_configuration(house.payroll, reason="Sold", by=house.helen, at=MORNING)

    assert _where(house.payroll) == [("CM-0417", DateTimeTZRange(LONG_AGO, MORNING))]


def test_the_database_knows_one_contract_at_a_time(house: House, renewal: Contract) -> None:
    with refused_by("under_one_contract_at_any_instant"):
        Placement.objects.create(
            configuration=house.payroll, contract=renewal, during=DateTimeTZRange(MORNING, None)
        )
    with refused_by("stands under the contract that it names"):
        Configuration.objects.filter(pk=house.payroll.pk).update(contract=renewal)
    with refused_by("stands under the contract that it names"):
        Placement.objects.all().delete()


def test_a_call_from_before_counts_under_the_contract_of_its_instant(
    house: House, renewal: Contract
) -> None:
    place_configuration(house.payroll, renewal, by=house.helen, at=MORNING)
    payroll = Configuration.objects.get(pk=house.payroll.pk)
    called_at = MORNING - timedelta(hours=1)

    phoned = tickets.incident(
        payroll, house.hank, at=MORNING + timedelta(hours=1), called_at=called_at
    )

    assert (phoned.contract, phoned.terms.contract) == (house.contract, house.contract)


def test_what_was_read_before_it_passed_on_is_judged_where_it_stands_now(
    house: House, renewal: Contract
) -> None:
    seen = Configuration.objects.select_related("contract__agreement").get(pk=house.payroll.pk)
    place_configuration(house.payroll, renewal, by=house.helen, at=MORNING)

    late = tickets.incident(seen, house.clara, at=MORNING + timedelta(hours=1))

    assert late.contract == renewal


def test_a_system_that_was_retired_meanwhile_takes_no_more(house: House) -> None:
    seen = Configuration.objects.select_related("contract__agreement").get(pk=house.payroll.pk)
    retire_configuration(house.payroll, reason="Sold", by=house.helen, at=MORNING)

    with pytest.raises(Invalid) as refusal:
        tickets.incident(seen, house.clara, at=MORNING + timedelta(hours=1))

    assert "configuration" in refusal.value.errors


def test_a_placement_that_was_written_only_ends(house: House, renewal: Contract) -> None:
    place_configuration(house.payroll, renewal, by=house.helen, at=MORNING)
    past = Placement.objects.get(configuration=house.payroll, contract=house.contract)

    changes: tuple[dict[str, Any], ...] = (
        {"contract": renewal},
        {"configuration": house.rival_payroll},
        {"during": DateTimeTZRange(LONG_AGO, MORNING - timedelta(days=1))},
    )
    for change in changes:
        with refused_by("a placement that was written only ends"):
            Placement.objects.filter(pk=past.pk).update(**change)


def test_a_retired_system_stands_under_none_in_the_database_too(house: House) -> None:
    with refused_by("stands under the contract that it names"):
        Configuration.objects.filter(pk=house.payroll.pk).update(retired_at=MORNING)
