"""Euros at risk of open incidents: on their pages, in the queue and its order, over the API."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from contracts.choices import Impact
from contracts.models import Configuration, Contract, Coverage
from contracts.rules.availability import instant_of, length, second_of
from contracts.rules.committed import span_of_month
from contracts.rules.hours import Hours
from contracts.rules.offer import BandOffer
from contracts.rules.penalty import NOTHING
from contracts.selectors.at_risk import at_risk, ranked_at_risk
from tests.cast import House
from tests.factories import contracts, outages, tickets
from tests.factories.contracts import PARIS, past_the_guards
from tests.programs import Program
from tickets.models import Incident
from tickets.use_cases.move_incident import restore_incident

BANDS = [BandOffer(Decimal("99.9"), Decimal(5)), BandOffer(Decimal("99.0"), Decimal(25))]
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    caches["minute"].clear()


def _system(house: House, number: str, fee: int) -> Configuration:
    """A system alone under a contract with penalties, promised round the clock."""
    hours = Hours(_zone_inside_a_month(timezone.now()))
    contract = contracts.contract(
        number,
        house.vauquelin,
        house.agreement,
        bands=BANDS,
        monthly_fee=Decimal(fee),
        hours=hours,
    )
    signers = (house.helen, house.max)
    at = contracts.LONG_AGO
    return contracts.configuration(f"System {number}", contract, signed_by=signers, at=at)


def _zone_inside_a_month(at: datetime) -> str:
    """A zone in which a month does not begin in these hours: its outages lie in it whole."""
    local = at.astimezone(PARIS)
    return "Asia/Tokyo" if local.day == 1 and local.hour < 3 else "Europe/Paris"


@pytest.fixture
def archive(house: House) -> Configuration:
    return _system(house, "CM-0900", 12_000)


def _down(house: House, of: Configuration, at: datetime, minutes: int) -> Incident:
    return tickets.incident(
        of, house.clara, at=at - MINUTE, down_since=at - minutes * MINUTE, impact=Impact.OUTAGE
    )


def _allowed(at: datetime, below: str) -> int:
    """The whole seconds that a band leaves of the running month in Paris."""
    month = at.astimezone(PARIS).date().replace(day=1)
    return int(length([span_of_month(month, PARIS)]) * (100 - Decimal(below)) / 100)


def test_it_is_known_what_an_outage_costs_now_and_from_when_on_more(
    house: House, archive: Configuration
) -> None:
    at = datetime(2026, 11, 10, 12, tzinfo=PARIS)
    down = _down(house, archive, at, 20)

    (risk,) = at_risk([down.reference, "INC-1"], at=at).values()

    assert (risk.reference, risk.amount, risk.currency) == (down.reference, NOTHING, "EUR")
    began = second_of(at - 20 * MINUTE)
    assert risk.next_at == instant_of(began + _allowed(at, "99.9") + 1)
    assert risk.next_amount == Decimal("600.00")


def test_what_was_proposed_counts_until_it_is_agreed(house: House, archive: Configuration) -> None:
    at = datetime(2026, 11, 10, 12, tzinfo=PARIS)
    outages.an_outage(archive, [(at - 600 * MINUTE, None, (0, 0, 100, 0))], reference="INC-77")

    (risk,) = at_risk(["INC-77"], at=at).values()

    assert (risk.amount, risk.next_at, risk.is_some) == (NOTHING, None, False)


def test_many_take_as_many_queries_as_one(house: House, archive: Configuration) -> None:
    at = datetime(2026, 11, 10, 12, tzinfo=PARIS)
    few = [_down(house, archive, at, 20).reference]
    many = few + [
        _down(house, _system(house, f"CM-090{each}", 9_000), at, 20).reference for each in (1, 2)
    ]

    with CaptureQueriesContext(connection) as asked_few:
        at_risk(few, at=at)
    with CaptureQueriesContext(connection) as asked_many:
        assert len(at_risk(many, at=at)) == 3

    assert len(asked_few) == len(asked_many)


def test_hours_that_nobody_can_read_keep_no_other_from_its_answer(
    house: House, archive: Configuration
) -> None:
    at = datetime(2026, 11, 10, 12, tzinfo=PARIS)
    bad = [_system(house, f"CM-090{each}", 9_000) for each in (1, 2)]
    down = [_down(house, each, at, 600).reference for each in (archive, *bad)]
    with past_the_guards():
        Contract.objects.filter(pk=bad[0].contract_id).update(time_zone="Europe/Nowhere")
        hours = Coverage.objects.filter(terms__contract=bad[1].contract_id)
        assert hours.update(time_zone="Europe/Nowhere", always_on=False) == 1

    assert list(at_risk(down, at=at)) == down[:1]
    assert [each.reference for each in ranked_at_risk(house.hank, at=at)] == down[:1]


@pytest.fixture
def three(house: House, archive: Configuration) -> Sequence[Incident]:
    """Three outages: one that costs a little already, one that costs more, one without a price."""
    at = timezone.now()
    dear = _system(house, "CM-0901", 90_000)
    return [
        _down(house, archive, at, 60),
        _down(house, dear, at, 60),
        _down(house, house.payroll, at, 5),
    ]


def test_a_vendor_reads_it_over_the_api_and_lists_by_it(
    house: House, three: Sequence[Incident]
) -> None:
    little, dear, free = (each.reference for each in three)
    program = Program(house.hank)

    listed = program.reads("/incidents/", {"ordering": "risk", "page_size": 1})
    second = program.client.get(listed["next"]).json()
    third = program.client.get(second["next"]).json()
    back = program.client.get(third["previous"]).json()

    rows = [each["results"][0] for each in (listed, second, third)]
    assert [each["reference"] for each in rows] == [dear, little, free]
    assert back["results"] == second["results"]
    assert third["next"] is None
    assert rows[0]["at_risk"]["amount"] == "4500.00"
    assert rows[0]["at_risk"]["next"]["amount"] == "22500.00"
    assert program.reads(f"/incidents/{little}/")["at_risk"]["amount"] == "600.00"


def test_a_client_neither_reads_it_nor_is_told_by_the_order(
    house: House, three: Sequence[Incident]
) -> None:
    program = Program(house.clara)

    rows = program.reads("/incidents/", {"ordering": "risk"})["results"]

    assert [each["reference"] for each in rows] == [each.reference for each in reversed(three)]
    assert all("at_risk" not in each for each in rows)
    assert "at_risk" not in program.reads(f"/incidents/{three[1].reference}/")


def test_the_queue_shows_it_and_is_put_in_its_order(
    hanks: Client, three: Sequence[Incident]
) -> None:
    usual = hanks.get("/queues/all/").content.decode()
    by_risk = hanks.get("/queues/all/?sort=risk").content.decode()

    assert "€4,500" in usual
    assert re.findall(r'id="row-(INC-\d+)"', by_risk) == [
        three[1].reference,
        three[0].reference,
        three[2].reference,
    ]
    assert "Penalty at risk this month, 2" in by_risk
    assert hanks.get("/queues/all/live/?sort=risk&known=1").status_code == 200


def test_it_stands_on_the_vendors_page_until_service_is_back(
    hanks: Client, house: House, three: Sequence[Incident], client: Client
) -> None:
    address = f"/i/{three[1].reference}/"
    shown = hanks.get(address).content.decode()
    client.force_login(house.clara)
    to_client = client.get(address).content.decode()

    restore_incident(three[1], restored_at=timezone.now(), by=house.hank, at=timezone.now())

    client.force_login(house.hank)
    assert "€4,500 if it ended now" in shown
    assert "€22,500 if it lasts beyond" in shown
    assert "4,500" not in to_client
    assert "Penalty at risk this month" not in client.get(address).content.decode()
