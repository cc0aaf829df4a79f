"""The watcher outside is called while all is well, and misses the call when it is not."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import ClassVar

import pytest
from django.db.migrations.recorder import MigrationRecorder
from pytest_django import Settings

from escalation.choices import LapseKind, Sweep
from escalation.lapses_of_time import silent_sweeps
from escalation.models import ClockDifference, LastRun
from escalation.selectors import lapses
from escalation.use_cases.beat_heart import ailments_at, beat_heart
from escalation.use_cases.in_time import LONGEST_SWEEP
from escalation.use_cases.note_run import note_run
from portal.celery import app
from portal.timetable import TIMETABLE
from tests.cast import House
from tests.factories.contracts import MORNING
from tests.factories.tickets import incident as opened
from tests.running import free_port
from tickets.choices import Due
from tickets.models import Incident

pytestmark = pytest.mark.django_db


class _Watcher(BaseHTTPRequestHandler):
    heard: ClassVar[list[str]] = []
    answer: ClassVar[int] = 200

    def do_GET(self) -> None:
        self.heard.append(self.path)
        self.send_response(self.answer)
        self.end_headers()

    def log_message(self, *_said: object) -> None:
        """Say nothing."""


@contextmanager
def _listening(*, answer: int = 200) -> Iterator[str]:
    _Watcher.heard.clear()
    _Watcher.answer = answer
    server = HTTPServer(("127.0.0.1", 0), _Watcher)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/beat"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _all_ran() -> None:
    for sweep in Sweep:
        note_run(sweep, at=MORNING)


def test_it_is_heard_while_everything_runs(settings: Settings) -> None:
    _all_ran()
    with _listening() as address:
        settings.HEARTBEAT_URL = address
        assert beat_heart(at=MORNING + timedelta(seconds=30))

    assert _Watcher.heard == ["/beat"]


def test_it_is_silent_when_a_sweep_has_not_run_lately(settings: Settings) -> None:
    _all_ran()
    LastRun.objects.filter(sweep=Sweep.DUE).update(at=MORNING - timedelta(minutes=5))
    with _listening() as address:
        settings.HEARTBEAT_URL = address
        assert not beat_heart(at=MORNING)

    assert _Watcher.heard == []


@pytest.mark.parametrize("sweep", list(Sweep))
@pytest.mark.parametrize("away", [timedelta(hours=-27), timedelta(hours=27)])
def test_a_run_of_yesterday_or_of_a_clock_that_was_set_back_since_is_none(
    sweep: Sweep, away: timedelta
) -> None:
    _all_ran()
    LastRun.objects.filter(sweep=sweep).update(at=MORNING + away)

    assert ailments_at(MORNING) == [sweep]


def test_a_sweep_that_never_ran_is_waited_for_since_the_tables_were_made() -> None:
    _all_ran()
    LastRun.objects.filter(sweep=Sweep.CHECK).delete()
    tables = MigrationRecorder.Migration.objects.filter(app="escalation")

    tables.update(applied=MORNING - timedelta(hours=25))
    assert ailments_at(MORNING) == []
    tables.update(applied=MORNING - timedelta(hours=27))
    assert ailments_at(MORNING) == [Sweep.CHECK]


def test_it_is_silent_when_something_was_left_undone(house: House) -> None:
    opened(house.payroll, house.clara)
    for sweep in Sweep:
        note_run(sweep, at=MORNING + timedelta(minutes=2))

    assert ailments_at(MORNING + timedelta(minutes=2)) == ["unfollowed", "untold"]


def test_without_an_address_nobody_is_called(settings: Settings) -> None:
    _all_ran()
    settings.HEARTBEAT_URL = ""

    assert not beat_heart(at=MORNING)


def test_a_watcher_that_is_not_there_or_refuses_raises_nothing(settings: Settings) -> None:
    _all_ran()
    settings.HEARTBEAT_URL = f"http://127.0.0.1:{free_port()}/"
    assert not beat_heart(at=MORNING)

    with _listening(answer=500) as address:
        settings.HEARTBEAT_URL = address
        assert not beat_heart(at=MORNING)


@pytest.mark.parametrize("name", sorted(TIMETABLE.keys() - {"tell the watcher that all is well"}))
def test_each_sweep_notes_that_it_ran_and_is_missed_if_it_does_not(name: str) -> None:
    task = app.tasks[TIMETABLE[name]["task"]]

    task()

    [run] = LastRun.objects.all()
    assert run.sweep not in silent_sweeps(at=run.at)
    assert run.sweep in silent_sweeps(at=run.at + timedelta(hours=27))


@pytest.mark.parametrize(("sweep", "name"), [(Sweep.MAIL, "deliver"), (Sweep.CALL, "call")])
def test_a_burst_of_urgent_mails_or_calls_is_no_silence(sweep: Sweep, name: str) -> None:
    _all_ran()
    assert sweep not in silent_sweeps(at=MORNING + timedelta(minutes=9))

    app.tasks[f"escalation.tasks.{name}"](dispatch_id=0)

    assert LastRun.objects.get(sweep=sweep).at > MORNING


@pytest.mark.parametrize("sweep", [Sweep.FOLLOW, Sweep.NEWS])
def test_two_full_sweeps_of_what_was_left_behind_are_no_silence(sweep: Sweep) -> None:
    _all_ran()

    assert sweep not in silent_sweeps(at=MORNING + 2 * LONGEST_SWEEP + timedelta(seconds=10))


def test_a_clock_that_waits_for_a_persons_decision_silences_nothing(incident: Incident) -> None:
    ClockDifference.objects.create(
        incident=incident, kind=Due.RESTORE, stored=MORNING, replayed=None, found_at=MORNING
    )
    late = MORNING + timedelta(minutes=2)

    assert LapseKind.CLOCK in {lapse.kind for lapse in lapses(at=late)}
    assert LapseKind.CLOCK not in ailments_at(late)


def test_all_that_is_noted_is_started_by_the_timetable() -> None:
    for each in TIMETABLE.values():
        app.tasks[each["task"]]()

    assert set(LastRun.objects.values_list("sweep", flat=True)) == set(Sweep)
