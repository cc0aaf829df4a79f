"""Web, worker and beat as processes: started, watched, started again, stopped."""

import os
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from portal.embedded.places import CannotRun, make_folder

_MOST_STARTS_A_MINUTE = 4
_MINUTE = 60.0
_PATIENCE = 15.0


@dataclass
class Process:
    """One process of the portal; what it prints goes to its log, its id to a file."""

    name: str
    arguments: Sequence[str | Path]
    folder: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    _popen: subprocess.Popen[bytes] | None = None
    _starts: deque[float] = field(default_factory=lambda: deque(maxlen=_MOST_STARTS_A_MINUTE))

    @property
    def log(self) -> Path:
        return self.folder / f"{self.name}.log"

    @property
    def _pid_file(self) -> Path:
        return self.folder / f"{self.name}.pid"

    @property
    def is_running(self) -> bool:
        return self._popen is not None and self._popen.poll() is None

    @property
    def pid(self) -> int:
        return self._popen.pid if self._popen else 0

    def start(self) -> None:
        """Start it in a session of its own, so that Ctrl-C reaches us alone."""
        make_folder(self.folder)
        with self.log.open("ab") as output:
            self._popen = subprocess.Popen(  # noqa: S603
                [sys.executable, *self.arguments],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
                env={**os.environ, **self.environment},
            )
        self._starts.append(time.monotonic())
        self._pid_file.write_text(str(self._popen.pid), encoding="utf-8")

    def start_again(self) -> None:
        """Start it again after it ended by itself, unless that happens again and again."""
        is_full = len(self._starts) == _MOST_STARTS_A_MINUTE
        if is_full and time.monotonic() - self._starts[0] < _MINUTE:
            raise CannotRun(f"The {self.name} process ends again and again: see {self.log}.")
        self.start()

    def stop(self) -> None:
        """Ask it to end what it is doing; after a while no longer ask."""
        if self._popen is None:
            return
        self._popen.terminate()
        try:
            self._popen.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            _signal_group(self._popen.pid, signal.SIGKILL)
            self._popen.wait()
        self._pid_file.unlink(missing_ok=True)

    def end_what_was_left(self) -> bool:
        """End the process of an earlier run that was killed itself; tell whether there was one."""
        with suppress(OSError, ValueError):
            pid = int(self._pid_file.read_text(encoding="utf-8"))
            self._pid_file.unlink()
            if not _is_ours(pid):
                return False
            _signal_group(pid, signal.SIGTERM)
            if not wait_until(lambda: not _is_ours(pid), _PATIENCE):
                _signal_group(pid, signal.SIGKILL)
            return True
        return False


def wait_until(is_so: Callable[[], bool], patience: float) -> bool:
    """Ask again and again until it is so; tell whether it became so in time."""
    deadline = time.monotonic() + patience
    while not is_so():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True


def _is_ours(pid: int) -> bool:
    """Whether this process id belongs to a Python of this very environment."""
    with suppress(OSError):
        return sys.prefix.encode() in Path(f"/proc/{pid}/cmdline").read_bytes()
    listing = subprocess.run(  # noqa: S603
        ["/bin/ps", "-o", "command=", "-p", str(pid)], check=False, capture_output=True, text=True
    )
    return sys.prefix in listing.stdout


def _signal_group(pid: int, number: signal.Signals) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, number)
