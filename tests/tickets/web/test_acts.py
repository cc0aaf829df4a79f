"""Every act through its page: the form without a script, its errors, and what it does."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from contracts.choices import Impact
from tests.cast import House
from tests.factories import tickets
from tests.tickets.web.reading import address, now_as
from tickets.choices import Action, LegAction, LegState, Queue, Status
from tickets.models import Incident
from tickets.use_cases.move_incident import (
    resolve_incident,
    restore_incident,
)
from tickets.web.act_table import ACTS, LEG_ACTS

PARIS = ZoneInfo("Europe/Paris")


def test_every_action_but_writing_has_its_place_in_the_table() -> None:
    assert set(ACTS) == set(Action) - {Action.COMMENT}
    assert set(LEG_ACTS) == set(LegAction)


@pytest.mark.parametrize("action", ["comment", "delete"])
def test_what_is_no_act_is_not_there(hanks: Client, incident: Incident, action: str) -> None:
    assert hanks.get(f"/i/{incident.reference}/move/{action}/").status_code == 404
    assert hanks.post(f"/i/{incident.reference}/escalation/{action}/").status_code == 404


def test_each_act_open_to_a_vendor_has_a_page_of_its_own(
    hanks: Client, mias: Client, escalated: Incident
) -> None:
    for who in (hanks, mias):
        buttons = who.get(f"/i/{escalated.reference}/").context["buttons"]
        for button in buttons:
            page = who.get(button.address)
            assert page.status_code == 200
            assert f'action="{button.address}"' in page.content.decode()
            assert "<html" in page.content.decode()


def test_asked_by_a_script_it_is_the_form_alone(hanks: Client, incident: Incident) -> None:
    page = hanks.get(address(incident, Action.WAIT), headers={"HX-Request": "true"})

    assert "<html" not in page.content.decode()
    assert "<form" in page.content.decode()


def test_asking_for_a_form_changes_nothing(hanks: Client, incident: Incident) -> None:
    before = now_as(incident).last_sequence

    for action in ACTS:
        hanks.get(address(incident, action))

    assert now_as(incident).last_sequence == before


def test_an_agent_takes_assigns_and_gives_back(
    hanks: Client, house: House, incident: Incident
) -> None:
    for person in (house.hank, house.helen, None):
        answer = hanks.post(address(incident, Action.ASSIGN), {"user": person.pk if person else ""})

        assert answer.status_code == 302
        assert now_as(incident).assignee == person


def test_an_agent_reroutes_with_a_reason(hanks: Client, incident: Incident) -> None:
    other = Queue.HARDWARE if incident.queue != Queue.HARDWARE else Queue.SOFTWARE

    hanks.post(address(incident, Action.ROUTE), {"queue": other, "reason": "Orange light"})

    assert now_as(incident).queue == other


def test_waiting_and_going_on(hanks: Client, incident: Incident) -> None:
    hanks.post(address(incident, Action.WAIT), {"reason": "Restart B2"})
    assert now_as(incident).status == Status.WAITING

    hanks.post(address(incident, Action.ANSWER))
    assert now_as(incident).status == Status.OPEN


def test_restoring_at_an_instant_of_the_readers_zone(hanks: Client, incident: Incident) -> None:
    hanks.post(address(incident, Action.RESTORE), {"restored_at": "2026-11-23T10:30"})

    restored_at = now_as(incident).restored_at
    assert restored_at is not None
    assert restored_at.isoformat() == "2026-11-23T09:30:00+00:00"


def test_the_minute_in_which_it_went_down_is_not_before_it_went_down(
    hanks: Client, house: House
) -> None:
    at = (timezone.now() - timedelta(minutes=5)).replace(second=40)
    made = tickets.incident(house.payroll, house.clara, at=at, down_since=at)

    hanks.post(
        address(made, Action.RESTORE),
        {"restored_at": f"{timezone.localtime(at, PARIS):%Y-%m-%dT%H:%M}"},
    )

    assert now_as(made).status == Status.RESTORED


def test_restored_before_it_went_down_is_told_at_the_field(
    hanks: Client, incident: Incident
) -> None:
    answer = hanks.post(address(incident, Action.RESTORE), {"restored_at": "2026-11-01T10:30"})

    assert answer.status_code == 422
    assert "Service cannot be back before it went down." in answer.content.decode()
    assert "2026-11-01T10:30" in answer.content.decode()
    assert now_as(incident).status == Status.OPEN


def test_resolving_states_the_cause_and_whose_it_was(hanks: Client, incident: Incident) -> None:
    wrong = hanks.post(
        address(incident, Action.RESOLVE), {"cause": "Driver 4.20", "manufacturer": "90"}
    )
    right = hanks.post(
        address(incident, Action.RESOLVE),
        {"cause": "Driver 4.20", "manufacturer": "90", "client": "10"},
    )

    assert wrong.status_code == 422
    assert "The shares must add up to 100" in wrong.content.decode()
    assert "Driver 4.20</textarea>" in wrong.content.decode()
    assert right.status_code == 302
    assert now_as(incident).status == Status.RESOLVED


def test_shares_are_asked_of_an_outage_only(
    hanks: Client, house: House, incident: Incident
) -> None:
    slow = tickets.incident(house.payroll, house.clara, impact=Impact.DEGRADED, down_since=None)

    assert "Whose was the outage?" in hanks.get(address(incident, Action.RESOLVE)).content.decode()
    assert "Whose was the outage?" not in hanks.get(address(slow, Action.RESOLVE)).content.decode()


def test_rerouting_explains_the_software_queue_only_where_it_can_be_chosen(
    hanks: Client, house: House, escalated: Incident
) -> None:
    kept = tickets.put_in(escalated, Queue.SOFTWARE, by=house.hank)
    inside = hanks.get(address(kept, Action.ROUTE)).content.decode()
    moved = tickets.put_in(kept, Queue.HARDWARE, by=house.hank, at=timezone.now())
    outside = hanks.get(address(moved, Action.ROUTE)).content.decode()

    assert "it is escalated to Microsoft at once" not in inside
    assert "it is escalated to Microsoft at once" in outside


def test_shares_are_asked_of_the_manufacturer_only(mias: Client, escalated: Incident) -> None:
    for action in (Action.RESOLVE, LegAction.RESOLVE):
        page = mias.get(address(escalated, action)).content.decode()

        assert 'name="cause"' in page
        assert "Whose was the outage?" not in page


def test_changing_the_impact(hanks: Client, incident: Incident) -> None:
    hanks.post(
        address(incident, Action.IMPACT), {"impact": Impact.DEGRADED, "reason": "Half is back"}
    )

    assert now_as(incident).impact == Impact.DEGRADED


def test_logging_a_call_starts_the_answer(hanks: Client, incident: Incident) -> None:
    hanks.post(address(incident, Action.CALL), {"note": "Lights are green"})

    assert now_as(incident).responded_at is not None


def test_an_engineer_acknowledges_with_a_case_number(mias: Client, escalated: Incident) -> None:
    mias.post(address(escalated, LegAction.ACKNOWLEDGE), {"case_number": "SRX1"})

    leg = escalated.escalations.get()
    assert (leg.state, leg.case_number) == (LegState.ACKNOWLEDGED, "SRX1")


def test_an_engineer_starts_names_the_case_and_raises(mias: Client, escalated: Incident) -> None:
    mias.post(address(escalated, LegAction.START))
    mias.post(address(escalated, LegAction.CASE), {"case_number": "SRX2"})
    mias.post(address(escalated, LegAction.RAISE), {"reason": "Storage team needed"})

    leg = escalated.escalations.get()
    assert (leg.state, leg.case_number, leg.level) == (LegState.IN_PROGRESS, "SRX2", 2)


def test_an_engineer_hands_back(mias: Client, escalated: Incident) -> None:
    page = mias.get(address(escalated, LegAction.RETURN)).content.decode()

    mias.post(address(escalated, LegAction.RETURN), {"reason": "The array is at fault"})

    assert "Hand back to Compaq" in page
    assert now_as(escalated).queue == Queue.TRIAGE
    assert mias.get(f"/i/{escalated.reference}/").status_code == 200


def test_an_engineer_resolves_the_escalation_and_with_it_the_incident(
    mias: Client, escalated: Incident
) -> None:
    mias.post(address(escalated, LegAction.RESOLVE), {"cause": "Corrupt log, rebuilt"})

    assert now_as(escalated).status == Status.RESOLVED
    assert escalated.escalations.get().state == LegState.RESOLVED


def test_a_client_confirms_contradicts_reopens_and_closes(
    claras: Client, house: House, incident: Incident
) -> None:
    at = timezone.now()
    restore_incident(incident, restored_at=at, by=house.hank, at=at)
    claras.post(address(incident, Action.CONFIRM))
    assert now_as(incident).confirmed_at is not None

    claras.post(address(incident, Action.NOT_RESTORED), {"reason": "Node 2 is down again"})
    assert now_as(incident).status == Status.OPEN

    resolve_incident(incident, cause="x", responsibility=None, by=house.hank, at=timezone.now())
    claras.post(address(incident, Action.REOPEN), {"reason": "It is back"})
    assert now_as(incident).status == Status.OPEN

    resolve_incident(incident, cause="x", responsibility=None, by=house.hank, at=timezone.now())
    assert claras.get(address(incident, Action.CLOSE)).status_code == 200
    claras.post(address(incident, Action.CLOSE))
    assert now_as(incident).status == Status.CLOSED
