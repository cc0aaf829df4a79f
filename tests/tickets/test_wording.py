"""One line of the timeline as each of its readers reads it."""

from datetime import timedelta

import pytest
from django.test import Client

from contracts.choices import Impact
from contracts.models import User
from escalation.models import Notification
from escalation.use_cases.follow_event import follow_left_behind
from escalation.use_cases.write_mail import mail_of
from tests.cast import House
from tests.factories import contracts, tickets
from tests.factories.contracts import MORNING
from tickets.api.documents import line_document
from tickets.choices import Action, Audience, EventKind
from tickets.models import Incident
from tickets.use_cases.change_impact import change_impact
from tickets.use_cases.converse import add_comment
from tickets.use_cases.move_incident import restore_incident, resume_work, wait_for_client
from tickets.wording import line_of

pytestmark = pytest.mark.usefixtures("in_english")

NEWS = "/notifications/"


def _line(incident: Incident, action: Action, reader: User) -> str:
    event = incident.events.get(detail__action=action)
    return line_of(event, incident, reader=reader)


def _waits(house: House, incident: Incident) -> None:
    wait_for_client(incident, reason="Restart B2", by=house.hank, at=MORNING)


def _replies(house: House, incident: Incident) -> None:
    add_comment(
        incident, audience=Audience.CLIENT, body="Done", files=[], by=house.clara, at=MORNING
    )


def test_whom_one_waits_for_is_you_to_the_client(house: House, incident: Incident) -> None:
    _waits(house, incident)

    assert _line(incident, Action.WAIT, house.clara) == ("Hank Rey is waiting for you: Restart B2")
    assert _line(incident, Action.WAIT, house.hank) == (
        "Hank Rey is waiting for the client: Restart B2"
    )


def test_a_reply_that_ends_a_wait_is_an_answer_and_no_work_of_the_client(
    house: House, incident: Incident
) -> None:
    _waits(house, incident)
    _replies(house, incident)
    event = incident.events.get(detail__action=Action.ANSWER)
    colleague = User(organisation=house.vauquelin)

    assert line_of(event, incident, reader=house.clara) == "You answered, work goes on"
    for reader in (house.hank, colleague):
        assert line_of(event, incident, reader=reader) == "Clara Morel answered, work goes on"


def test_a_vendor_that_goes_on_unasked_resumes_work(house: House, incident: Incident) -> None:
    _waits(house, incident)
    resume_work(incident, by=house.hank, at=MORNING)

    for reader in (house.hank, house.clara):
        assert _line(incident, Action.ANSWER, reader) == "Hank Rey resumed work"


@pytest.mark.parametrize(("zone", "said"), [("Europe/Paris", "09:52"), ("Europe/London", "08:52")])
def test_a_restoration_tells_the_instant_stated_in_the_readers_zone(
    house: House, incident: Incident, zone: str, said: str
) -> None:
    restore_incident(
        incident,
        restored_at=MORNING + timedelta(minutes=10),
        by=house.hank,
        at=MORNING + timedelta(minutes=40),
    )
    house.clara.time_zone = zone

    line = _line(incident, Action.RESTORE, house.clara)

    assert line == f"Hank Rey stated that service was restored at {said}"


def test_a_restoration_stated_on_another_day_names_the_day(
    house: House, incident: Incident
) -> None:
    restore_incident(incident, restored_at=MORNING, by=house.hank, at=MORNING + timedelta(days=1))

    line = _line(incident, Action.RESTORE, house.clara)

    assert "was restored on " in line
    assert "2026" in line


def test_pages_news_mail_and_api_say_the_same_line(
    client: Client, house: House, incident: Incident
) -> None:
    _waits(house, incident)
    while follow_left_behind(at=MORNING + timedelta(minutes=2)):
        pass
    client.force_login(house.clara)
    event = incident.events.get(detail__action=Action.WAIT)
    told = Notification.objects.get(event=event, recipient=house.clara)
    assert told.mail is not None
    mail = mail_of(told.mail, [told], at=MORNING + timedelta(minutes=2))

    pages = [client.get(at).content.decode() for at in (f"/i/{incident.reference}/", NEWS)]
    document = line_document(event, incident, reader=house.clara)

    for said in (*pages, str(mail.body), document["text"]):
        assert "Hank Rey is waiting for you: Restart B2" in said


def test_an_outage_is_told_with_its_beginning(house: House, incident: Incident) -> None:
    change_impact(incident, impact=Impact.DEGRADED, reason="x", by=house.hank, at=MORNING)
    since = MORNING - timedelta(minutes=7)
    change_impact(
        incident, impact=Impact.OUTAGE, reason="y", down_since=since, by=house.hank, at=MORNING
    )

    told = incident.events.order_by("sequence").last()

    assert told is not None
    assert "down since 23 November 2026" in line_of(told, incident, reader=house.clara)
    assert "09:35" in line_of(told, incident, reader=house.clara)


def test_an_escalation_without_a_number_says_why(house: House) -> None:
    fresh = contracts.configuration("Mail", house.contract, signed_by=None)
    unknown = tickets.incident(house.payroll, house.clara, configuration=None)

    said = {
        why: [
            line_of(event, held, reader=house.hank)
            for event in held.events.filter(
                kind__in=[EventKind.REQUESTED, EventKind.PRIORITY_FORCED]
            )
        ]
        for held, why in (
            (tickets.escalated(tickets.incident(fresh, house.clara), by=house.hank), "activation"),
            (tickets.escalated(unknown, by=house.hank), "outside"),
        )
    }

    assert said == {
        "activation": [
            "Escalated to Microsoft without a support number (activation phase), level 1",
            "High priority forced: activation phase",
        ],
        "outside": [
            "Escalated to Microsoft without a support number (outside the guarantee), level 1",
            "High priority forced: outside the guarantee",
        ],
    }
