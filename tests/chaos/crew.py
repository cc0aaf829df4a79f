"""The processes of a chaos run: real servers and workers, killed, paused, started again."""

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg2
from redis import Redis

from portal.embedded.broker import Broker
from portal.embedded.postgres import Cluster
from portal.embedded.processes import Process, wait_until
from tests.portal.settings.places import ROOT
from tests.running import environment_of

MAILERS = ("mailer-1", "mailer-2")
WORKERS = ("worker-1", "worker-2")
CALLERS = ("caller",)
REGULAR = ("web", *WORKERS, *MAILERS, *CALLERS, "beat")
SLOTS = {WORKERS[0]: 2, CALLERS[0]: 2}
"""How much a process has in its hands at once, where it is more than one."""
_CELERY = ("-A", "portal", "worker", "--loglevel", "WARNING", "-O", "fair")
_ALONE = ("--without-gossip", "--without-mingle")


@dataclass(frozen=True)
class Fault:
    """What was done to what, and when by a clock that nobody sets."""

    at: float
    kind: str
    whom: str


@dataclass
class Crew:
    """All processes of one run, in a folder of its own; faults are done to it from any thread."""

    folder: Path
    web_port: int
    mail_port: int
    gateway_port: int
    ahead: int = 0
    faults: list[Fault] = field(default_factory=list)
    settled: list[float] = field(default_factory=list)
    paused: set[str] = field(default_factory=set)
    _running: dict[str, Process] = field(default_factory=dict)
    _hand: threading.RLock = field(default_factory=threading.RLock)
    _redis: "subprocess.Popen[bytes] | None" = None

    @property
    def cluster(self) -> Cluster:
        return Cluster(self.folder / "postgres", "guichet")

    @property
    def broker(self) -> Broker:
        return Broker(self.folder / "redis")

    @property
    def environment(self) -> dict[str, str]:
        found = self.cluster.database
        return environment_of(
            self.folder,
            DJANGO_SETTINGS_MODULE="tests.chaos.settings",
            CHAOS_GATEWAY=f"http://127.0.0.1:{self.gateway_port}/",
            DATABASE_URL=f"postgresql://{found['USER']}@/{found['NAME']}?host={found['HOST']}",
            REDIS_URL=self.broker.url,
            EMAIL_URL=f"smtp://127.0.0.1:{self.mail_port}",
            PUBLIC_URL=f"http://127.0.0.1:{self.web_port}",
            NEWS_PER_HOUR="1000000",
            CLOCK_AHEAD=str(self.ahead),
            LOG_LEVEL="WARNING",
        )

    # --- Started and stopped ----------------------------------------------------------------------

    def start(self, *names: str) -> None:
        with self._hand:
            for name in names:
                process = Process(name, _command(name, self), self.folder / "run", self.environment)
                process.start()
                self._running[name] = process

    def kill(self, *names: str) -> None:
        """Kill processes with all of their children, without a word, and wait for their end."""
        with self._hand:
            for name in names:
                process = self._running.pop(name, None)
                if process is None:
                    continue
                self._note("kill", name)
                self.paused.discard(name)
                os.killpg(process.pid, signal.SIGKILL)
                process.stop()

    def kill_and_start(self, *names: str) -> None:
        with self._hand:
            alive = [each for each in names if each in self._running and each not in self.paused]
            self.kill(*alive)
            self.start(*alive)

    def pause(self, name: str) -> None:
        """Stop a process in the middle of whatever it does; it does not notice."""
        with self._hand:
            self._note("pause", name)
            self.paused.add(name)
            os.killpg(self._running[name].pid, signal.SIGSTOP)

    def resume(self, name: str) -> None:
        with self._hand:
            if name in self.paused:
                self._note("resume", name)
                self.paused.discard(name)
                os.killpg(self._running[name].pid, signal.SIGCONT)

    def move_clock(self, ahead: int) -> None:
        """Kill all, set the product's clock, start all."""
        with self._hand:
            names = list(self._running)
            self.kill(*names)
            self._note("clock", f"{ahead / 3600:+.1f} h")
            self.ahead = ahead
            self.start(*names)

    def end(self) -> None:
        self.kill(*list(self._running))
        self.stop_redis()

    # --- Servers ----------------------------------------------------------------------------------

    def start_redis(self) -> None:
        self._redis = self.broker._start()

    def stop_redis(self) -> None:
        """Stop it; Celery ends what its workers are doing, since it will be delivered again."""
        self._note("redis", "stopped")
        self.broker.stop()
        if self._redis is not None:
            self._redis.wait(10)
            self._redis = None

    def empty_redis(self) -> None:
        """Forget its data while it is stopped."""
        self._note("redis", "restarted empty")
        for each in self.broker.folder.glob("appendonly*"):
            shutil.rmtree(each) if each.is_dir() else each.unlink()

    def flush_redis(self) -> None:
        self._note("redis", "flushed")
        with Redis.from_url(self.broker.url) as client:
            client.flushall()

    def restart_postgres(self) -> None:
        """Stop it as a crash would, and start it again."""
        with self._hand:
            self._note("postgres", "restarted")
            cluster = self.cluster
            cluster._programs.run("pg_ctl", "stop", "-w", "-m", "immediate", "-D", cluster._data)
            cluster._start()

    # --- Asked ------------------------------------------------------------------------------------

    def count(self, question: str, *values: object) -> tuple[int, ...]:
        """Ask the database itself, without the portal."""
        found = self.cluster.database
        connecting = psycopg2.connect(
            host=found["HOST"], user=found["USER"], dbname=found["NAME"], connect_timeout=5
        )
        with closing(connecting) as connection, connection.cursor() as cursor:
            cursor.execute(question, values)
            return tuple(cursor.fetchone() or ())

    def inside(self, module: str) -> Any:
        """Run a module's main inside the portal, and read the JSON that it says."""
        code = f"import django; django.setup(); from tests.chaos.{module} import main; main()"
        done = self.run(sys.executable, "-c", code)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def run(self, *command: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            command, check=False, cwd=ROOT, env=self.environment, capture_output=True, text=True
        )

    def happened(self, kind: str, names: tuple[str, ...] = ()) -> list[Fault]:
        return [
            each for each in self.faults if each.kind == kind and (not names or each.whom in names)
        ]

    def _note(self, kind: str, whom: str) -> None:
        self.faults.append(Fault(time.monotonic(), kind, whom))


