import os
import re
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from celery import Celery
from kombu.exceptions import OperationalError

from portal.embedded import broker as module
from portal.embedded.broker import Broker
from portal.embedded.places import CannotRun
from portal.embedded.processes import wait_until
from portal.settings.broker import WEB_PATIENCE, through_redis

pytestmark = pytest.mark.processes
_LONGEST = 0.3  # seconds that a request may lose to the broker, with a margin below


@pytest.fixture
def broker(tmp_path: Path) -> Broker:
    if module.redis_program() is None:
        pytest.skip("No redis-server here: install it, or run Python 3.11 or 3.12 on Linux.")
    return Broker(tmp_path / "a folder 100% odd" / "redis")


def _seconds(action: Callable[[], object]) -> float:
    began = time.monotonic()
    action()
    return time.monotonic() - began


def _publishing_from_a_page(broker: Broker) -> Callable[[], object]:
    """Publish as a web process does."""
    app = Celery("probe", set_as_current=False)
    app.conf.update(
        {
            name.removeprefix("CELERY_").lower(): value
            for name, value in through_redis(broker.url, patience=WEB_PATIENCE).items()
        },
        task_publish_retry=False,
        task_ignore_result=True,
        broker_connection_timeout=0.2,
    )
    return lambda: app.send_task("anything", kwargs={"event_id": 1})


def _pid(broker: Broker) -> int:
    found = subprocess.run(
        ["/usr/bin/env", "pgrep", "-f", f"unixsocket:{re.escape(str(broker.socket))}"],
        check=True,
        capture_output=True,
        text=True,
    )
    return int(found.stdout.split()[0])


def test_it_runs_while_in_use(broker: Broker) -> None:
    with broker.in_use():
        assert broker.answers()

    assert not broker.answers()


def test_one_that_was_left_behind_is_taken_over(broker: Broker) -> None:
    left = broker._start()

    with broker.in_use():
        assert broker.answers()

    assert left.wait(5) == 0


def test_only_one_that_has_ended_is_gone(broker: Broker) -> None:
    was_gone = broker.is_gone()
    with broker.in_use():
        os.kill(_pid(broker), signal.SIGSTOP)
        is_gone_while_it_hangs = broker.is_gone()
        os.kill(_pid(broker), signal.SIGCONT)
        was_there = not broker.is_gone()
        os.kill(_pid(broker), signal.SIGKILL)

        assert wait_until(broker.is_gone, 5)

    assert was_gone
    assert was_there
    assert not is_gone_while_it_hangs


def test_without_a_program_the_way_out_is_said(
    broker: Broker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "redis_program", lambda: None)

    with pytest.raises(CannotRun, match="REDIS_URL"), broker.in_use():
        pass


def test_a_dead_redis_costs_a_page_next_to_nothing(broker: Broker) -> None:
    publish = _publishing_from_a_page(broker)

    with pytest.raises(OperationalError):
        publish()

    with pytest.raises(OperationalError):
        assert _seconds(publish) < _LONGEST


def test_a_hanging_redis_costs_a_page_its_patience_and_no_more(broker: Broker) -> None:
    publish = _publishing_from_a_page(broker)
    with broker.in_use():
        publish()
        os.kill(_pid(broker), signal.SIGSTOP)
        try:
            began = time.monotonic()
            with pytest.raises(OperationalError):
                publish()
            lost = time.monotonic() - began
        finally:
            os.kill(_pid(broker), signal.SIGCONT)
        publish()

    assert lost < _LONGEST * 2
