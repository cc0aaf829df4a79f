"""What the database refuses of outages: a changed history, a gap, an unsettled agreement."""

from collections.abc import Callable
from typing import Any

import pytest

from contracts.choices import OutageState, RoundKind
from contracts.models import (
    Maintenance,
    MaintenanceAcceptance,
    Outage,
    OutageSegment,
    ResponsibilityRound,
    Terms,
)
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
from tests.refused import refused_by

HISTORY, ONCE = "keeps its history", "is written once"
ONE, SETTLED = "is one stretch", "every second is somebody"
A_VENDORS, WORD = "is of one of the two vendors", "maintenance keeps its word"
ALL, STANDS = "suits both vendors and the client", "is a party's, and stands"
MINE = (100, 0, 0, 0)


def _update(outage: Outage, **fields: Any) -> None:
    Outage.objects.filter(pk=outage.pk).update(**fields)


def _with_gap(house: House) -> None:
    later = BEFORE + 2 * AN_HOUR
    stretches: list[Stretch] = [
        (BEFORE, BEFORE + AN_HOUR, None),
        (later, later + AN_HOUR, None),
    ]
    an_outage(house.payroll, stretches)


def _late_segment(house: House) -> None:
    a_segment(an_outage(house.payroll), (BEFORE + AN_HOUR, BEFORE + 2 * AN_HOUR, None), version=1)


def _round_changed(house: House) -> None:
    a_round(an_outage(house.payroll), house.hank)
    ResponsibilityRound.objects.update(evidence="x")


def _accept(house: House, who: Any) -> MaintenanceAcceptance:
    return MaintenanceAcceptance.objects.create(
        maintenance=a_window(house.payroll, house.hank),
        organisation=who.organisation,
        accepted_by=who,
        accepted_at=MORNING,
    )


def _acceptance_gone(house: House) -> None:
    _accept(house, house.hank)
    MaintenanceAcceptance.objects.all().delete()


REFUSED: dict[str, tuple[str, Callable[[House], object]]] = {
    "an outage is deleted": (
        HISTORY,
        lambda house: Outage.objects.filter(pk=an_outage(house.payroll).pk)._raw_delete("default"),
    ),
    "it goes to another system": (
        HISTORY,
        lambda house: _update(an_outage(house.payroll), configuration=house.rival_payroll),
    ),
    "a version is skipped": (HISTORY, lambda house: _update(an_outage(house.payroll), version=3)),
    "a segment is changed": (
        ONCE,
        lambda house: [
            an_outage(house.payroll),
            OutageSegment.objects.update(begins_at=BEFORE - AN_HOUR),
        ],
    ),
    "a segment is added to a version": (ONCE, _late_segment),
    "it is longer than its segments": (
        ONE,
        lambda house: _update(an_outage(house.payroll), ends_at=MORNING),
    ),
    "its segments leave a gap": (ONE, _with_gap),
    "a version has no segment": (ONE, lambda house: _update(an_outage(house.payroll), version=2)),
    "nobody's is agreed": (
        SETTLED,
        lambda house: an_outage(house.payroll, state=OutageState.AGREED, agreed_at=MORNING),
    ),
    "the publisher proposes": (
        A_VENDORS,
        lambda house: a_round(an_outage(house.payroll), house.mia),
    ),
    "a client counters": (
        A_VENDORS,
        lambda house: a_round(an_outage(house.payroll), house.clara, kind=RoundKind.COUNTERED),
    ),
    "a member settles": (
        A_VENDORS,
        lambda house: a_round(an_outage(house.payroll), house.mia, kind=RoundKind.SETTLED),
    ),
    "a round is changed": ("about responsibility never changes", _round_changed),
    "maintenance is moved": (
        WORD,
        lambda house: [
            a_window(house.payroll, house.hank),
            Maintenance.objects.update(notice_days=0),
        ],
    ),
    "maintenance is accepted by one alone": (
        ALL,
        lambda house: [
            _accept(house, house.hank),
            Maintenance.objects.update(state="accepted", accepted_at=MORNING),
        ],
    ),
    "a stranger accepts": (STANDS, lambda house: _accept(house, house.stranger)),
    "an acceptance is taken away": (STANDS, _acceptance_gone),
    "offered terms change what counts": (
        "keep their word",
        lambda _house: Terms.objects.update(is_silence_agreement=True),
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_the_database_refuses_when(house: House, case: str) -> None:
    sentence, breaks = REFUSED[case]

    with refused_by(sentence):
        breaks(house)


def test_what_is_right_is_taken(house: House) -> None:
    agreed = an_outage(
        house.payroll,
        [(BEFORE, BEFORE + AN_HOUR, MINE), (BEFORE + AN_HOUR, MORNING, (0, 50, 0, 50))],
        state=OutageState.AGREED,
        agreed_at=MORNING,
    )
    lasting = an_outage(house.payroll, [(BEFORE, None, None)])

    assert set(Outage.objects.visible_to(house.clara)) == {agreed, lasting}
    assert not Outage.objects.visible_to(house.mia).exists()
    assert not Outage.objects.visible_to(house.rival_agent).exists()
