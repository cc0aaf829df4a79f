"""Runs the whole portal on this machine: servers, web, workers, beat, audit. Ctrl-C stops all."""

import fcntl
import json
import os
import signal
import socket
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from io import StringIO
from pathlib import Path
from types import FrameType
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.catalogues import compile_catalogues
from portal.celery import app
from portal.embedded.places import CannotRun, make_folder
from portal.embedded.processes import Process, wait_until
from portal.embedded.servers import broker_in_use, broker_is_gone

_PATIENCE = 120.0
_WORKERS = {
    "worker": ("--queues", "celery", "--concurrency", "2"),
    "mailer": ("--queues", "mail", "--concurrency", "1"),  # a slow mail server stalls it alone
    "caller": ("--queues", "webhooks", "--concurrency", "2"),  # and dead webhooks this one
}
_AUDIT = ("audit", "--every", "60")  # from outside: it neither needs Celery nor Redis


class _Stopped(Exception):
    """Somebody asked us to stop."""


class Command(BaseCommand):
    help = __doc__
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default=os.environ.get("HOST", "127.0.0.1"))
        parser.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")))
        parser.add_argument("--workers", type=int, default=2, help="web processes")
        parser.add_argument("--no-demo", action="store_true", help="begin with an empty house")

    def handle(self, *, host: str, port: int, workers: int, **options: Any) -> None:
        if settings.DEBUG:
            raise CommandError("Run it without debugging, as `make run` does: DEBUG=0.")
        try:
            with ExitStack() as stack:
                stack.enter_context(_only_one(settings.VAR / "run"))
                stack.enter_context(_stoppable())
                servers = stack.enter_context(ExitStack())  # they end after all that needs them
                servers.enter_context(broker_in_use())
                processes, url = _processes(host, port, workers), f"http://{host}:{port}"
                self._clear_the_way(processes, host, port)
                self._prepare()
                if not options["no_demo"]:
                    self._load_demonstration(url)
                self._run(stack, processes, url)
                self._watch(servers, processes)
        except CannotRun as refusal:
            raise CommandError(str(refusal)) from refusal
        except _Stopped:
            self._say("Stopped; the data stay in var/ (`make clean` forgets them).")

    def _clear_the_way(self, processes: list[Process], host: str, port: int) -> None:
        """End what a killed run left behind, and see that nobody else has our port."""
        for process in processes:
            if process.end_what_was_left():
                self._say(f"Ended a {process.name} process that an earlier run left behind.")
        _refuse_a_taken_port(host, port)

    def _run(self, stack: ExitStack, processes: list[Process], url: str) -> None:
        """Start all, and greet when they answer."""
        for process in processes:
            stack.callback(process.stop)
            process.start()
        stack.callback(self._say, "Stopping …")
        self._say("Waiting until web and workers answer …")
        self._wait(processes, url)
        self._greet(url)

    def _prepare(self) -> None:
        """Bring tables, translations and static files up to date."""
        self._say("Preparing the database …")
        call_command("prepare_database", verbosity=0)
        compile_catalogues(settings.LOCALE_PATHS)
        self._say("Preparing static files …")
        call_command("collectstatic", interactive=False, verbosity=0)
        make_folder(settings.VAR / "beat")
        for folder in ("messages", "control"):
            make_folder(settings.VAR / "celery" / folder)
        if not settings.REDIS_URL:
            self._say("No Redis here: messages go through files in var/celery, more slowly.")

    def _load_demonstration(self, url: str) -> None:
        """Load the demonstration once; the greeting then tells one login a role."""
        if not (_demo().exists() and get_user_model().objects.exists()):
            self._say("Loading the demonstration data (once; about half a minute) …")
            call_command("seed_demo", url=url, stdout=StringIO())

    def _wait(self, processes: list[Process], url: str) -> None:
        def is_ready() -> bool:
            for process in processes:
                if not process.is_running:
                    raise CannotRun(f"The {process.name} process ended: see {process.log}.")
            return _answers(f"{url}/health/ready/") and _workers_answer()

        if not wait_until(is_ready, _PATIENCE):
            raise CannotRun(f"The portal did not become ready: see the logs in {settings.VAR}/run.")

    def _greet(self, url: str) -> None:
        self._say(f"\nThe portal runs at {url} (logs in var/run). Ctrl-C stops it.\n")
        if not _demo().exists():
            return
        demo = json.loads(_demo().read_text(encoding="utf-8"))
        if demo.get("url") != url:
            demo["url"] = url
            text = json.dumps(demo, ensure_ascii=False, indent=2)
            _demo().write_text(text + "\n", encoding="utf-8")
        told: set[tuple[str, bool]] = set()
        for person in demo.get("people", []):
            role = (person["kind"], person["manager"])
            if role not in told:
                told.add(role)
                kind = f"{person['kind']}{', manager' if person['manager'] else ''}"
                self._say(f"  {kind:22} {person['email']:40} {person['password']}")

    def _watch(self, servers: ExitStack, processes: list[Process]) -> None:
        """Stay until told to stop; start again what ended by itself."""
        while True:
            time.sleep(0.5)
            if broker_is_gone():
                self._say("Redis ended; it is started again.")
                servers.enter_context(broker_in_use())
            for process in processes:
                if not process.is_running:
                    self._say(f"The {process.name} process ended; it is started again.")
                    process.start_again()

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()


