"""Where the embedded servers keep things, and the one way to say that they cannot."""

import hashlib
import os
import tempfile
from pathlib import Path

_LONGEST_SOCKET_PATH = 100  # the kernel takes 107 bytes (macOS 103), PostgreSQL the last few


class CannotRun(Exception):
    """An embedded server cannot run here; the sentence says why and what to do."""


def fingerprint(folder: Path) -> str:
    """Return a short name that no other folder of this machine has."""
    return hashlib.sha256(os.fsencode(folder.resolve())).hexdigest()[:12]


def socket_folder(folder: Path, longest_name: str) -> Path:
    """Return where the sockets of this folder lie: in it, or in /tmp when its path is too long."""
    inside = folder / "sockets"
    if len(os.fsencode(inside / longest_name)) <= _LONGEST_SOCKET_PATH:
        return inside
    return Path(tempfile.gettempdir()) / f"guichet-{os.geteuid()}-{fingerprint(folder)}"


def make_folder(folder: Path, mode: int = 0o755) -> Path:
    """Make the folder, or say in one sentence why it cannot be."""
    try:
        folder.mkdir(mode=mode, parents=True, exist_ok=True)
    except OSError as error:
        raise CannotRun(
            f"The folder {folder} cannot be made ({error.strerror}): "
            "make its parent writable or check the project out elsewhere."
        ) from error
    if not os.access(folder, os.W_OK):
        raise CannotRun(f"The folder {folder} is read-only: make it writable for this user.")
    return folder


def make_private_folder(folder: Path) -> Path:
    """Make a folder for sockets that belongs to us alone; a stranger's in /tmp is refused."""
    make_folder(folder, 0o700)
    if folder.stat().st_uid not in {os.geteuid(), *_root_may_share()}:
        raise CannotRun(f"The folder {folder} belongs to somebody else: remove it.")
    return folder


def _root_may_share() -> tuple[int, ...]:
    """Root's PostgreSQL runs as nobody, who then owns the folder."""
    return (65534,) if os.geteuid() == 0 else ()
