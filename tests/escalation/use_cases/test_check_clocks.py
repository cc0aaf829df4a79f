"""The nightly check: what is stored must be what the timeline gives; a difference is an alarm."""

from datetime import timedelta

import pytest
from django.db import IntegrityError

from escalation.choices import LapseKind
from escalation.models import ClockDifference
from escalation.selectors import lapses
from escalation.use_cases.check_clocks import check_clocks
from tests.cast import House
from tests.factories.contracts import MORNING
from tickets.choices import Due
from tickets.models import Incident
from tickets.use_cases.converse import log_call
from tickets.use_cases.move_incident import resume_work, wait_for_client

NIGHT = MORNING + timedelta(hours=16)


def _alarms() -> list[tuple[str, bool]]:
    rows = ClockDifference.objects.order_by("pk").values_list("kind", "settled_at")
    return [(kind, settled_at is not None) for kind, settled_at in rows]


def _put_off(incident: Incident, by: timedelta) -> None:
    due_at = Incident.objects.get(pk=incident.pk).restore_due_at
    assert due_at is not None
    Incident.objects.filter(pk=incident.pk).update(restore_due_at=due_at + by)


def test_clocks_that_were_paused_and_answered_agree(house: House, incident: Incident) -> None:
    at = MORNING + timedelta(minutes=9)
    wait_for_client(incident, reason="which port?", by=house.hank, at=at)
    resume_work(incident, by=house.clara, at=at + timedelta(hours=1))
    log_call(incident, note="", by=house.hank, at=at + timedelta(hours=2))

    assert check_clocks(at=NIGHT) == 0
    assert _alarms() == []


def test_a_deadline_that_moved_by_itself_is_an_alarm_and_is_left_alone(incident: Incident) -> None:
    _put_off(incident, timedelta(seconds=1))
    stored = Incident.objects.get(pk=incident.pk).restore_due_at

    assert check_clocks(at=NIGHT) == 1

    alarm = ClockDifference.objects.get()
    assert (alarm.kind, alarm.stored) == (Due.RESTORE, stored)
    assert alarm.replayed == stored - timedelta(seconds=1) if stored else None
    assert Incident.objects.get(pk=incident.pk).restore_due_at == stored
    assert [each.kind for each in lapses(at=NIGHT) if each.pk == incident.pk][-1] == LapseKind.CLOCK


def test_an_alarm_is_raised_once_and_settled_when_it_no_longer_holds(incident: Incident) -> None:
    _put_off(incident, timedelta(seconds=1))
    check_clocks(at=NIGHT)
    check_clocks(at=NIGHT)
    assert _alarms() == [(Due.RESTORE, False)]

    _put_off(incident, -timedelta(seconds=1))

    assert check_clocks(at=NIGHT + timedelta(days=1)) == 0
    assert _alarms() == [(Due.RESTORE, True)]


def test_another_difference_of_the_same_clock_is_another_alarm(incident: Incident) -> None:
    _put_off(incident, timedelta(seconds=1))
    check_clocks(at=NIGHT)
    _put_off(incident, timedelta(seconds=1))

    assert check_clocks(at=NIGHT) == 1
    assert _alarms() == [(Due.RESTORE, True), (Due.RESTORE, False)]


def test_a_deadline_that_was_lost_is_an_alarm(incident: Incident) -> None:
    Incident.objects.filter(pk=incident.pk).update(respond_due_at=None)

    assert check_clocks(at=NIGHT) == 1
    assert ClockDifference.objects.get().stored is None


def test_the_database_refuses_an_alarm_about_nothing(incident: Incident) -> None:
    with pytest.raises(IntegrityError, match="a_difference_differs"):
        ClockDifference.objects.create(
            incident=incident, kind=Due.RESTORE, stored=NIGHT, replayed=NIGHT, found_at=NIGHT
        )


def test_the_database_refuses_two_open_alarms_of_one_clock(incident: Incident) -> None:
    ClockDifference.objects.create(
        incident=incident, kind=Due.RESTORE, stored=NIGHT, replayed=None, found_at=NIGHT
    )

    with pytest.raises(IntegrityError, match="one_open_difference_of_each_clock"):
        ClockDifference.objects.create(
            incident=incident, kind=Due.RESTORE, stored=None, replayed=NIGHT, found_at=NIGHT
        )
