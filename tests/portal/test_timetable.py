from datetime import timedelta

import pytest
from django.conf import settings

from portal.celery import app
from portal.timetable import TIMETABLE

HOUR = 3600


@pytest.mark.parametrize("name", TIMETABLE)
def test_what_beat_starts_exists(name: str) -> None:
    app.loader.import_default_modules()

    assert TIMETABLE[name]["task"] in app.tasks


@pytest.mark.parametrize("name", TIMETABLE)
def test_a_run_that_nobody_took_is_dropped_before_the_next(name: str) -> None:
    schedule, expires = TIMETABLE[name]["schedule"], TIMETABLE[name]["options"]["expires"]

    if isinstance(schedule, timedelta):
        assert expires == schedule.total_seconds()
    else:  # at an hour of the night
        assert expires == HOUR


def test_celery_knows_the_timetable() -> None:
    assert app.conf.beat_schedule == TIMETABLE


def test_messages_survive_a_killed_worker() -> None:
    conf = app.conf

    assert (conf.task_acks_late, conf.task_reject_on_worker_lost) == (True, True)
    assert conf.broker_transport_options["visibility_timeout"] > conf.task_time_limit
    assert (conf.accept_content, conf.task_publish_retry) == (["json"], False)


def test_a_mail_server_that_hangs_is_given_up_before_its_task_is() -> None:
    assert 0 < settings.EMAIL_TIMEOUT * 3 < app.conf.task_soft_time_limit


@pytest.mark.parametrize(
    ("name", "queue"),
    [
        ("deliver", "mail"),
        ("sweep_mail", "mail"),
        ("call", "webhooks"),
        ("sweep_webhooks", "webhooks"),
        ("follow", "celery"),
        ("sweep", "celery"),
    ],
)
def test_mails_and_webhooks_have_queues_of_their_own(name: str, queue: str) -> None:
    assert app.amqp.router.route({}, f"escalation.tasks.{name}")["queue"].name == queue
