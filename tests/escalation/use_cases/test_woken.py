"""Whose night is broken: who works on it by name, else who is on duty, of both vendors."""

from datetime import timedelta

from contracts.choices import Impact
from escalation.models import Notification
from escalation.use_cases.follow_event import follow_left_behind
from tests.cast import House
from tests.factories import contracts, rosters
from tests.factories.contracts import MORNING
from tickets.choices import EventKind, Queue
from tickets.models import Incident
from tickets.use_cases.assign_incident import assign_incident
from tickets.use_cases.change_impact import change_impact
from tickets.use_cases.hand_over import route_incident
from tickets.use_cases.third_party import hand_to_third_party, take_back
from tickets.use_cases.work_escalation import return_escalation

SOON = MORNING + timedelta(minutes=1)
LATER = MORNING + timedelta(minutes=2)


def _told(incident: Incident) -> dict[str, set[str]]:
    """Return the vendors' people told of each kind of event, by first name, and forget it all."""
    while follow_left_behind(at=LATER):
        pass
    told: dict[str, set[str]] = {}
    for news in Notification.objects.select_related("recipient", "event"):
        assert news.event is not None
        if news.recipient.organisation_id != incident.client_id:
            told.setdefault(news.event.kind, set()).add(news.recipient.get_short_name())
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
    told = _told(escalated)
    assert told == {EventKind.ACKNOWLEDGED: {"Helen"}, EventKind.RETURNED: {"Helen"}}


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
