"""The moves of a revision, which signatures it lacks, and when it comes into force.

Source: domain.md, Configuration. The rows of the table carry the moves out, grant the rights, draw
the buttons and are the tests' parameters.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from contracts.choices import Kind, RevisionAction, RevisionState

VENDORS = frozenset({Kind.MANUFACTURER, Kind.PUBLISHER})
_A, _S = RevisionAction, RevisionState


@dataclass(frozen=True)
class Standing:
    """How a person stands to a revision that they see."""

    is_author: bool
    """Of the organisation whose proposal it is."""
    is_vendor: bool
    """Of one of the two vendors of its agreement."""
    is_manager: bool
    has_signed: bool = False
    """Their organisation has, or they themselves have, while they were with another."""


@dataclass(frozen=True)
class Row:
    """One move: from which states, and which of the conditions the person must meet."""

    action: RevisionAction
    sources: frozenset[RevisionState]
    by_author: bool = False
    by_vendor: bool = False
    by_manager: bool = False


ROWS = (
    Row(_A.EDIT, frozenset({_S.DRAFT}), by_author=True),
    Row(_A.PROPOSE, frozenset({_S.DRAFT}), by_author=True),
    Row(_A.SIGN, frozenset({_S.PROPOSED}), by_vendor=True, by_manager=True),
    Row(_A.REFUSE, frozenset({_S.PROPOSED}), by_vendor=True, by_manager=True),
    Row(_A.WITHDRAW, frozenset({_S.PROPOSED}), by_author=True),
    Row(_A.WITHDRAW, frozenset({_S.SIGNED}), by_vendor=True, by_manager=True),
    Row(_A.COMMENT, frozenset(_S) - {_S.DRAFT}),
)


def actions_open(
    state: RevisionState, standing: Standing, *, has_begun: bool
) -> frozenset[RevisionAction]:
    """Return what a person may do with a revision that they see.

    ``has_begun``: it is or was in force; then nobody withdraws it.
    """
    past = {_A.SIGN, _A.REFUSE} if standing.has_signed else set()
    past |= {_A.WITHDRAW} if has_begun else set()
    return frozenset(
        row.action for row in ROWS if state in row.sources and _meets(row, standing)
    ) - frozenset(past)


def _meets(row: Row, standing: Standing) -> bool:
    return (
        (standing.is_author or not row.by_author)
        and (standing.is_vendor or not row.by_vendor)
        and (standing.is_manager or not row.by_manager)
    )


def missing_signatures(signed_by: Collection[str]) -> frozenset[Kind]:
    """Return the kinds of vendor that have not signed yet."""
    return frozenset(VENDORS - set(signed_by))


def effective_instant(*, effective_at: datetime, last_signed_at: datetime) -> datetime:
    """Return when a signed revision comes into force: never before its second signature."""
    return max(effective_at, last_signed_at)
