"""The ladder of an escalation over REST, and on the vendors' page; never to a client."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.cast import House
from tests.factories import tickets
from tests.programs import Program
from tests.tickets.web.reading import page_of
from tickets.models import Escalation, Incident
from tickets.use_cases.climb_escalation import UNACKNOWLEDGED, climb_escalation

STEP = {"level": 2, "name": "Escalation engineer", "percent": None}


@pytest.fixture
def asked(house: House) -> Incident:
    at = timezone.now() - timedelta(minutes=1)
    fresh = tickets.incident(house.payroll, house.clara, at=at)
    return tickets.escalated(fresh, by=house.hank, at=at)


def _leg(of: Incident) -> Escalation:
    return Escalation.objects.get(incident=of)


def _climb(of: Incident, level: int) -> None:
    at = timezone.now()
    leg = _leg(of)
    assert climb_escalation(leg, level=level, because=UNACKNOWLEDGED, due_at=at, at=at)


def test_it_says_what_happened_and_what_comes_next(asked: Incident, house: House) -> None:
    leg = _leg(asked)

    said = Program(house.hank).reads(f"/escalations/{leg.pk}/ladder/")

    assert [level["number"] for level in said["levels"]] == [1, 2, 3, 4]
    assert [level["current"] for level in said["levels"]] == [True, False, False, False]
    assert said["levels"][0]["reached_at"] is not None
    due_at = leg.requested_at + timedelta(minutes=15)
    assert said["next"] == {**STEP, "due_at": due_at.isoformat()}


def test_a_climb_is_read_though_the_clock_was_set_back_since_the_request(house: House) -> None:
    ahead = timezone.now() + timedelta(hours=2)
    incident = tickets.incident(house.payroll, house.clara, at=ahead)
    leg = _leg(tickets.escalated(incident, by=house.hank, at=ahead))
    _climb(incident, 2)

    said = Program(house.hank).reads(f"/escalations/{leg.pk}/ladder/")

    assert [level["number"] for level in said["levels"] if level["reached_at"]] == [1, 2]


def test_a_client_finds_no_ladder_and_no_level(asked: Incident, house: House) -> None:
    _climb(asked, 3)
    answer = Program(house.clara).get(f"/escalations/{_leg(asked).pk}/ladder/")
    browser = Client()
    browser.force_login(house.clara)
    page = browser.get(f"/i/{asked.reference}/").content.decode()

    assert answer.status_code == 404
    for hidden in ("Critical-situation", "Escalation engineer", "unless acknowledged", "climbed"):
        assert hidden not in page


def test_vendors_read_the_next_step_on_the_page(asked: Incident, house: House) -> None:
    house.hank.language = "en"
    house.hank.save()
    browser = Client()
    browser.force_login(house.hank)

    page = " ".join(page_of(browser, asked).split())

    assert "Next: level 2, Escalation engineer, at " in page
    assert "unless acknowledged" in page


def test_the_publishers_manager_names_who_leads_over_rest(asked: Incident, house: House) -> None:
    _climb(asked, 3)
    address = f"/escalations/{_leg(asked).pk}/manager/"
    said = {"user": str(house.mia.pk), "reason": "ill"}

    assert Program(house.mia).post(address, said).status_code == 403
    answer = Program(house.max).post(address, said)

    assert answer.status_code == 200
    assert answer.json()["critical_manager"] == {"id": house.mia.pk, "name": "Mia Okafor"}
