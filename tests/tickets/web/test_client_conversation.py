"""What the client writes on the page of its incident, and how the page lives."""

import re
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from contracts.models import User
from tests.cast import House
from tests.factories import tickets
from tests.tickets.web.reading import hide_the_holder, minutes_after, page_of
from tickets.choices import Audience
from tickets.models import Comment, Incident
from tickets.selectors.relay import relay_for_client
from tickets.use_cases.assign_incident import assign_incident
from tickets.use_cases.converse import add_comment
from tickets.use_cases.move_incident import (
    restore_incident,
    wait_for_client,
)
from tickets.use_cases.work_escalation import return_escalation


def test_the_client_writes_to_both_teams_without_a_script(
    at_home: Client, fresh: Incident, clara: User
) -> None:
    answer = at_home.post(
        f"/i/{fresh.reference}/comment/",
        {"audience": "client", "body": "The light is red now.", "key": "a"},
        follow=True,
    )

    assert answer.redirect_chain[-1][0] == f"/i/{fresh.reference}/"
    assert "The light is red now." in answer.content.decode()
    assert Comment.objects.get().author == clara


def test_a_note_for_the_own_company_is_marked(at_home: Client, fresh: Incident) -> None:
    at_home.post(
        f"/i/{fresh.reference}/comment/", {"audience": "internal", "body": "Tell the board."}
    )

    page = page_of(at_home, fresh)

    assert "Tell the board." in page
    assert "aud-internal" in page


def test_a_refused_file_is_told_and_the_text_is_kept(at_home: Client, fresh: Incident) -> None:
    upload = SimpleUploadedFile("tool.exe", b"MZ")

    answer = at_home.post(
        f"/i/{fresh.reference}/comment/",
        {"audience": "client", "body": "See the tool.", "files": [upload]},
    )

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "files of this type are not taken" in page
    assert re.search(r"<textarea[^>]*>See the tool\.</textarea>", page)
    assert not Comment.objects.exists()


def test_what_was_typed_and_not_sent_is_there_again(at_home: Client, fresh: Incident) -> None:
    at_home.post(
        f"/i/{fresh.reference}/draft/client/", {"audience": "client", "body": "Half a sen"}
    )

    assert ">Half a sen</textarea>" in page_of(at_home, fresh)


def test_the_live_answer_sends_the_parts_and_never_the_composer(
    at_home: Client, fresh: Incident
) -> None:
    answer = at_home.get(f"/i/{fresh.reference}/live/", headers={"HX-Request": "true"})

    fragments = answer.content.decode()
    for part in ("hero", "mismatch", "timeline", "aside", "actions"):
        assert f'id="client-{part}"' in fragments
    assert fragments.count("hx-swap-oob=") == 5
    assert "composer" not in fragments


def test_actions_are_sent_again_only_if_they_have_changed(
    at_home: Client, house: House, fresh: Incident
) -> None:
    address = f"/i/{fresh.reference}/live/"

    same = at_home.get(address, {"acts": "impact"}).content.decode()
    restore_incident(fresh, restored_at=fresh.opened_at, by=house.hank, at=timezone.now())
    others = at_home.get(address, {"acts": "impact"}).content.decode()

    assert 'id="client-actions"' not in same
    assert 'id="client-actions"' in others


def test_the_live_answer_is_304_until_something_the_client_may_read_happens(
    at_home: Client, house: House, fresh: Incident
) -> None:
    page = page_of(at_home, fresh)
    tag = re.search(r"data-etag=\"(.*?)\"", page)
    assert tag is not None
    held = tag[1].replace("&quot;", '"')
    address = f"/i/{fresh.reference}/live/"

    idle = at_home.get(address, headers={"If-None-Match": held})
    say: dict[str, Any] = {"by": house.hank, "at": timezone.now(), "files": [], "body": "x"}
    add_comment(fresh, audience=Audience.VENDORS, **say)
    after_a_vendors_note = at_home.get(address, headers={"If-None-Match": held})
    add_comment(fresh, audience=Audience.CLIENT, **say)
    after_a_reply = at_home.get(address, headers={"If-None-Match": held})

    codes = [each.status_code for each in (idle, after_a_vendors_note, after_a_reply)]
    assert codes == [304, 304, 200]


