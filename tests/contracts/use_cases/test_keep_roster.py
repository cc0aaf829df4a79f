from datetime import date, timedelta
from typing import Any

import pytest
from django.http import Http404

from contracts.choices import Cycle, EventKind
from contracts.models import ContractEvent, Roster, Rotation, User
from contracts.rules.duty import Hours
from contracts.rules.refusal import Forbidden, Invalid, Refusal
from contracts.selectors.duty import person_on_duty
from contracts.use_cases.keep_roster import (
    add_rotation,
    end_rotation,
    open_roster,
    replace_rotation,
)
from tests.cast import House
from tests.factories import contracts, rosters
from tests.factories.contracts import MORNING
from tests.factories.rosters import MONDAY, OPENED, WEEK, turns


def _opened(house: House, by: User, *, level: int = 1, time_zone: str = "Europe/Paris") -> Roster:
    return open_roster(house.agreement, level=level, time_zone=time_zone, by=by, at=OPENED)


def test_a_manager_opens_the_roster_of_their_own_company(house: House) -> None:
    roster = _opened(house, house.helen, level=0)

    assert (roster.organisation, roster.is_of_managers) == (house.compaq, True)
    line = ContractEvent.objects.get(kind=EventKind.ROSTER_OPENED)
    assert (line.by, line.detail["roster"]) == (house.helen, roster.pk)


@pytest.mark.parametrize(
    ("who", "refusal"),
    [("hank", Forbidden), ("clara", Http404), ("rival_agent", Http404), ("olga", Http404)],
)
def test_nobody_else_opens_one(house: House, who: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        _opened(house, getattr(house, who))


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"level": 5}, "level"), ({"time_zone": "Europe/Lutetia"}, "time_zone")],
)
def test_a_roster_is_for_a_level_in_a_zone(house: House, wrong: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        _opened(house, house.helen, **wrong)
    assert list(refused.value.errors) == [field]


def test_there_is_one_roster_for_a_level(house: House) -> None:
    _opened(house, house.helen)
    _opened(house, house.max)

    with pytest.raises(Invalid):
        _opened(house, house.helen)


def test_a_rotation_counts_from_its_first_handover(house: House) -> None:
    roster = _opened(house, house.max)

    rotation = add_rotation(
        roster, turns(house.mia, starts_on=date(2026, 11, 17)), by=house.max, at=OPENED
    )

    assert rotation.begins_at == MONDAY
    assert ContractEvent.objects.get(kind=EventKind.ROTATION_ADDED).detail["people"] == [
        house.mia.pk
    ]


def test_whose_first_handover_has_been_counts_from_now_on(house: House) -> None:
    roster = _opened(house, house.max)

    rotation = add_rotation(roster, turns(house.mia), by=house.max, at=MORNING)

    assert rotation.begins_at == MORNING


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "x" * 61}, "name"),
        ({"people": []}, "people"),
        ({"time_zone": "Mars"}, "time_zone"),
        ({"weekday": None}, "weekday"),
        ({"weekday": 7}, "weekday"),
        ({"handover": 1440}, "handover"),
        ({"hours": Hours(480, 480)}, "hours"),
        ({"hours": Hours(480, 480 + 1441)}, "hours"),
        ({"starts_on": date(1999, 1, 1)}, "starts_on"),
    ],
)
def test_turns_that_cannot_be_are_refused(house: House, wrong: dict[str, Any], field: str) -> None:
    roster = _opened(house, house.max)

    with pytest.raises(Invalid) as refused:
        add_rotation(roster, turns(house.mia, **wrong), by=house.max, at=OPENED)
    assert list(refused.value.errors) == [field]
    assert not roster.rotations.exists()


@pytest.mark.parametrize("who", ["hank", "clara", "gone"])
def test_turns_are_of_active_people_of_the_company(house: House, who: str) -> None:
    roster = _opened(house, house.max)
    person = house.mia if who == "gone" else getattr(house, who)
    if who == "gone":
        User.objects.filter(pk=person.pk).update(is_active=False)

    with pytest.raises(Invalid) as refused:
        add_rotation(roster, turns(house.max, person), by=house.max, at=OPENED)
    assert list(refused.value.errors) == ["people"]


