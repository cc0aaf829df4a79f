from collections.abc import Mapping
from datetime import timedelta

import pytest

from contracts.rules.refusal import Forbidden, Invalid
from tests.cast import House
from tests.factories import contracts, tickets
from tests.factories.contracts import MORNING
from tests.factories.tickets import HARDWARE_WORDS, last_routing
from tests.factories.tickets import incident as opened
from tickets.choices import Due, EventKind, LegState, Queue, Status
from tickets.models import Incident
from tickets.rules.deadlines import NEVER
from tickets.use_cases.escalate import open_escalation
from tickets.use_cases.hold import MoveNotOpen
from tickets.use_cases.move_incident import (
    close_incident,
    confirm_restoration,
    contradict_restoration,
    reopen_incident,
    resolve_incident,
    restore_incident,
    resume_work,
    wait_for_client,
)
from tickets.use_cases.work_escalation import start_work

SOON = MORNING + timedelta(minutes=10)
LATER = MORNING + timedelta(hours=1)
MUCH_LATER = MORNING + timedelta(hours=3)


def _now(incident: Incident) -> Incident:
    return Incident.objects.get(pk=incident.pk)


def test_waiting_says_what_is_expected_and_pauses_the_clocks(
    house: House, incident: Incident
) -> None:
    held = wait_for_client(incident, reason=" the log ", by=house.hank, at=SOON)

    assert (held.status, held.waiting_for, held.waiting_since) == ("waiting", "the log", SOON)
    assert (held.due, held.due_at) == (Due.NOTHING, NEVER)
    assert held.responded_at == SOON


def test_a_pause_gives_back_what_was_left(house: House, incident: Incident) -> None:
    promised = _now(incident).restore_due_at
    wait_for_client(incident, reason="the log", by=house.hank, at=SOON)

    held = resume_work(incident, by=house.hank, at=LATER)

    assert promised is not None
    assert held.status == Status.OPEN
    assert held.restore_due_at == promised + (LATER - SOON)
    assert (held.waiting_for, held.waiting_since) == ("", None)


def test_where_the_contract_does_not_pause_the_clock_runs_on(
    house: House,
) -> None:
    contracts.amended(house.contract, pauses_while_waiting=False)
    incident = tickets.incident(house.payroll, house.clara)
    promised = _now(incident).restore_due_at

    held = wait_for_client(incident, reason="the log", by=house.hank, at=SOON)
    assert held.due_at < NEVER
    held = resume_work(incident, by=house.clara, at=LATER)

    assert held.restore_due_at == promised


def test_while_the_client_is_waited_for_the_publisher_still_owes_its_first_word(
    house: House, escalated: Incident
) -> None:
    held = wait_for_client(escalated, reason="the log", by=house.hank, at=MORNING)

    leg = held.escalations.get()
    assert (held.due, held.due_at) == (Due.ACKNOWLEDGE, leg.acknowledge_due_at)


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_waiting_without_a_reason_is_refused(house: House, incident: Incident, reason: str) -> None:
    with pytest.raises(Invalid) as refusal:
        wait_for_client(incident, reason=reason, by=house.hank, at=SOON)

    assert "reason" in refusal.value.errors
    assert _now(incident).status == Status.OPEN


def test_restoring_states_since_when_and_stops_what_is_owed(
    house: House, incident: Incident
) -> None:
    held = restore_incident(incident, restored_at=SOON, by=house.hank, at=LATER)

    assert (held.status, held.restored_at) == (Status.RESTORED, SOON)
    assert held.due == Due.NOTHING


@pytest.mark.parametrize("shift", [timedelta(minutes=-6), timedelta(hours=2)])
def test_service_is_not_back_before_it_went_down_nor_in_the_future(
    house: House, incident: Incident, shift: timedelta
) -> None:
    with pytest.raises(Invalid) as refusal:
        restore_incident(incident, restored_at=MORNING + shift, by=house.hank, at=LATER)

    assert "at" in refusal.value.errors


def test_a_clock_that_is_a_little_ahead_is_forgiven(house: House, incident: Incident) -> None:
    ahead = LATER + timedelta(minutes=1)

    held = restore_incident(incident, restored_at=ahead, by=house.hank, at=LATER)

    assert held.restored_at == LATER


def test_a_restoration_stated_before_the_pause_moves_no_deadline_forward(
    house: House, incident: Incident
) -> None:
    promised = _now(incident).restore_due_at
    wait_for_client(incident, reason="the log", by=house.hank, at=LATER)

    held = restore_incident(incident, restored_at=SOON, by=house.hank, at=MUCH_LATER)

    assert promised is not None
    assert held.restore_due_at == promised + (MUCH_LATER - LATER)


def test_not_restored_runs_on_as_if_it_had_never_stopped(house: House, escalated: Incident) -> None:
    start_work(escalated, by=house.mia, at=MORNING)
    promised, began_at = _now(escalated).restore_due_at, _now(escalated).down_since
    restore_incident(escalated, restored_at=SOON, by=house.mia, at=SOON)
    confirm_restoration(escalated, by=house.clara, at=SOON)

    held = contradict_restoration(escalated, reason="down again", by=house.clara, at=LATER)

    leg = held.escalations.get()
    assert (held.status, held.restored_at, held.confirmed_at) == (Status.OPEN, None, None)
    assert (held.restore_due_at, held.down_since) == (promised, began_at)
    assert leg.state == LegState.IN_PROGRESS


