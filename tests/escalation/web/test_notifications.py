from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from contracts.models import User
from escalation.models import Notification
from escalation.selectors import unread_count
from escalation.use_cases.follow_event import follow_left_behind
from escalation.use_cases.read_notifications import read_all
from tests.cast import House
from tests.factories.contracts import MORNING
from tests.factories.tickets import HARDWARE_WORDS
from tests.factories.tickets import incident as opened
from tickets.choices import Audience, EventKind
from tickets.models import Incident
from tickets.use_cases.converse import add_comment

LATER = MORNING + timedelta(minutes=2)
PAGE = "/notifications/"
READ = "/notifications/read/"


def _wrote(incident: Incident, by: User, *bodies: str) -> None:
    for body in bodies:
        add_comment(incident, audience=Audience.CLIENT, body=body, files=[], by=by, at=MORNING)
    while follow_left_behind(at=LATER):
        pass


def _unread(client: Client) -> int:
    return client.get(PAGE).content.decode().count('class="unread"')


def test_news_stand_newest_first_with_their_incident(
    client: Client, house: House, escalated: Incident
) -> None:
    _wrote(escalated, house.hank, "x")
    client.force_login(house.clara)

    answer = client.get(PAGE)

    text = answer.content.decode()
    lines = [row.line for row in answer.context["rows"]]
    assert answer.status_code == 200
    assert lines[0] == "Hank Rey wrote"
    assert f'href="{reverse("tickets:incident", args=[escalated.reference])}"' in text
    assert _unread(client) == len(lines) == unread_count(house.clara)


def test_looking_marks_nothing_and_a_button_marks_all(
    client: Client, house: House, escalated: Incident
) -> None:
    _wrote(escalated, house.hank, "x")
    client.force_login(house.clara)
    client.get(PAGE)
    assert unread_count(house.clara) > 0

    answer = client.post(READ)

    assert (answer.status_code, answer["Location"]) == (302, PAGE)
    assert unread_count(house.clara) == _unread(client) == 0
    assert read_all(house.clara, at=LATER) == 0


@pytest.mark.parametrize(("bodies", "bell"), [("x", "non lue<"), ("xy", "non lues<")])
def test_a_french_reader_is_told_of_one_in_the_singular(
    client: Client, house: House, incident: Incident, bodies: str, bell: str
) -> None:
    house.clara.language = "fr"
    house.clara.save()
    _wrote(incident, house.hank, *bodies)
    Notification.objects.exclude(event__kind=EventKind.COMMENTED).delete()
    client.force_login(house.clara)

    text = client.get(PAGE).content.decode()

    assert bell in text.split('id="unread"')[1].split("</a>")[0]
    assert text.count("(non lue)") == len(bodies)


def test_what_was_told_of_one_incident_is_marked_alone(
    client: Client, house: House, escalated: Incident
) -> None:
    other = opened(house.payroll, house.clara, description=HARDWARE_WORDS)
    _wrote(escalated, house.hank, "x")
    _wrote(other, house.hank, "x")
    client.force_login(house.clara)

    client.post(READ, {"incident": other.reference})

    unread = Notification.objects.filter(recipient=house.clara, read_at=None)
    assert set(unread.values_list("incident", flat=True)) == {escalated.pk}


def test_reading_can_lead_on_to_the_incident(
    client: Client, house: House, escalated: Incident
) -> None:
    _wrote(escalated, house.hank, "x")
    client.force_login(house.clara)

    answer = client.post(READ, {"incident": escalated.reference, "open": "1"})

    assert answer["Location"] == f"/i/{escalated.reference}/"


def test_only_ones_own_news_are_marked(client: Client, house: House, escalated: Incident) -> None:
    _wrote(escalated, house.hank, "x")
    client.force_login(house.mia)

    client.post(READ)

    assert unread_count(house.clara) > 0
    assert unread_count(house.mia) == 0


def test_anothers_incident_is_not_found(client: Client, house: House, escalated: Incident) -> None:
    client.force_login(house.stranger)

    assert client.post(READ, {"incident": escalated.reference}).status_code == 404


def test_who_changed_company_reads_and_counts_nothing_any_more(
    client: Client, house: House, escalated: Incident
) -> None:
    _wrote(escalated, house.hank, "x")
    house.clara.organisation = house.stranger.organisation
    house.clara.save()
    client.force_login(house.clara)

    text = client.get(PAGE).content.decode()

    assert escalated.reference not in text
    assert unread_count(house.clara) == 0


def test_old_news_lie_on_further_pages(client: Client, house: House, escalated: Incident) -> None:
    _wrote(escalated, house.hank, *(f"message {number}" for number in range(60)))
    client.force_login(house.clara)

    first = client.get(PAGE)
    second = client.get(first.context["next"])
    back = client.get(second.context["previous"])

    shown = [row.notification.pk for page in (first, second) for row in page.context["rows"]]
    assert len(first.context["rows"]) == 50
    assert shown == sorted(set(shown), reverse=True)
    assert len(shown) == Notification.objects.filter(recipient=house.clara).count()
    assert first.context["rows"] == back.context["rows"]


@pytest.mark.parametrize("cursor", ["x", "W10", "eyJ9", "WyJuIiwiYSJd"])
def test_a_cut_address_is_the_first_page(client: Client, house: House, cursor: str) -> None:
    client.force_login(house.clara)

    assert client.get(PAGE, {"page": cursor}).status_code == 200


def test_nobody_told_of_anything_reads_that(client: Client, house: House) -> None:
    client.force_login(house.clara)

    assert "Nothing new" in client.get(PAGE).content.decode()


def test_a_page_costs_the_same_however_many_there_are(
    client: Client, house: House, escalated: Incident, django_assert_max_num_queries: object
) -> None:
    _wrote(escalated, house.hank, *(f"message {number}" for number in range(20)))
    client.force_login(house.clara)
    client.get(PAGE)

    with django_assert_max_num_queries(6):  # type: ignore[operator]
        client.get(PAGE)


@pytest.mark.parametrize(("method", "place"), [("post", PAGE), ("get", READ)])
def test_looking_and_marking_do_not_change_places(
    client: Client, house: House, method: str, place: str
) -> None:
    client.force_login(house.clara)

    assert getattr(client, method)(place).status_code == 405


def test_strangers_sign_in_first(client: Client, db: None) -> None:
    assert client.get(PAGE)["Location"].startswith("/accounts/login/")
    assert client.post(READ)["Location"].startswith("/accounts/login/")
