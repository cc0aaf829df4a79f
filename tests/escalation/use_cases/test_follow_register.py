"""News of the register is followed once, whoever comes, however often, whatever fails."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.db import IntegrityError, connection, transaction
from django.test import TestCase

from contracts import journal
from contracts.choices import EventKind
from contracts.models import ContractEvent, UnfollowedNews
from escalation import receivers, tasks
from escalation.choices import ConsequenceName, LapseKind
from escalation.models import Followed, Notification
from escalation.selectors import backlog, lapses
from escalation.use_cases import follow_register as module
from escalation.use_cases.follow_register import follow_register, follow_register_left_behind
from escalation.use_cases.post_news import post_news
from tests.cast import House
from tests.escalation.register import LATER, SOON, proposal
from tests.factories.contracts import MORNING


@pytest.fixture
def proposed(house: House) -> ContractEvent:
    proposal(house, house.helen)
    return ContractEvent.objects.get(unfollowednews__isnull=False)


def _failing(*_: object) -> None:
    raise RuntimeError("out of order")


def _interrupted(*news: Any, **how: Any) -> None:
    post_news(*news, **how)
    raise SoftTimeLimitExceeded


def test_a_line_and_its_place_in_the_outbox_are_written_together(house: House) -> None:
    with transaction.atomic():
        journal.record(EventKind.TOKEN_ISSUED, by=house.clara, at=MORNING)
        transaction.set_rollback(True)
    assert not UnfollowedNews.objects.exists()

    event = journal.record(EventKind.TOKEN_ISSUED, by=house.clara, at=MORNING)

    assert UnfollowedNews.objects.get().event == event


def test_five_deliveries_have_one_effect(proposed: ContractEvent) -> None:
    told = [follow_register(proposed.pk, at=SOON) for _ in range(5)]

    assert told == [True, False, False, False, False]
    assert Followed.objects.filter(contract_event=proposed).count() == 1
    assert Notification.objects.filter(contract_event=proposed).count() == 2
    assert not UnfollowedNews.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_workers_at_the_same_moment_have_one_effect(house: House) -> None:
    receivers.disconnect()
    try:
        proposal(house, house.helen)
    finally:
        receivers.connect()
    (event_id,) = UnfollowedNews.objects.values_list("pk", flat=True)

    def _follow(_: int) -> bool:
        try:
            return follow_register(event_id, at=SOON)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as workers:
        list(workers.map(_follow, range(4)))

    assert Notification.objects.filter(contract_event=event_id).count() == 2
    assert not UnfollowedNews.objects.exists()


def test_what_fails_is_tried_again_by_the_sweep(
    proposed: ContractEvent, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    whole = dict(module.DRAW)
    monkeypatch.setattr(module, "DRAW", {ConsequenceName.NOTIFY: _failing})
    assert not follow_register(proposed.pk, at=SOON)
    assert "out of order" in caplog.text
    assert not Followed.objects.filter(contract_event=proposed).exists()

    monkeypatch.setattr(module, "DRAW", whole)
    assert follow_register_left_behind(at=LATER) == 1

    assert Notification.objects.filter(contract_event=proposed).count() == 2
    assert not UnfollowedNews.objects.exists()


def test_a_worker_that_is_stopped_half_way_leaves_no_half(
    proposed: ContractEvent, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("escalation.use_cases.tell_of_register.post_news", _interrupted)

    with pytest.raises(SoftTimeLimitExceeded):
        follow_register(proposed.pk, at=SOON)

    assert not Notification.objects.exists()
    assert not Followed.objects.exists()
    assert UnfollowedNews.objects.filter(event=proposed).exists()


def test_a_message_has_a_moment_before_the_sweep_takes_its_event(proposed: ContractEvent) -> None:
    assert follow_register_left_behind(at=MORNING + timedelta(seconds=1)) == 0
    assert follow_register_left_behind(at=MORNING + timedelta(seconds=2)) == 1


def test_news_from_before_the_clock_was_set_back_is_followed(proposed: ContractEvent) -> None:
    assert follow_register_left_behind(at=MORNING - timedelta(hours=2)) == 1


def test_what_has_no_consequence_leaves_the_outbox(house: House) -> None:
    event = journal.record(EventKind.TOKEN_ISSUED, by=house.clara, at=MORNING)

    assert follow_register(event.pk, at=SOON)
    assert not UnfollowedNews.objects.exists()


def test_the_bell_hands_the_event_to_a_worker(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[tuple[object, dict[str, int]]] = []
    monkeypatch.setattr(receivers.line, "publish", lambda task, **ids: said.append((task, ids)))

    with TestCase.captureOnCommitCallbacks(execute=True):
        proposal(house, house.helen)

    event = ContractEvent.objects.get(unfollowednews__isnull=False)
    assert said == [(tasks.follow_news, {"event_id": event.pk})]


def test_what_nobody_followed_is_named_and_counted(proposed: ContractEvent) -> None:
    found = lapses(at=LATER)

    assert [(each.kind, each.pk) for each in found] == [(LapseKind.UNTOLD, proposed.pk)]
    assert backlog() == (1, MORNING)


@pytest.mark.parametrize("of", ["both", "neither"])
def test_a_consequence_is_of_one_event(
    house: House, proposed: ContractEvent, of: str, incident: object
) -> None:
    line = incident.events.first() if of == "both" else None  # type: ignore[attr-defined]
    news = proposed if of == "both" else None

    with pytest.raises(IntegrityError, match="followed_of_one_event"), transaction.atomic():
        Followed.objects.create(
            event=line, contract_event=news, consequence=ConsequenceName.NOTIFY, at=SOON
        )


def test_a_notification_is_of_an_incident_or_of_the_register(
    house: House, proposed: ContractEvent
) -> None:
    follow_register(proposed.pk, at=SOON)
    told = Notification.objects.filter(contract_event=proposed, recipient=house.clara)

    for broken in ({"configuration": None}, {"contract_event": None}):
        with pytest.raises(IntegrityError, match="or_of_the_register"), transaction.atomic():
            told.update(**broken)
    copy = told.get()
    copy.pk = None
    with pytest.raises(IntegrityError, match="each_person_told_once"), transaction.atomic():
        copy.save(force_insert=True)


def test_an_overdue_answer_is_said_once_even_by_hand(house: House) -> None:
    kind = EventKind.REVISION_ANSWER_OVERDUE
    journal.record(kind, by=None, at=SOON, configuration=house.payroll, revision=2)
    journal.record(kind, by=None, at=SOON, configuration=house.payroll, revision=3)

    with pytest.raises(IntegrityError, match="overdue_answer_said_once"), transaction.atomic():
        journal.record(kind, by=None, at=LATER, configuration=house.payroll, revision=2)