def test_an_acknowledged_escalation_goes_back_to_work_never_a_second_one(
    house: House, escalated: Incident
) -> None:
    restore_incident(escalated, restored_at=SOON, by=house.mia, at=SOON)

    contradict_restoration(escalated, reason="down again", by=house.clara, at=LATER)

    leg = escalated.escalations.get()
    assert leg.state == LegState.IN_PROGRESS


def test_what_nobody_acknowledged_is_still_to_be_acknowledged(
    house: House, escalated: Incident
) -> None:
    restore_incident(escalated, restored_at=SOON, by=house.hank, at=SOON)

    held = contradict_restoration(escalated, reason="down again", by=house.clara, at=SOON)

    assert held.escalations.get().state == LegState.REQUESTED
    assert held.due == Due.ACKNOWLEDGE


def test_resolving_states_the_cause_and_ends_the_escalation(
    house: House, escalated: Incident
) -> None:
    held = resolve_incident(escalated, cause="a hotfix", responsibility=None, by=house.mia, at=SOON)

    leg = held.escalations.get()
    stated = held.events.get(kind=EventKind.CAUSE_STATED)
    assert (held.status, held.resolved_at, held.restored_at) == (Status.RESOLVED, SOON, SOON)
    assert (leg.state, leg.acknowledged_by) == (LegState.RESOLVED, house.mia)
    assert (held.forced_by, held.cause) == (None, "a hotfix")
    assert stated.detail == {"cause": "a hotfix", "responsibility": {}}


def test_the_manufacturer_alone_proposes_whose_an_outage_was(
    house: House, escalated: Incident
) -> None:
    shares = {"manufacturer": 25, "publisher": 75}

    with pytest.raises(Forbidden):
        resolve_incident(escalated, cause="x", responsibility=shares, by=house.mia, at=SOON)
    assert _now(escalated).status == Status.OPEN

    held = resolve_incident(escalated, cause="x", responsibility=shares, by=house.hank, at=SOON)
    stated = held.events.get(kind=EventKind.CAUSE_STATED)
    assert stated.detail["responsibility"] == shares


def test_what_the_manufacturer_resolves_before_anybody_began_was_withdrawn(
    house: House, escalated: Incident
) -> None:
    held = resolve_incident(escalated, cause="a cable", responsibility=None, by=house.hank, at=SOON)

    leg = held.escalations.get()
    assert (held.status, leg.state, leg.acknowledged_at) == ("resolved", "withdrawn", None)


@pytest.mark.parametrize(
    ("cause", "responsibility", "field"),
    [
        (" ", None, "cause"),
        ("x", {"publisher": 99}, "responsibility"),
        ("x", {"publisher": 150, "client": -50}, "responsibility"),
        ("x", {"weather": 100}, "responsibility"),
    ],
)
def test_a_resolution_that_cannot_be_is_refused(
    house: House,
    incident: Incident,
    cause: str,
    responsibility: Mapping[str, int] | None,
    field: str,
) -> None:
    with pytest.raises(Invalid) as refusal:
        resolve_incident(
            incident, cause=cause, responsibility=responsibility, by=house.hank, at=SOON
        )

    assert field in refusal.value.errors
    assert _now(incident).status == Status.OPEN


def test_reopened_in_software_it_is_routed_anew_so_that_it_is_escalated(
    house: House, escalated: Incident
) -> None:
    resolve_incident(escalated, cause="x", responsibility=None, by=house.mia, at=SOON)

    held = reopen_incident(escalated, reason="again", by=house.clara, at=LATER)
    open_escalation(last_routing(held), at=LATER)

    assert (held.status, held.resolved_at) == (Status.OPEN, None)
    assert escalated.escalations.count() == 2
    assert _now(escalated).forced_by is not None


def test_reopened_elsewhere_nothing_is_routed(house: House) -> None:
    hardware = opened(house.payroll, house.clara, description=HARDWARE_WORDS)
    assert hardware.queue == Queue.HARDWARE
    resolve_incident(hardware, cause="x", responsibility=None, by=house.hank, at=SOON)
    before = hardware.events.filter(kind=EventKind.ROUTED).count()

    reopen_incident(hardware, reason="again", by=house.hank, at=LATER)

    assert hardware.events.filter(kind=EventKind.ROUTED).count() == before


@pytest.mark.parametrize("reason", ["", " "])
def test_reopening_and_contradicting_need_words(
    house: House, incident: Incident, reason: str
) -> None:
    restore_incident(incident, restored_at=SOON, by=house.hank, at=SOON)
    with pytest.raises(Invalid):
        contradict_restoration(incident, reason=reason, by=house.clara, at=SOON)
    resolve_incident(incident, cause="x", responsibility=None, by=house.hank, at=SOON)
    with pytest.raises(Invalid):
        reopen_incident(incident, reason=reason, by=house.clara, at=SOON)


def test_closed_is_closed_for_good(house: House, incident: Incident) -> None:
    resolve_incident(incident, cause="x", responsibility=None, by=house.hank, at=SOON)

    held = close_incident(incident, by=house.clara, at=LATER)

    assert (held.status, held.closed_at) == (Status.CLOSED, LATER)
    with pytest.raises(MoveNotOpen) as refusal:
        reopen_incident(incident, reason="again", by=house.clara, at=LATER)
    assert refusal.value.extra["moves"] == []


def test_a_question_asked_by_the_publisher_is_its_first_contact(
    house: House, escalated: Incident
) -> None:
    held = wait_for_client(escalated, reason="which build?", by=house.mia, at=SOON)

    leg = held.escalations.get()
    assert (leg.state, leg.acknowledged_by, leg.engineer) == (
        LegState.ACKNOWLEDGED,
        house.mia,
        house.mia,
    )
