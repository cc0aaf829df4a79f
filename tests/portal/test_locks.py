import re
import tomllib
from pathlib import Path

import pytest

from tests.portal.settings.places import ROOT

_LOCKS = [ROOT / "requirements.lock", ROOT / ".ci" / "requirements.lock"]


def _pinned(lock: Path) -> dict[str, set[str]]:
    pins: dict[str, set[str]] = {}
    for name, version in re.findall(
        r"^([a-z0-9-]+)==([^ ]+)", lock.read_text("utf-8"), re.MULTILINE
    ):
        pins.setdefault(name, set()).add(version)
    return pins


@pytest.mark.parametrize("lock", _LOCKS, ids=lambda path: path.parent.name)
def test_a_lock_names_no_place_to_fetch_from(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")

    assert not re.search(r"https?:|file:|index|@ ", text)


@pytest.mark.parametrize("lock", _LOCKS, ids=lambda path: path.parent.name)
def test_every_pin_has_its_hashes(lock: Path) -> None:
    entries = re.split(r"\n(?=\S)", lock.read_text(encoding="utf-8").strip())

    assert [entry for entry in entries if "--hash=sha256:" not in entry] == []


def test_development_has_the_very_versions_of_production() -> None:
    runtime, development = map(_pinned, _LOCKS)

    assert runtime.items() <= development.items()


def test_every_dependency_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    pinned = _pinned(_LOCKS[1])
    wanted = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]

    names = {re.split(r"[\[<>=~; ]", line)[0].lower() for line in wanted}

    assert names - pinned.keys() == set()
