import subprocess
import sys

import pytest

from tests.portal.settings.places import ROOT
from tests.portal.settings.production import told

_OBLIGATORY = [
    "DJANGO_SECRET_KEY",
    "PASSPORT_KEY",
    "PUBLIC_URL",
    "ALLOWED_HOSTS",
    "EMAIL_URL",
    "DEFAULT_FROM_EMAIL",
    "DATABASE_URL",
    "REDIS_URL",
]


def _run(*arguments: str, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        check=False,
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
    )


@pytest.mark.parametrize("name", _OBLIGATORY)
def test_production_does_not_start_without(name: str) -> None:
    finished = _run("-c", "import portal.settings.production", environment=told(**{name: ""}))

    assert finished.returncode != 0
    assert f"Set the environment variable {name} (see .env.example)." in finished.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PUBLIC_URL", "http://plain.example"),
        ("REDIS_URL", "guichet"),
        ("HSTS_SECONDS", "long"),
        ("PASSPORT_KEY", "hunter2"),
    ],
)
def test_production_does_not_start_with_a_bad(name: str, value: str) -> None:
    finished = _run("-c", "import portal.settings.production", environment=told(**{name: value}))

    assert finished.returncode != 0
    assert f"The environment variable {name} is" in finished.stderr


def test_production_does_not_start_with_a_clock_that_lies() -> None:
    code = "import portal.settings.production"

    finished = _run("-c", code, environment=told(CLOCK_AHEAD="7200"))

    assert finished.returncode != 0
    assert "CLOCK_AHEAD is for trials" in finished.stderr


def test_django_finds_nothing_to_say_about_production() -> None:
    finished = _run("manage.py", "check", "--deploy", "--fail-level", "WARNING", environment=told())

    assert finished.returncode == 0, finished.stderr


def test_pages_have_limits_in_production_and_workers_have_not() -> None:
    program = (
        "from portal.settings import production as p;"
        "print(p.DATABASES['default']['OPTIONS'].get('options'),"
        "p.CELERY_BROKER_TRANSPORT_OPTIONS.get('socket_timeout'))"
    )

    web = _run("-c", program, environment=told(WEB_LIMITS="1")).stdout
    worker = _run("-c", program, environment=told()).stdout

    assert "statement_timeout=15s" in web
    assert web.endswith(" 0.2\n")
    assert "timeout" not in worker
    assert worker.endswith(" None\n")
