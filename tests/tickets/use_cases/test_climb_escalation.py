"""Levels that climb by themselves, and who leads a critical situation."""

from datetime import datetime, timedelta

import pytest

from contracts.choices import Impact
from contracts.models import User
from contracts.rules.refusal import Forbidden, Invalid
from tests.cast import House
from tests.factories.contracts import MORNING
from tests.factories.tickets import escalated
from tests.factories.tickets import incident as opened
from tickets.choices import Audience, EventKind, LegState
from tickets.models import Escalation, Incident, IncidentEvent
from tickets.selectors import on_call
from tickets.use_cases import climb_escalation as climbing
from tickets.use_cases.climb_escalation import UNACKNOWLEDGED, call_managers, climb_escalation
from tickets.use_cases.hold import MoveNotOpen
from tickets.use_cases.name_critical_manager import name_critical_manager
from tickets.use_cases.work_escalation import acknowledge_escalation, raise_escalation

SOON = MORNING + timedelta(minutes=15)


@pytest.fixture
def asked(house: House) -> Incident:
    return escalated(opened(house.payroll, house.clara), by=house.hank)


def _leg(of: Incident) -> Escalation:
    return Escalation.objects.get(incident=of)


def _climb(of: Incident, level: int) -> IncidentEvent | None:
    return climb_escalation(_leg(of), level=level, because=UNACKNOWLEDGED, due_at=SOON, at=SOON)


@pytest.fixture
def mia_on_duty(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """The publisher's roster names Mia for level 2 and above."""

    def _on_duty(_agreement: object, organisation: object, level: int, *, at: datetime) -> object:
        return house.mia if organisation == house.microsoft and level > 1 else None

    monkeypatch.setattr(on_call, "person_on_duty", _on_duty)


def test_it_names_who_is_on_duty_at_that_instant(
    asked: Incident, house: House, mia_on_duty: None
) -> None:
    line = _climb(asked, 2)

    assert line is not None
    assert (line.detail["told"], line.detail["person"]) == ([house.mia.pk], "Mia Okafor")
    assert (line.by, line.audience) == (None, Audience.VENDORS)


def test_with_nobody_on_duty_all_the_publishers_managers_are_told(
    asked: Incident, house: House
) -> None:
    line = _climb(asked, 2)

    assert line is not None
    assert line.detail["told"] == [house.max.pk]
    assert "person" not in line.detail
    assert "lacks_duty" not in line.detail


def test_where_the_frozen_policy_has_a_roster_nobody_on_duty_is_said(asked: Incident) -> None:
    leg = _leg(asked)
    leg.policy = [{**step, "has_roster": True} for step in leg.policy]
    leg.save(update_fields=["policy"])

    line = _climb(asked, 2)

    assert line is not None
    assert line.detail["lacks_duty"] is True


def test_a_policy_that_was_frozen_before_rosters_is_read_as_without(asked: Incident) -> None:
    leg = _leg(asked)
    leg.policy = [
        {key: step[key] for key in ("number", "name", "wait_minutes")} for step in leg.policy
    ]

    assert not leg.has_roster
    assert leg.level_name == "Support engineer"


def test_no_level_is_climbed_to_twice_and_none_goes_down(asked: Incident, house: House) -> None:
    raise_escalation(asked, reason="x", by=house.hank, at=MORNING)
    raise_escalation(asked, reason="x", by=house.hank, at=MORNING)

    assert _climb(asked, 2) is None
    assert _climb(asked, 3) is None
    assert _leg(asked).level == 3


def test_a_question_does_not_pass_level_two(asked: Incident) -> None:
    Incident.objects.filter(pk=asked.pk).update(impact=Impact.QUESTION)

    assert _climb(asked, 2) is not None
    assert _climb(asked, 3) is None


def test_what_has_ended_climbs_no_more(asked: Incident) -> None:
    leg = _leg(asked)
    leg.state, leg.ended_at = LegState.WITHDRAWN, SOON
    Incident.objects.filter(pk=asked.pk).update(forced_by=None)
    leg.save()

    assert _climb(asked, 2) is None


def test_managers_are_not_called_once_somebody_has_acknowledged(
    asked: Incident, house: House
) -> None:
    leg = _leg(asked)
    first = call_managers(leg, call=0, due_at=SOON, at=SOON)
    assert first is not None
    assert set(first.detail["told"]) == {house.helen.pk, house.max.pk}

    acknowledge_escalation(asked, case_number="", by=house.mia, at=SOON)
    assert call_managers(leg, call=1, due_at=SOON, at=SOON) is None


def test_the_level_at_which_it_was_acknowledged_is_kept(asked: Incident, house: House) -> None:
    _climb(asked, 2)
    acknowledge_escalation(asked, case_number="", by=house.mia, at=SOON)
    raise_escalation(asked, reason="x", by=house.hank, at=SOON)

    assert (_leg(asked).acknowledged_level, _leg(asked).level) == (2, 3)


def test_at_level_three_whoever_is_on_duty_is_named_critical_situation_manager(
    asked: Incident, house: House, mia_on_duty: None
) -> None:
    _climb(asked, 2)
    assert _leg(asked).critical_manager is None

    _climb(asked, 3)
    assert _leg(asked).critical_manager == house.mia


def test_raised_by_hand_it_is_named_too_or_else_the_duty_manager(
    asked: Incident, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(climbing, "duty_manager", lambda *_of, at: house.max)
    for _time in range(2):
        raise_escalation(asked, reason="x", by=house.hank, at=SOON)

    assert _leg(asked).critical_manager == house.max


def _name(of: Incident, to: User | None, *, by: User, reason: str = "ill") -> Incident:
    return name_critical_manager(of, to=to, reason=reason, by=by, at=SOON)


def test_a_manager_of_the_publisher_names_another_with_a_reason(
    asked: Incident, house: House
) -> None:
    _climb(asked, 3)

    _name(asked, house.mia, by=house.max)

    assert _leg(asked).critical_manager == house.mia
    line = asked.events.get(kind=EventKind.MANAGER_NAMED)
    assert (line.detail["name"], line.detail["reason"]) == ("Mia Okafor", "ill")
    assert line.audience == Audience.VENDORS


def test_no_other_names_one_and_nobody_before_that_level(asked: Incident, house: House) -> None:
    with pytest.raises(MoveNotOpen):
        _name(asked, house.mia, by=house.max)
    _climb(asked, 3)
    for by in (house.mia, house.helen, house.clara):
        with pytest.raises(Forbidden):
            _name(asked, house.mia, by=by)


def test_it_is_an_active_colleague_and_another_than_before(asked: Incident, house: House) -> None:
    _climb(asked, 3)
    _name(asked, house.mia, by=house.max)
    for wrong in (None, house.hank, house.mia):
        with pytest.raises(Invalid):
            _name(asked, wrong, by=house.max)
    with pytest.raises(Invalid):
        _name(asked, house.max, by=house.max, reason=" ")
