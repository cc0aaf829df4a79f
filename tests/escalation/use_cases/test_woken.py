"""Whose night is broken: who works on it by name, else who is on duty, of both vendors."""

from datetime import timedelta
from functools import partial

import pytest

from contracts.choices import Impact
from escalation.use_cases.follow_event import follow_event
from tests.cast import House
from tests.escalation.told import all_told, told
from tests.factories import contracts, rosters
from tests.factories.contracts import MORNING
from tests.factories.tickets import HARDWARE_WORDS
from tests.factories.tickets import escalated as escalated_again
from tests.factories.tickets import incident as opened
from tickets.access import open_leg
from tickets.choices import EventKind, Queue
from tickets.models import Incident, IncidentEvent
from tickets.use_cases.assign_incident import assign_incident
from tickets.use_cases.change_impact import change_impact
from tickets.use_cases.climb_escalation import UNACKNOWLEDGED, call_managers, climb_escalation
from tickets.use_cases.hand_over import route_incident
from tickets.use_cases.move_incident import (
    contradict_restoration,
    reopen_incident,
    resolve_incident,
    restore_incident,
)
from tickets.use_cases.third_party import hand_to_third_party, take_back
from tickets.use_cases.work_escalation import (
    acknowledge_escalation,
    resolve_escalation,
    return_escalation,
)

SOON = MORNING + timedelta(minutes=1)


def test_with_rosters_who_is_on_duty_is_told_alone(house: House, escalated: Incident) -> None:
    contracts.person("Marc Bernard", house.compaq)
    rosters.roster(house.agreement, house.helen)
    rosters.roster(house.agreement, house.mia)
    told(escalated)

    hand_to_third_party(escalated, name="Colt", reason="x", by=house.hank, at=SOON)
    assert told(escalated) == {EventKind.TO_THIRD_PARTY: {"Helen", "Mia"}}
    take_back(escalated, by=house.hank, at=SOON)
    assert told(escalated) == {EventKind.FROM_THIRD_PARTY: {"Helen", "Mia"}}
    change_impact(escalated, impact=Impact.DEGRADED, reason="x", by=house.hank, at=SOON)
    assert told(escalated) == {EventKind.IMPACT_CHANGED: {"Helen", "Mia"}}
    return_escalation(escalated, reason="x", by=house.max, at=SOON)
    assert told(escalated) == {EventKind.RETURNED: {"Helen"}, EventKind.ACKNOWLEDGED: {"Mia"}}


def test_who_has_it_by_name_is_told_and_nobody_on_duty(house: House, escalated: Incident) -> None:
    rosters.roster(house.agreement, house.helen)
    marc = contracts.person("Marc Bernard", house.compaq)
    assign_incident(escalated, to=marc, by=house.hank, at=SOON)
    told(escalated)

    hand_to_third_party(escalated, name="Colt", reason="x", by=house.hank, at=SOON)
    assert told(escalated) == {EventKind.TO_THIRD_PARTY: {"Marc", "Mia", "Max"}}


def test_a_withdrawal_that_nobody_had_taken_wakes_who_was_called(
    house: House, incident: Incident
) -> None:
    rosters.roster(house.agreement, house.mia)
    escalated_again(incident, by=house.hank)
    told(incident)

    route_incident(incident, queue=Queue.HARDWARE, reason="x", by=house.hank, at=SOON)

    assert told(incident)[EventKind.WITHDRAWN] == {"Mia"}


def test_one_act_is_one_piece_of_news_though_it_takes_back_what_was_outside(
    house: House, escalated: Incident
) -> None:
    rosters.roster(house.agreement, house.helen)
    hand = partial(hand_to_third_party, name="Colt", reason="x", by=house.mia, at=SOON)

    hand(escalated)
    all_told(escalated)
    return_escalation(escalated, reason="x", by=house.mia, at=SOON)
    assert all_told(escalated) == [(EventKind.RETURNED, "Helen"), (EventKind.HANDED_OVER, "Clara")]

    escalated_again(escalated, by=house.hank, at=SOON)
    hand(escalated)
    all_told(escalated)
    return_escalation(escalated, reason="x", by=house.mia, at=SOON)
    bridge = {
        (EventKind.JOINED, "Helen"),
        (EventKind.JOINED, "Max"),
        (EventKind.HANDED_OVER, "Clara"),
    }
    assert set(all_told(escalated)) == bridge

    hand(escalated)
    all_told(escalated)
    resolve_escalation(escalated, cause="x", by=house.mia, at=SOON)
    assert set(all_told(escalated)) == {
        (EventKind.LEG_RESOLVED, "Max"),  # a duty manager of the bridge, as is Helen
        (EventKind.MOVED, "Clara"),
        (EventKind.MOVED, "Helen"),
    }


