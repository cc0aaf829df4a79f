"""How far a statement's money has come, and what is open to whom."""

from datetime import UTC, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from contracts.choices import StatementAction, StatementState
from contracts.rules.settling import (
    Actor,
    Due,
    actions_open,
    contest_ends_anew,
    contest_ends_at,
    state_of,
)

OWED = {1: Decimal(600), 2: Decimal(0)}
NOTHING: dict[int, Decimal] = {1: Decimal(0)}
SET_OFF = {1: Decimal(250), 2: Decimal(-250)}
MAKER = Actor(is_client=False, is_manager_of_manufacturer=True)
CLIENT = Actor(is_client=True, is_manager_of_manufacturer=False)
PAY, REIMBURSE = StatementAction.PAY, StatementAction.REIMBURSE
REOPEN = StatementAction.CONTEST
OTHER = Actor(is_client=False, is_manager_of_manufacturer=False)


@pytest.mark.parametrize(
    ("due", "payments", "reimbursements", "state"),
    [
        (Due(OWED, OWED), 0, 0, StatementState.ISSUED),
        (Due(NOTHING, NOTHING), 0, 0, StatementState.ISSUED),
        (Due(NOTHING, OWED), 1, 0, StatementState.PAID),
        (Due(NOTHING, NOTHING), 1, 0, StatementState.PAID),
        (Due(NOTHING, NOTHING), 1, 1, StatementState.REIMBURSED),
        (Due(OWED, OWED), 1, 1, StatementState.ISSUED),
        (Due(NOTHING, OWED), 1, 1, StatementState.PAID),
        (Due(SET_OFF, OWED), 1, 1, StatementState.PAID),
        (Due(SET_OFF, SET_OFF), 1, 1, StatementState.REIMBURSED),
        (Due(SET_OFF, SET_OFF), 0, 0, StatementState.ISSUED),
    ],
)
def test_the_state_follows_from_what_is_booked(
    due: Due, payments: int, reimbursements: int, state: StatementState
) -> None:
    assert state_of(due, payments=payments, reimbursements=reimbursements) == state


def test_what_is_contested_is_not_payable() -> None:
    due = Due({1: Decimal(600), 2: Decimal(5)}, {}, frozenset({1}))

    assert due.payable == {2: Decimal(5)}


@pytest.mark.parametrize(
    ("contested", "payable", "waiting"),
    [(frozenset(), {}, 0), (frozenset({1}), {}, 0), (frozenset({3}), {}, 40)],
)
def test_what_sums_to_nothing_is_not_due(
    contested: frozenset[int], payable: dict[int, Decimal], waiting: int
) -> None:
    owed = SET_OFF | ({3: Decimal(40)} if 3 in contested else {})

    due = Due(owed, SET_OFF, contested)

    assert due.payable == payable
    assert due.waiting == waiting
    assert due.reimbursable == {}


def test_nothing_is_asked_back_of_the_client_while_all_in_all_it_is_owed() -> None:
    owed = {1: Decimal(251), 2: Decimal(-250)}

    due = Due(owed, OWED, frozenset({1}))

    assert (due.payable, due.waiting) == ({}, Decimal(1))
    assert Due(owed, OWED, frozenset({2})).payable == {1: Decimal(251)}
    assert Due({1: Decimal(-251), 2: Decimal(250)}, OWED, frozenset({2})).payable == {
        1: Decimal(-251)
    }


@pytest.mark.parametrize(
    ("actor", "due", "may_contest", "moves"),
    [
        (MAKER, Due(OWED, OWED), True, {PAY, REOPEN}),
        (MAKER, Due(NOTHING, OWED), True, {REIMBURSE, REOPEN}),
        (MAKER, Due(NOTHING, NOTHING), True, {REOPEN}),
        (MAKER, Due(SET_OFF, SET_OFF), True, {REOPEN}),
        (MAKER, Due(OWED, OWED, frozenset({1})), True, {StatementAction.DECIDE, REOPEN}),
        (CLIENT, Due(OWED, OWED), True, {StatementAction.CONTEST}),
        (CLIENT, Due(OWED, OWED), False, set()),
        (OTHER, Due(NOTHING, OWED), True, set()),
    ],
)
def test_what_is_open_to_whom(
    actor: Actor,
    due: Due,
    may_contest: bool,
    moves: set[StatementAction],
) -> None:
    assert actions_open(due, actor, may_contest=may_contest) == moves


def test_days_to_contest_are_whole_days_across_a_change_of_clocks() -> None:
    zone = ZoneInfo("Europe/Paris")
    issued_at = datetime(2026, 10, 20, 22, 30, tzinfo=UTC)  # the 21st there

    assert contest_ends_at(issued_at, 5, zone) == datetime(2026, 10, 27, tzinfo=zone)


def test_the_same_days_run_again_from_what_followed_the_issue() -> None:
    zone = ZoneInfo("Europe/Paris")
    issued_at = datetime(2026, 10, 20, 22, 30, tzinfo=UTC)
    until = contest_ends_at(issued_at, 5, zone)
    later = datetime(2027, 1, 10, 23, 30, tzinfo=UTC)  # the 11th there

    assert contest_ends_anew(issued_at, until, [], zone) == until
    assert contest_ends_anew(issued_at, until, [issued_at, later], zone) == datetime(
        2027, 1, 17, tzinfo=zone
    )
