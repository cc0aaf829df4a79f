import pytest

from portal.celery import app
from portal.timetable import TIMETABLE


@pytest.mark.parametrize("name", TIMETABLE)
def test_what_beat_starts_exists(name: str) -> None:
    app.loader.import_default_modules()

    assert TIMETABLE[name]["task"] in app.tasks


@pytest.mark.parametrize("name", TIMETABLE)
def test_a_run_that_nobody_took_is_dropped_before_the_next(name: str) -> None:
    entry = TIMETABLE[name]

    assert entry["options"]["expires"] == entry["schedule"].total_seconds()


def test_celery_knows_the_timetable() -> None:
    assert app.conf.beat_schedule == TIMETABLE


def test_messages_survive_a_killed_worker() -> None:
    conf = app.conf

    assert (conf.task_acks_late, conf.task_reject_on_worker_lost) == (True, True)
    assert conf.broker_transport_options["visibility_timeout"] > conf.task_time_limit
    assert (conf.accept_content, conf.task_publish_retry) == (["json"], False)
