"""What an open page of an incident hears."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from contracts.models import User
from tests.cast import House
from tickets.choices import Audience
from tickets.models import Incident
from tickets.use_cases.converse import add_comment
from tickets.use_cases.move_incident import restore_incident
from tickets.use_cases.work_escalation import acknowledge_escalation

SESSION_AND_USER = 2


def say(incident: Incident, by: User, audience: Audience, body: str) -> None:
    add_comment(incident, audience=audience, body=body, files=[], by=by, at=timezone.now())


def page_of(client: Client, incident: Incident, query: str = "") -> str:
    answer = client.get(f"/i/{incident.reference}/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def buttons_in(page: str) -> list[str]:
    return re.findall(r'id="do-([a-z-]+)"', page)


@pytest.fixture
def hanks(client: Client, hank: User) -> Client:
    client.force_login(hank)
    return client


@pytest.fixture
def mias(mia: User) -> Client:
    client = Client()
    client.force_login(mia)
    return client


class TestLive:
    def ask(self, client: Client, incident: Incident, tag: str = ""):  # type: ignore[no-untyped-def]
        return client.get(f"/i/{incident.reference}/live/", headers={"If-None-Match": tag})

    def tag_of(self, client: Client, incident: Incident) -> str:
        etag: str = client.get(f"/i/{incident.reference}/").context["etag"]
        return etag

    def test_nothing_new_answers_304(self, hanks: Client, incident: Incident) -> None:
        answer = self.ask(hanks, incident, self.tag_of(hanks, incident))

        assert answer.status_code == 304
        assert answer.content == b""

    def test_a_new_line_is_appended_and_the_standing_replaced(
        self, hanks: Client, house: House, incident: Incident
    ) -> None:
        tag = self.tag_of(hanks, incident)
        restore_incident(incident, restored_at=timezone.now(), by=house.helen, at=timezone.now())

        answer = self.ask(hanks, incident, tag)

        page = answer.content.decode()
        assert answer.status_code == 200
        assert 'hx-swap-oob="beforeend:#timeline"' in page
        assert "Clara Morel reported the incident" not in page
        assert "Helen Duval stated that service was restored at" in page
        assert "do-move-restore" not in page
        assert "<textarea" not in page
        assert self.ask(hanks, incident, answer["ETag"]).status_code == 304

    def test_the_other_sides_notes_do_not_even_change_the_etag(
        self, hanks: Client, client: Client, house: House, escalated: Incident
    ) -> None:
        client.force_login(house.clara)
        hers, his = self.ask(client, escalated)["ETag"], self.ask(hanks, escalated)["ETag"]

        say(escalated, house.mia, Audience.INTERNAL, "Between us")

        assert self.ask(client, escalated, hers).status_code == 304
        assert self.ask(hanks, escalated, his).status_code == 304

    def test_a_client_does_not_hear_of_notes_between_vendors(
        self, client: Client, house: House, escalated: Incident
    ) -> None:
        acknowledge_escalation(escalated, case_number="", by=house.mia, at=timezone.now())
        client.force_login(house.clara)
        tag = self.ask(client, escalated)["ETag"]

        say(escalated, house.mia, Audience.VENDORS, "Between vendors")

        assert self.ask(client, escalated, tag).status_code == 304

    def test_another_language_is_another_page(
        self, hanks: Client, hank: User, incident: Incident
    ) -> None:
        tag = self.tag_of(hanks, incident)
        User.objects.filter(pk=hank.pk).update(language="fr")

        assert self.ask(hanks, incident, tag).status_code == 200
