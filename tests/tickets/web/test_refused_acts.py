"""What acts answer when something is missing, when somebody was faster, when it is not theirs."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from contracts.models import User
from tests.cast import House
from tests.tickets.web.reading import address, now_as
from tickets.access import open_leg
from tickets.choices import Action, LegAction
from tickets.models import Incident
from tickets.use_cases.assign_incident import assign_incident
from tickets.use_cases.move_incident import (
    wait_for_client,
)
from tickets.use_cases.work_escalation import acknowledge_escalation

PARIS = ZoneInfo("Europe/Paris")


@pytest.mark.parametrize(
    ("action", "said"),
    [
        (Action.WAIT, {"reason": " "}),
        (Action.ROUTE, {"queue": "triage", "reason": ""}),
        (Action.ROUTE, {"queue": "nowhere", "reason": "x"}),
        (Action.RESOLVE, {"cause": ""}),
        (Action.RESOLVE, {"cause": "x", "client": "abc"}),
        (Action.IMPACT, {"impact": "degraded", "reason": ""}),
        (Action.IMPACT, {"reason": "x"}),
        (Action.RESTORE, {"restored_at": ""}),
        (Action.RESTORE, {"restored_at": "noon"}),
        (Action.RESTORE, {"restored_at": "2999-01-01T10:30"}),
        (Action.ASSIGN, {"user": "999999"}),
        (Action.ASSIGN, {"user": "nobody"}),
    ],
)
def test_what_is_missing_or_impossible_is_told_and_nothing_is_done(
    hanks: Client, incident: Incident, action: Action, said: dict[str, str]
) -> None:
    before = now_as(incident).last_sequence

    answer = hanks.post(address(incident, action), said)

    assert answer.status_code == 422
    assert 'class="error-summary"' in answer.content.decode()
    assert now_as(incident).last_sequence == before


def test_a_colleague_of_another_company_cannot_be_chosen(
    hanks: Client, house: House, incident: Incident
) -> None:
    answer = hanks.post(address(incident, Action.ASSIGN), {"user": house.mia.pk})

    assert answer.status_code == 422


def test_whoever_was_slower_reads_why_and_keeps_the_words(
    hanks: Client, house: House, incident: Incident
) -> None:
    wait_for_client(incident, reason="Restart B2", by=house.helen, at=timezone.now())

    answer = hanks.post(address(incident, Action.WAIT), {"reason": "Restart B3"})

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "is not possible any more" in page
    assert "Restart B3</textarea>" in page


def test_what_is_not_mine_to_do_is_forbidden_with_the_reason(
    mias: Client, escalated: Incident
) -> None:
    answer = mias.post(address(escalated, Action.ROUTE), {"queue": "hardware", "reason": "x"})

    assert answer.status_code == 403
    assert "is not yours to do" in answer.content.decode()


def test_a_form_that_is_not_open_any_more_says_so_on_a_page_with_the_way_back(
    hanks: Client, incident: Incident
) -> None:
    came_from = f"http://testserver/i/{incident.reference}/"

    answer = hanks.get(address(incident, Action.REOPEN), headers={"Referer": came_from})

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "is not possible now" in page
    assert f'href="{came_from}"' in page


def test_to_a_script_a_refusal_is_a_fragment(hanks: Client, incident: Incident) -> None:
    answer = hanks.get(address(incident, Action.REOPEN), headers={"HX-Request": "true"})

    assert answer.status_code == 409
    assert "<html" not in answer.content.decode()


def test_the_way_back_never_leads_to_another_site(hanks: Client, incident: Incident) -> None:
    answer = hanks.get(
        address(incident, Action.REOPEN), headers={"Referer": "https://evil.example/"}
    )

    assert "evil.example" not in answer.content.decode()


def test_after_an_act_a_script_is_led_back_to_the_page(hanks: Client, incident: Incident) -> None:
    answer = hanks.post(
        address(incident, Action.WAIT), {"reason": "Restart B2"}, headers={"HX-Request": "true"}
    )

    assert answer.status_code == 200
    assert answer["HX-Redirect"] == f"/i/{incident.reference}/"


def test_a_token_is_asked_for(hank: User, incident: Incident) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(hank)

    assert client.post(address(incident, Action.WAIT), {"reason": "x"}).status_code == 403


def test_taking_what_a_colleague_has_is_one_click(
    hanks: Client, house: House, incident: Incident
) -> None:
    assign_incident(incident, to=house.helen, by=house.helen, at=timezone.now())

    buttons = hanks.get(f"/i/{incident.reference}/").context["buttons"]

    take = next(each for each in buttons if each.name == "take")
    hanks.post(take.address, dict(take.fields))
    assert now_as(incident).assignee == house.hank


def test_any_word_of_the_publisher_acknowledges(
    mias: Client, house: House, escalated: Incident
) -> None:
    mias.post(
        f"/i/{escalated.reference}/comment/", {"audience": "vendors", "body": "We look at it"}
    )

    leg = escalated.escalations.get()
    assert leg.acknowledged_by == house.mia
    assert leg.acknowledged_at is not None
    assert leg.acknowledged_at >= timezone.now() - timedelta(minutes=1)


def test_an_acknowledged_escalation_cannot_be_acknowledged_again(
    mias: Client, house: House, escalated: Incident
) -> None:
    acknowledge_escalation(escalated, case_number="", by=house.max, at=timezone.now())

    answer = mias.post(address(escalated, LegAction.ACKNOWLEDGE), {"case_number": "SRX1"})

    assert answer.status_code == 409


def test_whoever_raises_what_climbed_meanwhile_is_told_so_and_keeps_the_reason(
    hanks: Client, escalated: Incident
) -> None:
    raising = address(escalated, LegAction.RAISE)
    asked = hanks.get(raising).text
    assert '<input type="hidden" name="seen" value="1"' in asked
    said = {"reason": "no news since noon", "seen": "1"}
    hanks.post(raising, said)

    again = hanks.post(raising, said)  # a double click, a colleague, or time was faster

    assert again.status_code == 409
    assert "It stands at level 2 by now" in again.text
    assert "no news since noon" in again.text
    assert '<input type="hidden" name="seen" value="2"' in again.text
    assert _level(escalated) == 2
    hanks.post(raising, {"reason": "still none", "seen": "2"})
    assert _level(escalated) == 3


def test_a_page_of_its_own_stays_a_page_and_a_dialog_a_dialog(
    hanks: Client, incident: Incident
) -> None:
    asking = address(incident, Action.MISMATCH)

    page = hanks.post(asking, {}).text
    dialog = hanks.post(asking, {}, headers={"HX-Request": "true"}).text

    assert "<h1>Note a mismatch</h1>" in page
    assert "hx-post" not in page.partition('id="act-body"')[2]
    assert f'hx-post="{asking}"' in dialog


def _level(of: Incident) -> int:
    leg = open_leg(now_as(of))
    assert leg is not None
    return leg.level
