"""The moves of a contract's terms: who approves, refuses, withdraws.

Source: domain.md, Parties. The rows of the table carry the moves out, grant the rights, draw the
buttons and are the tests' parameters.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from contracts.choices import TermsAction, TermsState

VENDORS_NEEDED = 2
_A = TermsAction


@dataclass(frozen=True)
class Party:
    """How a person stands to terms that they see."""

    is_manager_of_a_vendor: bool
    is_proposer: bool
    """Of the organisation whose offer it is."""
    has_approved: bool = False
    """Their organisation has, or they themselves have, while they were with another."""


@dataclass(frozen=True)
class Row:
    """One move, by a vendor's manager, from proposed terms."""

    action: TermsAction
    by_proposer: bool = False
    before_approving: bool = False
    in_time: bool = False


ROWS = (
    Row(_A.APPROVE, before_approving=True, in_time=True),
    Row(_A.REFUSE, before_approving=True),
    Row(_A.WITHDRAW, by_proposer=True),
)


def last_day_to_approve(effective_on: date, *, amends: bool) -> date:
    """Return until when an approval counts: an amendment's before the day on which it begins.

    A contract can be approved on its first day still.
    """
    return effective_on - timedelta(days=1) if amends else effective_on


def terms_actions_open(
    state: TermsState, party: Party, *, is_too_late: bool = False
) -> frozenset[TermsAction]:
    """Return what a person may do with terms that they see; too late, nobody approves them."""
    if state != TermsState.PROPOSED or not party.is_manager_of_a_vendor:
        return frozenset()
    return frozenset(
        row.action
        for row in ROWS
        if (party.is_proposer or not row.by_proposer)
        and not (row.before_approving and party.has_approved)
        and not (row.in_time and is_too_late)
    )
