"""Real Celery workers on the tests' own database, with a real Redis that can be stopped."""

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from celery import Task
from django.db import connection
from kombu import pools

from escalation import tasks
from escalation.receivers import line
from portal.celery import app
from portal.embedded.broker import Broker, redis_program
from portal.embedded.processes import Process, wait_until
from portal.settings.broker import WEB_PATIENCE, through_redis

_PATIENCE = 60.0


@dataclass
class Floor:
    """Where the workers of one test work; this process plays the web and beat."""

    broker: Broker
    folder: Path
    mail_url: str = "console:"
    _number: int = field(default=0)

    @property
    def environment(self) -> dict[str, str]:
        """What a process of the portal is started with here."""
        return {
            "DJANGO_SETTINGS_MODULE": "portal.settings.development",
            "DEBUG": "0",
            "VAR_DIR": str(self.folder),
            "DATABASE_URL": _database_url(),
            "REDIS_URL": self.broker.url,
            "EMAIL_URL": self.mail_url,
        }

    @contextmanager
    def worker(
        self, *, concurrency: int = 1, queues: str = "celery,mail,webhooks"
    ) -> Iterator[Process]:
        """Run a worker; on leaving it is stopped, unless the test has killed it."""
        self._number += 1
        celery = Path(sys.executable).with_name("celery")
        process = Process(
            f"worker-{self._number}",
            [
                *(celery, "-A", "portal", "worker", "--loglevel", "WARNING"),
                *("--queues", queues, "--concurrency", str(concurrency), "-O", "fair"),
                *("--without-gossip", "--without-mingle", "--without-heartbeat"),
                *("--hostname", f"worker-{self._number}@tests"),
            ],
            self.folder / "run",
            self.environment,
        )
        process.start()
        try:
            yield process
        finally:
            process.stop()

    def sweeps_until(self, is_so: Callable[[], bool], *also: "Task[Any, Any]") -> None:
        """Send the sweeps as beat does, ``also`` others, again and again, until it is so."""

        def _swept() -> bool:
            for task in (tasks.sweep, tasks.sweep_mail, *also):
                line.publish(task)
            return wait_until(is_so, 1.0)

        assert wait_until(_swept, _PATIENCE), "it did not become so"


def killed(process: Process) -> None:
    """Kill a worker with all of its children, without a word."""
    os.killpg(process.pid, signal.SIGKILL)


def somebody_waits_for_a_row() -> bool:
    """Whether a worker is stuck in the middle of a transaction, at a row that the test holds."""
    return _any(
        "SELECT count(*) FROM pg_stat_activity"
        " WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )


def nobody_has_a_turn() -> bool:
    """Whether the database has taken back what the killed had; it may learn a moment later."""
    return not _any(
        "SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = database"
        " WHERE datname = current_database() AND locktype = 'advisory'"
    )


def _any(question: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(question)
        row = cursor.fetchone()
    return bool(row and row[0])


def becomes(is_so: Callable[[], bool]) -> None:
    assert wait_until(is_so, _PATIENCE), "it did not become so"


@pytest.fixture
def floor(tmp_path: Path, transactional_db: None) -> Iterator[Floor]:
    if redis_program() is None:
        pytest.skip("No redis-server here: install it, or run Python 3.11 or 3.12 on Linux.")
    broker = Broker(tmp_path / "redis")
    kept = {name: app.conf[name] for name in ("broker_url", "broker_transport_options")}
    ours = through_redis(broker.url, patience=WEB_PATIENCE)
    talk_to(ours["CELERY_BROKER_URL"], ours["CELERY_BROKER_TRANSPORT_OPTIONS"])
    with broker.in_use():
        yield Floor(broker, tmp_path)
    talk_to(**kept)


def talk_to(broker_url: str, broker_transport_options: dict[str, object]) -> None:
    """Let this process publish to another broker, with connections of its own."""
    celery: Any = app
    pools.reset()  # a closed pool would be handed out again for its address
    celery.conf.broker_url = celery.conf.broker_write_url = broker_url
    celery.conf.broker_transport_options = broker_transport_options
    celery._after_fork()
    line._silent_until = 0.0


def _database_url() -> str:
    found = connection.settings_dict
    host, name = quote(str(found["HOST"]), safe=""), quote(str(found["NAME"]))
    if str(found["HOST"]).startswith("/"):
        return f"postgresql://{found['USER']}@/{name}?host={host}"
    password = quote(str(found["PASSWORD"]), safe="")
    return f"postgresql://{found['USER']}:{password}@{host}:{found['PORT'] or 5432}/{name}"
