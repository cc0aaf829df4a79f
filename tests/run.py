"""Passes all tests: `python -m tests.run`, which is what `make test` does.

--proof    the long form of the proofs alone
--chaos    the long chaos run
--pictures every page in a browser, both themes, all widths
--coverage measures which lines were run
Anything else goes to pytest.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

_BROWSERS = ("chromium", "chromium-browser", "google-chrome")
_LONG_FORMS = {"--proof": "proof", "--chaos": "chaos", "--pictures": "pictures"}


def main(arguments: list[str]) -> int:
    environment = dict(os.environ)
    _see_to_a_browser()
    wanted = [mark for option, mark in _LONG_FORMS.items() if option in arguments]
    for mark in wanted:
        environment[mark.upper()] = "1"
    measures = "--coverage" in arguments
    ours = {*_LONG_FORMS, "--coverage"}
    command = [
        *(sys.executable, "-m"),
        *(("coverage", "run", "-m") if measures else ()),
        *("pytest", "--numprocesses", os.environ.get("TEST_PROCESSES", "2")),
        *("--dist", "loadgroup"),
        *(("-m", " or ".join(wanted)) if wanted else ()),
        *(("--numprocesses", "0", "--capture", "no") if wanted == ["chaos"] else ()),
        *(argument for argument in arguments if argument not in ours),
    ]
    code = _run(command, environment)
    if measures:
        _run([sys.executable, "-m", "coverage", "combine", "--quiet"], environment)
        code = code or _run([sys.executable, "-m", "coverage", "report"], environment)
    return code


def _run(command: list[str], environment: dict[str, str]) -> int:
    return subprocess.run(command, check=False, env=environment).returncode


def _see_to_a_browser() -> None:
    """Install Chromium where we may; elsewhere the tests that need it say that they skip."""
    if any(map(shutil.which, _BROWSERS)):
        return
    apt = shutil.which("apt-get")
    if apt is None or os.geteuid() != 0 or not Path("/etc/debian_version").exists():
        _say("No Chromium here: the browser tests are skipped. Install chromium to run them.")
        return
    _say("Installing Chromium for the browser tests …")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update"], ["install", "--yes", "--no-install-recommends", "chromium"]):
        _run([apt, "--quiet", "--quiet", *command], environment)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
