"""Two people act on the register at the very same moment: one outcome, and at worst a refusal."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from threading import Barrier

import pytest
from django.db import connections

from contracts.choices import RevisionState, Role
from contracts.models import Configuration, Revision, SignOff, SupportNumber
from contracts.rules.refusal import Invalid, Refusal
from contracts.use_cases.check_items import SerialTaken
from contracts.use_cases.draft_revision import Item, Plan, write_draft
from contracts.use_cases.end_revision import refuse_revision, withdraw_revision
from contracts.use_cases.hold_revision import RevisionMoveNotOpen
from contracts.use_cases.propose_revision import ProposalOpen, propose_draft, propose_revision
from contracts.use_cases.register_configuration import register_configuration
from contracts.use_cases.sign_off_revision import sign_off_revision
from tests.cast import House
from tests.factories import contracts
from tests.factories.contracts import MORNING

pytestmark = pytest.mark.django_db(transaction=True)

Move = Callable[[], object]


def at_once(*moves: Move) -> list[Refusal | None]:
    """Make moves from threads of their own, all started together; return what each was refused."""
    start = Barrier(len(moves))

    def made(move: Move) -> Refusal | None:
        try:
            connections["default"].ensure_connection()
            start.wait(timeout=20)
            move()
        except Refusal as refusal:
            return refusal
        finally:
            connections.close_all()
        return None

    with ThreadPoolExecutor(len(moves)) as threads:
        return list(threads.map(made, moves))


@pytest.fixture
def fresh(house: House) -> Configuration:
    return contracts.configuration("Mail", house.contract, signed_by=None)


def _propose(house: House, on: Configuration, serial: str = "") -> Revision:
    product = house.agreement.products.get(name="ProLiant 8500")
    items = [Item(product, serial_number=serial)]
    return propose_revision(on, items, Plan("", MORNING), by=house.helen, at=MORNING)


def _kinds(refusals: list[Refusal | None]) -> set[type[Refusal]]:
    return {type(each) for each in refusals if each is not None}


@pytest.mark.parametrize("turn", range(5))
def test_both_vendors_sign_at_once(house: House, fresh: Configuration, turn: int) -> None:
    revision = _propose(house, fresh)
    instants = (MORNING, MORNING + timedelta(seconds=turn))

    refusals = at_once(
        *(
            partial(sign_off_revision, revision, by=manager, at=at)
            for manager, at in zip((house.helen, house.max), instants, strict=True)
        )
    )

    signed = Revision.objects.get(pk=revision.pk)
    assert refusals == [None, None]
    assert signed.state == RevisionState.SIGNED
    assert signed.in_force is not None
    assert signed.in_force.lower == signed.signed_at == max(instants)
    assert SupportNumber.objects.filter(configuration=fresh).count() == 1


def test_one_manager_signs_twice_at_once(house: House, fresh: Configuration) -> None:
    revision = _propose(house, fresh)

    refusals = at_once(*[partial(sign_off_revision, revision, by=house.max, at=MORNING)] * 4)

    assert refusals.count(None) == 1
    assert _kinds(refusals) == {RevisionMoveNotOpen}
    assert SignOff.objects.filter(revision=revision).count() == 1


def test_two_managers_of_one_vendor_sign_at_once(house: House, fresh: Configuration) -> None:
    revision = _propose(house, fresh)
    other = contracts.person("Harry Lee", house.compaq, role=Role.MANAGER)

    refusals = at_once(
        *(partial(sign_off_revision, revision, by=who, at=MORNING) for who in (house.helen, other))
    )

    assert refusals.count(None) == 1
    assert _kinds(refusals) == {RevisionMoveNotOpen}


@pytest.mark.parametrize("turn", range(3))
def test_one_signs_while_the_other_refuses(house: House, fresh: Configuration, turn: int) -> None:
    revision = _propose(house, fresh)
    sign_off_revision(revision, by=house.helen, at=MORNING)
    other = contracts.person(f"Mo{turn} Lee", house.microsoft, role=Role.MANAGER)

    refusals = at_once(
        partial(sign_off_revision, revision, by=house.max, at=MORNING),
        partial(refuse_revision, revision, reason="No", by=other, at=MORNING),
    )

    ended = Revision.objects.get(pk=revision.pk)
    outcome = RevisionState.SIGNED if refusals[0] is None else RevisionState.REFUSED
    assert refusals.count(None) == 1
    assert _kinds(refusals) == {RevisionMoveNotOpen}
    assert ended.state == outcome
    assert (ended.in_force is not None) == (outcome == RevisionState.SIGNED)


def test_the_last_signs_while_the_author_withdraws(house: House, fresh: Configuration) -> None:
    revision = _propose(house, fresh)
    sign_off_revision(revision, by=house.helen, at=MORNING)

    refusals = at_once(
        partial(sign_off_revision, revision, by=house.max, at=MORNING),
        partial(withdraw_revision, revision, reason="No", by=house.hank, at=MORNING),
    )

    assert refusals.count(None) == 1
    state = Revision.objects.get(pk=revision.pk).state
    assert state == (RevisionState.SIGNED if refusals[0] is None else RevisionState.WITHDRAWN)


def test_both_vendors_propose_at_once(house: House) -> None:
    items = [Item(each) for each in house.agreement.products.all()]

    refusals = at_once(
        *(
            partial(propose_revision, house.payroll, items, Plan("", MORNING), by=who, at=MORNING)
            for who in (house.hank, house.mia)
        )
    )

    assert refusals.count(None) == 1
    assert _kinds(refusals) == {ProposalOpen}
    assert Revision.objects.filter(configuration=house.payroll, number=2).count() == 1


def test_two_colleagues_write_and_propose_the_draft_at_once(house: House) -> None:
    items = [Item(each) for each in house.agreement.products.all()]
    draft = write_draft(house.payroll, items, Plan("", MORNING), by=house.hank)

    refusals = at_once(
        partial(write_draft, house.payroll, items, Plan("y", MORNING), by=house.helen),
        partial(propose_draft, draft, by=house.hank, at=MORNING),
    )

    sent = Revision.objects.get(pk=draft.pk)
    assert refusals == [None, None]
    assert (sent.state, sent.items.count()) == (RevisionState.PROPOSED, 2)


@pytest.mark.parametrize("turn", range(3))
def test_a_serial_number_is_proposed_for_two_systems_at_once(
    house: House, fresh: Configuration, turn: int
) -> None:
    serial = f"8J0{turn}"

    refusals = at_once(*(partial(_propose, house, on, serial) for on in (house.payroll, fresh)))

    assert refusals.count(None) == 1
    assert _kinds(refusals) == {SerialTaken}
    assert Revision.objects.filter(items__serial_number=serial).count() == 1


def test_a_system_is_registered_twice_at_once(house: House) -> None:
    register = partial(
        register_configuration, house.contract, host="", site="", by=house.hank, at=MORNING
    )

    refusals = at_once(partial(register, name="Files"), partial(register, name="files"))

    assert refusals.count(None) == 1
    assert _kinds(refusals) == {Invalid}
    assert Configuration.objects.filter(name__iexact="files").count() == 1
