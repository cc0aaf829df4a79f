"""The live fragments of a queue, its preview, acts on several rows."""

import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from contracts.choices import Impact
from contracts.models import User
from tests.cast import House
from tests.factories import tickets
from tickets.choices import Audience
from tickets.models import Incident
from tickets.use_cases.assign_incident import assign_incident
from tickets.use_cases.converse import add_comment

SESSION_AND_USER = 2


def titles(page: str) -> list[str]:
    return re.findall(r'id="row-(INC-\d+)"', page)


@pytest.fixture
def hanks(client: Client, hank: User) -> Client:
    client.force_login(hank)
    return client


class TestLive:
    def test_nothing_new_answers_304_without_a_body(
        self, hanks: Client, incident: Incident
    ) -> None:
        page = hanks.get("/queues/all/")

        answer = hanks.get(page.context["live"], headers={"If-None-Match": page.context["etag"]})

        assert answer.status_code == 304
        assert answer.content == b""
        assert answer["ETag"] == page.context["etag"]

    def test_a_changed_row_is_replaced_in_place_and_others_are_not_sent(
        self, hanks: Client, house: House
    ) -> None:
        quiet, busy = (tickets.incident(house.payroll, house.clara) for _ in range(2))
        page = hanks.get("/queues/all/")
        assign_incident(busy, to=house.hank, by=house.hank, at=timezone.now())

        answer = hanks.get(page.context["live"], headers={"If-None-Match": page.context["etag"]})

        body = answer.content.decode()
        assert answer.status_code == 200
        assert titles(body) == [busy.reference]
        assert 'hx-swap-oob="true"' in body
        assert quiet.reference not in body
        assert re.search(r'<span id="count-mine"[^>]*>1</span>', body)
        assert answer["ETag"] != page.context["etag"]

    def test_a_new_row_is_announced_and_not_pushed_in(
        self, hanks: Client, house: House, incident: Incident
    ) -> None:
        page = hanks.get("/queues/all/")
        new = tickets.incident(
            house.payroll, house.clara, at=timezone.now(), impact=Impact.DEGRADED, down_since=None
        )

        answer = hanks.get(page.context["live"], headers={"If-None-Match": page.context["etag"]})

        body = answer.content.decode()
        assert "1 new, show" in body
        assert f"row-{new.reference}" not in body
        assert 'role="alert"' not in body

    def test_an_outage_arriving_is_an_alert(
        self, hanks: Client, house: House, incident: Incident
    ) -> None:
        page = hanks.get("/queues/all/")
        new = tickets.incident(house.payroll, house.clara, at=timezone.now())

        answer = hanks.get(page.context["live"], headers={"If-None-Match": page.context["etag"]})

        body = answer.content.decode()
        assert 'role="alert"' in body
        assert f"New outage at Vauquelin: {new.reference}" in body

    def test_a_row_that_left_the_view_shows_its_new_state_until_the_list_is_asked_for(
        self, hanks: Client, house: House, incident: Incident
    ) -> None:
        page = hanks.get("/queues/unassigned/")
        assign_incident(incident, to=house.hank, by=house.hank, at=timezone.now())

        answer = hanks.get(page.context["live"], headers={"If-None-Match": page.context["etag"]})

        body = answer.content.decode()
        assert titles(body) == [incident.reference]
        assert "The list has changed, show" in body

    def test_keys_in_the_address_open_nothing_that_one_may_not_see(
        self, client: Client, house: House, incident: Incident
    ) -> None:
        client.force_login(house.rival_agent)

        answer = client.get(f"/queues/all/live/?known={incident.pk}.99.x")

        assert incident.reference not in answer.content.decode()

    @pytest.mark.parametrize("tag", ["", "x", '"x.y"', '"abc.ffffffffffffffffff"', "W/"])
    def test_any_etag_at_all_gets_an_answer(
        self, hanks: Client, incident: Incident, tag: str
    ) -> None:
        assert hanks.get("/queues/all/live/", headers={"If-None-Match": tag}).status_code == 200


class TestPreview:
    def test_the_row_under_the_cursor_is_shown_with_its_reasons(
        self, hanks: Client, escalated: Incident
    ) -> None:
        answer = hanks.get(f"/i/{escalated.reference}/preview/", headers={"HX-Request": "true"})

        body = answer.content.decode()
        assert "<html" not in body
        assert "Reads as software" in body
        assert "<mark>" in body
        assert "FR-" in body

    def test_a_message_follows_its_line_with_the_colon_of_the_readers_language(
        self, hanks: Client, hank: User, incident: Incident
    ) -> None:
        told: dict[str, Any] = {"audience": Audience.INTERNAL, "by": hank, "at": timezone.now()}
        add_comment(incident, body="Read the <log>", files=[], **told)

        answer = hanks.get(f"/i/{incident.reference}/preview/", headers={"HX-Request": "true"})

        said = ': <span lang="en">Read the &lt;log&gt;</span>'
        line, _ = answer.content.decode().split(said)
        assert line == line.rstrip()

    def test_without_a_script_it_leads_to_the_page(self, hanks: Client, incident: Incident) -> None:
        answer = hanks.get(f"/i/{incident.reference}/preview/")

        assert answer["Location"] == f"/i/{incident.reference}/"


class TestSelected:
    def test_the_chosen_are_taken_each_by_itself(
        self, hanks: Client, house: House, hank: User
    ) -> None:
        one, two = (tickets.incident(house.payroll, house.clara) for _ in range(2))
        said = {"do": "take", "incident": [one.reference, two.reference, "INC-1"]}

        page = hanks.post("/queues/all/selected/", said, follow=True).content.decode()

        assert set(Incident.objects.values_list("assignee", flat=True)) == {hank.pk}
        assert "2 incidents done." in page
        assert "Refused: INC-1." in page

    def test_a_colleague_is_asked_for_and_then_given_the_work(
        self, hanks: Client, house: House, incident: Incident
    ) -> None:
        said = {"do": "assign", "incident": [incident.reference]}

        form = hanks.post("/queues/all/selected/", said)
        missing = hanks.post("/queues/all/selected/", said | {"user": ""})
        hanks.post("/queues/all/selected/", said | {"user": house.helen.pk})

        assert form.status_code == 200
        assert missing.status_code == 422
        incident.refresh_from_db()
        assert incident.assignee == house.helen

    def test_nobody_of_another_company_can_be_chosen(
        self, hanks: Client, house: House, incident: Incident
    ) -> None:
        said = {"do": "assign", "incident": [incident.reference], "user": house.mia.pk}

        assert hanks.post("/queues/all/selected/", said).status_code == 422

    def test_a_note_is_written_on_each_inside_the_company(
        self, hanks: Client, house: House, incident: Incident
    ) -> None:
        said = {"do": "note", "incident": [incident.reference], "body": "Same rack"}

        hanks.post("/queues/all/selected/", said)

        assert incident.comments.get().audience == Audience.INTERNAL

    @pytest.mark.parametrize("do", ["", "delete"])
    def test_what_is_no_act_is_not_there(self, hanks: Client, incident: Incident, do: str) -> None:
        said = {"do": do, "incident": [incident.reference]}

        assert hanks.post("/queues/all/selected/", said).status_code == 404
