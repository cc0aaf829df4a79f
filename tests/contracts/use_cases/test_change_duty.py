"""Overrides, swaps, notes: who takes a period, and what the next person must know."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.http import Http404

from contracts.choices import EventKind, SwapAction, SwapState
from contracts.models import ContractEvent, DutySwap, Roster, User
from contracts.rules.refusal import Forbidden, Invalid, Refusal
from contracts.selectors.duty import person_on_duty
from contracts.use_cases.hand_over_duty import leave_note
from contracts.use_cases.override_duty import Period, cancel_override, override_duty
from contracts.use_cases.swap_duty import answer_swap, ask_swap, swap_actions
from tests.cast import House
from tests.factories import contracts, rosters
from tests.factories.contracts import MORNING
from tests.factories.rosters import MONDAY, WEEK

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TOMORROW = MORNING + DAY


@pytest.fixture
def roster(house: House) -> Roster:
    """Mia's alone, every week."""
    return rosters.roster(house.agreement, house.mia)


def _period(person: User, **fields: Any) -> Period:
    usual: dict[str, Any] = {
        "begins_at": TOMORROW,
        "ends_at": TOMORROW + HOUR,
        "reason": "The dentist",
    }
    return Period(person.pk, **(usual | fields))


def _on_duty(house: House, at: datetime) -> User | None:
    return person_on_duty(house.agreement, house.microsoft, 1, at=at)


def test_a_manager_puts_somebody_on_duty_for_a_period(house: House, roster: Roster) -> None:
    override_duty(roster, _period(house.max), by=house.max, at=MORNING)

    assert _on_duty(house, TOMORROW) == house.max
    assert _on_duty(house, TOMORROW + HOUR) == house.mia
    line = ContractEvent.objects.get(kind=EventKind.DUTY_OVERRIDDEN)
    assert (line.by, line.detail["reason"]) == (house.max, "The dentist")


def test_what_of_a_period_has_been_stays_as_it_was(house: House, roster: Roster) -> None:
    override_duty(roster, _period(house.max, begins_at=MONDAY), by=house.max, at=MORNING)

    assert _on_duty(house, MONDAY) == house.mia
    assert _on_duty(house, MORNING) == house.max


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"ends_at": TOMORROW}, "ends_at"),
        ({"begins_at": MONDAY, "ends_at": MORNING}, "ends_at"),
        ({"ends_at": TOMORROW + 32 * DAY}, "ends_at"),
        ({"reason": "  "}, "reason"),
    ],
)
def test_a_period_that_cannot_be_is_refused(
    house: House, roster: Roster, wrong: dict[str, Any], field: str
) -> None:
    for act in (override_duty, ask_swap):
        by, person = (house.max, house.mia) if act is override_duty else (house.mia, house.max)
        with pytest.raises(Invalid) as refused:
            act(roster, _period(person, **wrong), by=by, at=MORNING)
        assert list(refused.value.errors) == [field]


@pytest.mark.parametrize("who", ["hank", "clara", "gone"])
def test_only_active_people_of_the_company_are_put_on_duty(
    house: House, roster: Roster, who: str
) -> None:
    nils = contracts.person("Nils Holm", house.microsoft, is_active=False)
    person = nils if who == "gone" else getattr(house, who)

    with pytest.raises(Invalid):
        override_duty(roster, _period(person), by=house.max, at=MORNING)
    with pytest.raises(Invalid):
        ask_swap(roster, _period(person), by=house.mia, at=MORNING)


@pytest.mark.parametrize(("who", "refusal"), [("mia", Forbidden), ("helen", Http404)])
def test_only_their_manager_changes_who_is_on_duty(
    house: House, roster: Roster, who: str, refusal: type[Exception]
) -> None:
    override = rosters.override(roster, house.max, TOMORROW, TOMORROW + HOUR)

    with pytest.raises(refusal):
        override_duty(roster, _period(house.max), by=getattr(house, who), at=MORNING)
    with pytest.raises(refusal):
        cancel_override(override, by=getattr(house, who), at=MORNING)


def test_a_change_is_cancelled_once_and_not_when_it_is_over(house: House, roster: Roster) -> None:
    override = rosters.override(roster, house.max, TOMORROW, TOMORROW + HOUR)

    with pytest.raises(Refusal):
        cancel_override(override, by=house.max, at=TOMORROW + HOUR)
    cancel_override(override, by=house.max, at=MORNING)
    with pytest.raises(Refusal):
        cancel_override(override, by=house.max, at=MORNING)
    assert _on_duty(house, TOMORROW) == house.mia


