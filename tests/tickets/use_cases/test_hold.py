"""Who is told what when a move is not open: not found, not yours, or no longer."""

import pytest
from django.http import Http404
from django.utils import translation

from contracts.models import User
from contracts.rules.refusal import Forbidden
from tests.cast import House
from tests.factories.contracts import MORNING
from tickets.choices import Action, LegAction, Queue
from tickets.models import Incident
from tickets.use_cases.hand_over import route_incident
from tickets.use_cases.hold import MoveNotOpen, hold
from tickets.use_cases.move_incident import wait_for_client
from tickets.use_cases.work_escalation import acknowledge_escalation, return_escalation


def _held(incident: Incident, action: Action | LegAction, by: User) -> Incident:
    return hold(incident, action, by=by, at=MORNING)


@pytest.mark.parametrize("action", [*Action, *LegAction])
@pytest.mark.django_db
def test_for_a_stranger_there_is_nothing(
    house: House, escalated: Incident, action: Action | LegAction
) -> None:
    for outsider in (house.stranger, house.rival_agent, house.olga):
        with pytest.raises(Http404):
            _held(escalated, action, outsider)


def test_for_the_publisher_there_is_nothing_before_the_first_escalation(
    house: House, incident: Incident
) -> None:
    with pytest.raises(Http404):
        _held(incident, Action.COMMENT, house.mia)


@pytest.mark.parametrize(
    ("who", "action"),
    [
        ("clara", Action.ROUTE),
        ("clara", Action.RESTORE),
        ("clara", Action.ASSIGN),
        ("clara", LegAction.ACKNOWLEDGE),
        ("hank", Action.CONFIRM),
        ("hank", Action.CLOSE),
        ("hank", LegAction.RETURN),
        ("mia", Action.ROUTE),
        ("mia", Action.REOPEN),
    ],
)
def test_what_is_never_ones_own_is_forbidden_in_any_state(
    house: House, escalated: Incident, who: str, action: Action | LegAction
) -> None:
    person = getattr(house, who)

    with pytest.raises(Forbidden) as refusal:
        _held(escalated, action, person)

    assert str(action.label) in str(refusal.value)


def test_what_is_not_open_now_names_what_is(house: House, escalated: Incident) -> None:
    with pytest.raises(MoveNotOpen) as refusal:
        _held(escalated, Action.CLOSE, house.clara)

    assert refusal.value.extra["moves"] == ["impact", "comment"]


def test_the_legal_moves_of_a_publisher_hold_those_of_its_leg(
    house: House, escalated: Incident
) -> None:
    with pytest.raises(MoveNotOpen) as refusal:
        _held(escalated, Action.ANSWER, house.mia)

    moves = ["restore", "resolve", "wait", "third-party", "assign", "call", "mismatch", "comment"]
    leg_moves = ["acknowledge", "start", "case", "resolve", "return", "raise"]
    assert refusal.value.extra["moves"] == [*moves, *leg_moves]


def test_the_slower_of_two_is_told_that_it_is_too_late(house: House, escalated: Incident) -> None:
    seen_by_the_slower = Incident.objects.get(pk=escalated.pk)
    acknowledge_escalation(escalated, case_number="", by=house.mia, at=MORNING)

    with translation.override("en"), pytest.raises(MoveNotOpen) as refusal:
        acknowledge_escalation(seen_by_the_slower, case_number="", by=house.max, at=MORNING)

    assert str(refusal.value.sentence) == (
        "“Acknowledge” is not possible any more: the escalation is “acknowledged”."
    )


def test_a_publisher_who_acknowledges_what_was_just_withdrawn_comes_too_late(
    house: House, escalated: Incident
) -> None:
    seen_by_mia = Incident.objects.get(pk=escalated.pk)
    route_incident(escalated, queue=Queue.HARDWARE, reason="a disk", by=house.hank, at=MORNING)

    with translation.override("en"), pytest.raises(MoveNotOpen) as refusal:
        acknowledge_escalation(seen_by_mia, case_number="", by=house.mia, at=MORNING)

    assert "the escalation is “withdrawn”" in str(refusal.value.sentence)


def test_what_the_incident_bars_of_the_escalation_names_the_incident(
    house: House, escalated: Incident
) -> None:
    wait_for_client(escalated, reason="Restart B2", by=house.mia, at=MORNING)

    with translation.override("en"), pytest.raises(MoveNotOpen) as refusal:
        _held(escalated, LegAction.RESOLVE, house.mia)

    assert "the incident is “waiting for the client”" in str(refusal.value.sentence)


def test_after_handing_back_a_publisher_still_reads_and_writes_to_vendors_only(
    house: House, escalated: Incident
) -> None:
    return_escalation(escalated, reason="a disk", by=house.mia, at=MORNING)

    with pytest.raises(MoveNotOpen) as refusal:
        _held(escalated, Action.RESOLVE, house.mia)

    assert refusal.value.extra["moves"] == ["comment"]


def test_a_level_that_does_not_lead_there_is_named(house: House, escalated: Incident) -> None:
    with translation.override("en"), pytest.raises(MoveNotOpen) as too_early:
        _held(escalated, LegAction.MANAGER, house.max)
    escalated.escalations.update(level=4)
    with translation.override("en"), pytest.raises(MoveNotOpen) as too_high:
        _held(escalated, LegAction.RAISE, house.mia)

    assert "it becomes one at level 3" in str(too_early.value.sentence)
    assert str(too_high.value.sentence) == "It stands at its highest level already: level 4."
