"""Whatever becomes of the workers in the middle of a climb, it is climbed once and told once."""

import os
import signal
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils.timezone import now

from escalation import receivers, tasks
from escalation.models import DueAction, Notification
from escalation.use_cases.follow_event import follow_event
from tests.cast import House
from tests.factories.tickets import escalated
from tests.factories.tickets import incident as opened
from tests.workers import Floor, becomes, killed, somebody_waits_for_a_row
from tickets.choices import EventKind
from tickets.models import Escalation, IncidentEvent, Unfollowed

pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True)]

_AGO = timedelta(minutes=20)  # level 2 has been due for five minutes, level 3 is due in 25


@pytest.fixture(autouse=True)
def _silent() -> Iterator[None]:
    """What the test itself does is not said to a worker."""
    receivers.disconnect()
    yield
    receivers.connect()


def _asked(house: House) -> Escalation:
    at = now() - _AGO
    found = escalated(opened(house.payroll, house.clara, at=at), by=house.hank, at=at)
    while waiting := list(Unfollowed.objects.order_by("pk").values_list("event_id", flat=True)):
        for event_id in waiting:
            assert follow_event(event_id, at=at)
    return Escalation.objects.get(incident=found)


def _climbs(leg: Escalation) -> int:
    return IncidentEvent.objects.filter(incident=leg.incident_id, kind=EventKind.CLIMBED).count()


def _is_all_done(*legs: Escalation) -> bool:
    is_climbed = all(_climbs(leg) for leg in legs)
    return is_climbed and not (
        Unfollowed.objects.exists() or DueAction.objects.due_at(now()).exists()
    )


def _assert_climbed_once(leg: Escalation, house: House) -> None:
    line = IncidentEvent.objects.get(incident=leg.incident_id, kind=EventKind.CLIMBED)
    assert line.detail["level"] == Escalation.objects.get(pk=leg.pk).level == 2
    told = Notification.objects.filter(event=line).values_list("recipient", flat=True)
    assert list(told) == [house.max.pk]


def test_workers_that_sweep_the_same_rows_again_and_again_climb_once(
    house: House, floor: Floor
) -> None:
    legs = [_asked(house) for _ in range(4)]
    for _time in range(8):
        receivers.line.publish(tasks.sweep_due_actions)

    with floor.worker(concurrency=2), floor.worker(concurrency=2):
        floor.sweeps_until(
            lambda: _is_all_done(*legs), tasks.sweep_due_actions, tasks.sweep_due_actions
        )

    for leg in legs:
        _assert_climbed_once(leg, house)


def test_a_worker_killed_in_the_middle_of_a_climb_leaves_no_half_and_the_next_climbs(
    house: House, floor: Floor
) -> None:
    leg = _asked(house)
    with transaction.atomic():
        Escalation.objects.select_for_update().get(pk=leg.pk)
        with floor.worker() as worker:
            receivers.line.publish(tasks.sweep_due_actions)
            becomes(somebody_waits_for_a_row)
            killed(worker)
    becomes(lambda: not somebody_waits_for_a_row())
    assert _climbs(leg) == 0
    assert DueAction.objects.due_at(now()).filter(escalation=leg).exists()

    with floor.worker():
        floor.sweeps_until(lambda: _is_all_done(leg), tasks.sweep_due_actions)

    _assert_climbed_once(leg, house)


def test_a_worker_that_sleeps_in_the_middle_of_a_climb_keeps_no_other_from_climbing(
    house: House, floor: Floor
) -> None:
    stuck, other = _asked(house), _asked(house)
    with floor.worker() as sleeper:
        with transaction.atomic():
            Escalation.objects.select_for_update().get(pk=stuck.pk)
            receivers.line.publish(tasks.sweep_due_actions)
            becomes(somebody_waits_for_a_row)
            os.killpg(sleeper.pid, signal.SIGSTOP)
        try:
            with floor.worker():
                floor.sweeps_until(lambda: _climbs(other) == 1, tasks.sweep_due_actions)
                assert _climbs(stuck) == 0
        finally:
            os.killpg(sleeper.pid, signal.SIGCONT)
        floor.sweeps_until(lambda: _is_all_done(stuck, other), tasks.sweep_due_actions)

    for leg in (stuck, other):
        _assert_climbed_once(leg, house)
