import os
from pathlib import Path

import pytest

from portal.embedded.places import CannotRun, make_folder, socket_folder


def test_sockets_lie_in_their_folder(tmp_path: Path) -> None:
    short = Path("/srv/guichet/var/postgres")

    assert socket_folder(short, ".s.PGSQL.5432") == short / "sockets"


def test_sockets_of_a_deep_folder_lie_elsewhere_and_always_at_the_same_place() -> None:
    deep = Path("/srv") / ("é" * 60) / "postgres"
    other = deep / "other"

    found = socket_folder(deep, ".s.PGSQL.5432")

    assert len(os.fsencode(found / ".s.PGSQL.5432")) <= 100
    assert found == socket_folder(deep, ".s.PGSQL.5432")
    assert found != socket_folder(other, ".s.PGSQL.5432")


def test_a_folder_that_cannot_be_made_is_said_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")

    with pytest.raises(CannotRun, match=r"cannot be made.*make its parent writable"):
        make_folder(tmp_path / "file" / "folder")
