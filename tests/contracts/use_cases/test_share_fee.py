"""The systems in use under a contract share its fee; together they bear all of it."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.http import Http404

from contracts.choices import EventKind, Role
from contracts.models import Configuration, ContractEvent
from contracts.rules.refusal import Forbidden, Invalid
from contracts.use_cases.draft_revision import Item, Plan
from contracts.use_cases.place_configuration import place_configuration
from contracts.use_cases.propose_revision import propose_revision
from contracts.use_cases.register_configuration import register_configuration
from contracts.use_cases.retire_configuration import retire_configuration
from contracts.use_cases.share_fee import share_fee
from tests.cast import House
from tests.factories import contracts
from tests.factories.contracts import LONG_AGO, MORNING

HALF = Decimal("0.5")


@pytest.fixture
def mail(house: House) -> Configuration:
    return contracts.configuration("Mail", house.contract, signed_by=(house.helen, house.max))


def _shares(house: House) -> dict[str, Decimal]:
    found = Configuration.objects.filter(client=house.vauquelin).order_by("pk")
    return dict(found.values_list("name", "fee_share"))


def _register(house: House, name: str) -> Configuration:
    return register_configuration(
        house.contract, name=name, host="", site="", by=house.hank, at=MORNING
    )


def test_both_vendors_managers_share_it(house: House, mail: Configuration) -> None:
    for manager, share in ((house.helen, HALF), (house.max, Decimal("0.333333"))):
        said = {house.payroll.pk: share, mail.pk: 1 - share}

        share_fee(house.contract, said, by=manager, at=MORNING)

        assert _shares(house) == {"Payroll": share, "Mail": 1 - share}


def test_the_journal_keeps_what_it_was_and_what_it_is(house: House, mail: Configuration) -> None:
    said = {house.payroll.pk: HALF, mail.pk: HALF}

    share_fee(house.contract, said, by=house.helen, at=MORNING)
    share_fee(house.contract, said, by=house.max, at=MORNING)

    line = ContractEvent.objects.get(kind=EventKind.FEE_SHARED)  # saying it again changes nothing
    payroll, mail_key = str(house.payroll.pk), str(mail.pk)
    assert (line.contract, line.by, line.at) == (house.contract, house.helen, MORNING)
    assert line.detail["before"] == {payroll: "1", mail_key: "0"}
    assert line.detail["after"] == {payroll: "0.5", mail_key: "0.5"}


@pytest.mark.parametrize(
    ("payroll", "mail_share", "wrong"),
    [
        ("0.5", "0.4", {"shares"}),
        ("0.5", "0.500001", {"shares"}),
        ("-0.1", "1.1", {"payroll", "mail"}),
        ("0.3333333", "0.6666667", {"payroll", "mail"}),
        ("NaN", "0.5", {"payroll"}),
        (None, "1", {"payroll"}),
    ],
)
def test_what_is_no_share_is_refused_by_its_system(
    house: House, mail: Configuration, payroll: str | None, mail_share: str, wrong: set[str]
) -> None:
    said = {mail.pk: Decimal(mail_share)}
    if payroll is not None:
        said[house.payroll.pk] = Decimal(payroll)

    with pytest.raises(Invalid) as refusal:
        share_fee(house.contract, said, by=house.helen, at=MORNING)

    names = {str(house.payroll.pk): "payroll", str(mail.pk): "mail", "shares": "shares"}
    assert {names[key] for key in refusal.value.errors} == wrong
    assert _shares(house) == {"Payroll": 1, "Mail": 0}
    assert not ContractEvent.objects.filter(kind=EventKind.FEE_SHARED).exists()


def test_one_of_another_contract_is_not_named(house: House) -> None:
    other = house.rival_payroll

    with pytest.raises(Invalid) as refusal:
        share_fee(
            house.contract,
            {house.payroll.pk: HALF, other.pk: HALF},
            by=house.helen,
            at=MORNING,
        )

    assert set(refusal.value.errors) == {str(other.pk)}


def test_where_nothing_is_in_use_nothing_is_shared(house: House) -> None:
    empty = contracts.contract("CM-0418", house.vauquelin, house.agreement)

    with pytest.raises(Invalid):
        share_fee(empty, {}, by=house.helen, at=MORNING)


@pytest.mark.parametrize("who", ["hank", "mia"])
def test_a_member_does_not(house: House, who: str) -> None:
    with pytest.raises(Forbidden):
        share_fee(
            house.contract, {house.payroll.pk: Decimal(1)}, by=getattr(house, who), at=MORNING
        )


def test_a_clients_manager_does_not(house: House) -> None:
    manager = contracts.person("Cora Roux", house.vauquelin, role=Role.MANAGER)

    with pytest.raises(Forbidden):
        share_fee(house.contract, {house.payroll.pk: Decimal(1)}, by=manager, at=MORNING)


def test_to_a_rivals_manager_there_is_no_such_contract(house: House) -> None:
    manager = contracts.person("Rosa Rival", house.rival, role=Role.MANAGER)

    with pytest.raises(Http404):
        share_fee(house.contract, {house.payroll.pk: Decimal(1)}, by=manager, at=MORNING)


def _propose(system: Configuration, house: House) -> Decimal:
    items = [Item(each) for each in house.agreement.products.all()]
    propose_revision(system, items, Plan("", MORNING), by=house.helen, at=MORNING)
    return Configuration.objects.get(pk=system.pk).fee_share


def test_the_first_system_bears_all_and_the_next_ones_nothing(house: House) -> None:
    mail = _register(house, "Mail")
    _register(house, "Web")

    assert _propose(mail, house) == 0
    assert _shares(house) == {"Payroll": 1, "Mail": 0, "Web": 0}


def test_the_next_one_bears_all_again_once_the_others_are_retired(house: House) -> None:
    retire_configuration(house.payroll, reason="Sold", by=house.helen, at=MORNING)
    mail = _register(house, "Mail")

    assert mail.fee_share == 0
    assert _propose(mail, house) == 1


def test_who_leaves_takes_its_share_away(house: House, mail: Configuration) -> None:
    said = {house.payroll.pk: Decimal("0.25"), mail.pk: Decimal("0.75")}
    share_fee(house.contract, said, by=house.helen, at=MORNING)

    retire_configuration(mail, reason="Sold", by=house.helen, at=MORNING + timedelta(hours=1))

    in_use = Configuration.objects.in_use().filter(contract=house.contract)
    assert [each.fee_share for each in in_use] == [Decimal("0.25")]
    share_fee(house.contract, {house.payroll.pk: Decimal(1)}, by=house.max, at=MORNING)
    assert _shares(house)["Payroll"] == 1


def test_who_enters_another_contract_bears_all_if_alone_and_nothing_else(
    house: House, mail: Configuration
) -> None:
    renewal = contracts.contract("CM-0418", house.vauquelin, house.agreement)
    said = {house.payroll.pk: Decimal("0.25"), mail.pk: Decimal("0.75")}
    share_fee(house.contract, said, by=house.helen, at=LONG_AGO)

    for system in (mail, house.payroll):
        place_configuration(system, renewal, by=house.helen, at=MORNING)

    assert _shares(house) == {"Mail": 1, "Payroll": 0}


def test_what_the_publisher_does_not_see_yet_bears_nothing(house: House) -> None:
    unseen = _register(house, "Mail")
    said = {house.payroll.pk: HALF, unseen.pk: HALF}

    for manager in (house.helen, house.max):  # to the publisher as any number that means nothing
        with pytest.raises(Invalid) as refusal:
            share_fee(house.contract, said, by=manager, at=MORNING)
        assert set(refusal.value.errors) == {str(unseen.pk)}

    share_fee(house.contract, {house.payroll.pk: Decimal(1)}, by=house.max, at=MORNING)
    assert _shares(house) == {"Payroll": 1, "Mail": 0}