def test_passed_on_without_an_escalation_the_client_is_told_that_it_is_back(
    house: House,
) -> None:
    alone = opened(house.payroll, house.clara, description=HARDWARE_WORDS)
    hand_to_third_party(alone, name="Colt", reason="x", by=house.hank, at=SOON)
    all_told(alone)

    route_incident(alone, queue=Queue.TRIAGE, reason="x", by=house.hank, at=SOON)

    assert all_told(alone) == [(EventKind.HANDED_OVER, "Clara"), (EventKind.ROUTED, "Helen")]


def _called_in_vain(house: House, incident: Incident) -> None:
    """Let the first level be called, then the second, then the managers; Nils is on duty by now."""
    nils = contracts.person("Nils Berg", house.microsoft)
    rosters.roster(house.agreement, house.mia)
    second = rosters.roster(house.agreement, house.max, level=2)
    escalated_again(incident, by=house.hank)
    leg = open_leg(incident)
    assert leg is not None
    climb_escalation(leg, level=2, because=UNACKNOWLEDGED, due_at=MORNING, at=MORNING)
    call_managers(leg, call=0, due_at=MORNING, at=MORNING)
    told(incident)
    rosters.override(second, nils, SOON, SOON + timedelta(hours=1))


def test_who_was_called_in_vain_is_told_that_service_is_back(
    house: House, incident: Incident
) -> None:
    _called_in_vain(house, incident)

    restore_incident(incident, restored_at=SOON, by=house.hank, at=SOON)

    assert told(incident) == {EventKind.MOVED: {"Mia", "Max", "Helen"}}


def test_who_was_called_in_vain_is_told_once_that_it_is_withdrawn(
    house: House, incident: Incident
) -> None:
    marc = contracts.person("Marc Bernard", house.compaq)
    assign_incident(incident, to=marc, by=house.hank, at=MORNING)
    _called_in_vain(house, incident)

    route_incident(incident, queue=Queue.HARDWARE, reason="x", by=house.hank, at=SOON)

    assert told(incident) == {
        EventKind.WITHDRAWN: {"Mia", "Max"},
        EventKind.ROUTED: {"Marc", "Helen"},
    }


def test_who_was_called_in_vain_is_told_once_that_it_is_resolved(
    house: House, incident: Incident
) -> None:
    _called_in_vain(house, incident)

    resolve_incident(incident, cause="x", responsibility=None, by=house.hank, at=SOON)

    assert told(incident) == {EventKind.WITHDRAWN: {"Mia", "Max"}, EventKind.MOVED: {"Helen"}}


def test_who_is_on_duty_for_the_owner_is_told_that_service_is_back(
    house: House, escalated: Incident
) -> None:
    """The client calls them next: until now they were told of all but the end."""
    contracts.person("Marc Bernard", house.compaq)
    rosters.roster(house.agreement, house.helen)
    acknowledge_escalation(escalated, case_number="", by=house.mia, at=SOON)
    told(escalated)

    restore_incident(escalated, restored_at=SOON, by=house.mia, at=SOON)
    assert told(escalated) == {EventKind.MOVED: {"Helen"}}
    resolve_escalation(escalated, cause="x", by=house.mia, at=SOON)
    assert told(escalated) == {EventKind.MOVED: {"Helen"}}


def _joined(house: House, escalated: Incident) -> None:
    """Let an incident of Marc's be returned twice, which opens the bridge."""
    marc = contracts.person("Marc Bernard", house.compaq)
    assign_incident(escalated, to=marc, by=house.hank, at=SOON)
    return_escalation(escalated, reason="x", by=house.mia, at=SOON)
    escalated_again(escalated, by=house.hank, at=SOON)
    return_escalation(escalated, reason="x", by=house.mia, at=SOON)