def _demo() -> Path:
    return Path(settings.VAR) / "demo.json"


def _processes(host: str, port: int, workers: int) -> list[Process]:
    folder = settings.VAR / "run"
    common = {
        "DJANGO_SETTINGS_MODULE": os.environ["DJANGO_SETTINGS_MODULE"],
        "DEBUG": "0",
        "PUBLIC_URL": f"http://{host}:{port}",
        "PYTHONUNBUFFERED": "1",
    }
    programs = Path(sys.executable).parent
    gunicorn: list[str | Path] = [
        *(programs / "gunicorn", "portal.wsgi", "--bind", f"{host}:{port}"),
        *("--workers", str(workers), "--threads", "4", "--timeout", "60"),
        *("--graceful-timeout", "5", "--no-control-socket"),
    ]
    worker: list[str | Path] = [
        *(programs / "celery", "-A", "portal", "worker", "--loglevel", "WARNING"),
        *("-O", "fair", "--without-gossip", "--without-mingle"),
    ]
    beat: list[str | Path] = [
        *(programs / "celery", "-A", "portal", "beat", "--loglevel", "WARNING", "--pidfile="),
    ]
    return [
        Process("web", gunicorn, folder, {**common, "WEB_LIMITS": "1"}),
        *(
            Process(name, [*worker, "--hostname", f"{name}@%h", *what], folder, common)
            for name, what in _WORKERS.items()
        ),
        Process("beat", beat, folder, common),
        Process("audit", [settings.ROOT / "manage.py", *_AUDIT], folder, common),
    ]


def _refuse_a_taken_port(host: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CannotRun(
                f"Port {port} of {host} cannot be used ({error.strerror}): "
                f"choose another one, for example `make run PORT={port + 1}`."
            ) from error


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310
            return bool(answer.status == 200)  # noqa: PLR2004
    except OSError:
        return False


def _workers_answer() -> bool:
    """Whether each worker answers; through files nobody can be asked."""
    if not settings.REDIS_URL:
        return True
    ours = [f"{name}@{socket.gethostname()}" for name in _WORKERS]
    return len(app.control.ping(destination=ours, timeout=1.0) or ()) == len(ours)


@contextmanager
def _only_one(folder: Path) -> Iterator[None]:
    """Refuse to run twice in the same checkout."""
    make_folder(folder)
    with (folder / "portal.lock").open("a", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise CannotRun(
                "The portal already runs in this checkout: stop it first (Ctrl-C there)."
            ) from error
        yield


@contextmanager
def _stoppable() -> Iterator[None]:
    """Turn the first Ctrl-C or SIGTERM into an orderly end, and ignore further ones meanwhile."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_IGN)
        raise _Stopped

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
