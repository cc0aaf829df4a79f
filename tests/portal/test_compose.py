"""docker-compose.yml without Docker: against the schema, and each of its commands run."""

import http.client
import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import psycopg2
import pytest
import yaml
from django.conf import settings
from psycopg2 import sql

from portal.embedded.processes import wait_until
from tests.portal.settings.places import ROOT
from tests.portal.settings.production import COMPLETE, told

COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text("utf-8"))
OURS = {name: it for name, it in COMPOSE["services"].items() if it["image"] == "guichet"}
_HOST = COMPLETE["ALLOWED_HOSTS"]


@contextmanager
def _database() -> Iterator[str]:
    """An empty database; yields its address."""
    described = settings.EMBEDDED_CLUSTER.database
    name = f"test_guichet_{settings.TEST_RUN}_compose"

    def run(statement: str) -> None:
        connecting = psycopg2.connect(
            host=described["HOST"], user=described["USER"], dbname="postgres"
        )
        with closing(connecting) as connection, connection.cursor() as cursor:
            connection.autocommit = True
            cursor.execute(sql.SQL(statement).format(sql.Identifier(name)))

    run("CREATE DATABASE {}")
    try:
        yield f"postgresql://{described['USER']}@/{name}?host={described['HOST']}"
    finally:
        run("DROP DATABASE {} WITH (FORCE)")


@contextmanager
def _running(service: str, environment: dict[str, str], log: Path, **changed: str) -> Iterator[Any]:
    """The service's own command as a process; `changed` replaces arguments of the container."""
    command = [changed.get(word, word) for word in OURS[service]["command"]]
    program = Path(sys.executable).parent / command[0]
    with log.open("wb") as output:
        process = subprocess.Popen(
            [program, *command[1:]], cwd=ROOT, env=environment, stdout=output, stderr=output
        )
    with process:
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _ask(port: int, path: str, **headers: str) -> tuple[int, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    with closing(connection):
        try:
            connection.request("GET", path, headers={"Host": _HOST, **headers})
            answer = connection.getresponse()
            return answer.status, answer.getheader("Location") or answer.read().decode()
        except OSError:
            return 0, ""


def _run(*command: str, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).parent / command[0]
    return subprocess.run(
        [program, *command[1:]],
        check=False,
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
    )


def _pinged(node: str, environment: dict[str, str]) -> bool:
    """Whether a worker answers, asked as its container's health check does."""
    named = f"--destination={node}@{socket.gethostname()}"
    ping = ("celery", "--app=portal", "inspect", "ping", "--timeout=10", named)
    return _run(*ping, environment=environment).returncode == 0


def test_the_file_keeps_to_the_schema() -> None:
    checked = _run(
        *("check-jsonschema", "--builtin-schema", "vendor.compose-spec", "docker-compose.yml"),
        environment=told(),
    )

    assert checked.returncode == 0, checked.stdout


def test_every_service_starts_again_and_is_limited() -> None:
    for name, service in COMPOSE["services"].items():
        assert service["restart"] in {"unless-stopped", "on-failure"}, name
        assert service["deploy"]["resources"]["limits"].keys() == {"cpus", "memory"}, name


def test_temporary_files_leave_half_of_the_memory() -> None:
    for name, service in OURS.items():
        assert [each.partition(":")[2] for each in service["tmpfs"]] == ["size=512m"], name
    assert OURS["web"]["deploy"]["resources"]["limits"]["memory"] == "1g"


def test_all_of_ours_are_told_all_that_production_wants() -> None:
    for name, service in OURS.items():
        wanted = COMPLETE.keys() - {"DJANGO_SETTINGS_MODULE"}
        assert wanted <= service["environment"].keys(), name


def test_beat_remembers_after_a_restart_what_it_ran() -> None:
    beat = OURS["beat"]
    [schedule] = [word for word in beat["command"] if word.startswith("--schedule=")]
    folder = schedule.partition("=")[2].rpartition("/")[0]

    assert f"beat:{folder}" in beat["volumes"]
    assert "beat" in COMPOSE["volumes"]
    image = (ROOT / "portal" / "Dockerfile").read_text("utf-8")
    assert f"--owner guichet --mode 0750 /data/uploads {folder}" in image


def test_the_mail_catcher_is_for_development_only() -> None:
    assert COMPOSE["services"]["mail"]["profiles"] == ["development"]


def test_every_queue_has_a_worker() -> None:
    routed = {route["queue"] for route in settings.CELERY_TASK_ROUTES.values()}
    commands = [word for service in OURS.values() for word in service["command"]]

    consumed = {word.partition("=")[2] for word in commands if word.startswith("--queues=")}

    assert consumed == routed | {"celery"}


@pytest.mark.processes
@pytest.mark.xdist_group("processes")
def test_each_command_runs_with_production_settings(tmp_path: Path, redis_url: str) -> None:
    with ExitStack() as stack:
        url = stack.enter_context(_database())
        environment = told(
            DATABASE_URL=url,
            REDIS_URL=redis_url,
            LOG_LEVEL="DEBUG",
            UPLOADS_DIR=str(tmp_path),
            METRICS_TOKEN="s3cret",
        )
        port = _free_port()
        for _ in range(2):
            migrated = _run(*OURS["migrate"]["command"], environment=environment)
            assert migrated.returncode == 0, migrated.stderr
        logs = {name: tmp_path / f"{name}.log" for name in OURS}
        bind = {"--bind=0.0.0.0:8000": f"--bind=127.0.0.1:{port}"}
        stack.enter_context(_running("web", environment, logs["web"], **bind))
        for worker in ("worker", "mailer", "caller"):
            stack.enter_context(_running(worker, environment, logs[worker]))
        schedule = {"--schedule=/data/beat/schedule": f"--schedule={tmp_path}/beat"}
        beat = stack.enter_context(_running("beat", environment, logs["beat"], **schedule))
        auditor = stack.enter_context(_running("auditor", environment, logs["auditor"]))

        assert wait_until(lambda: _ask(port, "/health/ready/")[0] == 200, 30), logs[
            "web"
        ].read_text()
        assert json.loads(_ask(port, "/health/ready/")[1]) == {"status": "ok"}
        token = {"Authorization": f"Bearer {environment['METRICS_TOKEN']}"}
        assert json.loads(_ask(port, "/health/ready/", **token)[1])["redis"] == "ok"
        assert _ask(port, "/health/ready/", Host="127.0.0.1")[0] == 200
        assert _ask(port, "/", Host="elsewhere.example")[0] == 400
        assert _ask(port, "/accounts/login/") == (301, f"https://{_HOST}/accounts/login/")
        for node in ("celery", "mailer", "caller"):
            assert wait_until(partial(_pinged, node, environment), 40), node
        assert (beat.poll(), auditor.poll()) == (None, None)
        lines = logs["web"].read_text().splitlines()
        finished = [json.loads(line) for line in lines if "request_finished" in line]
        assert {"request_id", "code", "level", "timestamp"} <= finished[0].keys()
