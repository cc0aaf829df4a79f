from itertools import product

import pytest

from contracts.choices import TermsAction, TermsState
from contracts.rules.approval import Party, terms_actions_open

PARTIES = [Party(*each) for each in product((False, True), repeat=3)]


def _expected(state: TermsState, who: Party) -> set[str]:
    """What domain.md says that people may do, in words of its own: not read from the table."""
    if state != TermsState.PROPOSED or not who.is_manager_of_a_vendor:
        return set()
    answers = set() if who.has_approved else {"approve", "refuse"}
    return answers | ({"withdraw"} if who.is_proposer else set())


@pytest.mark.parametrize("who", PARTIES, ids=str)
@pytest.mark.parametrize("state", TermsState)
def test_each_may_do_what_the_domain_says(state: TermsState, who: Party) -> None:
    assert terms_actions_open(state, who) == _expected(state, who)


def test_every_move_of_what_is_proposed_is_open_to_somebody() -> None:
    found = {action for who in PARTIES for action in terms_actions_open(TermsState.PROPOSED, who)}

    assert found == set(TermsAction) - {TermsAction.RESCIND, TermsAction.TAKE_BACK}
