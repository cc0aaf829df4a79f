"""The quiet warning on the page of an incident that news did not reach somebody."""

from datetime import timedelta

import pytest
from django.test import Client

from contracts.models import User
from escalation.choices import DispatchState
from escalation.models import Dispatch, Notification
from escalation.selectors import undelivered
from tests.cast import House
from tests.escalation.gathering import says
from tests.factories.contracts import MORNING
from tickets.choices import Audience
from tickets.models import Incident
from tickets.use_cases.converse import add_comment


@pytest.fixture
def failed(house: House, slow: Incident) -> Incident:
    says(slow, house.hank)
    Dispatch.objects.update(failing_since=MORNING, state=DispatchState.FAILED, attempts=9)
    return slow


def _page(client: Client, incident: Incident, reader: User) -> str:
    client.force_login(reader)
    return client.get(f"/i/{incident.reference}/").content.decode()


def test_the_owners_agents_are_warned_and_the_client_is_not(
    client: Client, house: House, failed: Incident
) -> None:
    assert 'id="undelivered"' in _page(client, failed, house.helen)
    assert "Clara Morel" in _page(client, failed, house.helen)
    assert 'id="undelivered"' not in _page(client, failed, house.clara)


def test_the_warning_goes_when_something_has_reached_them_since(
    house: House, failed: Incident
) -> None:
    assert undelivered(failed, house.hank)
    Dispatch.objects.create(
        recipient=house.clara,
        state=DispatchState.SENT,
        opened_at=MORNING,
        due_at=MORNING,
        sent_at=MORNING + timedelta(hours=1),
    )

    assert undelivered(failed, house.hank) == []


def test_of_a_note_among_the_clients_own_people_the_owner_learns_nothing(
    house: House, slow: Incident
) -> None:
    add_comment(slow, audience=Audience.INTERNAL, body="x", files=[], by=house.clara, at=MORNING)
    note = slow.events.latest("sequence")
    mail = Dispatch.objects.create(
        recipient=house.clara,
        state=DispatchState.FAILED,
        opened_at=MORNING,
        due_at=MORNING,
        failing_since=MORNING,
    )
    Notification.objects.create(
        recipient=house.clara, event=note, incident=slow, at=MORNING, mail=mail
    )

    assert undelivered(slow, house.hank) == []


def test_an_agent_learns_of_colleagues_on_its_own_side_alone(
    house: House, escalated: Incident
) -> None:
    Dispatch.objects.all().delete()
    event = escalated.events.filter(kind="escalation.requested").get()
    for person in (house.max, house.hank):
        mail = Dispatch.objects.create(
            recipient=person,
            state=DispatchState.FAILED,
            opened_at=MORNING,
            due_at=MORNING,
            failing_since=MORNING,
        )
        Notification.objects.update_or_create(
            recipient=person,
            event=event,
            defaults={"incident": escalated, "at": MORNING, "mail": mail},
        )

    assert [each.person for each in undelivered(escalated, house.mia)] == [house.max]
    assert [each.person for each in undelivered(escalated, house.helen)] == [house.hank]
