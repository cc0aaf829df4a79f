"""What the database refuses of duty rosters beyond its constraints."""

from collections.abc import Callable

import pytest

from contracts.models import DutySwap, HandoverNote, Roster, RosterOverride, Rotation, Turn, User
from contracts.use_cases.hand_over_duty import leave_note
from tests.cast import House
from tests.factories import rosters
from tests.factories.contracts import MORNING
from tests.factories.rosters import MONDAY, WEEK
from tests.refused import refused_by

NOT_THEIRS = "on duty are active people of the vendor whose roster it is"
STAYS = "who was on duty stays as it was"


def _override(roster: Roster, person: User) -> RosterOverride:
    return RosterOverride.objects.create(
        roster=roster,
        person=person,
        begins_at=MONDAY,
        ends_at=MONDAY + WEEK,
        reason="x",
        entered_by=person,
        entered_at=MORNING,
    )


def _swap(roster: Roster, asked_by: User, colleague: User) -> DutySwap:
    return DutySwap.objects.create(
        roster=roster,
        asked_by=asked_by,
        colleague=colleague,
        begins_at=MONDAY,
        ends_at=MONDAY + WEEK,
        reason="x",
        asked_at=MORNING,
    )


PUT_ON_DUTY: dict[str, Callable[[Roster, User, User], object]] = {
    "turn": lambda roster, person, _: Turn.objects.create(
        rotation=roster.rotations.get(), position=9, person=person
    ),
    "override": lambda roster, person, _: _override(roster, person),
    "swap, asked": lambda roster, person, other: _swap(roster, other, person),
    "swap, asking": _swap,
    "note": lambda roster, person, _: HandoverNote.objects.create(
        roster=roster, by=person, at=MORNING, text="x"
    ),
}


@pytest.mark.parametrize("way", PUT_ON_DUTY)
@pytest.mark.parametrize("who", ["hank", "clara", "gone"])
def test_on_duty_are_active_people_of_the_vendor(house: House, way: str, who: str) -> None:
    roster = rosters.roster(house.agreement, house.mia)
    if who == "gone":
        User.objects.filter(pk=house.mia.pk).update(is_active=False)
    person = house.mia if who == "gone" else getattr(house, who)

    with refused_by(NOT_THEIRS):
        PUT_ON_DUTY[way](roster, person, house.max)


@pytest.mark.parametrize("who", ["rival", "vauquelin"])
def test_a_roster_is_of_a_vendor_of_its_agreement(house: House, who: str) -> None:
    with refused_by("a roster is of one of the two vendors of its agreement"):
        Roster.objects.create(
            agreement=house.agreement,
            organisation=getattr(house, who),
            level=1,
            time_zone="UTC",
            created_at=MORNING,
        )


def test_a_roster_stays_where_it_is(house: House) -> None:
    roster = rosters.roster(house.agreement, house.mia)

    with refused_by("a roster stays that of its vendor and level"):
        Roster.objects.filter(pk=roster.pk).update(level=2)


CHANGED: dict[str, Callable[[Roster], object]] = {
    "a rotation's time": lambda roster: roster.rotations.update(handover=0),
    "a rotation": lambda roster: Rotation.objects.filter(roster=roster)._raw_delete("default"),
    "a turn": lambda roster: Turn.objects.filter(rotation__roster=roster).update(position=2),
    "an order": lambda roster: Turn.objects.filter(rotation__roster=roster).delete(),
    "an override": lambda roster: roster.overrides.update(ends_at=MONDAY + 2 * WEEK),
    "its reason": lambda roster: roster.overrides.update(reason="y"),
    "a note": lambda roster: roster.notes.update(text="y"),
    "a note that was left": lambda roster: roster.notes.all().delete(),
}


@pytest.mark.parametrize("what", CHANGED)
def test_who_was_on_duty_stays_as_it_was(house: House, what: str) -> None:
    roster = rosters.roster(house.agreement, house.mia)
    rosters.override(roster, house.max, MONDAY, MONDAY + WEEK)
    leave_note(roster, text="x", by=house.mia, at=MORNING)

    with refused_by(STAYS):
        CHANGED[what](roster)


def test_a_cancelled_override_is_not_cancelled_again(house: House) -> None:
    roster = rosters.roster(house.agreement, house.mia)
    override = rosters.override(roster, house.max, MONDAY, MONDAY + WEEK)
    cancelled = RosterOverride.objects.filter(pk=override.pk)
    cancelled.update(cancelled_at=MORNING, cancelled_by=house.max)

    with refused_by(STAYS):
        cancelled.update(cancelled_at=None, cancelled_by=None)