@pytest.mark.parametrize(("who", "refusal"), [("mia", Forbidden), ("helen", Http404)])
def test_only_a_manager_of_the_vendor_keeps_its_rosters(
    house: House, who: str, refusal: type[Exception]
) -> None:
    roster = rosters.roster(house.agreement, house.mia)
    by, rotation = getattr(house, who), roster.rotations.get()

    with pytest.raises(refusal):
        add_rotation(roster, turns(house.mia), by=by, at=MORNING)
    with pytest.raises(refusal):
        replace_rotation(rotation, turns(house.mia), by=by, at=MORNING)
    with pytest.raises(refusal):
        end_rotation(rotation, ends_at=MORNING, by=by, at=MORNING)


def test_a_rotation_takes_anothers_place_without_touching_the_past(house: House) -> None:
    nils = contracts.person("Nils Holm", house.microsoft)
    roster = rosters.roster(house.agreement, house.mia)

    found = replace_rotation(
        roster.rotations.get(),
        turns(nils, starts_on=date(2026, 11, 24), cycle=Cycle.DAILY, weekday=None),
        by=house.max,
        at=MORNING,
    )

    def said(at: Any) -> User | None:
        return person_on_duty(house.agreement, house.microsoft, 1, at=at)

    assert found.begins_at == MONDAY + timedelta(days=1)
    assert said(MONDAY - WEEK) == said(found.begins_at - timedelta(seconds=1)) == house.mia
    assert said(found.begins_at) == said(found.begins_at + 4 * WEEK) == nils


def test_a_rotation_that_ended_leaves_a_gap(house: House) -> None:
    roster = rosters.roster(house.agreement, house.mia)

    end_rotation(roster.rotations.get(), ends_at=MORNING, by=house.max, at=MORNING)

    assert person_on_duty(house.agreement, house.microsoft, 1, at=MONDAY) == house.mia
    assert person_on_duty(house.agreement, house.microsoft, 1, at=MORNING) is None


def test_a_rotation_ends_once_and_not_in_the_past(house: House) -> None:
    rotation = rosters.roster(house.agreement, house.mia).rotations.get()

    with pytest.raises(Invalid):
        end_rotation(rotation, ends_at=MONDAY, by=house.max, at=MORNING)
    end_rotation(rotation, ends_at=MORNING, by=house.max, at=MORNING)
    for act in (_end_later, _replace):
        with pytest.raises(Refusal):
            act(rotation, house)


def _end_later(rotation: Rotation, house: House) -> Rotation:
    return end_rotation(rotation, ends_at=MORNING + WEEK, by=house.max, at=MORNING)


def _replace(rotation: Rotation, house: House) -> Rotation:
    taken = turns(house.max, starts_on=date(2026, 12, 7))
    return replace_rotation(rotation, taken, by=house.max, at=MORNING)


def test_an_end_that_is_to_come_is_moved_both_ways(house: House) -> None:
    rotation = rosters.roster(house.agreement, house.mia).rotations.get()

    for weeks in (2, 3, 1):
        ends_at = MORNING + weeks * WEEK
        assert end_rotation(rotation, ends_at=ends_at, by=house.max, at=MORNING).ends_at == ends_at


def test_a_rotation_with_a_planned_end_is_replaced_once_and_keeps_that_end(house: House) -> None:
    rotation = rosters.roster(house.agreement, house.mia).rotations.get()
    end_rotation(rotation, ends_at=MORNING + WEEK, by=house.max, at=MORNING)

    _replace(rotation, house)

    rotation.refresh_from_db()
    assert rotation.ends_at == MORNING + WEEK
    with pytest.raises(Refusal):
        _replace(rotation, house)


def test_what_is_to_be_replaced_ends_earlier_and_never_later(house: House) -> None:
    rotation = rosters.roster(house.agreement, house.mia).rotations.get()
    other = _replace(rotation, house)

    with pytest.raises(Invalid):
        end_rotation(rotation, ends_at=MORNING + 9 * WEEK, by=house.max, at=MORNING)
    assert _end_later(rotation, house).ends_at == MORNING + WEEK
    end_rotation(other, ends_at=MORNING, by=house.max, at=MORNING)  # it never begins
    later = MORNING + 9 * WEEK
    assert end_rotation(rotation, ends_at=later, by=house.max, at=MORNING).ends_at == later