def test_the_live_answer_follows_who_is_named_though_freeing_is_no_line_of_the_clients(
    at_home: Client, house: House, fresh: Incident
) -> None:
    assign_incident(fresh, to=house.hank, by=house.hank, at=timezone.now())
    live = f"/i/{fresh.reference}/live/"
    held = {"If-None-Match": at_home.get(live)["ETag"]}
    assert at_home.get(live, headers=held).status_code == 304

    assign_incident(fresh, to=None, by=house.hank, at=timezone.now())

    assert "Hank Rey" not in at_home.get(live, headers=held).content.decode().split("<aside")[1]


def test_the_live_answer_follows_the_publishers_engineer_too(
    at_home: Client, house: House, fresh: Incident
) -> None:
    escalated = tickets.escalated(fresh, by=house.hank, at=timezone.now())
    assign_incident(escalated, to=house.mia, by=house.mia, at=timezone.now())
    live = f"/i/{fresh.reference}/live/"
    held = {"If-None-Match": at_home.get(live)["ETag"]}

    assign_incident(escalated, to=None, by=house.mia, at=timezone.now())

    assert "Mia Okafor" not in at_home.get(live, headers=held).content.decode().split("<aside")[1]


def test_the_numbers_of_the_clients_lines_have_no_gaps(
    at_home: Client, house: House, fresh: Incident
) -> None:
    escalated = tickets.escalated(fresh, by=house.hank, at=timezone.now())
    say: dict[str, Any] = {"by": house.hank, "at": timezone.now(), "files": [], "body": "x"}
    add_comment(escalated, audience=Audience.VENDORS, **say)
    add_comment(escalated, audience=Audience.CLIENT, **say)

    numbers = re.findall(r'<li class="event[^"]*" id="entry-(\d+)"', page_of(at_home, fresh))

    assert len(numbers) > 2
    assert [int(each) for each in reversed(numbers)] == list(range(1, len(numbers) + 1))


def test_the_parts_of_the_relay_sum_to_the_life(house: House, fresh: Incident) -> None:
    escalated = tickets.escalated(fresh, by=house.hank, at=minutes_after(fresh, 10))
    wait_for_client(escalated, reason="w", by=house.mia, at=minutes_after(fresh, 15))
    at = minutes_after(fresh, 18)

    holdings = relay_for_client(Incident.objects.get(pk=fresh.pk), at=at)

    kinds = [(each["kind"], each["length"]) for each in holdings]
    assert kinds == [
        ("manufacturer", timedelta(minutes=10)),
        ("publisher", timedelta(minutes=5)),
        ("client", timedelta(minutes=3)),
    ]


def test_a_hidden_holders_time_is_the_engineers(house: House, fresh: Incident) -> None:
    hide_the_holder(house)
    escalated = tickets.escalated(fresh, by=house.hank, at=minutes_after(fresh, 10))
    return_escalation(escalated, reason="r", by=house.mia, at=minutes_after(fresh, 20))

    holdings = relay_for_client(
        Incident.objects.select_related("agreement").get(pk=fresh.pk), at=minutes_after(fresh, 30)
    )

    assert len(holdings) == 1
    assert (holdings[0]["kind"], holdings[0]["name"]) == ("manufacturer", "Nos ingénieurs")
    assert holdings[0]["length"] == timedelta(minutes=30)


def test_strangers_and_publishers_not_yet_asked_find_nothing(
    client: Client, stranger: User, mia: User, olga: User, fresh: Incident
) -> None:
    for nobody in (stranger, mia, olga):
        client.force_login(nobody)
        for address in (f"/i/{fresh.reference}/", f"/i/{fresh.reference}/live/"):
            assert client.get(address).status_code == 404


def test_the_page_costs_the_same_and_stays_light_however_much_is_said(
    at_home: Client, house: House, fresh: Incident
) -> None:
    assign_incident(fresh, to=house.hank, by=house.hank, at=timezone.now())
    with CaptureQueriesContext(
        connection,
    ) as short:
        page_of(at_home, fresh)
    for number in range(20):
        add_comment(
            fresh,
            audience=Audience.CLIENT,
            body=f"Message {number}, with a few words in it.",
            files=[],
            by=house.hank,
            at=timezone.now(),
        )
    with CaptureQueriesContext(connection) as long:
        page = page_of(at_home, fresh)

    # The prefetch of files runs only when there is a message.
    assert len(long) - len(short) <= 1
    assert len(long) <= 24
    assert len(page.encode()) <= 40_000
