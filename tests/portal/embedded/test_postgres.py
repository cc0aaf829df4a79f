import os
import signal
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import psycopg2
import pytest

from portal.embedded.places import CannotRun
from portal.embedded.postgres import FORGETFUL, Cluster

pytestmark = pytest.mark.processes


@pytest.fixture
def cluster(folder: Path) -> Cluster:
    odd = folder / "it's a 100% odd folder"
    return Cluster(odd / "postgres", "probe", tuple(FORGETFUL.items()))


def _ask(cluster: Cluster, statement: str) -> object:
    described = cluster.database
    connecting = psycopg2.connect(
        host=described["HOST"], user=described["USER"], dbname=described["NAME"]
    )
    with closing(connecting) as connection, connection, connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone() if cursor.description else None


def _pid(cluster: Cluster) -> int:
    return int((cluster._data / "postmaster.pid").read_text().split("\n")[0])


def test_the_server_lives_as_long_as_it_is_used_and_keeps_its_data(cluster: Cluster) -> None:
    with cluster.in_use():
        _ask(cluster, "CREATE TABLE kept AS SELECT 42 AS answer")
    was_stopped = not cluster.answers()
    with cluster.in_use():
        found = _ask(cluster, "SELECT answer FROM kept")

    assert was_stopped
    assert found == (42,)


def test_it_listens_on_no_network(cluster: Cluster) -> None:
    with cluster.in_use():
        assert _ask(cluster, "SHOW listen_addresses") == ("",)


def test_the_last_of_two_users_stops_it(cluster: Cluster) -> None:
    with cluster.in_use():
        with cluster.in_use():
            pass
        is_still_there = cluster.answers()

    assert is_still_there
    assert not cluster.answers()


def test_a_user_who_was_killed_does_not_keep_it_for_ever(cluster: Cluster) -> None:
    program = (
        "import sys, time; from pathlib import Path; from portal.embedded.postgres import Cluster\n"
        "with Cluster(Path(sys.argv[1]), 'probe').in_use(): print('up', flush=True); time.sleep(60)"
    )
    user = subprocess.Popen(
        [sys.executable, "-c", program, str(cluster.folder)], stdout=subprocess.PIPE
    )
    with user:
        assert user.stdout is not None
        user.stdout.readline()
        user.kill()
    was_left_behind = cluster.answers()
    with cluster.in_use():
        pass

    assert was_left_behind
    assert not cluster.answers()


def test_a_killed_server_starts_again_with_its_data(cluster: Cluster) -> None:
    with cluster.in_use():
        _ask(cluster, "CREATE TABLE kept AS SELECT 1 AS answer")
        _ask(cluster, "CHECKPOINT")
        os.kill(_pid(cluster), signal.SIGKILL)
        while cluster.answers():
            time.sleep(0.05)
        with cluster.in_use():
            assert _ask(cluster, "SELECT answer FROM kept") == (1,)


def test_a_process_file_that_names_a_stranger_is_removed(cluster: Cluster) -> None:
    with cluster.in_use():
        pass
    pid_file = cluster._data / "postmaster.pid"
    pid_file.write_text(f"{os.getpid()}\n{cluster._data}\n", encoding="utf-8")

    with cluster.in_use():
        assert cluster.answers()


def test_a_very_deep_folder_works(cluster: Cluster) -> None:
    deep = Cluster(cluster.folder / ("d" * 60) / ("e" * 60) / "postgres", "probe")

    with deep.in_use():
        assert deep.answers()
    deep.forget()

    assert not deep.sockets.exists()


def test_an_interrupted_beginning_is_begun_anew(cluster: Cluster) -> None:
    half = cluster.folder / "data.new"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18")

    with cluster.in_use():
        assert cluster.answers()


def test_what_is_used_is_not_forgotten(cluster: Cluster) -> None:
    with cluster.in_use(), pytest.raises(CannotRun, match="stop it first"):
        cluster.forget()
    cluster.forget()

    assert not cluster.folder.exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="Only root's PostgreSQL runs as somebody else.")
def test_root_may_keep_it_where_nobody_else_may_enter(cluster: Cluster) -> None:
    cluster.folder.parent.mkdir(mode=0o700)

    with cluster.in_use():
        home = cluster._programs.home
        _ask(cluster, "SELECT 1")
    was_there = home.exists()
    cluster.forget()

    assert home.parent == Path("/var/lib")
    assert was_there
    assert not home.exists()
