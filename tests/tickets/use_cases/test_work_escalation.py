from collections.abc import Callable
from datetime import timedelta

import pytest

from contracts.choices import Impact, Kind, Priority, Role
from contracts.rules.refusal import Forbidden, Invalid
from tests.cast import House
from tests.factories import contracts, rosters
from tests.factories.contracts import MORNING
from tests.factories.tickets import escalated as escalated_again
from tests.factories.tickets import incident as opened
from tickets.choices import Audience, Due, EventKind, LegState, Queue, Status
from tickets.models import Escalation, Incident
from tickets.use_cases.change_impact import change_impact
from tickets.use_cases.converse import add_comment, log_call
from tickets.use_cases.hand_over import route_incident
from tickets.use_cases.hold import MoveNotOpen
from tickets.use_cases.move_incident import reopen_incident, resolve_incident, restore_incident
from tickets.use_cases.work_escalation import (
    acknowledge_escalation,
    give_case_number,
    raise_escalation,
    resolve_escalation,
    return_escalation,
    start_work,
)

SOON = MORNING + timedelta(minutes=5)


def _now(incident: Incident) -> Incident:
    return Incident.objects.get(pk=incident.pk)


def _leg(incident: Incident) -> Escalation:
    return Escalation.objects.filter(incident=incident).latest("pk")


def _on_the_bridge(house: House, incident: Incident) -> Escalation:
    return_escalation(incident, reason="a driver", by=house.mia, at=SOON)
    escalated_again(incident, by=house.hank, at=SOON)
    return return_escalation(incident, reason="still a driver", by=house.mia, at=SOON)


def test_acknowledging_names_the_engineer_and_settles_what_is_owed(
    house: House, escalated: Incident
) -> None:
    leg = acknowledge_escalation(escalated, case_number=" SRX 42 ", by=house.mia, at=SOON)

    assert (leg.state, leg.acknowledged_at, leg.acknowledged_by) == (
        LegState.ACKNOWLEDGED,
        SOON,
        house.mia,
    )
    assert (leg.engineer, leg.case_number) == (house.mia, "SRX 42")
    assert _now(escalated).due != Due.ACKNOWLEDGE


FIRST_CONTACTS: dict[str, Callable[[House, Incident], object]] = {
    "a note to the client": lambda house, incident: add_comment(
        incident, audience=Audience.CLIENT, body="x", files=[], by=house.mia, at=SOON
    ),
    "a note to the vendors": lambda house, incident: add_comment(
        incident, audience=Audience.VENDORS, body="x", files=[], by=house.mia, at=SOON
    ),
    "a call logged": lambda house, incident: log_call(incident, note="", by=house.mia, at=SOON),
    "work started": lambda house, incident: start_work(incident, by=house.mia, at=SOON),
    "a case number": lambda house, incident: give_case_number(
        incident, case_number="1", by=house.mia, at=SOON
    ),
    "service restored": lambda house, incident: restore_incident(
        incident, restored_at=SOON, by=house.mia, at=SOON
    ),
    "handed back": lambda house, incident: return_escalation(
        incident, reason="x", by=house.mia, at=SOON
    ),
}


@pytest.mark.parametrize("act", FIRST_CONTACTS)
def test_first_contact_cannot_be_forgotten(house: House, escalated: Incident, act: str) -> None:
    FIRST_CONTACTS[act](house, escalated)

    leg = _leg(escalated)
    assert (leg.acknowledged_at, leg.acknowledged_by) == (SOON, house.mia)
    assert escalated.events.filter(kind=EventKind.ACKNOWLEDGED).count() == 1


def test_a_note_for_oneself_is_no_first_contact(house: House, escalated: Incident) -> None:
    add_comment(escalated, audience=Audience.INTERNAL, body="x", files=[], by=house.mia, at=SOON)

    assert _leg(escalated).state == LegState.REQUESTED


