"""`make run`: what it starts, what it survives, how it says no."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from portal.embedded.processes import wait_until
from tests.portal.settings.places import ROOT
from tests.running import RunningPortal, environment_of, free_port, running

pytestmark = [pytest.mark.processes, pytest.mark.xdist_group("processes")]


def _refusal(var: Path, port: int, **more: str) -> str:
    """Try to run it and return the one sentence with which it refuses."""
    finished = subprocess.run(
        [sys.executable, "manage.py", "run_portal", "--port", str(port)],
        check=False,
        cwd=ROOT,
        env=environment_of(var, **more),
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert finished.returncode != 0
    assert "Traceback" not in finished.stderr
    return finished.stderr.strip()


def test_it_is_ready_with_database_redis_and_worker(running_portal: RunningPortal) -> None:
    health = running_portal.health()

    assert (health["database"], health["redis"]) == ("ok", "ok")


def test_a_killed_worker_is_started_again(running_portal: RunningPortal) -> None:
    before = running_portal.pid_of("worker")

    running_portal.kill("worker")

    assert wait_until(lambda: running_portal.pid_of("worker") != before, 10)


def test_it_runs_once_in_a_folder(running_portal: RunningPortal) -> None:
    assert "already runs in this checkout" in _refusal(running_portal.var, free_port())


def test_the_first_run_may_be_killed_and_the_second_finds_its_data(folder: Path) -> None:
    var, port = folder / "var", free_port()
    with running(var, port, "--no-demo") as first:
        os.kill(first.supervisor.pid, signal.SIGKILL)
        first.supervisor.wait(10)
    secret = (var / "secret_key").read_text()

    with running(var, port, "--no-demo") as second:
        assert "an earlier run left behind" in second.output
        assert second.health()["database"] == "ok"
        second.supervisor.send_signal(signal.SIGINT)
        assert second.supervisor.wait(30) == 0

    assert "the data stay" in second.output
    assert (var / "secret_key").read_text() == secret
    assert not list((var / "run").glob("*.pid"))
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(("127.0.0.1", port))


def test_a_taken_port_is_said_with_the_way_out(folder: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        refusal = _refusal(folder / "var", port)

    assert f"Port {port} of 127.0.0.1 cannot be used" in refusal
    assert f"make run PORT={port + 1}" in refusal


def test_a_folder_that_cannot_be_made_is_said(folder: Path) -> None:
    (folder / "file").write_text("in the way")

    assert "cannot be made" in _refusal(folder / "file" / "var", free_port())


def test_debugging_is_not_for_running(folder: Path) -> None:
    assert "DEBUG=0" in _refusal(folder / "var", free_port(), DEBUG="1")
