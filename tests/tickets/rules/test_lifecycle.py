"""The table of moves, written here a second time from domain.md: every cell is tried."""

from collections.abc import Mapping

import pytest

from tickets.choices import Action, Standing, Status
from tickets.rules.lifecycle import MOVES, Move, moves_open_to, standings_of_move

CLIENT, OWNER, PARTNER, ONLOOKER = "client", "owner", "partner", "onlooker"
OPEN, WAITING, RESTORED, RESOLVED, CLOSED = "open", "waiting", "restored", "resolved", "closed"
VENDORS = {OWNER, PARTNER}
EVERYBODY = {CLIENT, OWNER, PARTNER, ONLOOKER}
ALIVE = {OPEN, WAITING, RESTORED, RESOLVED}

# move: (from, to, who); what stays where it is reaches None
TABLE: Mapping[str, tuple[set[str], str | None, set[str]]] = {
    "wait": ({OPEN}, WAITING, VENDORS),
    "answer": ({WAITING}, OPEN, {CLIENT} | VENDORS),
    "restore": ({OPEN, WAITING}, RESTORED, VENDORS),
    "not-restored": ({RESTORED}, OPEN, {CLIENT}),
    "confirm": ({RESTORED, RESOLVED}, None, {CLIENT}),
    "resolve": ({OPEN, RESTORED}, RESOLVED, VENDORS),
    "third-party": ({OPEN, RESTORED}, None, VENDORS),
    "back": ({OPEN, WAITING, RESTORED}, None, VENDORS),
    "reopen": ({RESOLVED}, OPEN, {CLIENT, OWNER}),
    "close": ({RESOLVED}, CLOSED, {CLIENT}),
    "assign": (ALIVE, None, VENDORS),
    "route": ({OPEN, WAITING, RESTORED}, None, {OWNER}),
    "impact": ({OPEN, WAITING}, None, {CLIENT, OWNER}),
    "call": ({OPEN, WAITING, RESTORED}, None, VENDORS),
    "mismatch": (ALIVE, None, VENDORS),
    "comment": (ALIVE, None, EVERYBODY),
}


def _open_to(standing: Standing, status: Status) -> dict[Action, Move]:
    return {move.action: move for move in moves_open_to(standing, status)}


@pytest.mark.parametrize("action", Action)
@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("standing", Standing)
def test_a_cell_of_the_table(standing: Standing, status: Status, action: Action) -> None:
    sources, target, who = TABLE[action]

    found = _open_to(standing, status).get(action)

    assert (found is not None) == (status in sources and standing in who)
    assert found is None or found.target == target


def test_the_table_names_every_move_once() -> None:
    assert sorted(move.action for move in MOVES) == sorted(TABLE)


@pytest.mark.parametrize("standing", Standing)
def test_nothing_leaves_closed(standing: Standing) -> None:
    assert moves_open_to(standing, Status.CLOSED) == ()


@pytest.mark.parametrize("action", Action)
def test_who_may_ever_make_a_move(action: Action) -> None:
    assert standings_of_move(action) == TABLE[action][2]
