from datetime import date, timedelta
from typing import Any

import pytest

from contracts.models import Departure, User
from contracts.rules.duty import Hours
from contracts.selectors.duty import board_of, boards_of, duty_manager, levels_of, person_on_duty
from contracts.use_cases.override_duty import cancel_override
from tests.cast import House
from tests.factories import contracts, rosters
from tests.factories.rosters import MONDAY, OPENED, WEEK

HOUR = timedelta(hours=1)


def test_who_is_on_duty_is_whose_turn_it_is(house: House) -> None:
    nils = contracts.person("Nils Holm", house.microsoft)
    rosters.roster(house.agreement, house.mia, nils)

    def said(weeks: int) -> User | None:
        at = MONDAY + weeks * WEEK
        return person_on_duty(house.agreement, house.microsoft, 1, at=at)

    assert (said(0), said(1), said(2)) == (nils, house.mia, nils)


def test_a_shift_ends_at_the_very_instant_of_the_hand_over(house: House) -> None:
    nils = contracts.person("Nils Holm", house.microsoft)
    rosters.roster(house.agreement, house.mia, nils)

    before = MONDAY - timedelta(microseconds=1)
    assert person_on_duty(house.agreement, house.microsoft, 1, at=before) == house.mia
    assert person_on_duty(house.agreement, house.microsoft, 1, at=MONDAY) == nils


def test_level_nought_is_of_the_duty_managers(house: House) -> None:
    rosters.roster(house.agreement, house.helen, level=0)

    assert duty_manager(house.agreement, house.compaq, at=MONDAY) == house.helen
    assert duty_manager(house.agreement, house.microsoft, at=MONDAY) is None
    assert person_on_duty(house.agreement, house.compaq, 1, at=MONDAY) is None


def test_nobody_is_on_duty_before_the_roster_counts(house: House) -> None:
    rosters.roster(house.agreement, house.mia)

    assert person_on_duty(house.agreement, house.microsoft, 1, at=OPENED - HOUR) is None


def test_whoever_left_is_a_gap_that_the_next_rotation_fills(house: House) -> None:
    roster = rosters.roster(house.agreement, house.mia)
    User.objects.filter(pk=house.mia.pk).update(is_active=False)
    assert person_on_duty(house.agreement, house.microsoft, 1, at=MONDAY) is None

    rosters.rotation(roster, house.max)
    assert person_on_duty(house.agreement, house.microsoft, 1, at=MONDAY) == house.max


def test_an_override_counts_for_its_period_and_not_of_who_left(house: House) -> None:
    roster = rosters.roster(house.agreement, house.mia)
    nils = contracts.person("Nils Holm", house.microsoft)
    rosters.override(roster, nils, MONDAY + HOUR, MONDAY + 2 * HOUR)

    def said(hours: int) -> User | None:
        return person_on_duty(house.agreement, house.microsoft, 1, at=MONDAY + hours * HOUR)

    assert (said(0), said(1), said(2)) == (house.mia, nils, house.mia)
    User.objects.filter(pk=nils.pk).update(is_active=False)
    assert said(1) == house.mia


def test_whoever_went_to_another_company_is_on_duty_no_more(house: House) -> None:
    roster = rosters.roster(house.agreement, house.mia)
    rosters.override(roster, house.max, MONDAY, MONDAY + HOUR)

    moved = User.objects.filter(pk__in=[house.mia.pk, house.max.pk])
    moved.update(organisation=house.vauquelin)

    for at in (MONDAY, MONDAY + HOUR):
        assert person_on_duty(house.agreement, house.microsoft, 1, at=at) is None


@pytest.mark.parametrize("how", ["may not sign in", "another company"])
def test_who_was_on_duty_stays_so_after_they_left(house: House, how: str) -> None:
    roster = rosters.roster(house.agreement, house.mia)
    rosters.override(roster, house.max, MONDAY, MONDAY + 8 * HOUR)
    other = {"is_active": False} if how == "may not sign in" else {"organisation": house.vauquelin}
    User.objects.filter(pk=house.max.pk).update(**other)
    Departure.objects.update(left_at=MONDAY + HOUR)

    board = board_of(roster, begins_at=MONDAY, ends_at=MONDAY + WEEK, asked_at=MONDAY + 4 * HOUR)
    seen = [board.person_at(MONDAY + hours * HOUR) for hours in (0, 1, 6)]
    assert seen == [house.max, house.mia, house.mia]


def test_who_came_back_was_away_meanwhile_and_is_on_duty_again(house: House) -> None:
    roster = rosters.roster(house.agreement, house.mia)
    for is_active in (False, True, False, True):
        User.objects.filter(pk=house.mia.pk).update(is_active=is_active)
    last = Departure.objects.latest("pk")
    Departure.objects.exclude(pk=last.pk).delete()
    Departure.objects.update(left_at=MONDAY + HOUR, back_at=MONDAY + 2 * HOUR)

    board = board_of(roster, begins_at=MONDAY, ends_at=MONDAY + WEEK, asked_at=MONDAY + 4 * HOUR)
    seen = [board.person_at(MONDAY + hours * HOUR) for hours in (0, 1, 2, 5)]
    assert seen == [house.mia, None, house.mia, house.mia]


def test_a_cancelled_override_counts_until_it_was_cancelled(house: House) -> None:
    roster = rosters.roster(house.agreement, house.mia)
    override = rosters.override(roster, house.max, MONDAY, MONDAY + 4 * HOUR)
    cancel_override(override, by=house.max, at=MONDAY + HOUR)

    def said(hours: float) -> User | None:
        return person_on_duty(house.agreement, house.microsoft, 1, at=MONDAY + hours * HOUR)

    assert (said(0.5), said(1), said(3)) == (house.max, house.mia, house.mia)


def test_the_questions_do_not_grow_with_what_is_kept(
    house: House, django_assert_max_num_queries: Any
) -> None:
    roster = rosters.roster(house.agreement, house.mia, house.max)
    for level in (0, 2, 3):
        rosters.roster(house.agreement, house.mia, level=level)
    for day in range(8):
        rosters.rotation(roster, house.max, starts_on=date(2026, 11, 3 + day))
        rosters.override(roster, house.max, MONDAY, MONDAY + WEEK)

    with django_assert_max_num_queries(4):
        assert person_on_duty(house.agreement, house.microsoft, 1, at=MONDAY) == house.max


def test_gaps_lie_where_no_hours_are_covered(house: House) -> None:
    roster = rosters.empty_roster(house.agreement, house.mia)
    rosters.rotation(roster, house.mia, hours=Hours(8 * 60, 20 * 60))
    board = boards_of([roster], begins_at=MONDAY, ends_at=MONDAY + WEEK)[0]

    found = board.gaps(MONDAY, MONDAY + timedelta(days=2))

    assert [(each.begins_at, each.ends_at) for each in found] == [
        (MONDAY + 12 * HOUR, MONDAY + 24 * HOUR),
        (MONDAY + 36 * HOUR, MONDAY + 48 * HOUR),
    ]


def test_an_agreement_without_levels_has_the_usual_ones(house: House) -> None:
    assert levels_of(house.agreement)[1] == "Support engineer"
    house.agreement.levels.all().delete()
    assert list(levels_of(house.agreement)) == [1, 2, 3, 4]


@pytest.mark.parametrize("who", ["compaq", "microsoft"])
def test_no_roster_is_nobody_on_duty(house: House, who: str) -> None:
    assert duty_manager(house.agreement, getattr(house, who), at=MONDAY) is None
