"""Ways to break a duty roster, by the name of the constraint that refuses each."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from contracts import journal
from contracts.choices import Cycle, EventKind, SwapState
from contracts.models import Departure, DutySwap, Roster, RosterOverride, Rotation, Turn
from tests.cast import House
from tests.factories import rosters
from tests.factories.contracts import LONG_AGO, MORNING
from tests.factories.rosters import MONDAY, WEEK


def _roster(house: House) -> Roster:
    return rosters.empty_roster(house.agreement, house.mia)


def _rotation(house: House, **fields: Any) -> Rotation:
    usual: dict[str, Any] = {
        "roster": _roster(house),
        "position": 1,
        "name": "Week",
        "time_zone": "Europe/Paris",
        "cycle": Cycle.WEEKLY,
        "weekday": 0,
        "handover": 480,
        "starts_on": date(2026, 11, 2),
        "begins_at": MORNING,
    }
    return Rotation.objects.create(**(usual | fields))


def _override(house: House, **fields: Any) -> RosterOverride:
    usual: dict[str, Any] = {
        "roster": _roster(house),
        "person": house.mia,
        "begins_at": MONDAY,
        "ends_at": MONDAY + WEEK,
        "reason": "x",
        "entered_by": house.max,
        "entered_at": MORNING,
    }
    return RosterOverride.objects.create(**(usual | fields))


def _swap(house: House, **fields: Any) -> DutySwap:
    usual: dict[str, Any] = {
        "roster": _roster(house),
        "asked_by": house.mia,
        "colleague": house.max,
        "begins_at": MONDAY,
        "ends_at": MONDAY + WEEK,
        "reason": "x",
        "asked_at": MORNING,
    }
    return DutySwap.objects.create(**(usual | fields))


def _departure(house: House, **fields: Any) -> Departure:
    who = {"person": house.mia, "organisation": house.microsoft}
    return Departure.objects.create(**(who | {"left_at": MORNING} | fields))


def _left_twice(house: House) -> None:
    for _ in range(2):
        _departure(house)


def _gap_said_twice(house: House) -> None:
    roster = _roster(house)
    for _ in range(2):
        journal.record(
            EventKind.DUTY_GAP_AHEAD,
            by=None,
            at=MORNING,
            roster=roster.pk,
            begins_at=MONDAY.isoformat(),
        )


def _two_in_one_place(house: House) -> None:
    rotation = _rotation(house)
    for person in (house.mia, house.max):
        Turn.objects.create(rotation=rotation, position=1, person=person)


BROKEN_ROSTERS: Mapping[str, Callable[[House], object]] = {
    "one_roster_per_agreement_vendor_and_level": lambda house: Roster.objects.create(
        agreement=house.agreement,
        organisation=_roster(house).organisation,
        level=1,
        time_zone="UTC",
        created_at=MORNING,
    ),
    "rotation_hands_over_on_a_weekday_if_weekly": lambda house: _rotation(house, weekday=None),
    "rotation_hands_over_within_a_day": lambda house: _rotation(house, handover=1440),
    "rotation_is_on_duty_for_some_of_a_day": lambda house: _rotation(
        house, hours_start=480, hours_end=480
    ),
    "rotation_ends_after_it_begins": lambda house: _rotation(house, ends_at=LONG_AGO),
    "one_turn_at_each_place_of_a_rotation": _two_in_one_place,
    "override_ends_after_it_begins": lambda house: _override(house, ends_at=MONDAY),
    "override_cancelled_by_somebody_at_some_time": lambda house: _override(
        house, cancelled_at=MORNING
    ),
    "swap_ends_after_it_begins": lambda house: _swap(house, ends_at=MONDAY),
    "swap_is_between_two_people": lambda house: _swap(house, colleague=house.mia),
    "swap_answered_at_some_time": lambda house: _swap(house, state=SwapState.DECLINED),
    "swap_accepted_is_an_override": lambda house: _swap(
        house, state=SwapState.ACCEPTED, answered_at=MORNING
    ),
    "nobody_is_back_before_they_left": lambda house: _departure(house, back_at=LONG_AGO),
    "left_once_until_back": _left_twice,
    "gap_ahead_said_once_per_roster_and_instant": _gap_said_twice,
}
