from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests.cast import House
from tests.factories import tickets
from tests.programs import Program
from tickets.models import Escalation, Incident
from tickets.use_cases.hand_over import route_incident


@pytest.fixture
def opened(house: House) -> Incident:
    return tickets.incident(house.payroll, house.clara, at=timezone.now())


@pytest.fixture
def shared(house: House, opened: Incident) -> Incident:
    return tickets.escalated(opened, by=house.hank, at=timezone.now())


def leg_of(incident: Incident) -> str:
    return f"/escalations/{Escalation.objects.get(incident=incident).pk}"


def test_a_move_from_elsewhere_is_a_conflict_that_names_the_legal_ones(
    house: House, opened: Incident
) -> None:
    hank = Program(house.hank)
    at = f"/incidents/{opened.reference}"

    answer = hank.post(f"{at}/answer/")

    said = answer.json()
    assert answer.status_code == 409
    assert said["type"].endswith("move-not-open")
    assert said["moves"] == hank.reads(f"{at}/")["moves"]


def test_a_move_of_others_is_forbidden_with_the_reason(house: House, opened: Incident) -> None:
    answer = Program(house.clara).post(
        f"/incidents/{opened.reference}/route/", {"queue": "hardware", "reason": "x"}
    )

    assert answer.status_code == 403
    assert "Re-route" in answer.json()["detail"]


def test_a_publisher_finds_nothing_before_it_is_escalated(house: House, opened: Incident) -> None:
    mia = Program(house.mia)

    assert mia.get(f"/incidents/{opened.reference}/").status_code == 404
    assert mia.post(f"/incidents/{opened.reference}/wait/", {"reason": "x"}).status_code == 404


@pytest.mark.parametrize(
    ("move", "body", "field"),
    [
        ("route", {"queue": "attic", "reason": "x"}, "queue"),
        ("route", {"queue": "hardware"}, "reason"),
        ("wait", {"reason": "  "}, "reason"),
        ("restore", {}, "at"),
        ("restore", {"at": "2026-11-24T08:00:00"}, "at"),
        ("restore", {"at": "1999-01-01T00:00:00Z"}, "at"),
        ("resolve", {"cause": ""}, "cause"),
        ("resolve", {"cause": "x", "responsibility": {"manufacturer": 60}}, "responsibility"),
        ("resolve", {"cause": "x", "responsibility": {"nobody": 100}}, "responsibility"),
        ("resolve", {"cause": "x", "responsibility": {"client": "most"}}, "responsibility"),
        ("impact", {"impact": "outage", "reason": "x"}, "impact"),
        ("impact", {"impact": "degraded", "reason": ""}, "reason"),
        ("assign", {}, "user"),
        ("assign", {"user": "him"}, "user"),
        ("assign", {"user": 10**18}, "user"),
        ("assign", {"user": 999_999}, "user"),
        ("wait", {"reason": "x", "because": "y"}, "because"),
        ("call", {"note": 1.5, "to": "x"}, "to"),
    ],
)
def test_what_a_move_cannot_take_is_told_beside_its_field(
    house: House, opened: Incident, move: str, body: Any, field: str
) -> None:
    answer = Program(house.hank).post(f"/incidents/{opened.reference}/{move}/", body)

    assert answer.status_code == 422
    assert set(answer.json()["errors"]) == {field}
    assert Incident.objects.get().status == "open"


def test_a_publisher_proposes_no_responsibility(house: House, shared: Incident) -> None:
    body = {"cause": "x", "responsibility": {"manufacturer": 100}}

    answer = Program(house.mia).post(f"/incidents/{shared.reference}/resolve/", body)

    assert answer.status_code == 403
    assert Incident.objects.get().status == "open"


def test_an_incident_is_given_to_a_colleague_and_freed(house: House, opened: Incident) -> None:
    hank = Program(house.hank)
    at = f"/incidents/{opened.reference}/assign/"

    assert hank.does(at, {"user": house.helen.pk})["assignee"]["name"] == "Helen Duval"
    assert hank.does(at, {"user": None})["assignee"] is None
    assert hank.post(at, {"user": house.mia.pk}).status_code == 422


def test_the_impact_changes_with_its_reason_and_its_promises(
    house: House, opened: Incident
) -> None:
    at = f"/incidents/{opened.reference}"
    before = Program(house.clara).reads(f"{at}/")["targets"]

    changed = Program(house.clara).does(
        f"{at}/impact/", {"impact": "degraded", "reason": "Half of it is back."}
    )

    assert (changed["impact"], changed["priority"]) == ("degraded", "medium")
    assert changed["targets"] != before


def test_an_escalation_is_worked_to_its_end(house: House, shared: Incident) -> None:
    mia, hank = Program(house.mia), Program(house.hank)
    work = leg_of(shared)

    assert mia.does(f"{work}/start/")["status"] == "in_progress"
    assert mia.does(f"{work}/case/", {"case_number": "SRX-2"})["case_number"] == "SRX-2"
    raised = hank.does(f"{work}/raise/", {"reason": "The plant stands still."})
    assert (raised["level"], raised["level_name"]) == (2, "Escalation engineer")
    done = mia.does(f"{work}/resolve/", {"cause": "A full log."})

    assert (done["status"], done["moves"]) == ("resolved", [])
    assert mia.reads("/escalations/")["results"] == []
    assert mia.reads("/escalations/", {"status": "any"})["results"] == [done]
    assert mia.reads("/escalations/", {"status": "resolved", "engineer": "me"})["results"]
    assert mia.reads("/escalations/", {"status": "any", "engineer": "none"})["results"] == []
    assert hank.reads(f"/incidents/{shared.reference}/")["escalation"]["case_number"] == "SRX-2"


def test_a_second_return_opens_the_joint_bridge(house: House, shared: Incident) -> None:
    mia = Program(house.mia)
    mia.does(f"{leg_of(shared)}/return/", {"reason": "Not ours."})
    again = tickets.escalated(Incident.objects.get(), by=house.hank, at=timezone.now())
    newest = Escalation.objects.filter(incident=again).first()
    assert newest is not None

    joint = mia.does(f"/escalations/{newest.pk}/return/", {"reason": "Still not ours."})

    assert joint["joint"] is True
    assert "return" not in joint["moves"]
    assert joint["duty_managers"] == ["Helen Duval", "Max Berg"]


def test_an_escalation_that_has_ended_takes_no_move_even_if_a_newer_one_is_open(
    house: House, shared: Incident
) -> None:
    old = leg_of(shared)
    route_incident(shared, queue="triage", reason="x", by=house.hank, at=timezone.now())  # type: ignore[arg-type]
    tickets.escalated(Incident.objects.get(), by=house.hank, at=timezone.now())

    answer = Program(house.mia).post(f"{old}/acknowledge/", {"case_number": "SRX-3"})

    assert answer.status_code == 409
    assert not Escalation.objects.filter(case_number="SRX-3").exists()


def test_clients_know_no_escalations(house: House, shared: Incident) -> None:
    clara = Program(house.clara)

    assert clara.reads("/escalations/")["results"] == []
    assert clara.get(f"{leg_of(shared)}/").status_code == 404
    assert clara.post(f"{leg_of(shared)}/acknowledge/").status_code == 404


def test_a_restoration_is_stated_for_an_instant_with_its_offset(
    house: House, opened: Incident
) -> None:
    at = timezone.now() - timedelta(minutes=2)

    restored = Program(house.hank).does(
        f"/incidents/{opened.reference}/restore/", {"at": at.isoformat()}
    )

    assert restored["restored_at"] == at.isoformat()
