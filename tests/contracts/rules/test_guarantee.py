"""What can be asked, and who may do what with a request."""

from datetime import date
from decimal import Decimal

import pytest

from contracts.choices import GuaranteeAction, GuaranteeState
from contracts.rules.guarantee import (
    HOURS_LENGTH,
    NOTE_LENGTH,
    PLATFORM_LENGTH,
    Fault,
    Side,
    Wish,
    faults_of,
    guarantee_actions_open,
)

TODAY = date(2026, 11, 23)
CLIENT = Side(is_client=True, is_manager_of_a_vendor=False)
MANAGER = Side(is_client=False, is_manager_of_a_vendor=True)
MEMBER = Side(is_client=False, is_manager_of_a_vendor=False)


def test_a_whole_wish_has_no_fault() -> None:
    wish = Wish("x" * PLATFORM_LENGTH, "x" * HOURS_LENGTH, Decimal(100), TODAY, "x" * NOTE_LENGTH)

    assert faults_of(wish, today=TODAY) == {}


@pytest.mark.parametrize(
    ("wish", "fault"),
    [
        (Wish("", "h", Decimal(99)), {"platform": Fault.MISSING}),
        (Wish("p", "", Decimal(99)), {"hours": Fault.MISSING}),
        (Wish("x" * (PLATFORM_LENGTH + 1), "h", Decimal(99)), {"platform": Fault.TOO_LONG}),
        (Wish("p", "x" * (HOURS_LENGTH + 1), Decimal(99)), {"hours": Fault.TOO_LONG}),
        (Wish("p", "h", Decimal(0)), {"availability": Fault.IMPOSSIBLE}),
        (Wish("p", "h", Decimal("100.0001")), {"availability": Fault.IMPOSSIBLE}),
        (Wish("p", "h", Decimal("NaN")), {"availability": Fault.IMPOSSIBLE}),
        (Wish("p", "h", Decimal("99.99999")), {"availability": Fault.TOO_FINE}),
        (Wish("p", "h", Decimal("99.99990")), {}),
        (Wish("p", "h", Decimal(99), date(2026, 11, 22)), {"wanted_from": Fault.PASSED}),
        (Wish("p", "h", Decimal(99), date(2200, 1, 1)), {"wanted_from": Fault.TOO_FAR}),
        (Wish("p", "h", Decimal(99), None, "x" * (NOTE_LENGTH + 1)), {"note": Fault.TOO_LONG}),
    ],
)
def test_what_cannot_be_is_named_by_its_field(wish: Wish, fault: dict[str, Fault]) -> None:
    assert faults_of(wish, today=TODAY) == fault


def test_a_wish_is_read_without_the_space_around_it() -> None:
    stripped = Wish(" p ", "\nh", Decimal(99), TODAY, " ").stripped()

    assert stripped == Wish("p", "h", Decimal(99), TODAY, "")


@pytest.mark.parametrize(
    ("side", "able"),
    [
        (CLIENT, {GuaranteeAction.WITHDRAW}),
        (MANAGER, {GuaranteeAction.ANSWER, GuaranteeAction.REFUSE}),
        (MEMBER, set()),
    ],
)
def test_each_side_has_its_moves_while_it_waits(side: Side, able: set[GuaranteeAction]) -> None:
    assert guarantee_actions_open(GuaranteeState.ASKED, side) == able


@pytest.mark.parametrize("state", sorted(set(GuaranteeState) - {GuaranteeState.ASKED}))
@pytest.mark.parametrize("side", [CLIENT, MANAGER, MEMBER])
def test_nobody_moves_what_has_its_answer(state: GuaranteeState, side: Side) -> None:
    assert guarantee_actions_open(state, side) == frozenset()
