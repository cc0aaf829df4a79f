"""One vendor proposes what the publisher promises, the other agrees; nobody else reads of it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.http import Http404

from contracts.choices import EventKind, Impact, UnderpinningState
from contracts.models import ContractEvent, Underpinning
from contracts.rules.coverage import Hours
from contracts.rules.refusal import Forbidden, Invalid
from contracts.rules.underpinning import TargetBeneath
from contracts.use_cases.underpin import (
    UnderpinningMoveNotOpen,
    UnderpinningOpen,
    agree_underpinning,
    propose_underpinning,
    refuse_underpinning,
    withdraw_underpinning,
)
from tests.cast import House
from tests.factories.contracts import MORNING, a_manager_of
from tests.factories.underpinnings import OFFICE, agreed, proposed, underpinning

JUNE = date(2027, 6, 1)
TODAY = MORNING.date()
A_DAY = timedelta(days=1)


def test_what_both_vendors_agree_holds_from_its_day_until_the_next(house: House) -> None:
    first = agreed(house.agreement, by=house.max, hours=OFFICE)
    second = agreed(house.agreement, by=house.helen, valid_from=JUNE)

    days = {
        each.number: each.in_force
        for each in Underpinning.objects.filter(agreement=first.agreement)
    }
    assert (days[1].lower, days[1].upper) == (first.valid_from, JUNE)
    assert (days[2].lower, days[2].upper) == (JUNE, None)
    assert first.coverage.hours() == OFFICE
    assert second.agreed_by == house.max


def test_every_step_leaves_a_line_in_the_journal(house: House) -> None:
    agreed(house.agreement, by=house.max)
    refuse_underpinning(
        proposed(house.agreement, by=house.helen, valid_from=JUNE),
        reason="Too tight.",
        by=house.max,
        at=MORNING,
    )

    lines = ContractEvent.objects.filter(kind__startswith="underpinning.").order_by("pk")
    assert [each.kind for each in lines] == [
        EventKind.UNDERPINNING_PROPOSED,
        EventKind.UNDERPINNING_AGREED,
        EventKind.UNDERPINNING_PROPOSED,
        EventKind.UNDERPINNING_ENDED,
    ]
    last = lines[3]
    assert (last.by, last.contract, last.configuration) == (house.max, None, None)
    assert last.detail == {
        "agreement": "AG-FR-1",
        "underpinning": 2,
        "state": "refused",
        "valid_from": "2027-06-01",
        "reason": "Too tight.",
    }


@pytest.mark.parametrize("who", ["clara", "stranger", "rival_agent", "olga"])
def test_who_does_not_see_the_agreement_finds_nothing(house: House, who: str) -> None:
    made, outsider = proposed(house.agreement, by=house.max), getattr(house, who)

    assert not Underpinning.objects.visible_to(outsider).exists()
    with pytest.raises(Http404):
        propose_underpinning(house.agreement, underpinning(), by=outsider, at=MORNING)
    for move in MOVES.values():
        with pytest.raises(Http404):
            move(made, house, who)


MOVES: dict[str, Callable[[Underpinning, House, str], object]] = {
    "agree": lambda made, house, who: agree_underpinning(made, by=getattr(house, who), at=MORNING),
    "refuse": lambda made, house, who: refuse_underpinning(
        made, reason="No.", by=getattr(house, who), at=MORNING
    ),
    "withdraw": lambda made, house, who: withdraw_underpinning(
        made, reason="No.", by=getattr(house, who), at=MORNING
    ),
}


@pytest.mark.parametrize(
    ("move", "who"),
    [
        ("agree", "max"),
        ("agree", "mia"),
        ("agree", "hank"),
        ("refuse", "max"),
        ("refuse", "hank"),
        ("withdraw", "helen"),
        ("withdraw", "mia"),
    ],
)
def test_each_step_is_one_vendors_manager_s(house: House, move: str, who: str) -> None:
    made = proposed(house.agreement, by=house.max)

    with pytest.raises(Forbidden):
        MOVES[move](made, house, who)


def test_a_member_proposes_nothing(house: House) -> None:
    with pytest.raises(Forbidden):
        propose_underpinning(house.agreement, underpinning(), by=house.mia, at=MORNING)


def test_whoever_proposed_agrees_for_nobody_even_at_the_other_vendor(house: House) -> None:
    made = proposed(house.agreement, by=house.max)
    house.max.organisation = house.compaq
    house.max.save()

    with pytest.raises(Forbidden):
        agree_underpinning(made, by=house.max, at=MORNING)


@pytest.mark.parametrize("move", MOVES)
def test_the_slower_of_two_is_told_who_was_faster(house: House, move: str) -> None:
    made = proposed(house.agreement, by=house.max)
    agree_underpinning(made, by=house.helen, at=MORNING)

    with pytest.raises(UnderpinningMoveNotOpen, match="Helen Duval"):
        MOVES[move](made, house, "max" if move == "withdraw" else "helen")


def test_one_proposal_at_a_time(house: House) -> None:
    made = proposed(house.agreement, by=house.max)
    with pytest.raises(UnderpinningOpen):
        proposed(house.agreement, by=house.helen)
    ended = withdraw_underpinning(made, reason="Wrong hours.", by=house.max, at=MORNING)

    again = proposed(house.agreement, by=house.helen)

    assert ended.state == UnderpinningState.WITHDRAWN
    assert again.number == 2


def test_an_end_has_a_reason(house: House) -> None:
    made = proposed(house.agreement, by=house.max)

    with pytest.raises(Invalid):
        withdraw_underpinning(made, reason=" ", by=house.max, at=MORNING)


@pytest.mark.parametrize("day", [date(2024, 12, 31), TODAY, date(2026, 1, 1)])
def test_a_day_that_would_change_what_was_promised_is_refused(house: House, day: date) -> None:
    if day.year != 2024:
        agreed(house.agreement, by=house.max)

    with pytest.raises(Invalid) as refused:
        proposed(house.agreement, by=house.max, valid_from=day)

    assert list(refused.value.errors) == ["valid_from"]


def test_a_later_version_is_agreed_before_its_day(house: House) -> None:
    agreed(house.agreement, by=house.max)
    made = proposed(house.agreement, by=house.max, valid_from=TODAY + A_DAY)

    with pytest.raises(UnderpinningMoveNotOpen):
        agree_underpinning(made, by=house.helen, at=MORNING + A_DAY)


def test_what_cannot_be_promised_is_told_where(house: House) -> None:
    nonsense = replace(
        underpinning(),
        hours=Hours("Europe/Paris", always_on=False),
        targets=[TargetBeneath(Impact.QUESTION, timedelta())],
        note="x" * 5001,
    )

    with pytest.raises(Invalid) as refused:
        propose_underpinning(house.agreement, nonsense, by=house.max, at=MORNING)

    assert set(refused.value.errors) == {"coverage", "targets", "note"}


def test_both_vendors_read_it_and_a_rival_manager_does_not(house: House) -> None:
    made = agreed(house.agreement, by=house.max)

    for reader in (house.mia, house.hank, house.helen):
        assert list(Underpinning.objects.visible_to(reader).whole()) == [made]
    assert not Underpinning.objects.visible_to(a_manager_of(house.rival)).exists()
