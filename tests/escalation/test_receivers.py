"""The line to the broker never keeps a page waiting long, and never breaks one."""

import socket
import time
from collections.abc import Iterator

import pytest
from kombu.exceptions import OperationalError

from escalation import receivers, tasks
from escalation.receivers import Line
from portal.celery import app
from portal.settings.broker import WEB_PATIENCE, through_redis
from tests.cast import House
from tests.factories.tickets import incident as opened
from tests.workers import talk_to
from tickets.journal import event_recorded
from tickets.models import Incident, Unfollowed

_LONGEST = 0.3


class Task:
    """Counts how often it is published, and fails as it is told."""

    def __init__(self, failure: Exception | None) -> None:
        self.failure, self.tries = failure, 0

    def apply_async(self, **_message: object) -> None:
        self.tries += 1
        if self.failure:
            raise self.failure


@pytest.mark.parametrize("failure", [OperationalError("down"), ConnectionError(), TimeoutError()])
def test_after_a_failure_the_line_rests(failure: Exception) -> None:
    line, task = Line(rests_for=60), Task(failure)

    said = [line.publish(task, event_id=1) for _ in range(3)]  # type: ignore[arg-type]

    assert (said, task.tries) == ([False, False, False], 1)


def test_after_its_rest_it_is_tried_again() -> None:
    line, task = Line(rests_for=0), Task(OperationalError("down"))

    line.publish(task, event_id=1)  # type: ignore[arg-type]
    task.failure = None

    assert line.publish(task, event_id=1)  # type: ignore[arg-type]


def test_mails_are_not_tried_one_by_one_without_a_broker(monkeypatch: pytest.MonkeyPatch) -> None:
    task = Task(OperationalError("down"))
    monkeypatch.setattr(receivers, "line", Line(rests_for=0))
    monkeypatch.setattr(tasks, "deliver", task)

    receivers.deliver_soon(ids=[1, 2, 3])

    assert task.tries == 1


def test_webhooks_are_asked_for_apart_from_mails(monkeypatch: pytest.MonkeyPatch) -> None:
    mails, calls = Task(None), Task(None)
    monkeypatch.setattr(receivers, "line", Line())  # the house's own may rest
    monkeypatch.setattr(tasks, "deliver", mails)
    monkeypatch.setattr(tasks, "call", calls)

    receivers.call_soon(ids=[1, 2])

    assert (mails.tries, calls.tries) == (0, 2)


@pytest.fixture
def deaf_broker() -> Iterator[None]:
    """A broker that takes the connection and never says a word."""
    kept = {name: app.conf[name] for name in ("broker_url", "broker_transport_options")}
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        ours = through_redis(f"redis://127.0.0.1:{port}/0", patience=WEB_PATIENCE)
        talk_to(ours["CELERY_BROKER_URL"], ours["CELERY_BROKER_TRANSPORT_OPTIONS"])
        yield
    talk_to(**kept)


@pytest.mark.django_db(transaction=True)
def test_filing_with_a_broker_that_never_answers_waits_once(
    house: House, deaf_broker: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    line, spent = Line(), []

    def _timed(**bell: int) -> None:
        began = time.monotonic()
        line.publish(tasks.follow, event_id=bell["event_id"])
        spent.append(time.monotonic() - began)

    receivers.disconnect()
    event_recorded.connect(_timed, dispatch_uid="test")
    try:
        opened(house.payroll, house.clara)
    finally:
        event_recorded.disconnect(dispatch_uid="test")
        receivers.connect()

    assert Incident.objects.count() == 1
    assert Unfollowed.objects.count() == len(spent) == 2
    assert sum(spent) < _LONGEST + WEB_PATIENCE


def test_a_bell_that_breaks_breaks_no_act(
    house: House, django_capture_on_commit_callbacks: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receivers.line, "publish", _out_of_order, raising=False)

    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        opened(house.payroll, house.clara)

    assert Incident.objects.count() == 1


def _out_of_order(*_args: object, **_more: object) -> bool:
    raise RuntimeError("out of order")
