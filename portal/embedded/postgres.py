"""The embedded PostgreSQL: one cluster in a folder, reached over a Unix socket, no TCP.

It lives as long as somebody uses it: each user holds a shared lock on a file, which the kernel
lets go even of a killed process, and the last one to leave stops the server.
"""

import fcntl
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import IO, Any

import psycopg2
from psycopg2 import sql

from portal.embedded.binaries import DATA, Programs
from portal.embedded.places import CannotRun, make_folder, make_private_folder, socket_folder

_SOCKET = ".s.PGSQL.5432"
_OWNER = "guichet"
_PATIENCE = 30.0
_COMMON = {
    "listen_addresses": "''",
    "max_connections": "100",
    "shared_buffers": "256MB",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_min_messages": "warning",
}
LASTING = {"synchronous_commit": "on"}
FORGETFUL = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


@dataclass(frozen=True)
class Cluster:
    """A PostgreSQL of our own; `database` describes one of its databases to Django."""

    folder: Path
    name: str
    character: tuple[tuple[str, str], ...] = tuple(LASTING.items())

    @cached_property
    def _programs(self) -> Programs:
        return Programs(self.folder)

    @property
    def _data(self) -> Path:
        return self._programs.home / DATA

    @property
    def _log(self) -> Path:
        return self._data / "server.log"

    @property
    def sockets(self) -> Path:
        return socket_folder(self._programs.home, _SOCKET)

    @property
    def database(self) -> dict[str, Any]:
        return {"NAME": self.name, "USER": _OWNER, "HOST": str(self.sockets)}

    def answers(self) -> bool:
        """Whether the server takes connections now."""
        try:
            self._connect().close()
        except psycopg2.OperationalError:
            return False
        return True

    @contextmanager
    def in_use(self) -> Iterator[None]:
        """Start the server unless it runs; stop it on leaving unless somebody else uses it."""
        make_folder(self.folder)
        with self._lock("users") as users:
            with self._alone():
                fcntl.flock(users, fcntl.LOCK_SH)
                self._start()
            try:
                yield
            finally:
                with self._alone(), suppress(BlockingIOError):
                    fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    self._stop()

    def forget(self) -> None:
        """Remove the cluster with all that is in it; refused while somebody uses it."""
        if not self.folder.exists():
            return
        with self._lock("users") as users, self._alone():
            try:
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise CannotRun("The portal is running: stop it first (Ctrl-C).") from error
            self._stop()
            for folder in {self._programs.home, self.sockets, self.folder}:
                shutil.rmtree(folder, ignore_errors=True)

    def _start(self) -> None:
        if self.answers():
            return
        self._remove_what_a_killed_server_left()
        if not self._data.exists():
            self._initialise()
        self._write_configuration()
        try:
            self._programs.run(
                "pg_ctl", "start", "-w", "-t", f"{_PATIENCE:.0f}", "-D", self._data, "-l", self._log
            )
        except CannotRun as error:
            raise CannotRun(
                f"The embedded PostgreSQL did not start: {self._last_words()} "
                f"(see {self._log}; `make clean` begins anew and forgets the data)."
            ) from error
        self._create_database()

    def _stop(self) -> None:
        if (self._data / "postmaster.pid").exists():
            with suppress(CannotRun):
                self._programs.run("pg_ctl", "stop", "-w", "-m", "fast", "-D", self._data)

    def _initialise(self) -> None:
        """Make the cluster beside its place and move it there, so that half of one never counts."""
        unfinished = self._data.with_name("data.new")
        shutil.rmtree(unfinished, ignore_errors=True)
        self._programs.own(make_folder(unfinished))
        self._programs.run(
            "initdb",
            *("--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
            *("--auth=trust", f"--username={_OWNER}", "--no-sync", "-D", unfinished),
        )
        unfinished.rename(self._data)

    def _write_configuration(self) -> None:
        sockets = self._programs.own(make_private_folder(self.sockets))
        quoted = str(sockets).replace("'", "''")
        lines = _COMMON | dict(self.character) | {"unix_socket_directories": f"'{quoted}'"}
        (self._data / "postgresql.auto.conf").write_text(
            "".join(f"{name} = {value}\n" for name, value in lines.items()), encoding="utf-8"
        )

    def _create_database(self) -> None:
        with closing(self._connect()) as connection, connection.cursor() as cursor:
            connection.autocommit = True
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [self.name])
            if cursor.fetchone() is None:
                cursor.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(self.name)))

    def _connect(self) -> "psycopg2.extensions.connection":
        return psycopg2.connect(
            host=str(self.sockets), user=_OWNER, dbname="postgres", connect_timeout=5
        )

    def _remove_what_a_killed_server_left(self) -> None:
        """Wait for a server that is going; refuse one that hangs; remove a stale process file."""
        pid_file = self._data / "postmaster.pid"
        deadline = time.monotonic() + _PATIENCE / 3
        while pid_file.exists() and (pid := self._living(pid_file)):
            if self.answers():
                return
            if time.monotonic() > deadline:
                raise CannotRun(
                    f"The embedded PostgreSQL (process {pid}) runs but does not answer: "
                    f"stop it with `kill -9 {pid}` and try again."
                )
            time.sleep(0.2)
        pid_file.unlink(missing_ok=True)

    def _living(self, pid_file: Path) -> int | None:
        """Return the process that the file names, when it is still this cluster's server."""
        try:
            pid = int(pid_file.read_text(encoding="utf-8").split("\n", 1)[0])
            os.kill(pid, 0)
        except (OSError, ValueError):
            return None
        with suppress(OSError):
            return pid if Path(f"/proc/{pid}/cwd").readlink() == self._data.resolve() else None
        return pid

    def _last_words(self) -> str:
        with suppress(OSError, IndexError):
            return self._log.read_text(encoding="utf-8", errors="replace").splitlines()[-1]
        return "it left no word"

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Let one process at a time start or stop the server."""
        with self._lock("start") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def _lock(self, name: str) -> IO[str]:
        make_folder(self.folder)
        try:
            return (self.folder / f"{name}.lock").open("a", encoding="utf-8")
        except OSError as error:
            raise CannotRun(
                f"The file {self.folder / name}.lock cannot be written ({error.strerror}): "
                "give the folder to this user or run `make clean` as its owner."
            ) from error
