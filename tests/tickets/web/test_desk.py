"""The vendors' page of an incident."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from contracts.models import User
from tests.cast import House
from tests.factories import tickets
from tests.factories.contracts import MORNING
from tickets.choices import Action, Audience, LegAction, LegState, Queue, Status
from tickets.models import Incident
from tickets.use_cases.assign_incident import assign_incident
from tickets.use_cases.converse import add_comment
from tickets.use_cases.move_incident import close_incident, resolve_incident
from tickets.use_cases.work_escalation import acknowledge_escalation, return_escalation

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


def test_strangers_find_nothing(client: Client, house: House, escalated: Incident) -> None:
    for who in (house.stranger, house.rival_agent, house.olga):
        client.force_login(who)
        for page in ("", "live/", "preview/", "move/assign/", "escalation/acknowledge/"):
            assert client.get(f"/i/{escalated.reference}/{page}").status_code == 404
        for page in ("comment/", "move/assign/", "escalation/start/", "draft/internal/"):
            assert client.post(f"/i/{escalated.reference}/{page}").status_code == 404


def test_a_publisher_does_not_find_what_was_never_escalated_to_it(
    mias: Client, house: House
) -> None:
    kept = tickets.incident(house.payroll, house.clara, description=tickets.HARDWARE_WORDS)

    assert mias.get(f"/i/{kept.reference}/").status_code == 404


def test_whoever_is_not_signed_in_is_led_to_the_door(client: Client, incident: Incident) -> None:
    answer = client.get(f"/i/{incident.reference}/")

    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/")


def test_the_engineer_reads_who_handed_it_over_and_why(
    mias: Client, house: House, incident: Incident
) -> None:
    tickets.put_in(incident, Queue.TRIAGE, by=house.hank)
    tickets.escalated(incident, by=house.hank)

    page = page_of(mias, incident)

    assert "Handed over by Compaq" in page
    assert "for the test" in page
    assert "Forced by support number" in page
    assert "Level 1, Support engineer" in page
    assert "ProLiant 8500" in page
    assert "<mark>" in page
    assert "writes in French" in page


def test_the_agent_reads_why_it_came_back(hanks: Client, house: House, escalated: Incident) -> None:
    return_escalation(escalated, reason="The array is at fault", by=house.mia, at=timezone.now())

    page = page_of(hanks, escalated)

    assert "Handed back by Microsoft" in page
    assert "The array is at fault" in page


def test_the_joint_bridge_names_both_duty_managers(
    hanks: Client, house: House, escalated: Incident
) -> None:
    return_escalation(escalated, reason="Not ours", by=house.mia, at=timezone.now())
    again = tickets.escalated(Incident.objects.get(pk=escalated.pk), by=house.hank)
    return_escalation(again, reason="Still not ours", by=house.mia, at=timezone.now())

    page = page_of(hanks, escalated)

    assert "Joint bridge" in page
    assert "Helen Duval, Max Berg" in page
    assert "do-move-route" not in page


def test_buttons_are_exactly_what_each_may_do_now(
    hanks: Client, mias: Client, house: House, escalated: Incident
) -> None:
    assert set(buttons_in(page_of(hanks, escalated))) == {
        "take",
        *(
            f"move-{each}"
            for each in ("restore", "resolve", "wait", "assign", "route", "third-party")
        ),
        *(f"move-{each}" for each in ("impact", "call", "mismatch")),
        "leg-move-raise",
        *(f"write-{each}" for each in ("client", "vendors", "internal")),
    }
    assert set(buttons_in(page_of(mias, escalated))) == {
        *(f"leg-move-{each}" for each in ("acknowledge", "start", "case", "return", "raise")),
        *(f"move-{each}" for each in ("restore", "resolve", "wait", "assign", "third-party")),
        *(f"move-{each}" for each in ("call", "mismatch")),
        *(f"write-{each}" for each in ("client", "vendors", "internal")),
    }


def test_the_first_button_is_the_sensible_next_act(
    mias: Client, house: House, escalated: Incident
) -> None:
    assert buttons_in(page_of(mias, escalated))[0] == "leg-move-acknowledge"

    acknowledge_escalation(escalated, case_number="", by=house.mia, at=timezone.now())
    assert buttons_in(page_of(mias, escalated))[0] == "leg-move-start"

    mias.post(f"/i/{escalated.reference}/escalation/start/")
    page = page_of(mias, escalated)
    assert buttons_in(page)[0] == "move-call"

    mias.post(f"/i/{escalated.reference}/move/call/", {"note": ""})
    assert buttons_in(page_of(mias, escalated))[0] == "move-restore"


def test_an_onlooker_may_write_to_its_own_and_to_the_manufacturer_only(
    mias: Client, house: House, escalated: Incident
) -> None:
    return_escalation(escalated, reason="Not ours", by=house.mia, at=timezone.now())

    page = page_of(mias, escalated)

    assert buttons_in(page) == ["write-vendors", "write-internal"]
    assert 'value="client"' not in page


def test_a_closed_incident_has_no_buttons_and_no_composer(
    hanks: Client, house: House, incident: Incident
) -> None:
    now = timezone.now()
    Incident.objects.filter(pk=incident.pk).update(
        status=Status.CLOSED,
        restored_at=now,
        restoration_said_at=now,
        resolved_at=now,
        closed_at=now,
    )

    page = page_of(hanks, incident)

    assert buttons_in(page) == []
    assert "<textarea" not in page


class TestTimeline:
    def test_each_reads_what_is_theirs(
        self, hanks: Client, mias: Client, house: House, escalated: Incident
    ) -> None:
        say(escalated, house.hank, Audience.INTERNAL, "Our margin is thin")
        say(escalated, house.mia, Audience.INTERNAL, "Their driver, I bet")
        say(escalated, house.hank, Audience.VENDORS, "Driver 4.20?")

        agents, engineers = page_of(hanks, escalated), page_of(mias, escalated)

        assert "Our margin is thin" in agents
        assert "Our margin is thin" not in engineers
        assert "Their driver, I bet" in engineers
        assert "Their driver, I bet" not in agents
        assert "Driver 4.20?" in agents
        assert "Driver 4.20?" in engineers
        assert "Compaq and Microsoft only" in engineers

    def test_the_filter_shows_one_audience_with_its_count(
        self, hanks: Client, house: House, escalated: Incident
    ) -> None:
        say(escalated, house.hank, Audience.INTERNAL, "Our margin is thin")
        say(escalated, house.hank, Audience.CLIENT, "We are looking at it")

        page = page_of(hanks, escalated, "?show=internal")

        assert "Our margin is thin" in page
        assert "We are looking at it" not in page
        assert re.search(r"Compaq 1\s*</a>", page)

    def test_a_filter_that_is_none_shows_everything(
        self, hanks: Client, house: House, incident: Incident
    ) -> None:
        say(incident, house.hank, Audience.CLIENT, "We are looking at it")

        assert "We are looking at it" in page_of(hanks, incident, "?show=nonsense")

    def test_what_people_write_is_never_markup(
        self, hanks: Client, house: House, incident: Incident
    ) -> None:
        say(incident, house.clara, Audience.CLIENT, "<script>alert(1)</script>")

        page = page_of(hanks, incident)

        assert "<script>alert" not in page
        assert "&lt;script&gt;alert" in page


class TestCost:
    def test_the_page_asks_few_questions(
        self, hanks: Client, house: House, escalated: Incident
    ) -> None:
        assign_incident(escalated, to=house.mia, by=house.mia, at=timezone.now())
        for number in range(10):
            say(escalated, house.hank, Audience.VENDORS, f"Message {number}")
        page_of(hanks, escalated)  # the head of the page asks once a minute who is on duty

        with CaptureQueriesContext(connection) as asked:
            page = hanks.get(f"/i/{escalated.reference}/")

        assert len(asked) - SESSION_AND_USER <= 11
        assert len(page.content) <= 40_000

    def test_looking_changes_nothing(self, hanks: Client, hank: User, incident: Incident) -> None:
        with CaptureQueriesContext(connection) as asked:
            page_of(hanks, incident)

        written = [each["sql"] for each in asked if not each["sql"].startswith("SELECT")]
        assert written == []


def test_the_clock_of_an_incident_that_waits_stands(
    hanks: Client, house: House, incident: Incident
) -> None:
    hanks.post(f"/i/{incident.reference}/move/wait/", {"reason": "Restart workstation B2"})

    page = page_of(hanks, incident)

    assert "Paused" in page
    assert "Restart workstation B2" in page
    assert "Waiting for the client" in page


def test_the_relay_counts_every_second_once(
    hanks: Client, house: House, escalated: Incident
) -> None:
    at = MORNING + timedelta(hours=1)
    acknowledge_escalation(escalated, case_number="SRX1", by=house.mia, at=at)
    resolve_incident(escalated, cause="x", responsibility=None, by=house.mia, at=at)
    closed_at = MORNING + timedelta(hours=3)
    close_incident(escalated, by=house.clara, at=closed_at)

    relay = hanks.get(f"/i/{escalated.reference}/").context["relay"]

    held = [(each["kind"], each["length"]) for each in relay.holdings]
    assert held == [("publisher", timedelta(hours=1)), ("manufacturer", timedelta(hours=2))]


def test_cases_of_both_companies_are_named(
    hanks: Client, house: House, escalated: Incident
) -> None:
    acknowledge_escalation(escalated, case_number="SRX1", by=house.mia, at=timezone.now())

    page = page_of(hanks, escalated)

    assert "Microsoft case SRX1" in page
    assert f"Compaq case {escalated.reference}" in page


def test_words_of_choices_do_not_mix_up_the_two_resolves(hanks: Client, house: House) -> None:
    kept = tickets.incident(house.payroll, house.clara, description=tickets.HARDWARE_WORDS)

    answer = hanks.post(f"/i/{kept.reference}/escalation/resolve/", {"cause": "None of mine"})

    assert Action.RESOLVE.value == LegAction.RESOLVE.value
    assert answer.status_code in {403, 409}
    assert LegState.RESOLVED not in kept.escalations.values_list("state", flat=True)
