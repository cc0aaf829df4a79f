"""The publisher's promise to the manufacturer: what is proposed, and who agrees with it.

Source: domain.md, Time, underpinning targets: both vendors' word, one manager each.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from contracts.choices import Impact, UnderpinningAction, UnderpinningState
from contracts.rules.approval import Party
from contracts.rules.coverage import Hours

_A = UnderpinningAction
_OF_THE_PROPOSER = frozenset({_A.WITHDRAW})
_OF_THE_OTHER = frozenset({_A.AGREE, _A.REFUSE})


@dataclass(frozen=True)
class TargetBeneath:
    """For one impact: within how much covered time the publisher has started, has restored.

    ``round_the_clock``: every second counts for it, whatever the version's hours are.
    """

    impact: Impact
    respond_within: timedelta
    restore_within: timedelta | None = None
    round_the_clock: bool = False


@dataclass(frozen=True)
class UnderpinningOffer:
    """The content of one version; it says nothing of news, which only clients are owed."""

    valid_from: date
    hours: Hours
    targets: Sequence[TargetBeneath]
    note: str = ""


def underpinning_actions_open(
    state: UnderpinningState, party: Party
) -> frozenset[UnderpinningAction]:
    """Return what a person may do with underpinning targets that they see.

    Whoever proposed them agrees for nobody, whichever company they are with by now.
    """
    if state != UnderpinningState.PROPOSED or not party.is_manager_of_a_vendor:
        return frozenset()
    if party.is_proposer:
        return _OF_THE_PROPOSER
    return frozenset() if party.has_approved else _OF_THE_OTHER
