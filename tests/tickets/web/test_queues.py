import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from contracts.choices import Impact
from contracts.models import User
from tests.cast import House
from tests.factories import tickets
from tickets.choices import Audience, Queue
from tickets.models import Incident
from tickets.rules.deadlines import NEVER
from tickets.selectors.queues import ROWS
from tickets.use_cases.assign_incident import assign_incident
from tickets.use_cases.converse import add_comment
from tickets.web.rows import LATER, PAUSED, SOON, TODAY, WEEK, nearness

SESSION_AND_USER = 2
WHAT_IS_AT_RISK = 10
"""Asked once a minute, where an outage lasts."""


def titles(page: str) -> list[str]:
    return re.findall(r'id="row-(INC-\d+)"', page)


@pytest.fixture
def hanks(client: Client, hank: User) -> Client:
    client.force_login(hank)
    return client


def test_an_agent_sees_what_is_owed_first_on_top(
    hanks: Client, house: House, incident: Incident
) -> None:
    question = tickets.incident(
        house.payroll, house.clara, at=timezone.now(), impact=Impact.QUESTION, down_since=None
    )

    page = hanks.get("/queues/all/").content.decode()

    assert titles(page) == [incident.reference, question.reference]
    assert "Late or due within 30 min, 1" in page


def test_an_engineer_sees_only_what_was_escalated_to_the_own_company(
    client: Client, house: House, escalated: Incident, mia: User
) -> None:
    kept = tickets.incident(house.payroll, house.clara, description=tickets.HARDWARE_WORDS)
    client.force_login(mia)

    page = client.get("/queues/all/").content.decode()

    assert titles(page) == [escalated.reference]
    assert kept.reference not in page
    assert 'class="by-number"' in page


@pytest.mark.parametrize("who", ["clara", "stranger", "olga"])
def test_who_works_no_queue_finds_none(client: Client, house: House, who: str) -> None:
    client.force_login(getattr(house, who))

    assert client.get("/queues/").status_code == 404
    assert client.get("/queues/all/").status_code == 404
    assert client.get("/queues/all/live/").status_code == 404


def test_another_manufacturer_sees_nothing_of_it(
    client: Client, house: House, incident: Incident
) -> None:
    client.force_login(house.rival_agent)

    page = client.get("/queues/all/").content.decode()

    assert titles(page) == []
    assert "The queue is empty." in page
    assert client.get(f"/i/{incident.reference}/preview/").status_code == 404


def test_a_view_of_the_other_kind_of_vendor_is_not_there(client: Client, mia: User) -> None:
    client.force_login(mia)

    assert client.get("/queues/hardware/").status_code == 404


def test_who_has_work_is_led_to_it_and_who_has_none_to_everything(
    hanks: Client, incident: Incident, hank: User
) -> None:
    assert hanks.get("/queues/")["Location"] == "/queues/all/"

    assign_incident(incident, to=hank, by=hank, at=timezone.now())

    assert hanks.get("/queues/")["Location"] == "/queues/mine/"


@pytest.mark.parametrize("asked", ["sort=risk", "p=high", "q=sql+2000"])
def test_who_is_led_to_a_view_keeps_its_order_and_its_filters(
    hanks: Client, incident: Incident, asked: str
) -> None:
    assert hanks.get(f"/queues/?{asked}&more=1")["Location"] == f"/queues/all/?{asked}"


def test_the_list_says_in_which_order_it_stands(hanks: Client, incident: Incident) -> None:
    by_risk = hanks.get("/queues/all/?sort=risk").content.decode()

    assert "All open: the penalty at risk first</caption>" in by_risk
    assert "the soonest commitment first" not in by_risk
    page = hanks.get("/queues/all/").content.decode()
    assert "All open: the soonest commitment first</caption>" in page


def test_filters_stand_in_the_address(hanks: Client, house: House, escalated: Incident) -> None:
    other = tickets.incident(
        house.payroll,
        house.clara,
        impact=Impact.QUESTION,
        down_since=None,
        description="Quelle version du micrologiciel avant la mise à jour ?",
    )

    tickets.put_in(other, Queue.HARDWARE, by=house.hank)

    assert titles(hanks.get("/queues/all/?p=high").content.decode()) == [escalated.reference]
    assert titles(hanks.get("/queues/all/?held=partner").content.decode()) == [escalated.reference]
    assert titles(hanks.get("/queues/all/?q=MICROLOGICIEL").content.decode()) == [other.reference]
    nothing = hanks.get("/queues/all/?q=nowhere").content.decode()
    assert "No incident for these filters" in nothing
    assert 'href="/queues/all/"' in nothing


def test_a_row_says_whether_the_own_company_has_reacted(
    hanks: Client, incident: Incident, hank: User
) -> None:
    assert 'class="unread"' in hanks.get("/queues/all/").content.decode()

    assign_incident(incident, to=hank, by=hank, at=timezone.now())

    assert 'class="unread"' not in hanks.get("/queues/all/").content.decode()


def test_the_other_vendors_internal_note_makes_no_mark_and_no_news(
    hanks: Client, escalated: Incident, hank: User, mia: User
) -> None:
    assign_incident(escalated, to=hank, by=hank, at=timezone.now())
    page = hanks.get("/queues/all/")

    add_comment(
        escalated,
        audience=Audience.INTERNAL,
        body="Ours alone",
        files=[],
        by=mia,
        at=timezone.now(),
    )

    again = hanks.get("/queues/all/").content.decode()
    assert 'class="unread"' not in again
    live = hanks.get(page.context["live"], headers={"If-None-Match": page.context["etag"]})
    assert live.status_code == 304


def test_a_queue_costs_the_same_few_questions_whatever_its_length(
    hanks: Client, house: House
) -> None:
    for _ in range(12):
        tickets.incident(house.payroll, house.clara)
    escalated = tickets.escalated(tickets.incident(house.payroll, house.clara), by=house.hank)
    assign_incident(escalated, to=house.mia, by=house.mia, at=timezone.now())

    with CaptureQueriesContext(connection) as asked_first:
        hanks.get("/queues/all/")
    with CaptureQueriesContext(connection) as asked:
        page = hanks.get("/queues/all/")

    assert len(titles(page.content.decode())) == 13
    assert len(asked_first) - SESSION_AND_USER <= 6 + WHAT_IS_AT_RISK
    assert len(asked) - SESSION_AND_USER <= 6


def test_a_full_page_stays_under_sixty_kilobytes(hanks: Client, house: House) -> None:
    for number in range(ROWS + 1):
        made = tickets.incident(house.payroll, house.clara)
        if number % 2:
            tickets.escalated(made, by=house.hank)

    page = hanks.get("/queues/all/")

    assert len(titles(page.content.decode())) == ROWS
    assert len(page.content) <= 60_000
    following = hanks.get(page.context["next"])
    assert len(titles(following.content.decode())) == 1
    back = hanks.get(following.context["previous"])
    assert titles(back.content.decode()) == titles(page.content.decode())


def test_how_near_a_commitment_is_follows_the_readers_day() -> None:
    at = timezone.now().replace(hour=9, minute=0)

    assert nearness(at - timedelta(hours=3), at=at) == SOON
    assert nearness(at + timedelta(minutes=30), at=at) == SOON
    assert nearness(at + timedelta(hours=5), at=at) == TODAY
    assert nearness(at + timedelta(days=2), at=at) == WEEK
    assert nearness(at + timedelta(days=9), at=at) == LATER
    assert nearness(NEVER, at=at) == PAUSED