def _command(name: str, crew: Crew) -> list[str | Path]:
    programs = Path(sys.executable).parent
    if name == "web":
        return [
            *(programs / "gunicorn", "portal.wsgi", "--bind", f"127.0.0.1:{crew.web_port}"),
            *("--workers", "1", "--threads", "4", "--no-control-socket"),
        ]
    if name.startswith("beat"):
        schedule = f"--schedule={crew.folder / name}"
        quiet = ("--loglevel", "WARNING", "--pidfile=")
        return [programs / "celery", "-A", "portal", "beat", *quiet, schedule]
    queues = {**dict.fromkeys(MAILERS, "mail"), **dict.fromkeys(CALLERS, "webhooks")}
    return [
        *(programs / "celery", *_CELERY, *_ALONE, "--hostname", f"{name}@%h"),
        *("--queues", queues.get(name, "celery"), "--concurrency", str(SLOTS.get(name, 1))),
    ]


def becomes_quiet(crew: Crew, unfinished: Mapping[str, str], patience: float) -> dict[str, int]:
    """Wait until nothing is left to do, or patience ends; return what is left."""
    question = "SELECT " + ", ".join(f"({each})" for each in unfinished.values())
    left: dict[str, int] = {}
    began = time.monotonic()

    def is_quiet() -> bool:
        time.sleep(1)
        left.update(zip(unfinished, crew.count(question % {"ahead": crew.ahead}), strict=True))
        return not any(left.values())

    wait_until(is_quiet, patience)
    crew.settled.append(time.monotonic() - began)
    return left
