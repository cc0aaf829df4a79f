"""How the pages of outages and maintenance say when, who is waited for, and which incident."""

import re
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from contracts.models import Outage, User
from contracts.rules.outages import Stretch
from contracts.rules.responsibility import Responsibility
from contracts.use_cases.propose_responsibility import propose_responsibility, whole_outage
from contracts.use_cases.record_outage import OutageReport, correct_outage, record_outage
from portal.words.instants import say_date
from tests.cast import House
from tests.factories import tickets
from tests.factories.contracts import MORNING
from tests.factories.outages import AN_HOUR, BEFORE, a_window, an_outage
from tickets.models import Incident
from tickets.use_cases.move_incident import restore_incident

END = BEFORE + AN_HOUR
HALF = Responsibility(Decimal(50), Decimal(50))


@pytest.fixture
def outage(house: House) -> Outage:
    return an_outage(house.payroll)


def _as(client: Client, user: User) -> Client:
    client.force_login(user)
    return client


def _propose(outage: Outage, by: User) -> None:
    propose_responsibility(outage, whole_outage(outage, HALF), by=by, at=MORNING)


def _main(client: Client, address: str) -> str:
    main = client.get(address).content.decode().split("<main")[1].split("</main>")[0]
    return re.sub(r"[ \n]+", " ", main)


def test_an_outage_that_is_over_says_from_when_to_when(house: House, client: Client) -> None:
    over, lasting = an_outage(house.payroll), an_outage(house.payroll, [(END, None, None)])
    _as(client, house.hank)

    for made, said in ((over, "to <time"), (lasting, "so far")):
        line = _main(client, f"/outages/{made.pk}/").split("</h1>")[1].split("</p>")[0]
        assert said in line
        assert ("Down since" in line) == (made is lasting)
    assert "lasted 1\u00a0h" in _main(client, f"/outages/{over.pk}/")
    rows = _main(client, "/outages/").split('id="all"')[1]
    assert "Down since" not in rows
    assert rows.count("lasts still") == 1


def test_an_answer_that_is_late_is_said_to_be(house: House, outage: Outage, client: Client) -> None:
    _propose(outage, house.hank)
    _as(client, house.mia)
    ahead = timezone.now() + timedelta(days=30)
    Outage.objects.update(answer_by=ahead)
    in_time = _main(client, f"/outages/{outage.pk}/")
    Outage.objects.update(answer_by=timezone.now() - timedelta(hours=30))

    late, rows = _main(client, f"/outages/{outage.pk}/"), _main(client, "/outages/")

    assert "Expected by" in in_time
    assert "late by" not in in_time
    assert "It was due" in late
    assert "late by 30\u00a0h" in late
    assert "late by 30\u00a0h" in rows


def test_who_is_waited_for_reads_that_it_is_they(
    house: House, outage: Outage, client: Client
) -> None:
    _propose(outage, house.hank)

    for who, said in (
        (house.mia, "Waits for your company"),
        (house.hank, "Waits for the publisher"),
    ):
        _as(client, who)
        assert said in _main(client, f"/outages/{outage.pk}/")
        assert said in _main(client, "/outages/")


@pytest.mark.parametrize("who", ["hank", "clara"])
def test_an_incident_is_a_link_for_whoever_may_read_it(
    house: House, client: Client, who: str
) -> None:
    incident = tickets.incident(house.payroll, house.clara)
    outage, link = Outage.objects.get(), f'href="/i/{incident.reference}/"'
    _as(client, getattr(house, who))
    assert link in _main(client, "/outages/")
    assert link in _main(client, f"/outages/{outage.pk}/")

    Incident.objects.update(manufacturer=house.rival, client=house.rival)  # past all that could be

    for address in ("/outages/", f"/outages/{outage.pk}/"):
        assert incident.reference not in _main(client, address)


def test_the_list_asks_no_more_for_more_incidents(
    house: House, client: Client, django_assert_num_queries: Any
) -> None:
    with_one = tickets.incident(house.payroll, house.clara)
    restore_incident(with_one, restored_at=MORNING, by=house.hank, at=MORNING)
    _as(client, house.hank).get("/outages/")
    with CaptureQueriesContext(connection) as asked:
        client.get("/outages/")
    for system in (house.payroll, house.payroll):
        made = tickets.incident(system, house.clara)
        restore_incident(made, restored_at=MORNING, by=house.hank, at=MORNING)
    with django_assert_num_queries(len(asked)):
        page = client.get("/outages/").content.decode()

    assert page.count('href="/i/') >= 3


def test_windows_bear_their_date_however_near(house: House, client: Client) -> None:
    begins = timezone.now() + timedelta(days=3)
    window = a_window(house.payroll, house.hank, begins_at=begins, ends_at=begins + AN_HOUR)
    with translation.override("en"):
        day = say_date(timezone.localdate(begins), today=timezone.localdate())
    _as(client, house.mia)

    assert f">{day}, " in _main(client, "/maintenance/")
    assert f">{day}, " in _main(client, f"/maintenance/{window.pk}/")


@pytest.mark.parametrize("address", ["/outages/new/", "/maintenance/new/"])
def test_an_empty_choice_of_systems_says_what_to_do(
    house: House, client: Client, address: str
) -> None:
    assert '<option value="" selected>Choose…</option>' in _main(_as(client, house.hank), address)


def test_what_was_known_of_an_interval_before_a_correction_stays_readable(
    house: House, client: Client
) -> None:
    report = OutageReport([Stretch(BEFORE, END), Stretch(END, MORNING, is_unknown=True)])
    made = record_outage(house.payroll, report, by=house.hank, at=MORNING)
    at = f"/outages/{made.pk}/"
    assert 'id="intervals"' not in _main(_as(client, house.hank), at)

    known = [Stretch(BEFORE, END)]
    made = correct_outage(made, known, reason="The probe answered", by=house.hank, at=MORNING)
    _propose(made, house.hank)

    history = _main(client, at).split('id="intervals"')[1].split("</section>")[0]
    assert history.index("The probe answered") < history.index("was not known")
    assert history.count("From 23 November, 05:42:00 to 23 November, 06:42:00") == 2
    assert "The probe answered" in _main(_as(client, house.max), at)
    assert "The probe answered" not in _main(_as(client, house.clara), at)
