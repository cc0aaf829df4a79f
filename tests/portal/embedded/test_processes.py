import os
import signal
from pathlib import Path

import pytest

from portal.embedded.places import CannotRun
from portal.embedded.processes import Process, _is_ours, wait_until

pytestmark = pytest.mark.processes
_SLEEP = ["-c", "import time; time.sleep(60)"]
_ENDS = ["-c", "raise SystemExit(1)"]


def test_a_process_is_stopped(tmp_path: Path) -> None:
    process = Process("probe", _SLEEP, tmp_path)
    process.start()
    was_running = process.is_running

    process.stop()

    assert was_running
    assert not process.is_running
    assert not (tmp_path / "probe.pid").exists()


def test_what_an_earlier_run_left_behind_is_ended(tmp_path: Path) -> None:
    left = Process("probe", _SLEEP, tmp_path)
    left.start()
    assert wait_until(lambda: _is_ours(left.pid), 5)

    found = Process("probe", _SLEEP, tmp_path).end_what_was_left()

    assert wait_until(lambda: not left.is_running, 5)
    assert found
    left.stop()


@pytest.mark.parametrize("text", ["1", "nonsense", "999999999"])
def test_a_stranger_under_the_same_number_is_left_alone(tmp_path: Path, text: str) -> None:
    (tmp_path / "probe.pid").write_text(text)

    assert not Process("probe", _SLEEP, tmp_path).end_what_was_left()


def test_a_killed_process_is_started_again(tmp_path: Path) -> None:
    process = Process("probe", _SLEEP, tmp_path)
    process.start()
    os.kill(process.pid, signal.SIGKILL)
    assert wait_until(lambda: not process.is_running, 5)

    process.start_again()

    assert process.is_running
    process.stop()


def test_one_that_ends_again_and_again_is_given_up(tmp_path: Path) -> None:
    process = Process("probe", _ENDS, tmp_path)
    process.start()
    for _ in range(3):
        assert wait_until(lambda: not process.is_running, 5)
        process.start_again()
    assert wait_until(lambda: not process.is_running, 5)

    with pytest.raises(CannotRun, match="again and again"):
        process.start_again()
    process.stop()
