"""Lists of incidents: the client's own, open first; a vendor's, newest first."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from contracts.choices import Impact
from contracts.models import User
from tests.cast import House
from tests.factories import tickets
from tests.factories.contracts import MORNING
from tests.tickets.web.reading import without_tokens
from tickets.models import Incident
from tickets.selectors import history
from tickets.use_cases.move_incident import resolve_incident

PAGE = "/incidents/"


def question(house: House, title: str) -> Incident:
    return tickets.incident(
        house.payroll, house.clara, title=title, impact=Impact.QUESTION, down_since=None
    )


def resolved(house: House, title: str) -> Incident:
    asked = question(house, title)
    resolve_incident(asked, cause="c", responsibility=None, by=house.hank, at=MORNING)
    return asked


def test_what_is_open_comes_before_what_is_over(client: Client, house: House, clara: User) -> None:
    question(house, "Still open")
    resolved(house, "Long over")
    client.force_login(clara)

    page = without_tokens(client.get(PAGE).content.decode())

    assert page.index("Still open") < page.index("Long over")
    assert "P1" not in page


def test_a_client_without_an_incident_reads_that_all_is_well(
    client: Client, stranger: User, incident: Incident
) -> None:
    client.force_login(stranger)

    page = client.get(PAGE).content.decode()

    assert "No open incident." in page
    assert incident.title not in page


def test_the_past_is_paged_by_key(
    client: Client, house: House, clara: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history.past_incidents, "__kwdefaults__", {"size": 2})
    question(house, "Still open")
    for number in range(3):
        resolved(house, f"Case {number}")
    client.force_login(clara)

    first = client.get(PAGE)
    second = client.get(first.context["past_next"])

    assert [each.incident.title for each in first.context["past"]] == ["Case 2", "Case 1"]
    assert [each.incident.title for each in second.context["past"]] == ["Case 0"]
    assert "Still open" not in second.content.decode()


def test_vendors_see_theirs_newest_first_with_priorities(
    client: Client, house: House, hank: User, escalated: Incident
) -> None:
    newer = question(house, "The newer one")
    client.force_login(hank)

    page = client.get(PAGE).content.decode()

    assert page.index(newer.reference) < page.index(escalated.reference)
    assert "P1" in page


def test_a_publisher_sees_only_what_came_to_it(
    client: Client, house: House, mia: User, escalated: Incident
) -> None:
    other = question(house, "Never escalated")
    client.force_login(mia)

    page = client.get(PAGE).content.decode()

    assert escalated.reference in page
    assert other.reference not in page
    assert "New incident" not in page


def test_an_operator_has_no_list(client: Client, olga: User) -> None:
    client.force_login(olga)

    assert client.get(PAGE).status_code == 404


@pytest.mark.parametrize("who", ["clara", "hank"])
def test_the_list_costs_the_same_for_one_row_and_for_many(
    client: Client, house: House, escalated: Incident, who: str
) -> None:
    resolved(house, "Over")
    client.force_login(getattr(house, who))
    client.get(PAGE)
    with CaptureQueriesContext(connection) as few:
        client.get(PAGE)
    for number in range(4):
        tickets.escalated(tickets.incident(house.payroll, house.clara), by=house.hank)
        resolved(house, f"Over {number}")
    with CaptureQueriesContext(connection) as many:
        client.get(PAGE)

    assert len(many) == len(few) <= 14


def test_a_cut_cursor_is_the_first_page(
    client: Client, clara: User, incident: Incident, house: Any
) -> None:
    client.force_login(clara)

    assert incident.title in client.get(PAGE, {"open": "no-cursor"}).content.decode()
