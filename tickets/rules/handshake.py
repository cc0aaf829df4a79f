"""The table of moves of an escalation, the publisher's leg (domain.md, Escalation)."""

from collections.abc import Collection
from dataclasses import dataclass

from tickets.choices import OPEN_LEG, LegAction, LegState, Standing

_A, _S, _W = LegAction, LegState, Standing


@dataclass(frozen=True)
class LegMove:
    """A row: the action, the states it leaves, the one it reaches (None: stays), and by whom."""

    action: LegAction
    sources: frozenset[LegState]
    target: LegState | None
    standings: frozenset[Standing]


def _row(
    action: LegAction,
    sources: Collection[LegState],
    target: LegState | None,
    standings: Collection[Standing],
) -> LegMove:
    return LegMove(action, frozenset(sources), target, frozenset(standings))


LEG_MOVES = (
    _row(_A.ACKNOWLEDGE, {_S.REQUESTED}, _S.ACKNOWLEDGED, {_W.PARTNER}),
    _row(_A.START, {_S.REQUESTED, _S.ACKNOWLEDGED}, _S.IN_PROGRESS, {_W.PARTNER}),
    _row(_A.CASE, OPEN_LEG, None, {_W.PARTNER}),
    _row(_A.RESOLVE, OPEN_LEG, _S.RESOLVED, {_W.PARTNER}),
    _row(_A.RETURN, OPEN_LEG, _S.RETURNED, {_W.PARTNER}),
    _row(_A.RAISE, OPEN_LEG, None, {_W.PARTNER, _W.OWNER}),
    _row(_A.MANAGER, OPEN_LEG, None, {_W.PARTNER}),
)

RETURNS_BEFORE_THE_BRIDGE = 1
"""The first return goes back to triage; the next one opens a joint bridge instead."""


HIGHEST_FOR_A_QUESTION = 2
"""A question never climbs beyond this level."""


def leg_moves_open_to(
    standing: Standing, state: LegState, *, barred: Collection[LegAction] = ()
) -> tuple[LegMove, ...]:
    """Return the rows that a person of this standing may use on a leg, save the barred ones."""
    return tuple(
        row
        for row in LEG_MOVES
        if state in row.sources and standing in row.standings and row.action not in barred
    )


def standings_of_leg_move(action: LegAction) -> frozenset[Standing]:
    """Return who may ever make a move on a leg, whatever its state."""
    return frozenset().union(*(row.standings for row in LEG_MOVES if row.action == action))


def next_level(level: int, levels: Collection[int], *, highest: int | None) -> int | None:
    """Return the level above, None at the top; ``highest`` is where the impact's own climb ends."""
    above = [each for each in levels if each > level and (highest is None or each <= highest)]
    return min(above, default=None)
