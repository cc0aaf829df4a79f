"""A whole portal as real processes in a folder of its own, for journeys through all of it."""

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from portal.embedded.processes import wait_until
from portal.embedded.servers import broker_in
from tests.portal.settings.places import ROOT

_PATIENCE = 240.0
_METRICS_TOKEN = "only for the tests"
_OURS = ("PATH", "HOME", "LANG", "TMPDIR", "LD_LIBRARY_PATH")


@dataclass(frozen=True)
class RunningPortal:
    """What `make run` started: its address, its folder, its supervisor."""

    url: str
    var: Path
    supervisor: subprocess.Popen[bytes]

    @property
    def output(self) -> str:
        """What it has said so far."""
        return (self.var / "output").read_text(encoding="utf-8")

    @property
    def demo(self) -> dict[str, Any]:
        """What var/demo.json says: the people, their passwords and tokens."""
        found: dict[str, Any] = json.loads((self.var / "demo.json").read_text(encoding="utf-8"))
        return found

    @property
    def redis_url(self) -> str:
        return broker_in(self.var).url

    def pid_of(self, name: str) -> int:
        """The process id of web, worker, mailer, caller or beat."""
        return int((self.var / "run" / f"{name}.pid").read_text(encoding="utf-8"))

    def kill(self, name: str) -> None:
        """Kill web, worker, mailer or beat with all of its children, without a word."""
        os.killpg(self.pid_of(name), signal.SIGKILL)

    def health(self) -> dict[str, Any]:
        """What an operator is told of its parts."""
        asked = urllib.request.Request(
            f"{self.url}/health/ready/", headers={"Authorization": f"Bearer {_METRICS_TOKEN}"}
        )
        with urllib.request.urlopen(asked, timeout=5) as answer:
            found: dict[str, Any] = json.load(answer)
        return found


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment_of(var: Path, **more: str) -> dict[str, str]:
    """What a `make run` in this folder is started with."""
    kept = {name: os.environ[name] for name in _OURS if name in os.environ}
    settings = {"DJANGO_SETTINGS_MODULE": "portal.settings.development", "DEBUG": "0"}
    return kept | settings | {"VAR_DIR": str(var), "METRICS_TOKEN": _METRICS_TOKEN} | more


@contextmanager
def open_folder() -> Iterator[Path]:
    """A folder into which root's PostgreSQL may go, which runs as nobody; pytest's are closed."""
    with tempfile.TemporaryDirectory(prefix="guichet-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder


@contextmanager
def running(var: Path, port: int, *options: str, **more: str) -> Iterator[RunningPortal]:
    """Start the portal, wait until it greets, stop it in the end; it is told `more`."""
    var.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "manage.py", "run_portal", "--port", str(port), *options]
    with (var / "output").open("wb") as output:
        supervisor = subprocess.Popen(
            command, cwd=ROOT, env=environment_of(var, **more), stdout=output, stderr=output
        )
    portal = RunningPortal(f"http://127.0.0.1:{port}", var, supervisor)
    with supervisor:
        try:
            wait_until(
                lambda: "The portal runs at" in portal.output or supervisor.poll() is not None,
                _PATIENCE,
            )
            assert supervisor.poll() is None, portal.output
            yield portal
        finally:
            supervisor.terminate()


@pytest.fixture(scope="session")
def running_portal() -> Iterator[RunningPortal]:
    """One portal for all journeys of this test process, with the demonstration data."""
    with open_folder() as folder, running(folder / "var", free_port()) as portal:
        yield portal


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder of the test's own, open to root's PostgreSQL."""
    with open_folder() as found:
        yield found
