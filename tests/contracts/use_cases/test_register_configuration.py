"""A system is registered under an approved contract; its name tells other vendors nothing."""

from datetime import date

import pytest

from contracts.models import Configuration
from contracts.rules.refusal import Invalid
from contracts.use_cases.register_configuration import (
    ContractNotApproved,
    register_configuration,
)
from tests.cast import House
from tests.factories import contracts
from tests.factories.contracts import MORNING


def test_a_name_is_taken_once_with_the_same_vendors(house: House) -> None:
    with pytest.raises(Invalid) as refusal:
        register_configuration(
            house.contract, name=" payroll ", host="", site="", by=house.hank, at=MORNING
        )

    assert set(refusal.value.errors) == {"name"}


def test_another_manufacturer_does_not_learn_of_it_by_its_name(house: House) -> None:
    elsewhere = contracts.contract(
        "HP-0500", house.vauquelin, house.rival_payroll.contract.agreement
    )

    made = register_configuration(
        elsewhere, name="Payroll", host="", site="", by=house.rival_agent, at=MORNING
    )

    assert Configuration.objects.filter(client=house.vauquelin, name="Payroll").count() == 2
    assert made.contract == elsewhere


def test_nothing_is_registered_under_a_contract_that_has_ended(house: House) -> None:
    ended = contracts.contract("CM-1", house.vauquelin, house.agreement, ends_on=date(2026, 11, 22))

    with pytest.raises(ContractNotApproved):
        register_configuration(ended, name="New", host="", site="", by=house.hank, at=MORNING)
