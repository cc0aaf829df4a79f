"""Each consequence of an event is drawn once, whoever comes, however often, whatever fails."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Event

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.db import connection

from escalation.choices import ConsequenceName
from escalation.models import Followed, Notification
from escalation.use_cases import follow_event as module
from escalation.use_cases.follow_event import CONSEQUENCES, follow_event, follow_left_behind
from tests.cast import House
from tests.factories.contracts import MORNING
from tests.factories.tickets import incident as opened
from tests.factories.tickets import last_routing, put_in
from tickets.choices import EventKind, Queue
from tickets.models import Escalation, Incident, IncidentEvent, Unfollowed

SOON = MORNING + timedelta(seconds=5)
LATER = MORNING + timedelta(seconds=10)


@pytest.fixture
def routing(house: House, incident: Incident) -> IncidentEvent:
    return last_routing(put_in(incident, Queue.SOFTWARE, by=house.hank))


def _failing(_event: IncidentEvent, _at: datetime) -> None:
    raise RuntimeError("out of order")


def _interrupted(_event: IncidentEvent, _at: datetime) -> None:
    raise SoftTimeLimitExceeded


def test_five_deliveries_have_one_effect(routing: IncidentEvent) -> None:
    told = [follow_event(routing.pk, at=SOON) for _ in range(5)]

    assert told == [True] * 5
    assert Escalation.objects.filter(routing_event=routing).count() == 1
    assert Followed.objects.filter(event=routing).count() == len(CONSEQUENCES[routing.kind])
    assert not Unfollowed.objects.filter(event=routing).exists()


def test_following_tells_the_publisher(house: House, routing: IncidentEvent) -> None:
    follow_event(routing.pk, at=SOON)
    follow_left_behind(at=LATER)

    told = Notification.objects.filter(event__kind=EventKind.REQUESTED)
    assert {each.recipient for each in told} == {house.mia, house.max}


def test_what_fails_undoes_nothing_else_and_is_tried_again(
    routing: IncidentEvent, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    whole = dict(module.DRAW)
    monkeypatch.setattr(module, "DRAW", whole | {ConsequenceName.NOTIFY: _failing})

    assert not follow_event(routing.pk, at=SOON)
    assert Escalation.objects.filter(routing_event=routing).exists()
    assert Unfollowed.objects.filter(event=routing).exists()
    assert "out of order" in caplog.text

    monkeypatch.setattr(module, "DRAW", whole)
    follow_left_behind(at=LATER)
    assert not Unfollowed.objects.exists()
    assert Escalation.objects.filter(routing_event=routing).count() == 1


def test_an_escalation_that_fails_leaves_no_half(
    routing: IncidentEvent, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tickets.use_cases.escalate._write_down", _raising)

    assert not follow_event(routing.pk, at=SOON)

    assert not Escalation.objects.exists()
    assert not Followed.objects.filter(consequence=ConsequenceName.ESCALATE).exists()


def _raising(*_args: object, **_more: object) -> None:
    raise RuntimeError("out of order")


def test_a_worker_that_is_out_of_time_stops_at_once(
    routing: IncidentEvent, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "DRAW", dict.fromkeys(ConsequenceName, _interrupted))

    with pytest.raises(SoftTimeLimitExceeded):
        follow_event(routing.pk, at=SOON)
    assert Unfollowed.objects.filter(event=routing).exists()


def test_an_event_without_consequence_leaves_the_outbox(incident: Incident) -> None:
    event = incident.events.get(kind=EventKind.OPENED)

    assert follow_event(event.pk, at=SOON)
    assert not Unfollowed.objects.filter(event=event).exists()


def test_an_event_that_does_not_exist_has_no_consequence(db: None) -> None:
    assert not follow_event(404, at=SOON)


def test_the_sweep_leaves_a_fresh_event_to_its_message(routing: IncidentEvent) -> None:
    assert follow_left_behind(at=MORNING + timedelta(seconds=1)) == 0
    assert follow_left_behind(at=SOON) > 0


def test_what_was_written_before_the_clock_was_set_back_does_not_wait_for_it(
    routing: IncidentEvent,
) -> None:
    assert follow_left_behind(at=MORNING - timedelta(hours=2)) > 0

    assert Escalation.objects.filter(routing_event=routing).exists()


def test_what_fails_for_ever_never_keeps_others_waiting(
    house: House, routing: IncidentEvent, monkeypatch: pytest.MonkeyPatch
) -> None:
    while follow_left_behind(at=LATER):
        pass
    broken = last_routing(put_in(routing.incident, Queue.TRIAGE, by=house.hank))
    Unfollowed.objects.exclude(event=broken).delete()
    monkeypatch.setattr(module, "BATCH", 1)
    whole = dict(module.DRAW)
    monkeypatch.setattr(module, "DRAW", whole | {ConsequenceName.NOTIFY: _failing})
    assert follow_left_behind(at=LATER) == 0
    monkeypatch.setattr(module, "DRAW", whole)

    later = put_in(routing.incident, Queue.SOFTWARE, by=house.hank, at=LATER)

    assert follow_left_behind(at=LATER + timedelta(minutes=1)) == 1
    assert not Unfollowed.objects.filter(event=last_routing(later)).exists()
    assert Unfollowed.objects.filter(event=broken).exists()


class _Killed(BaseException):
    """What no except clause of the house catches."""


def test_what_kills_its_worker_never_keeps_others_waiting(
    house: House, routing: IncidentEvent, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = dict(module.DRAW)
    monkeypatch.setattr(module, "BATCH", 1)
    monkeypatch.setattr(module, "DRAW", dict.fromkeys(ConsequenceName, _killing))
    Unfollowed.objects.exclude(event=routing).delete()
    with pytest.raises(_Killed):
        follow_left_behind(at=LATER)
    monkeypatch.setattr(module, "DRAW", whole)

    later = put_in(routing.incident, Queue.TRIAGE, by=house.hank, at=LATER)
    Unfollowed.objects.exclude(event__in=[routing, last_routing(later)]).delete()

    assert follow_left_behind(at=LATER + timedelta(minutes=1)) == 1
    assert Unfollowed.objects.get().event == routing
    assert Unfollowed.objects.get().tries == 1


def _killing(_event: IncidentEvent, _at: datetime) -> None:
    raise _Killed


@pytest.mark.django_db(transaction=True)
def test_one_sweep_at_a_time_and_its_tries_are_written_before_them(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(house.payroll, house.clara)
    is_at_work, may_end = Event(), Event()

    def _slow(_event: IncidentEvent, _at: datetime) -> None:
        is_at_work.set()
        may_end.wait(20)

    def _sweep() -> int:
        try:
            return follow_left_behind(at=SOON)
        finally:
            connection.close()

    monkeypatch.setattr(module, "DRAW", dict.fromkeys(ConsequenceName, _slow))
    waiting = Unfollowed.objects.count()
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(_sweep)
        assert is_at_work.wait(20)
        try:
            assert Unfollowed.objects.filter(tries=1).exists()
            assert follow_left_behind(at=SOON) == 0
        finally:
            may_end.set()
        assert first.result(20) == waiting


def test_every_reaction_is_to_an_event_that_exists() -> None:
    assert set(CONSEQUENCES) <= set(EventKind)
