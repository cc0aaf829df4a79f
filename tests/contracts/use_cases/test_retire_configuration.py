from datetime import timedelta

import pytest
from django.http import Http404

from contracts.choices import EventKind, RevisionState
from contracts.models import Configuration, ContractEvent, Revision, SupportNumber
from contracts.rules.refusal import Forbidden, Invalid
from contracts.selectors import revision_in_force
from contracts.use_cases.draft_revision import Item, Plan, write_draft
from contracts.use_cases.propose_revision import propose_draft, propose_revision
from contracts.use_cases.retire_configuration import AlreadyRetired, retire_configuration
from tests.cast import House
from tests.factories import contracts
from tests.factories.contracts import LONG_AGO, MORNING

SECOND = timedelta(seconds=1)


def retired(house: House) -> Configuration:
    return retire_configuration(
        house.payroll, reason=" Replaced by the new data centre ", by=house.helen, at=MORNING
    )


def test_a_retired_system_has_nothing_in_force_and_a_revoked_number(house: House) -> None:
    assert retired(house).retired_at == MORNING

    assert SupportNumber.objects.get(configuration=house.payroll).revoked_at == MORNING
    assert revision_in_force(house.payroll, MORNING - SECOND) is not None
    assert revision_in_force(house.payroll, MORNING) is None
    lines = ContractEvent.objects.filter(configuration=house.payroll, at=MORNING)
    assert [(line.kind, line.by) for line in lines] == [
        (EventKind.CONFIGURATION_RETIRED, house.helen),
        (EventKind.SUPPORT_NUMBER_REVOKED, house.helen),
    ]
    assert lines[0].detail == {"reason": "Replaced by the new data centre"}
    assert lines[1].detail == {"number": str(house.payroll.support_number)}


def test_what_waits_for_signatures_or_for_its_day_is_withdrawn(house: House) -> None:
    contracts.next_revision(
        house.payroll,
        signed_by=(house.helen, house.max),
        effective_at=MORNING + timedelta(days=9),
    )
    items = [Item(house.agreement.products.earliest("pk"))]
    plan = Plan("", MORNING + timedelta(days=20))
    propose_revision(house.payroll, items, plan, by=house.hank, at=LONG_AGO)

    retired(house)

    first, *waiting = Revision.objects.filter(configuration=house.payroll).order_by("number")
    assert (first.state, first.in_force and first.in_force.upper) == (
        RevisionState.SIGNED,
        MORNING,
    )
    assert [each.state for each in waiting] == [RevisionState.WITHDRAWN] * 2
    assert {each.reason for each in waiting} == {"Replaced by the new data centre"}
    assert {each.ended_by for each in waiting} == {house.helen}
    assert not any(each.in_force for each in waiting)


def test_a_system_without_a_number_is_retired_too(house: House) -> None:
    fresh = contracts.configuration("Mail", house.contract, signed_by=None)

    retire_configuration(fresh, reason="Never built", by=house.helen, at=MORNING)

    kinds = ContractEvent.objects.filter(configuration=fresh, at=MORNING).values_list("kind")
    assert list(kinds) == [(EventKind.CONFIGURATION_RETIRED,)]


def test_a_number_that_was_to_count_later_is_revoked_from_then(house: House) -> None:
    later = MORNING + timedelta(days=9)
    fresh = contracts.configuration("Mail", house.contract, signed_by=None)
    contracts.next_revision(fresh, signed_by=(house.helen, house.max), effective_at=later)

    retire_configuration(fresh, reason="Never built", by=house.helen, at=MORNING)

    assert SupportNumber.objects.get(configuration=fresh).revoked_at == later
    assert revision_in_force(fresh, later) is None


def test_it_is_retired_once(house: House) -> None:
    retired(house)

    with pytest.raises(AlreadyRetired):
        retired(house)


@pytest.mark.parametrize("name", ["hank", "max", "clara", "mia"])
def test_only_a_manager_of_the_manufacturer_retires(house: House, name: str) -> None:
    with pytest.raises(Forbidden):
        retire_configuration(house.payroll, reason="x", by=getattr(house, name), at=MORNING)

    assert Configuration.objects.get(pk=house.payroll.pk).retired_at is None


def test_a_stranger_s_system_is_not_there(house: House) -> None:
    with pytest.raises(Http404):
        retire_configuration(house.rival_payroll, reason="x", by=house.helen, at=MORNING)


@pytest.mark.parametrize("reason", ["", "  ", "x" * 5001])
def test_a_reason_is_given(house: House, reason: str) -> None:
    with pytest.raises(Invalid) as refusal:
        retire_configuration(house.payroll, reason=reason, by=house.helen, at=MORNING)

    assert set(refusal.value.errors) == {"reason"}
    assert SupportNumber.objects.get(configuration=house.payroll).revoked_at is None


def test_nothing_is_proposed_of_it_any_more(house: House) -> None:
    items = [Item(house.agreement.products.earliest("pk"))]
    draft = write_draft(house.payroll, items, Plan("", MORNING), by=house.hank)
    retired(house)

    with pytest.raises(Forbidden):
        propose_draft(draft, by=house.hank, at=MORNING)
    with pytest.raises(Forbidden):
        write_draft(house.payroll, items, Plan("", MORNING), by=house.max)
