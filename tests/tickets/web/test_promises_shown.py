"""How promises stand on pages: when they were kept, whether we are late, what has happened."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone, translation

from tests.cast import House
from tests.factories import tickets
from tests.tickets.web.reading import clock_of, minutes_after, page_of
from tickets.models import Incident
from tickets.use_cases.assign_incident import assign_incident
from tickets.use_cases.converse import log_call
from tickets.use_cases.move_incident import restore_incident
from tickets.web.client_hero import CURRENT, DONE, TO_COME, steps_of


def _said(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def _as_now(incident: Incident) -> Incident:
    return Incident.objects.get(pk=incident.pk)


def _steps(incident: Incident) -> list[tuple[str, str, str]]:
    with translation.override("en"):
        return [(step.label, step.state, step.more) for step in steps_of(_as_now(incident))]


def test_vendors_read_when_a_promise_was_kept_beside_when_it_was_due(
    hanks: Client, house: House
) -> None:
    began_at = timezone.now() - timedelta(minutes=40)
    incident = tickets.incident(house.payroll, house.clara, at=began_at)
    log_call(incident, note="", by=house.hank, at=minutes_after(incident, 4))
    assert incident.respond_due_at is not None
    kept, due = minutes_after(incident, 4), incident.respond_due_at

    facts = _said(page_of(hanks, incident).split('id="facts"')[1])

    assert re.search(
        f"kept {clock_of(incident, kept)} promised for {clock_of(incident, due)}", facts
    )


@pytest.mark.parametrize(("minutes", "is_late"), [(40, True), (2, False)])
def test_the_clients_home_says_that_we_are_late(
    at_home: Client, house: House, minutes: int, is_late: bool
) -> None:
    began_at = timezone.now() - timedelta(minutes=minutes)
    tickets.incident(house.payroll, house.clara, at=began_at)

    for address in ("/", "/incidents/"):
        page = at_home.get(address).content.decode()
        side = page.split('class="case-side"')[1].split("</li>")[0]
        assert ("Call back promised for" if is_late else "Call back before") in side
        assert ("late by" in side) == ("is-crit" in side) == is_late


def test_nobody_diagnoses_before_somebody_has_taken_it_up(house: House, fresh: Incident) -> None:
    before = _steps(fresh)
    assign_incident(fresh, to=house.hank, by=house.hank, at=timezone.now())
    log_call(fresh, note="", by=house.hank, at=timezone.now())
    after = _steps(fresh)

    assert ("Diagnosis", TO_COME, "") in before
    assert ("Diagnosis", CURRENT, "in progress") in after


def test_what_was_handed_over_before_anybody_called_back_stands_first(
    house: House, fresh: Incident
) -> None:
    escalated = tickets.escalated(fresh, by=house.hank, at=fresh.opened_at)
    early = _steps(escalated)[1:3]
    log_call(escalated, note="", by=house.hank, at=timezone.now())
    called = _steps(escalated)[1:3]

    assert early == [("Handed to Microsoft", DONE, ""), ("Taken up", CURRENT, "")]
    assert called == [("Handed to Microsoft", DONE, ""), ("Taken up", DONE, "")]


def test_what_was_taken_up_first_stands_before_its_hand_over(house: House, fresh: Incident) -> None:
    log_call(fresh, note="", by=house.hank, at=fresh.opened_at)
    escalated = tickets.escalated(fresh, by=house.hank, at=timezone.now())

    assert [label for label, _state, _more in _steps(escalated)[1:3]] == [
        "Taken up",
        "Handed to Microsoft",
    ]


def test_nothing_is_said_of_time_left_once_service_is_back(
    claras: Client, hanks: Client, house: House, fresh: Incident
) -> None:
    before = [page_of(who, fresh) for who in (claras, hanks)]
    restore_incident(fresh, restored_at=timezone.now(), by=house.hank, at=timezone.now())
    after = [page_of(who, fresh) for who in (claras, hanks)]

    for page in before:
        assert _relay(page).count(" left") == 1
    for page in after:
        assert "left" not in _relay(page).lower()
    assert "Who has worked, and the time left" in before[0]
    assert "the time left" not in after[0]


def _relay(page: str) -> str:
    return page.split('class="relay"')[1].split("</div>", maxsplit=1)[0]
