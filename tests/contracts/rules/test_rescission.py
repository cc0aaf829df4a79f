"""When agreed terms can be undone, and whose step it is."""

from dataclasses import replace

import pytest

from contracts.choices import RescissionBar, RescissionStep, TermsState
from contracts.rules.rescission import Agreed, Asker, bar_to_rescission, step_of

TO_COME = Agreed(TermsState.APPROVED, has_begun=False, is_first=False, is_built_upon=False)


def test_nothing_stands_against_the_last_agreed_amendment_before_its_day() -> None:
    assert bar_to_rescission(TO_COME) is None


@pytest.mark.parametrize("state", sorted(set(TermsState) - {TermsState.APPROVED}))
def test_only_what_both_have_approved_is_undone_by_both(state: TermsState) -> None:
    assert bar_to_rescission(replace(TO_COME, state=state)) == RescissionBar.NOT_AGREED


@pytest.mark.parametrize(
    ("agreed", "bar"),
    [
        (replace(TO_COME, has_begun=True), RescissionBar.BEGUN),
        (replace(TO_COME, is_first=True), RescissionBar.FIRST),
        (replace(TO_COME, is_built_upon=True), RescissionBar.BUILT_UPON),
    ],
)
def test_what_stands_against_it_is_named(agreed: Agreed, bar: RescissionBar) -> None:
    assert bar_to_rescission(agreed) == bar


@pytest.mark.parametrize(
    ("is_manager", "was_asked", "is_of_asking_vendor", "is_asker", "step"),
    [
        (True, False, False, False, RescissionStep.ASK),
        (True, True, False, False, RescissionStep.CONFIRM),
        (True, True, True, True, RescissionStep.TAKE_BACK),
        (True, True, True, False, RescissionStep.TAKE_BACK),
        (True, True, False, True, None),
        (False, False, False, False, None),
        (False, True, False, False, None),
        (False, True, True, True, None),
    ],
)
def test_one_vendor_asks_and_the_other_confirms_unless_it_is_taken_back(
    *,
    is_manager: bool,
    was_asked: bool,
    is_of_asking_vendor: bool,
    is_asker: bool,
    step: RescissionStep | None,
) -> None:
    asker = Asker(
        is_manager_of_a_vendor=is_manager,
        was_asked=was_asked,
        is_of_asking_vendor=is_of_asking_vendor,
        is_asker=is_asker,
    )

    assert step_of(asker) == step
