"""The outbox becomes a table of its own and back, with what was under way in it."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from escalation.choices import DispatchState
from escalation.models import Dispatch, Notification
from tests.cast import House
from tests.escalation.gathering import says
from tests.factories.contracts import MORNING
from tickets.models import Incident

pytestmark = pytest.mark.django_db(transaction=True)


def _migrated(*targets: tuple[str, str]) -> Any:
    executor = MigrationExecutor(connection)
    executor.migrate(list(targets))
    return executor.loader.project_state(list(targets)).apps


def _names() -> tuple[tuple[str, str], tuple[str, str]]:
    """Return the migration before the one that makes dispatches, and the last of the room."""
    graph = MigrationExecutor(connection).loader.graph
    (ours,) = (key for key in graph.nodes if key[0] == "escalation" and "dispatches" in key[1])
    (before,) = (key for key in graph.node_map[ours].parents if key.key[0] == "escalation")
    return before.key, graph.leaf_nodes("escalation")[0]


@pytest.fixture
def end(db: None) -> Iterator[None]:
    yield
    _migrated(_names()[1])


def test_rows_go_back_and_forth_with_their_state_and_their_message_id(
    house: House, slow: Incident, end: None
) -> None:
    for after, state in enumerate(
        (DispatchState.SENT, DispatchState.PENDING, DispatchState.FAILED, DispatchState.GATHERING)
    ):
        says(slow, house.hank, after=after)
        Dispatch.objects.filter(state=DispatchState.GATHERING).update(
            state=state,
            attempts=0 if state == DispatchState.GATHERING else 1,
            failing_since=MORNING if state == DispatchState.FAILED else None,
            sent_at=MORNING if state == DispatchState.SENT else None,
        )
    told = list(Notification.objects.order_by("pk").values_list("pk", flat=True))
    before, last = _names()

    old = _migrated(before).get_model("escalation", "Notification")
    rows = old.objects.order_by("pk").values_list("mail_state", "mail_attempts", "mail_sent_at")
    assert list(rows) == [
        ("sent", 1, MORNING),
        ("pending", 1, None),
        ("failed", 1, None),
        ("pending", 0, None),
    ]

    _migrated(last)
    found = {each.mailed.get().pk: each for each in Dispatch.objects.all()}
    assert sorted(found) == told
    assert [found[pk].state for pk in told] == ["sent", "pending", "failed", "pending"]
    assert [found[pk].key for pk in told] == [f"notification-{pk}" for pk in told]
    assert [found[pk].failing_since is None for pk in told] == [True, False, False, True]
