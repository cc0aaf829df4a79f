"""Ways to break outages and maintenance, by the name of the constraint that refuses each."""

from collections.abc import Callable, Mapping
from typing import Any

from contracts import journal
from contracts.choices import EventKind, MaintenanceState, OutageState, RoundKind
from contracts.models import MaintenanceAcceptance, Outage
from tests.cast import House
from tests.factories.contracts import MORNING
from tests.factories.outages import (
    AN_HOUR,
    BEFORE,
    Stretch,
    a_round,
    a_segment,
    a_window,
    an_outage,
)

HOUR: Stretch = (BEFORE, BEFORE + AN_HOUR, None)
NAMED = "INC-100001"


def _segment(house: House, stretch: Stretch = HOUR, **fields: Any) -> None:
    a_segment(an_outage(house.payroll), stretch, **fields)


def _of(percents: tuple[int, int, int, int]) -> Stretch:
    return BEFORE, BEFORE + AN_HOUR, percents


def _overlapping(house: House) -> None:
    outage = an_outage(house.payroll)
    a_segment(outage, (BEFORE, None, None))
    a_segment(outage, (BEFORE + AN_HOUR, BEFORE + 2 * AN_HOUR, None))


def _changed(house: House, **fields: Any) -> None:
    Outage.objects.filter(pk=an_outage(house.payroll).pk).update(**fields)


def _rounds(house: House) -> None:
    outage = an_outage(house.payroll)
    for _ in range(2):
        a_round(outage, house.hank)


def _reminded_twice(house: House) -> None:
    for _ in range(2):
        journal.record(
            EventKind.RESPONSIBILITY_REMINDED,
            by=None,
            at=MORNING,
            configuration=house.payroll,
            outage=1,
            round=1,
        )


def _accepted_twice(house: House) -> None:
    window = a_window(house.payroll, house.hank)
    for _ in range(2):
        MaintenanceAcceptance.objects.create(
            maintenance=window,
            organisation=house.compaq,
            accepted_by=house.hank,
            accepted_at=MORNING,
        )


BROKEN_OUTAGES: Mapping[str, Callable[[House], object]] = {
    "one_outage_per_incident": lambda house: [
        an_outage(house.payroll, reference=NAMED) for _ in range(2)
    ],
    "outage_is_of_a_known_kind": lambda house: _changed(house, state="lost"),
    "outage_of_an_incident_names_it": lambda house: an_outage(house.payroll, source="incident"),
    "outage_ends_after_it_begins": lambda house: _changed(house, ends_at=BEFORE),
    "outage_agreed_at_some_time_once_over": lambda house: _changed(house, state=OutageState.AGREED),
    "outage_waits_for_an_answer_until_some_time": lambda house: _changed(
        house, state=OutageState.PROPOSED
    ),
    "segments_of_an_outage_do_not_overlap": _overlapping,
    "outage_segment_ends_after_it_begins": lambda house: _segment(house, (BEFORE, BEFORE, None)),
    "responsibility_is_of_all_or_nobody": lambda house: _segment(house, publisher=100),
    "responsibility_sums_to_a_hundred": lambda house: _segment(house, _of((50, 50, 1, 0))),
    "unknown_stretch_is_nobodys": lambda house: _segment(
        house, _of((100, 0, 0, 0)), is_unknown=True
    ),
    "responsibility_round_numbered_once": _rounds,
    "responsibility_round_is_of_a_known_kind": lambda house: a_round(
        an_outage(house.payroll), house.hank, kind="sung"
    ),
    "responsibility_round_is_somebodys_unless_deemed": lambda house: a_round(
        an_outage(house.payroll), house.hank, kind=RoundKind.DEEMED
    ),
    "responsibility_reminded_once_per_round": _reminded_twice,
    "maintenance_is_in_a_known_state": lambda house: a_window(
        house.payroll, house.hank, state="lost"
    ),
    "maintenance_ends_after_it_begins": lambda house: a_window(
        house.payroll, house.hank, ends_at=BEFORE
    ),
    "maintenance_says_what_is_done": lambda house: a_window(house.payroll, house.hank, note=""),
    "maintenance_accepted_at_some_time": lambda house: a_window(
        house.payroll, house.hank, accepted_at=MORNING
    ),
    "maintenance_ended_by_somebody_with_a_reason": lambda house: a_window(
        house.payroll, house.hank, state=MaintenanceState.REFUSED
    ),
    "maintenance_accepted_once_by_each": _accepted_twice,
}
