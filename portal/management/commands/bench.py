"""Measures the portal over real HTTP with populations of several sizes, and prints the table.

Each size has servers and data of its own in `var/bench`, which are kept for the next time; the
data of `make run` are not touched.
"""

import json
import logging
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.utils import timezone

from portal.bench.figures import Figures, NotAnswered, measure, table
from portal.bench.visitors import HOST, Browser, Insider
from portal.bench.visits import visits
from portal.catalogues import compile_catalogues
from portal.embedded.places import make_folder
from portal.embedded.processes import Process, wait_until
from portal.embedded.servers import broker_in_use
from tickets.models import Incident

_SIZES = (10_000, 100_000)
_PATIENCE = 60.0


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--incidents", type=int, nargs="+", default=_SIZES, metavar="N")
        parser.add_argument("--times", type=int, default=100, help="visits of each kind")
        parser.add_argument("--workers", type=int, default=2, help="web processes")
        parser.add_argument(
            "--here", action="store_true", help="one size, with these settings' own servers"
        )

    def handle(
        self, *, incidents: list[int], times: int, workers: int, here: bool, **_options: Any
    ) -> None:
        if here:
            for row in self._measured(incidents[0], times=times, workers=workers):
                self.stdout.write(json.dumps(asdict(row)))
            return
        rows = []
        for size in incidents:
            self.stderr.write(f"Measuring with {size} incidents …")
            rows += self._apart(size, times=times, workers=workers)
        for line in table(rows):
            self.stdout.write(line)

    def _apart(self, size: int, *, times: int, workers: int) -> list[Figures]:
        """Measure one size in a process that has its own folder for servers and data."""
        var = settings.VAR / "bench" / str(size)
        make_folder(var)
        finished = subprocess.run(  # noqa: S603
            [
                *(sys.executable, sys.argv[0], "bench", "--here", "--incidents", str(size)),
                *("--times", str(times), "--workers", str(workers)),
            ],
            check=False,
            stdout=subprocess.PIPE,
            text=True,
            env={
                **os.environ,
                "VAR_DIR": str(var),
                "DEBUG": "0",
                "DATABASE_URL": "",
                "REDIS_URL": "",
            },
        )
        if finished.returncode:
            raise CommandError(f"The bench with {size} incidents ended: see above.")
        return [Figures(**json.loads(line)) for line in finished.stdout.splitlines()]

    def _measured(self, size: int, *, times: int, workers: int) -> Iterator[Figures]:
        self._prepare(size)
        logging.disable(logging.INFO)  # of the visits inside; the web server logs as ever
        with broker_in_use(), _web(settings.VAR / "run", workers) as port:
            for visit in visits(at=timezone.now()):
                browser, insider = Browser(port, visit.user), Insider(visit.user)
                try:
                    yield measure(visit, browser, insider, times=times, incidents=size)
                except NotAnswered as refused:
                    raise CommandError(str(refused)) from refused

    def _prepare(self, size: int) -> None:
        """Bring tables, pages' files and the population up to date."""
        call_command("prepare_database", verbosity=0)
        compile_catalogues(settings.LOCALE_PATHS)
        call_command("collectstatic", interactive=False, verbosity=0)
        call_command("seed_demo", verbosity=0, stdout=self.stderr)
        missing = size - Incident.objects.count()
        if missing > 0:
            call_command("seed", incidents=missing, stdout=self.stderr)
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


@contextmanager
def _web(folder: Path, workers: int) -> Iterator[int]:
    """Keep a web server running as `make run` does; yields its port."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port = int(probe.getsockname()[1])
    server = Process(
        "web",
        [
            *(Path(sys.executable).parent / "gunicorn", "portal.wsgi", "--bind", f"{HOST}:{port}"),
            *("--workers", str(workers), "--threads", "4", "--no-control-socket"),
        ],
        folder,
        {"DJANGO_SETTINGS_MODULE": os.environ["DJANGO_SETTINGS_MODULE"], "WEB_LIMITS": "1"},
    )
    server.start()
    try:
        if not wait_until(lambda: _listens(port), _PATIENCE):
            raise CommandError(f"The web server did not start: see {server.log}.")
        yield port
    finally:
        server.stop()


def _listens(port: int) -> bool:
    try:
        socket.create_connection((HOST, port), timeout=1).close()
    except OSError:
        return False
    return True
