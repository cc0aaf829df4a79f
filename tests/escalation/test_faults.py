"""What breaks, breaks nothing: killed workers, doubled messages, an emptied or absent Redis.

PostgreSQL, Redis, the mail server and the workers are real; this process plays web and beat.
"""

import subprocess
import sys
import time
from collections.abc import Iterator
from threading import Barrier, Thread

import pytest
from aiosmtpd.controller import Controller
from django.db import connection, transaction
from redis import Redis

from escalation import receivers, tasks
from escalation.choices import DispatchState
from escalation.models import Dispatch, Followed, Notification
from escalation.use_cases.follow_event import CONSEQUENCES, follow_event
from tests.cast import House
from tests.factories.contracts import MORNING
from tests.factories.tickets import incident as opened
from tests.factories.tickets import last_routing
from tests.postbox import SlowPostbox
from tests.running import free_port
from tests.workers import Floor, becomes, killed, somebody_waits_for_a_row
from tickets.choices import EventKind, Queue
from tickets.models import Escalation, Incident, IncidentEvent, Unfollowed

pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True)]

_LONGEST_WAIT_OF_A_PAGE = 0.3
_KILLED_BEFORE_ITS_MESSAGE = """
import os, signal, sys, django
django.setup()
from contracts.models import Configuration, User
from escalation import receivers
from tests.factories.tickets import incident
from tickets.journal import event_recorded
receivers.disconnect()
event_recorded.connect(lambda **_: os.kill(os.getpid(), signal.SIGKILL), weak=False)
incident(Configuration.objects.get(pk=sys.argv[1]), User.objects.get(pk=sys.argv[2]))
"""


@pytest.fixture
def silent() -> Iterator[None]:
    """Nothing that happens meanwhile is said to a worker."""
    receivers.disconnect()
    yield
    receivers.connect()


def _filed(house: House) -> IncidentEvent:
    """File a report that the classifier puts in *software*."""
    found = opened(house.payroll, house.clara)
    assert found.queue == Queue.SOFTWARE
    return last_routing(found)


def _all_is_followed() -> bool:
    return Escalation.objects.exists() and not Unfollowed.objects.exists()


def _assert_escalated_once() -> None:
    assert Escalation.objects.count() == 1
    assert IncidentEvent.objects.filter(kind=EventKind.REQUESTED).count() == 1
    assert Notification.objects.filter(event__kind=EventKind.REQUESTED).count() == 2
    assert Incident.objects.get().forced_by is not None


def test_of_workers_that_race_for_an_event_one_escalates(house: House, silent: None) -> None:
    for _round in range(5):
        event, start = _filed(house), Barrier(4)

        def _follow(event: IncidentEvent = event, start: Barrier = start) -> None:
            start.wait()
            follow_event(event.pk, at=MORNING)
            connection.close()

        racers = [Thread(target=_follow) for _ in range(start.parties)]
        for racer in racers:
            racer.start()
        for racer in racers:
            racer.join()

        assert Escalation.objects.filter(incident=event.incident).count() == 1
        drawn = Followed.objects.filter(event=event).count()
        assert drawn == len(CONSEQUENCES[EventKind.ROUTED])


def test_an_event_said_five_times_to_two_workers_is_escalated_once(
    house: House, floor: Floor
) -> None:
    event = _filed(house)
    for _time in range(4):
        receivers.follow_soon(event_id=event.pk)

    with floor.worker(concurrency=2):
        floor.sweeps_until(_all_is_followed)

    _assert_escalated_once()


def test_a_web_process_killed_between_commit_and_message_loses_nothing(
    house: House, floor: Floor
) -> None:
    filing = subprocess.run(
        [
            sys.executable,
            "-c",
            _KILLED_BEFORE_ITS_MESSAGE,
            str(house.payroll.pk),
            str(house.clara.pk),
        ],
        check=False,
        env=floor.environment | {"PATH": ""},
    )
    assert filing.returncode == -9
    assert Incident.objects.get().queue == Queue.SOFTWARE

    with floor.worker():
        floor.sweeps_until(_all_is_followed)

    _assert_escalated_once()


def test_a_worker_killed_between_claim_and_commit_leaves_no_half(
    house: House, floor: Floor
) -> None:
    incident = _filed(house).incident_id
    with transaction.atomic():
        Incident.objects.select_for_update().get(pk=incident)
        with floor.worker() as worker:
            becomes(somebody_waits_for_a_row)
            killed(worker)
    becomes(lambda: not somebody_waits_for_a_row())
    assert not Followed.objects.filter(consequence="escalate").exists()

    with floor.worker():
        floor.sweeps_until(_all_is_followed)

    _assert_escalated_once()


def test_an_emptied_redis_loses_nothing(house: House, floor: Floor) -> None:
    _filed(house)
    with Redis.from_url(floor.broker.url) as redis:
        assert redis.llen("celery") > 0
        redis.flushall()

    with floor.worker():
        floor.sweeps_until(_all_is_followed)

    _assert_escalated_once()


def test_without_redis_filing_costs_next_to_nothing_and_is_escalated_when_it_is_back(
    house: House, floor: Floor
) -> None:
    with floor.worker() as worker:
        floor.sweeps_until(lambda: not Unfollowed.objects.exists())
        floor.broker.stop()
        with_redis, without = _seconds_of_saying(house), _seconds_of_saying(house)

        assert not Escalation.objects.exists()
        assert Incident.objects.count() == 2
        assert with_redis + without < _LONGEST_WAIT_OF_A_PAGE
        with floor.broker.in_use():
            floor.sweeps_until(lambda: Escalation.objects.count() == 2 and _all_is_followed())
        assert worker.is_running


def _seconds_of_saying(house: House) -> float:
    """Return how long filing waits for the broker: what the bells cost."""
    spent = 0.0
    say = receivers.line.publish

    def _measured(*args: object, **ids: int) -> bool:
        nonlocal spent
        began = time.monotonic()
        try:
            return say(*args, **ids)  # type: ignore[arg-type]
        finally:
            spent += time.monotonic() - began

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(receivers.line, "publish", _measured, raising=False)
        _filed(house)
    return spent


def test_a_mail_worker_killed_while_sending_sends_again_under_the_same_id(
    house: House, floor: Floor, silent: None
) -> None:
    event = _filed(house)
    follow_event(event.pk, at=MORNING)
    requested = IncidentEvent.objects.get(kind=EventKind.REQUESTED)
    follow_event(requested.pk, at=MORNING)
    Unfollowed.objects.all().delete()
    Dispatch.objects.exclude(pk=Dispatch.objects.earliest("pk").pk).update(
        state=DispatchState.DROPPED
    )
    postbox, port = SlowPostbox(), free_port()
    floor.mail_url = f"smtp://127.0.0.1:{port}"
    controller = Controller(postbox, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        with floor.worker() as worker:
            tasks.deliver.apply_async(kwargs={"dispatch_id": _waiting().pk})
            becomes(lambda: len(postbox.ids) == 1)
            killed(worker)
        assert _waiting().state == DispatchState.SENDING

        postbox.is_slow = False
        Dispatch.objects.update(due_at=MORNING)  # as if the lease had run out
        with floor.worker():
            floor.sweeps_until(lambda: _waiting().state == DispatchState.SENT)
    finally:
        controller.stop()

    assert len(postbox.ids) == 2
    assert len(set(postbox.ids)) == 1


def _waiting() -> Dispatch:
    return Dispatch.objects.exclude(state=DispatchState.DROPPED).get()
