"""Migration 0014 writes down what people had said before it was kept, and takes it back."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.db import connection

from tests.cast import House
from tests.factories.contracts import MORNING
from tests.factories.tickets import escalated
from tests.factories.tickets import incident as opened
from tickets.choices import LessonSource, Queue
from tickets.models import Incident, Lesson
from tickets.use_cases.hand_over import route_incident
from tickets.use_cases.move_incident import resolve_incident
from tickets.use_cases.work_escalation import acknowledge_escalation

WRITTEN = import_module("tickets.migrations.0014_what_people_said_before").Migration.operations
SOON = MORNING + timedelta(minutes=10)


def _run(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _backwards() -> None:
    _run(*(each.reverse_sql for each in reversed(WRITTEN)))


def _forwards() -> None:
    _run(*(each.sql for each in WRITTEN))


@pytest.fixture
def sorted_by_hand(house: House) -> Incident:
    found = opened(house.payroll, house.clara)
    Incident.objects.filter(pk=found.pk).update(queue=Queue.TRIAGE, first_queue=Queue.TRIAGE)
    for queue in (Queue.SOFTWARE, Queue.HARDWARE):
        route_incident(found, queue=queue, reason="x", by=house.hank, at=SOON)
    return found


def test_the_first_choice_of_a_person_is_found_in_the_journal(sorted_by_hand: Incident) -> None:
    _backwards()
    assert Incident.objects.get().sorted_as == ""

    _forwards()

    assert Incident.objects.get().sorted_as == Queue.SOFTWARE


def test_what_the_router_routed_was_not_sorted(house: House, incident: Incident) -> None:
    route_incident(incident, queue=Queue.HARDWARE, reason="x", by=house.hank, at=SOON)
    Incident.objects.update(first_queue=Queue.SOFTWARE)

    _forwards()

    assert Incident.objects.get().sorted_as == ""


def test_what_was_resolved_teaches_and_what_nobody_began_does_not(house: House) -> None:
    begun, untouched = (escalated(opened(house.payroll, house.clara), by=house.hank) for _ in "ab")
    acknowledge_escalation(begun, case_number="", by=house.mia, at=SOON)
    for each in (begun, untouched):
        found = Incident.objects.get(pk=each.pk)
        resolve_incident(found, cause="x", responsibility=None, by=house.hank, at=SOON)
    Lesson.objects.all().delete()

    _forwards()
    _forwards()  # what stands already stays

    lesson = Lesson.objects.get()
    assert (lesson.incident, lesson.label, lesson.by) == (begun, Queue.SOFTWARE, None)
    assert (lesson.source, lesson.at) == (LessonSource.RESOLVED, SOON)
    _backwards()
    assert not Lesson.objects.exists()


def test_what_people_say_since_stays(house: House, sorted_by_hand: Incident) -> None:
    found = Incident.objects.get()
    resolve_incident(found, cause="x", responsibility=None, by=house.hank, at=SOON)

    _forwards()
    _backwards()

    assert Lesson.objects.get().by == house.hank
