"""An incident's page as its client reads it: plain words, and nothing that is not the client's."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from contracts.models import User
from tests.cast import House
from tests.factories import tickets
from tickets.choices import Audience, Status
from tickets.models import Comment, Incident
from tickets.selectors.relay import relay_for_client
from tickets.use_cases.assign_incident import assign_incident
from tickets.use_cases.converse import add_comment
from tickets.use_cases.move_incident import (
    close_incident,
    resolve_incident,
    restore_incident,
    wait_for_client,
)
from tickets.use_cases.work_escalation import acknowledge_escalation, return_escalation


@pytest.fixture
def at_home(client: Client, clara: User) -> Client:
    client.force_login(clara)
    return client


@pytest.fixture
def fresh(house: House) -> Incident:
    """Reported a minute ago."""
    return tickets.incident(house.payroll, house.clara, at=timezone.now() - timedelta(minutes=1))


def page_of(client: Client, incident: Incident) -> str:
    answer = client.get(f"/i/{incident.reference}/")
    assert answer.status_code == 200
    return answer.content.decode()


def minutes_after(incident: Incident, minutes: float) -> Any:
    return incident.opened_at + timedelta(minutes=minutes)


def hide_the_holder(house: House) -> None:
    house.agreement.names_holder_to_client = False
    house.agreement.save()


def test_a_new_incident_says_who_calls_back_and_by_when(
    at_home: Client, house: House, fresh: Incident
) -> None:
    page = page_of(at_home, fresh)

    assert fresh.respond_due_at is not None
    due = f"{timezone.localtime(fresh.respond_due_at, house.contract.coverage.zone()):%H:%M}"
    assert f"A Compaq engineer calls you back before {due}." in page
    assert "Compaq has it" in page
    assert str(house.payroll.support_number) in page
    assert f'data-copy="{fresh.reference}"' in page


def test_a_promise_that_was_missed_is_said(at_home: Client, incident: Incident) -> None:
    page = page_of(at_home, incident)

    assert "We are late with the promised call." in page
    assert "call 01 99 00 24 24 with your support number." in page


def test_the_publishers_turn_is_named_with_its_engineer(
    at_home: Client, house: House, fresh: Incident
) -> None:
    escalated = tickets.escalated(fresh, by=house.hank, at=fresh.opened_at)
    acknowledge_escalation(escalated, case_number="SRX7", by=house.mia, at=timezone.now())
    add_comment(
        escalated,
        audience=Audience.CLIENT,
        body="We read the dump.",
        files=[],
        by=house.mia,
        at=timezone.now(),
    )

    page = page_of(at_home, escalated)

    assert "Microsoft has it" in page
    assert "Mia Okafor is working on it." in page
    assert "Handed to Microsoft" in page
    assert "We read the dump." in page
    assert "Next news before" in page


def test_neither_priority_nor_level_nor_case_nor_hash_is_the_clients(
    at_home: Client, house: House, fresh: Incident
) -> None:
    escalated = tickets.escalated(fresh, by=house.hank, at=fresh.opened_at)
    acknowledge_escalation(escalated, case_number="SRX7", by=house.mia, at=timezone.now())
    for audience in (Audience.VENDORS, Audience.INTERNAL):
        add_comment(
            escalated,
            audience=audience,
            body="quaggasecret",
            files=[],
            by=house.hank,
            at=timezone.now(),
        )

    page = page_of(at_home, escalated)
    main = page[page.index("<main") : page.index("</main>")]

    escalated.refresh_from_db()
    for hidden in ("SRX7", "quaggasecret", "P1", "high priority forced", "/R1", "level"):
        assert hidden.lower() not in main.lower()
    assert escalated.last_hash not in page


def test_an_agreement_that_hides_the_holder_is_obeyed_all_over_the_page(
    at_home: Client, house: House, fresh: Incident
) -> None:
    hide_the_holder(house)
    escalated = tickets.escalated(fresh, by=house.hank, at=fresh.opened_at)
    acknowledge_escalation(escalated, case_number="", by=house.mia, at=timezone.now())
    add_comment(
        escalated,
        audience=Audience.CLIENT,
        body="We read the dump.",
        files=[],
        by=house.mia,
        at=timezone.now(),
    )

    page = page_of(at_home, escalated)

    assert "Our engineers have it" in page
    assert "Microsoft" not in page
    assert "is-publisher" not in page
    assert "We read the dump." in page


def test_waiting_says_what_is_expected_and_that_the_clock_stands(
    at_home: Client, house: House, fresh: Incident
) -> None:
    wait_for_client(fresh, reason="Restart workstation B2", by=house.hank, at=timezone.now())

    page = page_of(at_home, fresh)

    assert "We need you." in page
    assert "Restart workstation B2" in page
    assert "The clock is paused since" in page
    assert f'action="/i/{fresh.reference}/move/answer/"' in page


def test_restored_asks_whether_it_works(at_home: Client, house: House, fresh: Incident) -> None:
    restore_incident(fresh, restored_at=fresh.opened_at, by=house.hank, at=timezone.now())

    page = page_of(at_home, fresh)

    assert "Does everything work for you?" in page
    assert "Yes, everything works" in page
    assert "What still does not work?" in page
    assert f'action="/i/{fresh.reference}/move/not-restored/"' in page


def test_resolved_says_when_it_closes_and_offers_to_reopen(
    at_home: Client, house: House, fresh: Incident
) -> None:
    resolve_incident(fresh, cause="c", responsibility=None, by=house.hank, at=timezone.now())

    page = page_of(at_home, fresh)

    assert "Resolved: the cause is removed." in page
    assert "Without news from you the incident closes by itself:" in page
    assert "The problem is back" in page


def test_closed_leaves_nothing_to_do_but_a_new_one(
    at_home: Client, house: House, fresh: Incident, clara: User
) -> None:
    resolve_incident(fresh, cause="c", responsibility=None, by=house.hank, at=timezone.now())
    close_incident(fresh, by=clara, at=timezone.now())

    page = page_of(at_home, fresh)

    assert "A closed incident is not taken up again." in page
    assert f"/incidents/new/?configuration={house.payroll.pk}" in page
    assert "<textarea" not in page


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
    for part in ("client-hero", "client-timeline", "client-aside", "client-actions"):
        assert f'id="{part}"' in fragments
    assert fragments.count("hx-swap-oob=") == 4
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

    assert {(each["kind"], each["name"]) for each in holdings} == {
        ("manufacturer", "Our engineers")
    }
    assert sum((each["length"] for each in holdings), timedelta()) == timedelta(minutes=30)


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


def test_french_readers_read_french(at_home: Client, clara: User, fresh: Incident) -> None:
    clara.language = "fr"
    clara.save()

    page = page_of(at_home, fresh)

    assert '<html lang="fr"' in page
    assert Status.OPEN in Incident.objects.get(pk=fresh.pk).status
