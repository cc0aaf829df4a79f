"""News of the register through killed workers and doubled messages, with real ones."""

from collections.abc import Iterator

import pytest
from django.db import connection, transaction

from contracts.models import ContractEvent, UnfollowedNews
from escalation import receivers, tasks
from escalation.models import Followed, Notification
from tests.cast import House
from tests.escalation.register import proposal
from tests.workers import Floor, becomes, killed

pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def silent() -> Iterator[None]:
    """Nothing that happens meanwhile is said to a worker."""
    receivers.disconnect()
    yield
    receivers.connect()


def _proposed(house: House) -> int:
    proposal(house, house.helen)
    return ContractEvent.objects.latest("pk").pk


def _swept(floor: Floor) -> None:
    def _is_followed() -> bool:
        receivers.line.publish(tasks.sweep_news)
        return not UnfollowedNews.objects.exists()

    floor.sweeps_until(_is_followed)


def _assert_told_once(house: House, event_id: int) -> None:
    told = Notification.objects.filter(contract_event=event_id)
    assert {each.recipient for each in told} == {house.max, house.clara}
    assert Followed.objects.filter(contract_event=event_id).count() == 1


def test_an_event_said_five_times_to_two_workers_is_told_once(floor: Floor, house: House) -> None:
    event_id = _proposed(house)
    for _time in range(4):
        receivers.tell_soon(event_id=event_id)

    with floor.worker(concurrency=2):
        becomes(lambda: not UnfollowedNews.objects.exists())

    _assert_told_once(house, event_id)


def test_a_message_that_was_lost_is_made_good_by_the_sweep(
    floor: Floor, house: House, silent: None
) -> None:
    event_id = _proposed(house)

    with floor.worker():
        _swept(floor)

    _assert_told_once(house, event_id)


def test_a_worker_killed_between_claim_and_commit_leaves_no_half(
    floor: Floor, house: House
) -> None:
    event_id = _proposed(house)
    with transaction.atomic():
        with connection.cursor() as cursor:  # a worker that writes a notification waits
            cursor.execute("LOCK TABLE escalation_notification IN EXCLUSIVE MODE")
        receivers.tell_soon(event_id=event_id)
        with floor.worker() as worker:
            becomes(_somebody_waits)
            killed(worker)
    becomes(lambda: not _somebody_waits())
    assert not Notification.objects.exists()
    assert not Followed.objects.filter(contract_event=event_id).exists()

    with floor.worker():
        _swept(floor)

    _assert_told_once(house, event_id)


def _somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(
            "SELECT 1 FROM pg_stat_activity"
            " WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return cursor.fetchone() is not None
