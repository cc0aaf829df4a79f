"""The escalation's table, written here a second time from domain.md: every cell is tried."""

from collections.abc import Mapping, Sequence

import pytest

from tickets.choices import LegAction, LegState, Standing
from tickets.rules.handshake import (
    LEG_MOVES,
    leg_moves_open_to,
    next_level,
    standings_of_leg_move,
)

REQUESTED, ACKNOWLEDGED, IN_PROGRESS = "requested", "acknowledged", "in_progress"
ENDED = {"resolved", "returned", "withdrawn"}
AT_WORK = {REQUESTED, ACKNOWLEDGED, IN_PROGRESS}
PUBLISHER, BOTH = {"partner"}, {"partner", "owner"}

TABLE: Mapping[str, tuple[set[str], str | None, set[str]]] = {
    "acknowledge": ({REQUESTED}, ACKNOWLEDGED, PUBLISHER),
    "start": ({REQUESTED, ACKNOWLEDGED}, IN_PROGRESS, PUBLISHER),
    "case": (AT_WORK, None, PUBLISHER),
    "resolve": (AT_WORK, "resolved", PUBLISHER),
    "return": (AT_WORK, "returned", PUBLISHER),
    "raise": (AT_WORK, None, BOTH),
    "manager": (AT_WORK, None, PUBLISHER),
}


@pytest.mark.parametrize("action", LegAction)
@pytest.mark.parametrize("state", LegState)
@pytest.mark.parametrize("standing", Standing)
def test_a_cell_of_the_table(standing: Standing, state: LegState, action: LegAction) -> None:
    sources, target, who = TABLE[action]

    rows = {row.action: row for row in leg_moves_open_to(standing, state)}
    found = rows.get(action)

    assert (found is not None) == (state in sources and standing in who)
    assert found is None or found.target == target


def test_the_table_names_every_move_once() -> None:
    assert sorted(row.action for row in LEG_MOVES) == sorted(TABLE)


@pytest.mark.parametrize("state", sorted(ENDED))
@pytest.mark.parametrize("standing", Standing)
def test_nothing_is_done_to_an_ended_escalation(standing: Standing, state: str) -> None:
    assert leg_moves_open_to(standing, LegState(state)) == ()


@pytest.mark.parametrize("action", LegAction)
def test_a_barred_move_is_not_open(action: LegAction) -> None:
    rows = leg_moves_open_to(Standing.PARTNER, LegState.REQUESTED, barred={action})

    assert {row.action for row in rows} == set(LegAction) - {action}


@pytest.mark.parametrize("action", LegAction)
def test_who_may_ever_make_a_move(action: LegAction) -> None:
    assert standings_of_leg_move(action) == TABLE[action][2]


@pytest.mark.parametrize(
    ("level", "levels", "highest", "above"),
    [
        (1, (1, 2, 3, 4), None, 2),
        (4, (1, 2, 3, 4), None, None),
        (2, (1, 2, 4), None, 4),
        (1, (1, 2, 3), 2, 2),
        (2, (1, 2, 3), 2, None),
        (1, (), None, None),
    ],
)
def test_the_level_above(
    level: int, levels: Sequence[int], highest: int | None, above: int | None
) -> None:
    assert next_level(level, levels, highest=highest) == above
