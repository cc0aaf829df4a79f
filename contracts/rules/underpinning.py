"""The publisher's promise to the manufacturer: what is proposed, and who agrees with it.

Source: domain.md, Time, underpinning targets: both vendors' word, one manager each.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from contracts.choices import UnderpinningAction, UnderpinningState
from contracts.rules.approval import Party
from contracts.rules.coverage import Hours
from contracts.rules.offer import TargetOffer

_A = UnderpinningAction
_OF_THE_PROPOSER = frozenset({_A.WITHDRAW})
_OF_THE_OTHER = frozenset({_A.AGREE, _A.REFUSE})


@dataclass(frozen=True)
class UnderpinningOffer:
    """The content of one version; ``targets`` say nothing of news, which only clients are owed."""

    valid_from: date
    hours: Hours
    targets: Sequence[TargetOffer]
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
