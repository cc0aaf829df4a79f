"""The pages of outages and maintenance: what waits, what is said, what is refused."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from contracts.models import Maintenance, Outage, User
from contracts.rules.outages import Stretch
from contracts.rules.responsibility import Responsibility
from contracts.use_cases.propose_responsibility import (
    accept_responsibility,
    propose_responsibility,
    whole_outage,
)
from tests.cast import House
from tests.factories import tickets
from tests.factories.contracts import MORNING
from tests.factories.outages import AN_HOUR, BEFORE, an_outage
from tickets.use_cases.move_incident import restore_incident

END = BEFORE + AN_HOUR
LOCAL_CUT = "2026-11-23T06:00"
HALF = Responsibility(Decimal(50), Decimal(50))
PERCENTS = {"manufacturer_0": "60", "publisher_0": "40,0", "client_0": "", "third_party_0": "0"}


@pytest.fixture
def outage(house: House) -> Outage:
    return an_outage(house.payroll)


def _as(client: Client, user: User) -> Client:
    client.force_login(user)
    return client


def _propose(outage: Outage, by: User) -> None:
    propose_responsibility(outage, whole_outage(outage, HALF), by=by, at=MORNING)


def _word(outage: Outage, **said: str) -> dict[str, Any]:
    version = Outage.objects.get(pk=outage.pk).version
    return {"version": version, "rows": "1", "evidence": "The log"} | PERCENTS | said


def test_the_manufacturer_proposes_and_the_publisher_accepts(
    house: House, outage: Outage, client: Client
) -> None:
    at = f"/outages/{outage.pk}/"

    sent = _as(client, house.hank).post(f"{at}propose/", _word(outage) | {"events": ["x"]})
    assert sent.status_code == 302
    waiting = _as(client, house.mia).get("/outages/").content.decode()
    assert at in waiting
    version = Outage.objects.get().version
    accepted = client.post(f"{at}accept/", {"version": version})

    assert accepted.status_code == 302
    held = Outage.objects.get()
    assert (held.state, held.rounds.get(number=1).events) == ("agreed", [])
    assert held.current[0].manufacturer == Decimal(60)
    assert held.current[0].publisher == Decimal(40)


def test_a_segment_is_cut_in_two_to_give_each_its_own(
    house: House, outage: Outage, client: Client
) -> None:
    at = f"/outages/{outage.pk}/propose/"
    _as(client, house.hank)

    more = client.post(at, _word(outage, do="more")).content.decode()
    assert 'name="until_0"' in more
    assert 'value="40,0"' in more  # nothing typed is lost
    second = {"manufacturer_1": "100", "until_0": LOCAL_CUT, "rows": "2"}
    client.post(at, _word(outage, manufacturer_0="0", publisher_0="100", **second))

    first, second_one = Outage.objects.get().current
    assert (first.ends_at, second_one.ends_at) == (END - timedelta(minutes=42), END)
    assert (first.publisher, second_one.publisher) == (Decimal(100), Decimal(0))


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"publisher_0": "39.99"}, "say_manufacturer_0_error"),
        ({"publisher_0": "x"}, "say_publisher_0_error"),
        ({"manufacturer_0": "160", "publisher_0": "-60"}, "say_manufacturer_0_error"),
        ({"rows": "2", "manufacturer_1": "100"}, "say_until_0_error"),
        (
            {"rows": "2", "manufacturer_1": "100", "until_0": "2026-11-24T06:00"},
            "say_until_0_error",
        ),
    ],
)
def test_what_cannot_be_said_is_refused_beside_its_field_with_nothing_lost(
    house: House, outage: Outage, client: Client, said: dict[str, str], field: str
) -> None:
    answer = _as(client, house.hank).post(f"/outages/{outage.pk}/propose/", _word(outage, **said))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'id="{field}"' in page
    assert "The log" in page
    assert not outage.rounds.exists()


def test_what_has_changed_meanwhile_is_not_accepted(
    house: House, outage: Outage, client: Client
) -> None:
    _propose(outage, house.hank)

    answer = _as(client, house.mia).post(f"/outages/{outage.pk}/accept/", {"version": "1"})

    assert answer.status_code == 412
    assert Outage.objects.get().state == "proposed"


def test_a_client_reads_one_figure_for_its_suppliers_once_it_is_agreed(
    house: House, outage: Outage, client: Client
) -> None:
    at = f"/outages/{outage.pk}/"
    _propose(outage, house.hank)
    before = _as(client, house.clara).get(at).content.decode()
    accept_responsibility(outage, by=house.mia, at=MORNING)
    after = client.get(at).content.decode()

    assert "100" not in before.split("<main")[1].split("viewBox")[0]
    for page in (before, after):
        assert "of-publisher" not in page
        assert "Mia Okafor" not in page
    assert "of-suppliers" in after
    assert "of-suppliers" not in before


@pytest.mark.parametrize("who", ["mia", "stranger", "rival_agent"])
def test_what_one_may_not_see_is_not_there(
    house: House, outage: Outage, client: Client, who: str
) -> None:
    assert _as(client, getattr(house, who)).get(f"/outages/{outage.pk}/").status_code == 404
    assert f"/outages/{outage.pk}/" not in client.get("/outages/").content.decode()


def test_an_outage_is_recorded_by_hand_and_corrected(house: House, client: Client) -> None:
    said = {
        "configuration": str(house.payroll.pk),
        "begins": "2026-11-23T05:00",
        "rows": "1",
        "until_0": "2026-11-23T04:00",
        "note": "Probes",
    }
    refused = _as(client, house.hank).post("/outages/new/", said)
    early = client.post("/outages/new/", said | {"begins": "2025-11-23T05:00"})
    client.post("/outages/new/", said | {"until_0": "2026-11-23T06:00"})
    made = Outage.objects.get()
    corrected = {"begins": "2026-11-23T05:00", "rows": "1", "until_0": "", "reason": "Still down"}
    client.post(f"/outages/{made.pk}/correct/", corrected)

    assert 'id="interval_until_0_error"' in refused.content.decode()
    assert 'id="interval_begins_error"' in early.content.decode()
    assert (refused.status_code, made.ends_at) == (422, END - timedelta(minutes=42))
    assert Outage.objects.get().ends_at is None


def test_the_incident_shows_its_outage_and_the_outage_its_timeline(
    house: House, client: Client
) -> None:
    incident = tickets.incident(house.payroll, house.clara)
    restore_incident(incident, restored_at=MORNING, by=house.hank, at=MORNING)
    outage = Outage.objects.get()

    for who in (house.hank, house.clara):
        page = _as(client, who).get(f"/i/{incident.reference}/").content.decode()
        assert f"/outages/{outage.pk}/" in page
    beside = _as(client, house.hank).get(f"/outages/{outage.pk}/").content.decode()
    assert 'id="line-1"' in beside
    assert 'form="say-form"' in beside
    assert "line-1" not in _as(client, house.clara).get(f"/outages/{outage.pk}/").content.decode()


def test_maintenance_is_proposed_accepted_and_refused_on_its_pages(
    house: House, client: Client
) -> None:
    start = (timezone.now() + timedelta(days=9)).strftime("%Y-%m-%dT%H:%M")
    end = (timezone.now() + timedelta(days=9, hours=2)).strftime("%Y-%m-%dT%H:%M")
    said = {"configuration": str(house.payroll.pk), "start": start, "end": end, "note": "Firmware"}
    wrong = _as(client, house.clara).post("/maintenance/new/", said | {"end": start})
    client.post("/maintenance/new/", said)
    made = Maintenance.objects.get()
    at = f"/maintenance/{made.pk}/"
    assert f"{at}accept/" in _as(client, house.mia).get("/maintenance/").content.decode()
    client.post(f"{at}accept/")
    silent = _as(client, house.hank).post(f"{at}refuse/", {"reason": ""})
    client.post(f"{at}refuse/", {"reason": "Pay day"})

    assert (wrong.status_code, 'id="window_end_error"' in wrong.content.decode()) == (422, True)
    assert (silent.status_code, made.acceptances.count()) == (422, 2)
    assert Maintenance.objects.get().reason == "Pay day"
    assert "Pay day" in client.get(at).content.decode()


def test_a_cut_between_vendors_is_none_to_the_client(house: House, client: Client) -> None:
    made = an_outage(house.payroll)
    cut = BEFORE + AN_HOUR / 2
    parts = [
        Stretch(BEFORE, cut, Responsibility(Decimal(100))),
        Stretch(cut, END, Responsibility(Decimal(0), Decimal(100))),
    ]
    propose_responsibility(made, parts, by=house.hank, at=MORNING)
    accept_responsibility(made, by=house.mia, at=MORNING)

    page = _as(client, house.clara).get(f"/outages/{made.pk}/").content.decode()

    assert page.count('<rect class="of-') - page.count('width="10"') == 1
