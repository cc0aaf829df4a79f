"""What people say about where an incident belongs is kept, for the router to learn from."""

from datetime import timedelta

import pytest

from tests.cast import House
from tests.factories.contracts import MORNING
from tests.factories.tickets import escalated, put_in
from tickets.choices import LessonSource, Queue
from tickets.models import Incident, Lesson
from tickets.use_cases.hand_over import route_incident
from tickets.use_cases.move_incident import resolve_incident
from tickets.use_cases.work_escalation import (
    acknowledge_escalation,
    resolve_escalation,
    return_escalation,
)

SOON = MORNING + timedelta(minutes=10)


def _lesson(incident: Incident) -> tuple[str, str] | None:
    found = Lesson.objects.filter(incident=incident).first()
    return None if found is None else (found.label, found.source)


def test_the_routers_own_choice_teaches_nothing(incident: Incident) -> None:
    assert _lesson(incident) is None


def test_a_person_who_routes_teaches_and_triage_does_not(house: House, incident: Incident) -> None:
    put_in(incident, Queue.SOFTWARE, by=house.hank)
    Lesson.objects.all().delete()

    route_incident(incident, queue=Queue.TRIAGE, reason="x", by=house.hank, at=SOON)
    assert _lesson(incident) is None
    route_incident(incident, queue=Queue.HARDWARE, reason="a disk", by=house.hank, at=SOON)

    assert _lesson(incident) == (Queue.HARDWARE, LessonSource.ROUTED)


def _came_to(queue: Queue, incident: Incident) -> None:
    Incident.objects.filter(pk=incident.pk).update(queue=queue, first_queue=queue)


def _sorted_as(incident: Incident) -> str:
    return Incident.objects.get(pk=incident.pk).sorted_as


def test_what_a_person_sorts_is_kept_apart_from_what_the_router_did(
    house: House, incident: Incident
) -> None:
    _came_to(Queue.TRIAGE, incident)
    assert _sorted_as(incident) == ""

    route_incident(incident, queue=Queue.SOFTWARE, reason="x", by=house.hank, at=SOON)
    assert _sorted_as(incident) == Queue.SOFTWARE

    held = escalated(incident, by=house.hank, at=SOON)
    return_escalation(held, reason="a disk", by=house.mia, at=SOON)
    route_incident(held, queue=Queue.HARDWARE, reason="a disk", by=house.hank, at=SOON)
    found = Incident.objects.get(pk=incident.pk)
    assert (found.first_queue, found.sorted_as) == (Queue.TRIAGE, Queue.SOFTWARE)
    assert _lesson(incident) == (Queue.HARDWARE, LessonSource.ROUTED)


def test_who_corrects_the_router_has_sorted_nothing(house: House, incident: Incident) -> None:
    _came_to(Queue.SOFTWARE, incident)

    route_incident(incident, queue=Queue.TRIAGE, reason="x", by=house.hank, at=SOON)
    route_incident(incident, queue=Queue.HARDWARE, reason="x", by=house.hank, at=SOON)

    assert _sorted_as(incident) == ""


def test_not_software_teaches_hardware(house: House, incident: Incident) -> None:
    held = escalated(incident, by=house.hank)

    return_escalation(held, reason="a disk", by=house.mia, at=SOON)

    assert _lesson(incident) == (Queue.HARDWARE, LessonSource.RETURNED)


def test_the_last_word_counts(house: House, incident: Incident) -> None:
    held = escalated(incident, by=house.hank)
    return_escalation(held, reason="a disk", by=house.mia, at=SOON)
    held = escalated(incident, by=house.hank, at=SOON)

    resolve_escalation(held, cause="A hotfix was missing", by=house.mia, at=SOON)

    assert _lesson(incident) == (Queue.SOFTWARE, LessonSource.RESOLVED)
    assert Lesson.objects.get().by == house.mia


def test_an_outages_responsibility_says_more_than_the_queue(
    house: House, incident: Incident
) -> None:
    held = escalated(incident, by=house.hank)
    acknowledge_escalation(held, case_number="", by=house.mia, at=SOON)

    resolve_incident(
        held,
        cause="A controller corrupted the pages",
        responsibility={"manufacturer": 80, "publisher": 20},
        by=house.hank,
        at=SOON,
    )

    assert _lesson(incident) == (Queue.HARDWARE, LessonSource.RESOLVED)


def test_what_the_publisher_never_began_teaches_nothing_of_it(
    house: House, incident: Incident
) -> None:
    held = escalated(incident, by=house.hank)
    Lesson.objects.all().delete()

    resolve_incident(held, cause="Gone by itself", responsibility=None, by=house.hank, at=SOON)

    assert _lesson(incident) is None


def test_what_is_said_again_is_no_new_lesson(house: House, incident: Incident) -> None:
    _came_to(Queue.SOFTWARE, incident)
    route_incident(incident, queue=Queue.TRIAGE, reason="x", by=house.hank, at=MORNING)
    held = route_incident(incident, queue=Queue.HARDWARE, reason="x", by=house.hank, at=MORNING)

    resolve_incident(held, cause="A disk", responsibility=None, by=house.helen, at=SOON)

    assert _lesson(incident) == (Queue.HARDWARE, LessonSource.RESOLVED)
    assert (Lesson.objects.get().at, Lesson.objects.get().by) == (MORNING, house.helen)


def test_what_the_publisher_said_stands_where_nobody_says_more(
    house: House, incident: Incident
) -> None:
    held = escalated(incident, by=house.hank)
    return_escalation(held, reason="a disk", by=house.mia, at=SOON)

    resolve_incident(held, cause="Gone by itself", responsibility=None, by=house.hank, at=SOON)

    assert _lesson(incident) == (Queue.HARDWARE, LessonSource.RETURNED)


def _disputed(incident: Incident, house: House) -> Incident:
    """Let the publisher return it twice, so that a bridge opens."""
    for _time in range(2):
        held = escalated(incident, by=house.hank, at=SOON)
        return_escalation(held, reason="a disk", by=house.mia, at=SOON)
    return Incident.objects.get(pk=incident.pk)


def test_what_both_dispute_teaches_nothing(house: House, incident: Incident) -> None:
    held = _disputed(incident, house)
    assert held.escalations.filter(is_joint=True).exists()
    assert _lesson(incident) is None

    resolve_incident(held, cause="Gone by itself", responsibility=None, by=house.hank, at=SOON)

    assert _lesson(incident) is None


def test_a_bridge_teaches_what_its_shares_say(house: House, incident: Incident) -> None:
    held = _disputed(incident, house)

    resolve_incident(
        held, cause="A disk", responsibility={"manufacturer": 100}, by=house.hank, at=SOON
    )

    assert _lesson(incident) == (Queue.HARDWARE, LessonSource.RESOLVED)


@pytest.mark.parametrize(
    "shares",
    [{"client": 100}, {"manufacturer": 50, "publisher": 50}, {"client": 60, "third_party": 40}],
)
def test_shares_that_lie_on_neither_vendor_more_teach_nothing(
    house: House, incident: Incident, shares: dict[str, int]
) -> None:
    held = put_in(incident, Queue.HARDWARE, by=house.hank)
    Lesson.objects.all().delete()

    resolve_incident(held, cause="A plug", responsibility=shares, by=house.hank, at=SOON)

    assert _lesson(incident) is None
