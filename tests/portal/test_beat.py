"""Beat goes on when the clock is set back, whether it ran meanwhile or is started after."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from celery.beat import Scheduler
from django.utils import timezone

from portal.beat import Timetable
from portal.celery import app
from portal.timetable import HEART, TIMETABLE

_TWO_HOURS = timedelta(hours=2)


class _Counting(Timetable):
    """Counts instead of telling a broker."""

    producer: Any = None

    def __init__(self, *words: Any, **more: Any) -> None:
        self.started: list[str] = []
        super().__init__(*words, **more)

    def apply_entry(self, entry: Any, producer: Any = None) -> None:
        self.started.append(entry.task)


def _beat(folder: Path, seconds: int) -> _Counting:
    """Return a beat that remembers runs which lie so many seconds ahead of the clock."""
    beat = _Counting(app=app, schedule_filename=str(folder / "schedule"), lazy=False)
    _ran_at(beat, app.now() + timedelta(seconds=seconds))
    beat.sync()
    return beat


def _ran_at(beat: _Counting, at: datetime) -> None:
    for each in beat.schedule.values():
        each.last_run_at = at


def _rhythms() -> dict[str, float]:
    return {
        name: each["schedule"].total_seconds()
        for name, each in TIMETABLE.items()
        if isinstance(each["schedule"], timedelta)
    }


def test_a_beat_started_after_the_clock_was_set_back_keeps_its_rhythm(tmp_path: Path) -> None:
    _beat(tmp_path, 7200).close()
    beat = _Counting(app=app, schedule_filename=str(tmp_path / "schedule"), lazy=False)

    beat.tick()

    for name, seconds in _rhythms().items():
        assert beat.schedule[name].is_due()[1] <= seconds, name
    beat.close()


def test_a_beat_that_runs_while_the_clock_is_set_back_keeps_its_rhythm(tmp_path: Path) -> None:
    beat = _beat(tmp_path, 0)
    assert beat.tick() <= 1
    _ran_at(beat, app.now() + _TWO_HOURS)
    beat.tick()

    _ran_at(beat, app.now() - timedelta(seconds=300))
    beat._heap = None
    for _each in TIMETABLE:
        beat.tick()

    assert set(beat.started) >= {
        TIMETABLE[name]["task"] for name, seconds in _rhythms().items() if seconds <= 300
    }
    beat.close()


def test_after_the_clock_was_set_back_everything_rhythmic_is_started_at_once(
    tmp_path: Path,
) -> None:
    beat = _beat(tmp_path, 0)
    beat.tick()
    beat.started.clear()
    _ran_at(beat, app.now() + timedelta(minutes=20))

    for _each in TIMETABLE:
        beat.tick()

    assert set(beat.started) == {TIMETABLE[name]["task"] for name in _rhythms()}
    beat.close()


@pytest.mark.parametrize("is_started_anew", [True, False])
def test_after_a_night_without_it_everything_rhythmic_is_started_at_once(
    is_started_anew: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    beat = _beat(tmp_path, 0)
    beat.tick()
    if is_started_anew:
        beat.close()
    eight_hours_on = timezone.now() + timedelta(hours=8)
    monkeypatch.setattr(timezone, "now", lambda: eight_hours_on)
    if is_started_anew:
        beat = _Counting(app=app, schedule_filename=str(tmp_path / "schedule"), lazy=False)
    beat.started.clear()

    for _each in TIMETABLE:
        beat.tick()

    waits = {HEART} if is_started_anew else set()
    assert set(beat.started) >= {TIMETABLE[name]["task"] for name in _rhythms().keys() - waits}
    beat.close()


def test_the_scheduler_is_the_one_that_the_settings_name() -> None:
    assert app.conf.beat_scheduler == f"{Timetable.__module__}:{Timetable.__name__}"
    assert issubclass(Timetable, Scheduler)


def test_after_hours_without_a_run_the_heart_waits_until_the_others_have_begun(
    tmp_path: Path,
) -> None:
    _beat(tmp_path, -8 * 3600).close()
    beat = _Counting(app=app, schedule_filename=str(tmp_path / "schedule"), lazy=False)

    for _each in TIMETABLE:
        beat.tick()

    assert TIMETABLE[HEART]["task"] not in beat.started
    assert set(beat.started) >= {TIMETABLE[name]["task"] for name in _rhythms() if name != HEART}
    assert 50 < beat.schedule[HEART].is_due()[1] <= 60
    beat.close()
