from datetime import date
from itertools import product

import pytest

from contracts.choices import TermsAction, TermsState
from contracts.rules.approval import Party, last_day_to_approve, terms_actions_open

NEW_YEAR = date(2027, 1, 1)
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


@pytest.mark.parametrize(("amends", "last"), [(True, date(2026, 12, 31)), (False, NEW_YEAR)])
def test_an_amendment_is_approved_before_its_day_and_a_contract_on_it_still(
    amends: bool, last: date
) -> None:
    assert last_day_to_approve(NEW_YEAR, amends=amends) == last


@pytest.mark.parametrize("who", PARTIES, ids=str)
def test_too_late_nobody_approves_and_all_else_stays_open(who: Party) -> None:
    late = terms_actions_open(TermsState.PROPOSED, who, is_too_late=True)

    assert late == _expected(TermsState.PROPOSED, who) - {"approve"}
