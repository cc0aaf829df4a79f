"""Whoever was called to an escalation learns that somebody has it, and that they can stand down."""

import json
from collections.abc import Callable
from datetime import time, timedelta
from functools import partial

import pytest
from django.test import Client

from contracts.choices import Impact
from contracts.models import User
from escalation.choices import Medium, NewsGroup
from escalation.models import Dispatch, NewsChoice, Notification, QuietHours, Webhook
from escalation.rules.rehearsal import Scenario
from escalation.selectors import stood_down
from escalation.use_cases.call_webhook import body_of
from escalation.use_cases.rehearse import rehearse
from escalation.use_cases.write_mail import mail_of
from tests.cast import House
from tests.escalation.told import LATER, all_told, told
from tests.factories import contracts, rosters
from tests.factories.contracts import MORNING
from tests.factories.tickets import escalated as asked
from tickets.access import open_leg
from tickets.choices import Audience, EventKind, Queue
from tickets.models import Incident
from tickets.use_cases.assign_incident import assign_incident
from tickets.use_cases.climb_escalation import UNACKNOWLEDGED, call_managers, climb_escalation
from tickets.use_cases.converse import add_comment
from tickets.use_cases.move_incident import wait_for_client
from tickets.use_cases.work_escalation import acknowledge_escalation, return_escalation

SOON = MORNING + timedelta(minutes=1)
STAND_DOWN = "Mia Okafor acknowledged the incident; you can stand down"


@pytest.fixture
def called(house: House, incident: Incident) -> Incident:
    """An escalation to which Nils, then Max, then both duty managers were called in vain."""
    nils = contracts.person("Nils Berg", house.microsoft)
    rosters.roster(house.agreement, nils)
    rosters.roster(house.agreement, house.max, level=2)
    rosters.roster(house.agreement, house.helen, level=0)
    marc = contracts.person("Marc Bernard", house.compaq)
    assign_incident(incident, to=marc, by=house.hank, at=MORNING)
    asked(incident, by=house.hank)
    leg = open_leg(incident)
    assert leg is not None
    climb_escalation(leg, level=2, because=UNACKNOWLEDGED, due_at=MORNING, at=MORNING)
    call_managers(leg, call=0, due_at=MORNING, at=MORNING)
    told(incident)
    return incident


def test_who_was_called_learns_once_that_somebody_has_it(house: House, called: Incident) -> None:
    acknowledge_escalation(called, case_number="", by=house.mia, at=SOON)

    news = all_told(called)
    assert {person for _, person in news} == {"Clara", "Marc", "Nils", "Max", "Helen"}
    assert len(news) == 5
    assert {kind for kind, _ in news} == {EventKind.ACKNOWLEDGED}


@pytest.mark.parametrize(
    "act",
    [
        partial(wait_for_client, reason="x"),
        partial(add_comment, audience=Audience.VENDORS, body="x", files=[]),
        partial(add_comment, audience=Audience.CLIENT, body="x", files=[]),
        partial(return_escalation, reason="x"),
    ],
)
def test_whatever_the_first_word_is_they_learn_it_once(
    house: House, called: Incident, act: Callable[..., object]
) -> None:
    act(called, by=house.mia, at=SOON)

    news = all_told(called)
    assert sorted(person for _, person in news) == ["Clara", "Helen", "Marc", "Max", "Nils"]
    stood = {person for kind, person in news if kind == EventKind.ACKNOWLEDGED}
    assert stood - {"Clara"} == {"Helen", "Max", "Nils"}


def test_who_takes_it_is_told_nothing(house: House, called: Incident) -> None:
    acknowledge_escalation(called, case_number="", by=house.max, at=SOON)

    assert told(called) == {EventKind.ACKNOWLEDGED: {"Marc", "Nils", "Helen"}}


@pytest.fixture
def called_again(house: House, called: Incident) -> Incident:
    """The publisher gives it back, and is asked a second time."""
    return_escalation(called, reason="x", by=house.mia, at=SOON)
    asked(called, by=house.hank, at=SOON)
    told(called)
    return called


def test_who_was_called_to_an_earlier_escalation_is_not_told(
    house: House, called_again: Incident
) -> None:
    acknowledge_escalation(called_again, case_number="", by=house.mia, at=SOON)

    assert told(called_again) == {EventKind.ACKNOWLEDGED: {"Marc", "Nils"}}


