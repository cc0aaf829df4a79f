"""One row that nobody can read keeps nothing else from being done."""

from datetime import timedelta

import pytest

from contracts.models import Roster
from escalation.models import Notification
from escalation.use_cases.follow_event import follow_left_behind
from escalation.use_cases.plan_due import plan_due
from escalation.use_cases.sweep_due import sweep_due
from tests.cast import House
from tests.factories import rosters
from tests.factories.contracts import MORNING, past_the_guards
from tests.factories.tickets import escalated as asked
from tests.factories.tickets import incident as opened
from tickets.choices import Audience, EventKind
from tickets.models import Escalation, Incident, IncidentEvent
from tickets.use_cases.converse import add_comment

SOON = MORNING + timedelta(minutes=1)


def _without_zone(roster: Roster) -> None:
    with past_the_guards():
        roster.rotations.update(time_zone="Europe/Nowhere")


@pytest.mark.parametrize("level", [1, 2, 3])
def test_a_ladder_climbs_past_a_roster(house: House, escalated: Incident, level: int) -> None:
    roster = rosters.roster(house.agreement, house.mia, level=level)
    plan_due(escalated.pk, at=MORNING)
    _without_zone(roster)

    for minutes in range(16, 200, 20):
        sweep_due(at=MORNING + timedelta(minutes=minutes))

    assert Escalation.objects.get(incident=escalated).level == 4


def test_a_roster_that_nobody_can_read_is_a_gap_of_its_level(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:

    roster = rosters.roster(house.agreement, house.mia, level=2)
    incident = asked(opened(house.payroll, house.clara), by=house.hank)
    plan_due(incident.pk, at=MORNING)
    _without_zone(roster)

    sweep_due(at=MORNING + timedelta(minutes=16))

    climbed = IncidentEvent.objects.get(incident=incident, kind=EventKind.CLIMBED).detail
    assert (climbed["told"], climbed["lacks_duty"]) == ([house.max.pk], True)
    assert "no roster of level 2" in caplog.text


def test_the_managers_are_called_past_their_roster(house: House, escalated: Incident) -> None:
    roster = rosters.roster(house.agreement, house.helen, level=0)
    plan_due(escalated.pk, at=MORNING)
    _without_zone(roster)

    for minutes in (16, 46, 106, 226, 230):
        sweep_due(at=MORNING + timedelta(minutes=minutes))

    called = IncidentEvent.objects.filter(kind=EventKind.MANAGERS_CALLED)
    assert {house.helen.pk, house.max.pk} == set(called[0].detail["told"])


def test_news_is_told_past_a_roster(house: House, escalated: Incident) -> None:
    roster = rosters.roster(house.agreement, house.mia)
    _without_zone(roster)
    add_comment(escalated, audience=Audience.CLIENT, body="x", files=[], by=house.hank, at=SOON)

    while follow_left_behind(at=SOON + timedelta(minutes=1)):
        pass

    told = Notification.objects.filter(event__kind=EventKind.COMMENTED)
    assert {house.clara.pk, house.mia.pk, house.max.pk} <= set(
        told.values_list("recipient", flat=True)
    )