def test_the_managers_named_on_a_bridge_are_told_that_service_is_back(
    house: House, escalated: Incident
) -> None:
    _joined(house, escalated)
    told(escalated)

    restore_incident(escalated, restored_at=SOON, by=house.hank, at=SOON)

    assert told(escalated) == {EventKind.MOVED: {"Marc", "Mia", "Helen", "Max"}}


def test_who_was_called_is_told_of_the_end_though_its_news_comes_first(
    house: House, incident: Incident
) -> None:
    rosters.roster(house.agreement, house.mia)
    rosters.roster(house.agreement, house.max, level=2)
    escalated_again(incident, by=house.hank)
    leg = open_leg(incident)
    assert leg is not None
    climb_escalation(leg, level=2, because=UNACKNOWLEDGED, due_at=MORNING, at=MORNING)
    route_incident(incident, queue=Queue.HARDWARE, reason="x", by=house.hank, at=SOON)

    for event in IncidentEvent.objects.filter(incident=incident).order_by("-sequence"):
        follow_event(event.pk, at=SOON)

    assert told(incident)[EventKind.WITHDRAWN] == {"Mia", "Max"}


def test_who_was_told_that_service_is_back_is_told_that_it_is_not(
    house: House, incident: Incident
) -> None:
    _called_in_vain(house, incident)
    restore_incident(incident, restored_at=SOON, by=house.hank, at=SOON)
    back = told(incident)[EventKind.MOVED]
    assert back == {"Mia", "Max", "Helen"}

    contradict_restoration(incident, reason="x", by=house.clara, at=SOON)

    assert told(incident)[EventKind.MOVED] >= back


def test_the_managers_named_on_a_bridge_are_told_that_service_is_not_back(
    house: House, escalated: Incident
) -> None:
    _joined(house, escalated)
    restore_incident(escalated, restored_at=SOON, by=house.hank, at=SOON)
    told(escalated)

    contradict_restoration(escalated, reason="x", by=house.clara, at=SOON)

    assert told(escalated) == {EventKind.MOVED: {"Marc", "Mia", "Helen", "Max"}}


@pytest.mark.parametrize("is_outside", [True, False])
def test_a_client_is_told_that_it_is_back_though_no_worker_came_while_it_was_in_software(
    house: House, is_outside: bool
) -> None:
    incident = opened(house.payroll, house.clara, description=HARDWARE_WORDS)
    if is_outside:
        hand_to_third_party(incident, name="Colt", reason="x", by=house.hank, at=MORNING)
    all_told(incident)

    for queue in (Queue.SOFTWARE, Queue.HARDWARE):
        route_incident(incident, queue=queue, reason="x", by=house.hank, at=SOON)

    people = [person for _, person in all_told(incident)]
    assert people.count("Clara") == is_outside


def test_whose_incident_a_colleague_gives_to_the_publisher_is_told_once(house: House) -> None:
    incident = opened(house.payroll, house.clara, description=HARDWARE_WORDS)
    marc = contracts.person("Marc Bernard", house.compaq)
    assign_incident(incident, to=marc, by=house.hank, at=MORNING)
    rosters.roster(house.agreement, house.mia)
    hand_to_third_party(incident, name="Colt", reason="x", by=house.hank, at=MORNING)
    all_told(incident)

    escalated_again(incident, by=house.hank)
    assert sorted(all_told(incident)) == [
        (EventKind.REQUESTED, "Mia"),
        (EventKind.HANDED_OVER, "Clara"),
        (EventKind.ROUTED, "Marc"),
    ]

    resolve_incident(incident, cause="x", responsibility=None, by=house.hank, at=SOON)
    told(incident)
    reopen_incident(incident, reason="x", by=house.clara, at=SOON)
    anew = told(incident)
    assert anew[EventKind.MOVED] == {"Marc"}
    assert EventKind.ROUTED not in anew


def test_whose_escalation_a_colleague_returns_is_told(house: House, escalated: Incident) -> None:
    acknowledge_escalation(escalated, case_number="", by=house.mia, at=SOON)
    told(escalated)

    return_escalation(escalated, reason="x", by=house.max, at=SOON)

    assert told(escalated) == {EventKind.RETURNED: {"Mia", "Hank", "Helen"}}
