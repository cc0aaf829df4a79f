"""Migration 0016 reads from the journal what the acts would have taught."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from importlib import import_module
from typing import Any

import pytest
from django.db import connection

from tests.cast import House
from tests.factories.contracts import MORNING
from tests.factories.tickets import escalated, put_in
from tests.factories.tickets import incident as opened
from tickets.choices import LessonSource, Queue
from tickets.models import Incident, Lesson
from tickets.use_cases.hand_over import route_incident
from tickets.use_cases.move_incident import reopen_incident, resolve_incident
from tickets.use_cases.work_escalation import (
    acknowledge_escalation,
    resolve_escalation,
    return_escalation,
    start_work,
)

READ = import_module("tickets.migrations.0016_what_the_journal_says").Migration.operations
Kept = tuple[str, str, int | None, datetime]
Act = Callable[["_Play"], None]


class _Play:
    """One incident, and acts upon it, a minute after each other."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.of = opened(house.payroll, house.clara, description="Bonjour")
        assert self.of.queue == Queue.TRIAGE
        self.instants: Iterator[datetime] = (
            MORNING + timedelta(minutes=minute) for minute in range(1, 100)
        )

    @property
    def now(self) -> Incident:
        return Incident.objects.get(pk=self.of.pk)

    def to(self, queue: Queue) -> None:
        route_incident(
            self.now, queue=queue, reason="x", by=self.house.hank, at=next(self.instants)
        )

    def escalated(self) -> None:
        escalated(self.now, by=self.house.hank, at=next(self.instants))

    def returned(self) -> None:
        self.escalated()
        return_escalation(self.now, reason="x", by=self.house.mia, at=next(self.instants))

    def taken(self) -> None:
        self.escalated()
        at = next(self.instants)
        acknowledge_escalation(self.now, case_number="", by=self.house.mia, at=at)

    def resolved(self, **shares: int) -> None:
        at = next(self.instants)
        resolve_incident(self.now, cause="x", responsibility=shares, by=self.house.helen, at=at)

    def resolved_by_publisher(self) -> None:
        self.taken()
        start_work(self.now, by=self.house.mia, at=next(self.instants))
        resolve_escalation(self.now, cause="x", by=self.house.max, at=next(self.instants))

    def reopened(self) -> None:
        reopen_incident(self.now, reason="x", by=self.house.clara, at=next(self.instants))


def _acts(*acts: Any) -> list[Act]:
    return [_act(*each) if isinstance(each, tuple) else _act(each) for each in acts]


def _act(name: str, *said: Any) -> Act:
    def _done(play: _Play) -> None:
        shares = said[0] if said and isinstance(said[0], dict) else {}
        getattr(play, name)(*(said if not shares else ()), **shares)

    return _done


HARDWARE, SOFTWARE, TRIAGE = (
    ("to", queue) for queue in (Queue.HARDWARE, Queue.SOFTWARE, Queue.TRIAGE)
)
ALIKE = {"manufacturer": 50, "publisher": 50}
HISTORIES: dict[str, list[Act]] = {
    "nothing": [],
    "routed": _acts(HARDWARE),
    "to and fro": _acts(HARDWARE, SOFTWARE, HARDWARE),
    "back to triage": _acts(HARDWARE, TRIAGE),
    "through triage": _acts(HARDWARE, TRIAGE, HARDWARE),
    "returned": _acts("returned"),
    "returned, then resolved as it stood": _acts("returned", "resolved"),
    "returned, and routed the same way": _acts("returned", HARDWARE),
    "returned, and to software again": _acts("returned", SOFTWARE),
    "disputed": _acts("returned", "returned"),
    "disputed, and resolved without shares": _acts("returned", "returned", "resolved"),
    "disputed, and shared": _acts("returned", "returned", ("resolved", {"publisher": 100})),
    "hardware, and so it was": _acts(HARDWARE, "resolved"),
    "shares against the queue": _acts(HARDWARE, ("resolved", {"publisher": 100})),
    "shares alike": _acts(HARDWARE, ("resolved", ALIKE)),
    "the client’s own": _acts("taken", ("resolved", {"client": 100})),
    "taken": _acts("taken", "resolved"),
    "never taken": _acts("escalated", "resolved"),
    "resolved by the publisher": _acts("resolved_by_publisher"),
    "resolved in triage": _acts("resolved"),
    "reopened": _acts("taken", "resolved", "reopened"),
    "reopened, and then hardware": _acts("taken", "resolved", "reopened", HARDWARE, "resolved"),
}


def _kept() -> dict[int, Kept]:
    rows = Lesson.objects.values_list("incident_id", "label", "source", "by_id", "at")
    return {pk: (label, source, by, at) for pk, label, source, by, at in rows}


def _read_anew() -> None:
    with connection.cursor() as cursor:
        for each in READ:
            cursor.execute(each.sql)


@pytest.mark.parametrize("history", HISTORIES.values(), ids=HISTORIES)
def test_it_says_what_the_acts_taught(house: House, history: list[Act]) -> None:
    play = _Play(house)
    for act in history:
        act(play)
    taught = _kept()
    Lesson.objects.all().delete()

    _read_anew()

    assert _kept() == taught


def test_the_histories_teach_either_queue_or_nothing(house: House) -> None:
    plays = {name: _Play(house) for name in HISTORIES}
    for name, play in plays.items():
        for act in HISTORIES[name]:
            act(play)
    taught = _kept()
    Lesson.objects.all().delete()

    _read_anew()

    assert _kept() == taught
    assert {label for label, *_rest in taught.values()} == {Queue.HARDWARE, Queue.SOFTWARE}
    assert len(taught) < len(plays)


def test_what_was_taught_since_stays_and_what_nobody_said_goes(
    house: House, incident: Incident
) -> None:
    silent = opened(house.payroll, house.clara)
    put_in(incident, Queue.HARDWARE, by=house.hank)
    since = {"label": Queue.SOFTWARE, "source": LessonSource.ROUTED, "by": house.helen}
    Lesson.objects.update_or_create(incident=incident, defaults=since | {"at": MORNING})
    nobodys = {"source": LessonSource.RESOLVED, "by": None, "at": MORNING}
    Lesson.objects.create(incident=silent, label=Queue.HARDWARE, **nobodys)

    _read_anew()
    _read_anew()

    assert _kept() == {incident.pk: (Queue.SOFTWARE, "routed", house.helen.pk, MORNING)}
