"""A call that is told late never comes after the news that it is over, nor without it."""

from datetime import timedelta

import pytest
from django.utils import translation

from contracts.models import User
from escalation.models import Notification
from escalation.use_cases import follow_event as module
from escalation.use_cases.call_webhook import body_of
from escalation.use_cases.follow_event import follow_event
from escalation.use_cases.write_mail import mail_of
from tests.cast import House
from tests.escalation.told import LATER, all_told
from tests.factories import rosters
from tests.factories.contracts import MORNING
from tests.factories.tickets import put_in
from tickets.access import open_leg
from tickets.choices import EventKind, Queue
from tickets.models import Incident, IncidentEvent, Unfollowed
from tickets.use_cases.climb_escalation import UNACKNOWLEDGED, call_managers, climb_escalation
from tickets.use_cases.work_escalation import acknowledge_escalation

SOON = MORNING + timedelta(minutes=1)


@pytest.fixture
def climbed(house: House, escalated: Incident) -> Incident:
    """A second level that was reached, and then the managers: of neither anybody was told yet."""
    rosters.roster(house.agreement, house.max, level=2)
    rosters.roster(house.agreement, house.helen, level=0)
    all_told(escalated)
    leg = open_leg(escalated)
    assert leg is not None
    climb_escalation(leg, level=2, because=UNACKNOWLEDGED, due_at=MORNING, at=MORNING)
    call_managers(leg, call=0, due_at=MORNING, at=MORNING)
    return escalated


def _line(of: Incident, kind: EventKind) -> IncidentEvent:
    return of.events.get(kind=kind)


def _told(person: User) -> list[str]:
    """Return what somebody was told last, the oldest first."""
    news = Notification.objects.unread().filter(recipient=person, event__isnull=False)
    return list(news.order_by("pk").values_list("event__kind", flat=True))


def test_whoever_is_called_reads_so_before_they_can_stand_down(
    house: House, climbed: Incident
) -> None:
    acknowledge_escalation(climbed, case_number="", by=house.mia, at=SOON)

    follow_event(_line(climbed, EventKind.ACKNOWLEDGED).pk, at=SOON)

    calls = [EventKind.CLIMBED, EventKind.MANAGERS_CALLED]
    assert _told(house.max) == [*calls, EventKind.ACKNOWLEDGED]
    assert _told(house.helen) == [EventKind.MANAGERS_CALLED, EventKind.ACKNOWLEDGED]
    assert not Unfollowed.objects.filter(event__kind__in=calls).exists()


def test_whoever_is_called_reads_so_before_it_is_withdrawn(house: House, climbed: Incident) -> None:
    put_in(climbed, Queue.HARDWARE, by=house.hank, at=SOON)

    follow_event(_line(climbed, EventKind.WITHDRAWN).pk, at=SOON)

    assert _told(house.max)[-1] == EventKind.WITHDRAWN
    assert EventKind.CLIMBED in _told(house.max)


def test_a_call_that_fails_for_ever_keeps_nobody_waiting(house: House, climbed: Incident) -> None:
    acknowledge_escalation(climbed, case_number="", by=house.mia, at=SOON)
    failing = Unfollowed.objects.filter(event__kind=EventKind.CLIMBED)
    failing.update(tries=module._TRIES_WAITED_FOR)

    assert follow_event(_line(climbed, EventKind.ACKNOWLEDGED).pk, at=SOON)

    assert failing.exists()
    assert _told(house.max) == [EventKind.MANAGERS_CALLED, EventKind.ACKNOWLEDGED]


ACKNOWLEDGED = "Mia Okafor acknowledged the incident; you can stand down."


def _said(person: User, kind: EventKind) -> tuple[str, str]:
    """Return what the mail and the webhook of a piece of news say when they leave."""
    news = Notification.objects.get(recipient=person, event__kind=kind)
    assert news.mail is not None
    with translation.override("en"):
        data = body_of(news.mail, [news], at=LATER)["data"]
    return str(mail_of(news.mail, [news], at=LATER).body), data["news"][0]["line"]


def test_a_call_that_leaves_late_says_that_it_is_taken(house: House, climbed: Incident) -> None:
    all_told(climbed)
    acknowledge_escalation(climbed, case_number="", by=house.mia, at=SOON)

    for said in _said(house.max, EventKind.CLIMBED):
        assert f"On duty: Max Berg. {ACKNOWLEDGED}" in said


def test_a_call_that_leaves_late_says_that_it_is_over(house: House, climbed: Incident) -> None:
    all_told(climbed)
    put_in(climbed, Queue.HARDWARE, by=house.hank, at=SOON)

    for said in _said(house.helen, EventKind.MANAGERS_CALLED):
        assert "The escalation was withdrawn: " in said


def test_a_call_that_leaves_at_once_says_nothing_more(house: House, climbed: Incident) -> None:
    all_told(climbed)

    for said in _said(house.max, EventKind.CLIMBED):
        assert "stand down" not in said


def test_calls_that_leave_with_the_news_that_it_is_taken_do_not_repeat_it(
    house: House, climbed: Incident
) -> None:
    acknowledge_escalation(climbed, case_number="", by=house.mia, at=SOON)
    all_told(climbed)
    news = list(Notification.objects.filter(recipient=house.max).order_by("pk"))[-3:]
    assert news[0].mail is not None

    mail = str(mail_of(news[0].mail, news, at=LATER).body)

    assert "On duty: Max Berg." in mail
    assert mail.count(ACKNOWLEDGED) == 1
