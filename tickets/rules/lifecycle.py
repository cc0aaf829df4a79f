"""THE table of moves: who may take an incident from where to where (domain.md, Incident)."""

from collections.abc import Collection
from dataclasses import dataclass

from tickets.choices import Action, Standing, Status

_A, _S, _W = Action, Status, Standing
_VENDORS = frozenset({_W.OWNER, _W.PARTNER})
_ALIVE = frozenset({_S.OPEN, _S.WAITING, _S.RESTORED, _S.RESOLVED})


@dataclass(frozen=True)
class Move:
    """A row: the action, the states it leaves, the one it reaches (None: stays), and by whom."""

    action: Action
    sources: frozenset[Status]
    target: Status | None
    standings: frozenset[Standing]


def _row(
    action: Action,
    sources: Collection[Status],
    target: Status | None,
    standings: Collection[Standing],
) -> Move:
    return Move(action, frozenset(sources), target, frozenset(standings))


# In the order in which buttons stand on a page.
MOVES = (
    _row(_A.CONFIRM, {_S.RESTORED, _S.RESOLVED}, None, {_W.CLIENT}),
    _row(_A.NOT_RESTORED, {_S.RESTORED}, _S.OPEN, {_W.CLIENT}),
    _row(_A.RESTORE, {_S.OPEN, _S.WAITING}, _S.RESTORED, _VENDORS),
    _row(_A.RESOLVE, {_S.OPEN, _S.RESTORED}, _S.RESOLVED, _VENDORS),
    _row(_A.WAIT, {_S.OPEN}, _S.WAITING, _VENDORS),
    _row(_A.ANSWER, {_S.WAITING}, _S.OPEN, _VENDORS | {_W.CLIENT}),
    _row(_A.THIRD_PARTY, {_S.OPEN, _S.RESTORED}, None, _VENDORS),
    _row(_A.BACK, {_S.OPEN, _S.WAITING, _S.RESTORED}, None, _VENDORS),
    _row(_A.REOPEN, {_S.RESOLVED}, _S.OPEN, {_W.CLIENT, _W.OWNER}),
    _row(_A.CLOSE, {_S.RESOLVED}, _S.CLOSED, {_W.CLIENT}),
    _row(_A.ASSIGN, _ALIVE, None, _VENDORS),
    _row(_A.ROUTE, {_S.OPEN, _S.WAITING, _S.RESTORED}, None, {_W.OWNER}),
    _row(_A.IMPACT, {_S.OPEN, _S.WAITING}, None, {_W.CLIENT, _W.OWNER}),
    _row(_A.CALL, {_S.OPEN, _S.WAITING, _S.RESTORED}, None, _VENDORS),
    _row(_A.MISMATCH, _ALIVE, None, _VENDORS),
    _row(_A.COMMENT, _ALIVE, None, frozenset(_W)),
)


def moves_open_to(standing: Standing, status: Status) -> tuple[Move, ...]:
    """Return the rows that a person of this standing may use from a status, in their order."""
    return tuple(move for move in MOVES if status in move.sources and standing in move.standings)


def standings_of_move(action: Action) -> frozenset[Standing]:
    """Return who may ever make a move, wherever the incident stands."""
    return frozenset().union(*(move.standings for move in MOVES if move.action == action))
