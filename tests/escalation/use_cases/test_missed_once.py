"""A promise that was missed is told, once, whatever was said of the incident meanwhile."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from contracts.choices import Impact
from escalation.use_cases.plan_due import plan_due
from escalation.use_cases.sweep_due import sweep_due
from tests.cast import House
from tests.factories.contracts import MORNING
from tests.factories.tickets import incident as opened
from tickets.choices import Due, EventKind
from tickets.models import Incident
from tickets.use_cases.change_impact import change_impact
from tickets.use_cases.move_incident import resolve_incident, wait_for_client

MISSED_AT = MORNING + timedelta(minutes=240)
Act = Callable[[Incident, House, datetime], object]


def _sweep(of: Incident, minutes: float) -> None:
    at = MORNING + timedelta(minutes=minutes)
    plan_due(of.pk, at=at)
    while sweep_due(at=at):
        pass


def _lines(of: Incident, kind: EventKind) -> list[str]:
    found = of.events.filter(kind=kind, detail__promise=Due.RESTORE).order_by("sequence")
    return list(found.values_list("detail__due_at", flat=True))


def _lowers(of: Incident, house: House, at: datetime) -> None:
    change_impact(of, impact=Impact.DEGRADED, reason="x", by=house.hank, at=at)


def _lowers_and_waits(of: Incident, house: House, at: datetime) -> None:
    _lowers(of, house, at)
    wait_for_client(of, reason="x", by=house.hank, at=at)


def _resolves(of: Incident, house: House, at: datetime) -> None:
    resolve_incident(of, cause="x", responsibility=None, by=house.hank, at=at)


@pytest.mark.parametrize("act", [_lowers, _lowers_and_waits, _resolves])
@pytest.mark.parametrize("last_sweep", [239, 241])
def test_it_is_told_once_whenever_the_sweep_comes(house: House, act: Act, last_sweep: int) -> None:
    incident = opened(house.payroll, house.clara)
    _sweep(incident, last_sweep)
    act(incident, house, MISSED_AT + timedelta(minutes=5))
    warned = _lines(incident, EventKind.PROMISE_WARNED)

    for minutes in (246, 600, 2000, 6000):
        _sweep(incident, minutes)

    assert _lines(incident, EventKind.PROMISE_MISSED) == [MISSED_AT.isoformat()]
    assert _lines(incident, EventKind.PROMISE_WARNED) == warned


def test_what_is_raised_after_it_was_missed_is_not_told_again(house: House) -> None:
    incident = opened(house.payroll, house.clara, impact=Impact.AT_RISK)
    _sweep(incident, 60 * 24 * 30)
    told = _lines(incident, EventKind.PROMISE_MISSED)
    at = MORNING + timedelta(days=30, minutes=1)
    change_impact(incident, impact=Impact.DEGRADED, reason="x", by=house.hank, at=at)
    _sweep(incident, 60 * 24 * 30 + 2)

    assert len(told) == 1
    assert _lines(incident, EventKind.PROMISE_MISSED) == told