def test_a_bridge_calls_whom_it_names_and_stands_nobody_of_them_down(
    house: House, called_again: Incident
) -> None:
    return_escalation(called_again, reason="x", by=house.mia, at=SOON)

    assert told(called_again) == {
        EventKind.JOINED: {"Marc", "Helen", "Max"},
        EventKind.ACKNOWLEDGED: {"Nils"},
    }


def _sent_to(person: User, medium: Medium) -> Dispatch:
    way = "mail" if medium == Medium.EMAIL else "call"
    news = Notification.objects.get(recipient=person, event__kind=EventKind.ACKNOWLEDGED)
    found = getattr(news, way)
    assert isinstance(found, Dispatch)
    return found


def test_mail_and_webhook_say_so_at_once_in_quiet_hours_too(house: House, called: Incident) -> None:
    QuietHours.objects.create(
        person=house.helen, begins=time(0), ends=time(23, 59), weekdays=list(range(7))
    )
    Webhook.objects.create(person=house.helen, address="https://x.org/", created_at=MORNING)
    NewsChoice.objects.create(person=house.helen, group=NewsGroup.ESCALATION, by_webhook=True)
    acknowledge_escalation(called, case_number="", by=house.mia, at=SOON)
    told(called)
    news = list(Notification.objects.filter(event__kind=EventKind.ACKNOWLEDGED))
    of_helen = [each for each in news if each.recipient_id == house.helen.pk]

    mail = _sent_to(house.helen, Medium.EMAIL)
    assert (mail.is_urgent, mail.due_at) == (True, LATER)
    assert f"{STAND_DOWN}." in mail_of(mail, of_helen, at=LATER).body
    call = _sent_to(house.helen, Medium.WEBHOOK)
    assert STAND_DOWN in json.dumps(body_of(call, of_helen, at=LATER))


def test_who_switched_such_mail_off_reads_it_in_the_portal(house: House, called: Incident) -> None:
    NewsChoice.objects.create(person=house.max, group=NewsGroup.ESCALATION, by_mail=False)
    acknowledge_escalation(called, case_number="", by=house.mia, at=SOON)
    told(called)

    assert (
        Notification.objects.get(recipient=house.max, event__kind=EventKind.ACKNOWLEDGED).mail
        is None
    )


def _says(client: Client, person: User) -> str:
    client.force_login(person)
    return client.get("/notifications/").content.decode()


def test_the_portal_says_so_to_those_alone_who_were_called(
    house: House, called: Incident, client: Client
) -> None:
    acknowledge_escalation(called, case_number="", by=house.mia, at=SOON)
    told(called)

    assert STAND_DOWN in _says(client, house.helen)
    assert STAND_DOWN in _says(client, house.max)
    for person in (User.objects.get(name="Marc Bernard"), house.clara):
        assert "Mia Okafor acknowledged the incident" in _says(client, person)
        assert "stand down" not in _says(client, person)


def test_who_has_it_by_name_is_not_stood_down(house: House, called: Incident) -> None:
    assign_incident(called, to=house.helen, by=house.hank, at=SOON)
    acknowledge_escalation(called, case_number="", by=house.mia, at=SOON)
    told(called)

    for person, count in ((house.helen, 0), (house.max, 1), (house.clara, 0)):
        news = Notification.objects.filter(recipient=person, event__kind=EventKind.ACKNOWLEDGED)
        assert len(stood_down([each.event for each in news], person)) == count


def test_who_had_an_earlier_escalation_by_name_stands_down_from_the_next(
    house: House, called: Incident
) -> None:
    nils = User.objects.get(name="Nils Berg")
    acknowledge_escalation(called, case_number="", by=nils, at=MORNING)
    return_escalation(called, reason="x", by=nils, at=MORNING)
    asked(called, by=house.hank, at=MORNING)
    acknowledge_escalation(called, case_number="", by=house.mia, at=SOON)
    told(called)

    news = Notification.objects.filter(recipient=nils, event__kind=EventKind.ACKNOWLEDGED)
    assert len(stood_down([each.event for each in news], nils)) == 1


def test_a_rehearsal_shows_who_stands_down(house: House, called: Incident) -> None:
    scenario = Scenario(
        SOON,
        Impact(called.impact),
        Queue.SOFTWARE,
        acknowledged_after=timedelta(minutes=20),
    )

    found = rehearse(house.contract, scenario, at=MORNING)

    taken = next(each for each in found.happenings if each.event.kind == EventKind.ACKNOWLEDGED)
    nils = User.objects.get(name="Nils Berg")
    assert nils.pk in taken.event.stood_down
    assert nils in [each.person for each in taken.told]
    assert house.max not in [each.person for each in taken.told]  # who acknowledges