def _asked(house: House, roster: Roster, **fields: Any) -> DutySwap:
    return ask_swap(roster, _period(house.max, **fields), by=house.mia, at=MORNING)


def test_a_swap_changes_nothing_until_it_is_accepted(house: House, roster: Roster) -> None:
    swap = _asked(house, roster)
    assert _on_duty(house, TOMORROW) == house.mia

    answered = answer_swap(swap, SwapAction.ACCEPT, by=house.max, at=MORNING)

    assert _on_duty(house, TOMORROW) == house.max
    assert (answered.state, answered.override is not None) == (SwapState.ACCEPTED, True)
    kinds = ContractEvent.objects.filter(kind__startswith="roster.swap").values_list("kind")
    assert [kind for (kind,) in kinds] == [
        EventKind.DUTY_SWAP_ASKED,
        EventKind.DUTY_SWAP_ACCEPTED,
    ]


@pytest.mark.parametrize(
    ("action", "who", "state"),
    [
        (SwapAction.DECLINE, "max", SwapState.DECLINED),
        (SwapAction.WITHDRAW, "mia", SwapState.WITHDRAWN),
    ],
)
def test_a_swap_that_is_not_accepted_changes_nothing(
    house: House, roster: Roster, action: SwapAction, who: str, state: SwapState
) -> None:
    swap = answer_swap(_asked(house, roster), action, by=getattr(house, who), at=MORNING)

    assert (swap.state, _on_duty(house, TOMORROW)) == (state, house.mia)
    with pytest.raises(Refusal):
        answer_swap(swap, action, by=getattr(house, who), at=MORNING)


def test_only_who_was_asked_answers_and_only_who_asked_withdraws(
    house: House, roster: Roster
) -> None:
    swap = _asked(house, roster)
    nils = contracts.person("Nils Holm", house.microsoft)

    assert swap_actions(nils, swap) == frozenset()
    for by, action in (
        (house.mia, SwapAction.ACCEPT),
        (house.mia, SwapAction.DECLINE),
        (house.max, SwapAction.WITHDRAW),
        (nils, SwapAction.ACCEPT),
    ):
        with pytest.raises(Forbidden):
            answer_swap(swap, action, by=by, at=MORNING)
    with pytest.raises(Http404):
        answer_swap(swap, SwapAction.ACCEPT, by=house.hank, at=MORNING)


def test_one_gives_away_only_what_is_ones_own(house: House, roster: Roster) -> None:
    nils = contracts.person("Nils Holm", house.microsoft)
    rosters.override(roster, nils, TOMORROW, TOMORROW + HOUR)

    with pytest.raises(Invalid) as refused:
        _asked(house, roster, ends_at=TOMORROW + 2 * HOUR)
    assert list(refused.value.errors) == ["begins_at"]
    with pytest.raises(Invalid) as refused:
        ask_swap(roster, _period(house.mia), by=house.mia, at=MORNING)
    assert list(refused.value.errors) == ["person"]


def test_what_is_not_the_askers_any_more_is_not_taken(house: House, roster: Roster) -> None:
    swap = _asked(house, roster)
    nils = contracts.person("Nils Holm", house.microsoft)
    rosters.override(roster, nils, TOMORROW, TOMORROW + HOUR, at=MORNING)

    with pytest.raises(Refusal):
        answer_swap(swap, SwapAction.ACCEPT, by=house.max, at=MORNING)
    assert _on_duty(house, TOMORROW) == nils


def test_of_a_duty_that_has_begun_only_the_rest_is_taken(house: House, roster: Roster) -> None:
    late, later = _asked(house, roster), _asked(house, roster, ends_at=TOMORROW + WEEK)

    with pytest.raises(Refusal):
        answer_swap(late, SwapAction.ACCEPT, by=house.max, at=TOMORROW + HOUR)
    answer_swap(later, SwapAction.ACCEPT, by=house.max, at=TOMORROW + HOUR)
    assert _on_duty(house, TOMORROW) == house.mia
    assert _on_duty(house, TOMORROW + HOUR) == house.max


def test_anybody_of_the_company_leaves_a_note(house: House, roster: Roster) -> None:
    note = leave_note(roster, text=" A courier comes at noon. ", by=house.mia, at=MORNING)

    assert (note.text, roster.notes.get()) == ("A courier comes at noon.", note)
    with pytest.raises(Http404):
        leave_note(roster, text="x", by=house.hank, at=MORNING)
    for text in (" ", "x" * 5_001):
        with pytest.raises(Invalid):
            leave_note(roster, text=text, by=house.mia, at=MORNING)
