"""A worker waits for no row for ever; what it gives up, the next sweep does."""

import re
from typing import Any

import pytest
from django.db import OperationalError, connections, transaction

from escalation import tasks
from portal.celery import app, wait_for_no_row_for_ever
from portal.settings.database import WORKERS_PATIENCE
from tests.cast import House
from tests.factories.tickets import incident as opened
from tickets.models import Incident

_SECONDS = {"s": 1, "min": 60}


def _limit(name: str) -> int:
    found = re.search(rf"\b{name}=(\d+)(s|min)\b", WORKERS_PATIENCE)
    assert found is not None
    return int(found[1]) * _SECONDS[found[2]]


def test_locks_give_up_before_statements_and_statements_before_tasks() -> None:
    soft, hard = app.conf.task_soft_time_limit, app.conf.task_time_limit

    assert 0 < _limit("lock_timeout") < _limit("statement_timeout") < soft
    assert _limit("idle_in_transaction_session_timeout") < hard
    assert _limit("idle_session_timeout") > (tasks.learn_to_route.time_limit or 0) > hard


@pytest.mark.django_db(transaction=True)
def test_a_worker_gives_up_a_row_that_somebody_holds(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = opened(house.payroll, house.clara)
    options: dict[str, Any] = connections.settings["default"]["OPTIONS"]
    monkeypatch.setitem(options, "options", options["options"])
    monkeypatch.setattr(
        "portal.celery.WORKERS_PATIENCE",
        WORKERS_PATIENCE.replace("lock_timeout=20s", "lock_timeout=50ms"),
    )
    wait_for_no_row_for_ever()
    worker = connections.create_connection("default")
    try:
        with transaction.atomic(), worker.cursor() as cursor:
            Incident.objects.select_for_update().get(pk=held.pk)
            cursor.execute("SHOW statement_timeout")
            assert cursor.fetchone() == ("50s",)
            with pytest.raises(OperationalError, match="lock timeout"):
                cursor.execute(
                    "SELECT id FROM tickets_incident WHERE id = %s FOR UPDATE", [held.pk]
                )
    finally:
        worker.close()