def test_the_manufacturers_words_acknowledge_nothing(house: House, escalated: Incident) -> None:
    add_comment(escalated, audience=Audience.CLIENT, body="x", files=[], by=house.hank, at=SOON)

    assert _leg(escalated).state == LegState.REQUESTED


@pytest.mark.parametrize("number", ["", "\u202e", "  ", "x" * 41])
def test_a_case_number_is_some_text_that_is_not_long(
    house: House, escalated: Incident, number: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        give_case_number(escalated, case_number=number, by=house.mia, at=SOON)

    assert "case_number" in refusal.value.errors
    assert _leg(escalated).state == LegState.REQUESTED


def test_a_case_number_is_found_by_vendors_and_never_by_the_client(
    house: House, escalated: Incident
) -> None:
    give_case_number(escalated, case_number="SRX-0042/é", by=house.mia, at=SOON)

    def found(by: str) -> bool:
        reader = getattr(house, by)
        return Incident.objects.visible_to(reader).matching("srx 0042 E", reader).exists()

    assert [found(by) for by in ("hank", "mia", "clara")] == [True, True, False]


def test_the_numbers_of_earlier_escalations_are_still_found(
    house: House, escalated: Incident
) -> None:
    give_case_number(escalated, case_number="FIRST1", by=house.mia, at=SOON)
    return_escalation(escalated, reason="x", by=house.mia, at=SOON)
    escalated_again(escalated, by=house.hank, at=SOON)
    give_case_number(escalated, case_number="SECOND2", by=house.mia, at=SOON)

    found = Incident.objects.matching("first1 second2", house.hank)

    assert list(found) == [escalated]


@pytest.mark.parametrize(
    "words", ["srv-payr-01", "SRV PAYR 01", "payr", "suspecte corr", "DÉMARRE"]
)
def test_a_client_finds_hosts_and_words_however_they_are_written(
    house: House, incident: Incident, words: str
) -> None:
    assert Incident.objects.matching(words, house.clara).exists()


def test_a_client_still_finds_its_own_words(house: House, escalated: Incident) -> None:
    give_case_number(escalated, case_number="SRX1", by=house.mia, at=SOON)

    assert Incident.objects.matching("suspecte corr", house.clara).exists()


def test_handing_back_goes_to_triage_and_frees_the_priority(
    house: House, escalated: Incident
) -> None:
    change_impact(escalated, impact=Impact.DEGRADED, reason="x", by=house.hank, at=SOON)

    return_escalation(escalated, reason=" a driver ", by=house.mia, at=SOON)

    held, leg = _now(escalated), _leg(escalated)
    assert (held.queue, held.forced_by, held.priority) == (Queue.TRIAGE, None, Priority.MEDIUM)
    assert (leg.state, leg.ended_at, leg.reason) == (LegState.RETURNED, SOON, "a driver")


def test_the_client_reads_who_has_it_and_not_why(house: House, escalated: Incident) -> None:
    return_escalation(escalated, reason="zanzibar", by=house.mia, at=SOON)

    lines = escalated.events.readable_by(house.clara)
    assert lines.filter(kind=EventKind.HANDED_OVER).last() is not None
    assert not [line for line in lines if "zanzibar" in str(line.detail)]


def test_handing_back_needs_a_reason(house: House, escalated: Incident) -> None:
    with pytest.raises(Invalid):
        return_escalation(escalated, reason=" ", by=house.mia, at=SOON)


def test_a_second_return_opens_a_joint_bridge_instead(house: House, escalated: Incident) -> None:
    leg = _on_the_bridge(house, escalated)

    held = _now(escalated)
    assert (leg.state, leg.is_joint, held.queue) == (LegState.IN_PROGRESS, True, Queue.SOFTWARE)
    assert (leg.duty_owner, leg.duty_partner) == (house.helen, house.max)
    assert held.forced_by == leg.support_number


def test_on_the_bridge_are_the_managers_on_duty_then(house: House, escalated: Incident) -> None:
    lena = contracts.person("Lena Krog", house.microsoft, role=Role.MANAGER)
    roster = rosters.roster(house.agreement, lena, level=0, at=rosters.OPENED)

    leg = _on_the_bridge(house, escalated)

    assert roster.level == 0
    assert (leg.duty_owner, leg.duty_partner) == (house.helen, lena)


def test_on_the_bridge_nobody_hands_it_over_until_it_is_restored(
    house: House, escalated: Incident
) -> None:
    _on_the_bridge(house, escalated)

    with pytest.raises(MoveNotOpen, match="cellule commune"):
        return_escalation(escalated, reason="x", by=house.mia, at=SOON)
    with pytest.raises(MoveNotOpen, match="cellule commune"):
        route_incident(escalated, queue=Queue.HARDWARE, reason="x", by=house.hank, at=SOON)

    restore_incident(escalated, restored_at=SOON, by=house.mia, at=SOON)
    route_incident(escalated, queue=Queue.HARDWARE, reason="x", by=house.hank, at=SOON)
    assert _leg(escalated).state == LegState.WITHDRAWN


def test_a_restored_bridge_can_be_handed_back(house: House, escalated: Incident) -> None:
    _on_the_bridge(house, escalated)
    restore_incident(escalated, restored_at=SOON, by=house.mia, at=SOON)

    return_escalation(escalated, reason="x", by=house.mia, at=SOON)

    assert _now(escalated).queue == Queue.TRIAGE


def test_resolving_the_escalation_resolves_the_incident(house: House, escalated: Incident) -> None:
    leg = resolve_escalation(escalated, cause="a hotfix", by=house.mia, at=SOON)

    held = _now(escalated)
    assert (leg.state, leg.reason) == (LegState.RESOLVED, "a hotfix")
    assert (held.status, held.cause, held.forced_by) == (Status.RESOLVED, "a hotfix", None)


def test_raising_climbs_to_the_top_and_no_further(house: House, escalated: Incident) -> None:
    climbed = [
        raise_escalation(escalated, reason="no news", by=by, at=SOON).level
        for by in (house.hank, house.mia, house.hank)
    ]

    assert climbed == [2, 3, 4]
    with pytest.raises(MoveNotOpen):
        raise_escalation(escalated, reason="x", by=house.hank, at=SOON)


def test_raising_needs_a_reason(house: House, escalated: Incident) -> None:
    with pytest.raises(Invalid):
        raise_escalation(escalated, reason="", by=house.hank, at=SOON)


def test_a_question_never_passes_the_second_level(house: House) -> None:
    question = opened(house.payroll, house.clara, impact=Impact.QUESTION, down_since=None)
    escalated_again(question, by=house.hank)

    assert raise_escalation(question, reason="x", by=house.hank, at=SOON).level == 2
    with pytest.raises(MoveNotOpen):
        raise_escalation(question, reason="x", by=house.hank, at=SOON)


def test_a_level_that_was_left_out_is_passed_over(house: House, incident: Incident) -> None:
    house.agreement.levels.filter(number=2).delete()
    escalated_again(incident, by=house.hank)

    leg = raise_escalation(incident, reason="x", by=house.hank, at=SOON)

    assert (leg.level, leg.level_name) == (3, "Critical-situation manager")


def test_the_client_never_works_an_escalation(house: House, escalated: Incident) -> None:
    with pytest.raises(Forbidden):
        raise_escalation(escalated, reason="x", by=house.clara, at=SOON)
    assert house.clara.kind == Kind.CLIENT


def test_reopened_and_returned_again_counts_the_returns_of_the_incident(
    house: House, escalated: Incident
) -> None:
    return_escalation(escalated, reason="x", by=house.mia, at=SOON)
    escalated_again(escalated, by=house.hank, at=SOON)
    resolve_incident(escalated, cause="x", responsibility=None, by=house.mia, at=SOON)
    reopen_incident(escalated, reason="x", by=house.clara, at=SOON)
    escalated_again(_now(escalated), by=house.hank, at=SOON)

    leg = return_escalation(escalated, reason="x", by=house.mia, at=SOON)

    assert leg.is_joint
