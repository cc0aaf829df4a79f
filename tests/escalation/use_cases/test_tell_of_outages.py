"""Who is told of whose an outage was and of maintenance, what they read, and who is not told."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import translation

from contracts.choices import EventKind
from contracts.models import Maintenance, Outage
from contracts.rules.responsibility import Responsibility
from contracts.use_cases.keep_answer_days import remind_of_responsibility
from contracts.use_cases.propose_maintenance import (
    Window,
    accept_maintenance,
    propose_maintenance,
    refuse_maintenance,
)
from contracts.use_cases.propose_responsibility import (
    accept_responsibility,
    counter_responsibility,
    propose_responsibility,
    whole_outage,
)
from contracts.use_cases.write_outage import Evidence
from escalation.models import Notification
from escalation.use_cases.write_mail import news_for
from tests.cast import House
from tests.escalation.register import SOON, told_of
from tests.factories.contracts import MORNING
from tests.factories.outages import an_outage

HALF = Responsibility(Decimal(50), Decimal(50))
NEXT_WEEK = MORNING + timedelta(days=7)


@pytest.fixture
def outage(house: House) -> Outage:
    return an_outage(house.payroll)


@pytest.fixture
def window(house: House) -> Maintenance:
    planned = Window(NEXT_WEEK, NEXT_WEEK + timedelta(hours=2), "Firmware")
    return propose_maintenance(house.payroll, planned, by=house.hank, at=MORNING)


def _propose(house: House, outage: Outage) -> None:
    propose_responsibility(outage, whole_outage(outage, HALF), by=house.hank, at=MORNING)


def test_a_proposal_is_told_to_who_answers_and_a_counter_to_who_proposed(
    house: House, outage: Outage
) -> None:
    _propose(house, outage)
    assert told_of(EventKind.RESPONSIBILITY_PROPOSED) == {"Max"}

    other = whole_outage(outage, Responsibility(Decimal(100)))
    counter_responsibility(outage, other, evidence=Evidence("log"), by=house.mia, at=MORNING)

    assert told_of(EventKind.RESPONSIBILITY_COUNTERED) == {"Hank", "Helen"}


def test_what_is_agreed_is_told_to_all_three(house: House, outage: Outage) -> None:
    _propose(house, outage)
    accept_responsibility(outage, by=house.max, at=MORNING)

    assert told_of(EventKind.RESPONSIBILITY_AGREED) == {"Hank", "Helen"}


def test_an_answer_that_is_due_soon_is_told_to_who_owes_it(house: House, outage: Outage) -> None:
    _propose(house, outage)
    remind_of_responsibility(at=MORNING + timedelta(days=9))

    assert told_of(EventKind.RESPONSIBILITY_REMINDED) == {"Max"}


def test_a_mail_says_what_is_awaited_and_until_when(house: House, outage: Outage) -> None:
    _propose(house, outage)
    told_of(EventKind.RESPONSIBILITY_PROPOSED)

    with translation.override("en"):
        said = news_for(Notification.objects.get(recipient=house.max), at=SOON)

    assert said.line == (
        "Hank Rey, Compaq, proposes whose the outage of “Payroll” of 23 November 2026, 05:42 was."
    )
    assert said.todo == "Accept it, or say otherwise and why, by 3 December 2026, 09:42."
    assert said.address.endswith(f"/outages/{outage.pk}/")


def test_a_window_is_told_to_all_and_its_end_with_the_reason(
    house: House, window: Maintenance
) -> None:
    assert told_of(EventKind.MAINTENANCE_PROPOSED) == {"Clara", "Helen", "Max"}
    with translation.override("en"):
        said = news_for(Notification.objects.get(recipient=house.clara), at=SOON)
    assert said.message == "Firmware"
    assert said.todo.startswith("Accept it")

    refuse_maintenance(window, reason="Pay day", by=house.clara, at=MORNING)

    assert told_of(EventKind.MAINTENANCE_ENDED) == {"Hank", "Helen", "Max"}
    with translation.override("en"):
        ended = news_for(Notification.objects.filter(recipient=house.max).latest("pk"), at=SOON)
    assert ended.line.endswith("9:42: Pay day.")
    assert ended.todo == "You have nothing to do."


def test_one_acceptance_is_told_to_who_proposed_and_the_last_to_all(
    house: House, window: Maintenance
) -> None:
    accept_maintenance(window, by=house.clara, at=MORNING)
    assert told_of(EventKind.MAINTENANCE_ACCEPTED) == {"Hank"}

    accept_maintenance(window, by=house.mia, at=MORNING)
    assert told_of(EventKind.MAINTENANCE_AGREED) == {"Clara", "Hank", "Helen", "Max"}


def test_the_portal_leads_to_the_outage(house: House, outage: Outage, client: Client) -> None:
    _propose(house, outage)
    told_of(EventKind.RESPONSIBILITY_PROPOSED)
    client.force_login(house.max)

    assert f"/outages/{outage.pk}/" in client.get("/notifications/").content.decode()
