"""The ground that tests stand on: a database of their own, no network, no silent skips in CI."""

import os
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import psycopg2
import pytest
from django.conf import settings
from django.db.backends.postgresql.operations import DatabaseOperations
from django.utils import timezone, translation
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from psycopg2 import sql

from portal.catalogues import compile_catalogues
from portal.embedded.broker import Broker, redis_program
from portal.embedded.servers import database_in_use

pytest_plugins = [
    "tests.cast",
    "tests.november",
    "tests.running",
    "tests.workers",
    "tests.postbox",
    "tests.gateway",
]

_GUARDED = "SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE tgtype & 32 = 32"
"""The tables with a trigger that looks at TRUNCATE."""

_SLOW_IS_FINE = (HealthCheck.too_slow, HealthCheck.function_scoped_fixture)
hypothesis_settings.register_profile(
    "short", max_examples=60, deadline=None, suppress_health_check=_SLOW_IS_FINE
)
hypothesis_settings.register_profile("proof", parent=hypothesis_settings(max_examples=10_000))
hypothesis_settings.load_profile("proof" if os.environ.get("PROOF") else "short")

_while_testing = ExitStack()


def pytest_configure(config: pytest.Config) -> None:
    _while_testing.enter_context(database_in_use())
    if not hasattr(config, "workerinput"):
        compile_catalogues(settings.LOCALE_PATHS)
        _drop_databases_of_killed_runs()


def pytest_unconfigure() -> None:
    _while_testing.close()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The chaos run has no short form: it is left out unless it is asked for."""
    if os.environ.get("CHAOS"):
        return
    long_ones = [item for item in items if item.get_closest_marker("chaos")]
    config.hook.pytest_deselected(items=long_ones)
    items[:] = [item for item in items if item not in long_ones]


def pytest_sessionfinish(session: pytest.Session) -> None:
    """In CI nothing may be left out, so a skip fails the run."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") == "true" and reporter and reporter.stats.get("skipped"):
        reporter.write_line("CI: a skipped test counts as a failure.", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="session", autouse=True)
def empties_guarded_tables() -> Iterator[None]:
    """Let the clearing after tests that commit, and nothing else, empty what never is."""
    flush = DatabaseOperations.execute_sql_flush

    def flush_unguarded(of: DatabaseOperations, sql_list: list[str]) -> None:
        with of.connection.cursor() as cursor:
            cursor.execute(_GUARDED)
            guarded = [table for (table,) in cursor.fetchall()]
        off, on = (
            [f"ALTER TABLE {table} {word} TRIGGER USER" for table in guarded]
            for word in ("DISABLE", "ENABLE")
        )
        flush(of, [*off, *sql_list, *on])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "execute_sql_flush", flush_unguarded)
        yield


@pytest.fixture(autouse=True)
def fresh_reader() -> None:
    """No test inherits the language and the zone of the page that another one asked for."""
    translation.deactivate()
    timezone.deactivate()


@pytest.fixture(scope="session")
def redis_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a real Redis that belongs to this test process."""
    if redis_program() is None:
        pytest.skip("No redis-server here: install it, or run Python 3.11 or 3.12 on Linux.")
    broker = Broker(tmp_path_factory.mktemp("redis"))
    with broker.in_use():
        yield broker.url


def _drop_databases_of_killed_runs() -> None:
    """A run that was killed leaves its database behind; its name holds the process."""
    if not settings.USES_EMBEDDED_CLUSTER:
        return
    described = settings.EMBEDDED_CLUSTER.database
    connecting = psycopg2.connect(host=described["HOST"], user=described["USER"], dbname="postgres")
    with closing(connecting) as connection, connection.cursor() as cursor:
        connection.autocommit = True
        cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE 'test_guichet_%'")
        for (name,) in cursor.fetchall():
            if not _lives(name.removeprefix("test_guichet_").split("_", 1)[0]):
                cursor.execute(
                    sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
                )


def _lives(run: str) -> bool:
    return not run.isdecimal() or Path(f"/proc/{run}").exists() or not Path("/proc").exists()
