"""Whose night is broken: who works on it by name, else who is on duty, of both vendors."""

from datetime import timedelta
from functools import partial

from contracts.choices import Impact
from escalation.models import Notification
from escalation.use_cases.follow_event import follow_left_behind
from tests.cast import House
from tests.factories import contracts, rosters
from tests.factories.contracts import MORNING
from tests.factories.tickets import HARDWARE_WORDS
from tests.factories.tickets import escalated as escalated_again
from tests.factories.tickets import incident as opened
from tickets.choices import EventKind, Queue
from tickets.models import Incident
from tickets.use_cases.assign_incident import assign_incident
from tickets.use_cases.change_impact import change_impact
from tickets.use_cases.hand_over import route_incident
from tickets.use_cases.move_incident import restore_incident
from tickets.use_cases.third_party import hand_to_third_party, take_back
from tickets.use_cases.work_escalation import resolve_escalation, return_escalation

SOON = MORNING + timedelta(minutes=1)
LATER = MORNING + timedelta(minutes=2)


def _told(incident: Incident) -> dict[str, set[str]]:
    """Return the vendors' people told of each kind of event, by first name, and forget it all."""
    told: dict[str, set[str]] = {}
    for kind, person in _all_told(incident):
        if person != "Clara":
            told.setdefault(kind, set()).add(person)
    return told


def _all_told(incident: Incident) -> list[tuple[str, str]]:
    while follow_left_behind(at=LATER):
        pass
    told = [
        (news.event.kind, news.recipient.get_short_name())
        for news in Notification.objects.select_related("recipient", "event").order_by("pk")
        if news.event is not None and news.incident_id == incident.pk
    ]
    Notification.objects.all().delete()
    return told


def test_with_rosters_who_is_on_duty_is_told_alone(house: House, escalated: Incident) -> None:
    contracts.person("Marc Bernard", house.compaq)
    rosters.roster(house.agreement, house.helen)
    rosters.roster(house.agreement, house.mia)
    _told(escalated)

    hand_to_third_party(escalated, name="Colt", reason="x", by=house.hank, at=SOON)
    assert _told(escalated) == {EventKind.TO_THIRD_PARTY: {"Helen", "Mia"}}
    take_back(escalated, by=house.hank, at=SOON)
    assert _told(escalated) == {EventKind.FROM_THIRD_PARTY: {"Helen", "Mia"}}
    change_impact(escalated, impact=Impact.DEGRADED, reason="x", by=house.hank, at=SOON)
    assert _told(escalated) == {EventKind.IMPACT_CHANGED: {"Helen", "Mia"}}
    return_escalation(escalated, reason="x", by=house.max, at=SOON)
    assert _told(escalated) == {EventKind.RETURNED: {"Helen"}}


def test_who_has_it_by_name_is_told_and_nobody_on_duty(house: House, escalated: Incident) -> None:
    rosters.roster(house.agreement, house.helen)
    marc = contracts.person("Marc Bernard", house.compaq)
    assign_incident(escalated, to=marc, by=house.hank, at=SOON)
    _told(escalated)

    hand_to_third_party(escalated, name="Colt", reason="x", by=house.hank, at=SOON)
    assert _told(escalated) == {EventKind.TO_THIRD_PARTY: {"Marc", "Mia", "Max"}}


def test_a_withdrawal_that_nobody_had_taken_wakes_who_is_on_duty(
    house: House, escalated: Incident
) -> None:
    rosters.roster(house.agreement, house.mia)
    _told(escalated)

    route_incident(escalated, queue=Queue.HARDWARE, reason="x", by=house.hank, at=SOON)

    assert _told(escalated)[EventKind.WITHDRAWN] == {"Mia"}


def test_one_act_is_one_piece_of_news_though_it_takes_back_what_was_outside(
    house: House, escalated: Incident
) -> None:
    rosters.roster(house.agreement, house.helen)
    hand = partial(hand_to_third_party, name="Colt", reason="x", by=house.mia, at=SOON)

    hand(escalated)
    _all_told(escalated)
    return_escalation(escalated, reason="x", by=house.mia, at=SOON)
    assert _all_told(escalated) == [(EventKind.RETURNED, "Helen"), (EventKind.HANDED_OVER, "Clara")]

    escalated_again(escalated, by=house.hank, at=SOON)
    hand(escalated)
    _all_told(escalated)
    return_escalation(escalated, reason="x", by=house.mia, at=SOON)
    bridge = {
        (EventKind.JOINED, "Helen"),
        (EventKind.JOINED, "Max"),
        (EventKind.HANDED_OVER, "Clara"),
    }
    assert set(_all_told(escalated)) == bridge

    hand(escalated)
    _all_told(escalated)
    resolve_escalation(escalated, cause="x", by=house.mia, at=SOON)
    assert _all_told(escalated) == [(EventKind.MOVED, "Clara")]


def test_passed_on_without_an_escalation_the_client_is_told_that_it_is_back(
    house: House,
) -> None:
    alone = opened(house.payroll, house.clara, description=HARDWARE_WORDS)
    hand_to_third_party(alone, name="Colt", reason="x", by=house.hank, at=SOON)
    _all_told(alone)

    route_incident(alone, queue=Queue.TRIAGE, reason="x", by=house.hank, at=SOON)

    assert _all_told(alone) == [(EventKind.HANDED_OVER, "Clara"), (EventKind.ROUTED, "Helen")]


def test_who_was_called_in_vain_is_told_that_service_is_back(
    house: House, escalated: Incident
) -> None:
    rosters.roster(house.agreement, house.mia)
    _told(escalated)

    restore_incident(escalated, restored_at=SOON, by=house.hank, at=SOON)

    assert _told(escalated) == {EventKind.MOVED: {"Mia"}}
