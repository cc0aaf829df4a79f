"""Whose court, by month: the sums of the lives exactly, to whoever sees the incidents."""

import csv
from base64 import urlsafe_b64encode
from datetime import date, datetime, timedelta
from decimal import Decimal
from io import StringIO
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.cast import House
from tests.factories import contracts, tickets
from tests.factories.contracts import MORNING
from tests.programs import Program
from tests.tickets.web.reading import hide_the_holder
from tickets.choices import Holder
from tickets.models import Custody, Incident
from tickets.selectors import court_report
from tickets.use_cases.move_incident import (
    close_incident,
    resolve_incident,
    resume_work,
    wait_for_client,
)
from tickets.use_cases.third_party import hand_to_third_party, take_back

TICK = timedelta(microseconds=1)
HOUR = timedelta(hours=1)
MONTH = MORNING.date().replace(day=1)
PAGE, TABLE = "/court/", "/court/table.csv"


def _after(hours: float) -> datetime:
    return MORNING + hours * HOUR + TICK


def _closed(of: Incident, house: House, *, hours: float) -> Incident:
    resolve_incident(of, cause="x", responsibility=None, by=house.hank, at=_after(hours))
    return close_incident(of, by=house.clara, at=_after(hours + 1))


@pytest.fixture
def lives(house: House, escalated: Incident) -> timedelta:
    """Close what everybody had, and what the manufacturer alone had; returns the lives of both."""
    hand_to_third_party(escalated, name="Colt", reason="x", by=house.hank, at=_after(1))
    take_back(escalated, by=house.hank, at=_after(2))
    wait_for_client(escalated, reason="x", by=house.hank, at=_after(3))
    resume_work(escalated, by=house.hank, at=_after(4))
    both = [
        _closed(escalated, house, hours=5),
        _closed(tickets.incident(house.payroll, house.clara), house, hours=7),
    ]
    return sum(
        (each.closed_at - each.clock_starts_at for each in both if each.closed_at), timedelta()
    )


def test_a_month_sums_to_the_lives_exactly(house: House, lives: timedelta) -> None:
    report = court_report.of_month(house.hank, MONTH)

    assert (report.incidents, report.life) == (2, lives)
    assert report.lengths[Holder.THIRD_PARTY] == report.lengths[Holder.CLIENT] == HOUR
    lines = court_report.by_contract(house.hank, MONTH).lines
    assert [(each.contract, each.life) for each in lines] == [("CM-0417", lives)]
    months = court_report.by_month(house.hank, house.contract).lines
    assert [(each.month, each.life) for each in months] == [(MONTH, lives)]


def test_each_reads_of_the_incidents_that_it_sees(house: House, lives: timedelta) -> None:
    counts = [
        court_report.of_month(each, MONTH).incidents
        for each in (house.hank, house.clara, house.mia, house.stranger, house.rival_agent)
    ]

    assert counts == [2, 2, 1, 0, 0]


def test_the_page_shows_every_party_and_leads_on(hanks: Client, lives: timedelta) -> None:
    page = hanks.get(PAGE, {"month": "2026-11"}).content.decode()

    for said in ("CM-0417", "Vauquelin", "/court/?contract=CM-0417", "is-third_party"):
        assert said in page
    newest = hanks.get(PAGE)
    assert newest.context["month"] == MONTH
    by_month = hanks.get(PAGE, {"contract": "CM-0417"}).content.decode()
    assert "/court/?month=2026-11" in by_month


def test_a_client_who_is_not_told_the_holder_reads_both_vendors_as_one(
    house: House, claras: Client, lives: timedelta
) -> None:
    hide_the_holder(house)

    context = claras.get(PAGE, {"month": "2026-11"}).context
    said = Program(house.clara).reads("/custody/", {"month": "2026-11"})["results"]

    assert [holder for holder, _head in context["heads"]] == [
        *(Holder.MANUFACTURER, Holder.THIRD_PARTY, Holder.CLIENT)
    ]
    assert context["total"].sums.life == lives
    assert set(said[0]["seconds"]) == {"suppliers", "third_party", "client"}
    table = claras.get(TABLE, {"month": "2026-11"}).content.decode()
    assert "ditor" not in table.lower()
    assert "publisher" not in table.lower()


def test_the_table_for_a_spreadsheet_sums_exactly(hanks: Client, lives: timedelta) -> None:
    written = hanks.get(TABLE, {"month": "2026-11"}).content.decode("utf-8-sig")
    rows = list(csv.reader(StringIO(written)))
    if len(rows[0]) == 1:  # as French spreadsheets read it
        rows = list(csv.reader(StringIO(written), delimiter=";"))

    figures = [Decimal(cell.replace(",", ".")) for cell in rows[1][4:]]

    assert rows[1][:4] == ["2026-11", "CM-0417", "Vauquelin", "2"]
    assert sum(figures[:-1]) == figures[-1] == Decimal(lives // TICK).scaleb(-6)


def test_the_same_stands_in_the_api(house: House, lives: timedelta) -> None:
    program = Program(house.hank)

    line = program.reads("/custody/", {"contract": "CM-0417"})["results"][0]

    seconds = {name: Decimal(text) for name, text in line["seconds"].items()}
    assert set(seconds) == set(Holder)
    assert sum(seconds.values()) == Decimal(lives // TICK).scaleb(-6)
    assert (line["month"], line["incidents"]) == ("2026-11", 2)
    for query in ({}, {"month": "2026-13"}, {"month": "x", "contract": "CM-0417"}):
        assert list(program.get("/custody/", query).json()["errors"]) == ["month"]
    assert program.get("/custody/", {"contract": "HP-0001"}).status_code == 422


def test_pages_go_on_by_key_whatever_comes_before_them_meanwhile(
    house: House, lives: timedelta
) -> None:
    _closed(tickets.incident(house.payroll, house.clara), house, hours=24 * 20)
    program = Program(house.hank)
    asked = {"contract": "CM-0417", "page_size": "1"}
    first = program.reads("/custody/", asked)
    earlier = Custody.objects.all()[0]
    earlier.pk, earlier.month = tickets.incident(house.payroll, house.clara).pk, date(2026, 10, 1)
    earlier.save(force_insert=True)

    second = program.reads("/custody/", {**asked, "cursor": _cursor_in(first["next"])})
    back = program.reads("/custody/", {**asked, "cursor": _cursor_in(second["previous"])})

    months = [page["results"][0]["month"] for page in (first, second, back)]
    assert months == ["2026-11", "2026-12", "2026-11"]
    assert second["next"] is None
    for bad in ('["n", "2026-11-01", "\\u0000"]', '["n", "2026-11", "CM-0417"]'):
        cursor = urlsafe_b64encode(bad.encode()).decode()
        assert program.get("/custody/", {**asked, "cursor": cursor}).status_code == 422


def _cursor_in(link: str) -> str:
    return parse_qs(urlsplit(link).query)["cursor"][0]


def test_an_incident_says_who_has_had_it(house: House, escalated: Incident) -> None:
    hand_to_third_party(escalated, name="Colt", reason="x", by=house.hank, at=_after(1))
    hide_the_holder(house)
    address = f"/incidents/{escalated.reference}/custody/"

    vendors, client = (Program(each).reads(address) for each in (house.mia, house.clara))

    assert [each["holder"] for each in vendors["stretches"]] == ["publisher", "third_party"]
    assert [each["holder"] for each in client["stretches"]] == ["suppliers", "third_party"]
    assert vendors["holder"] == "third_party"
    assert "Colt" not in str(client)
    for stretches in (vendors["stretches"], client["stretches"]):
        assert stretches[0]["to"] == stretches[1]["from"] == _after(1).isoformat()
    assert Program(house.stranger).get(address).status_code == 404


def test_the_api_hands_it_out_and_takes_it_back(house: House, escalated: Incident) -> None:
    program, said = Program(house.mia), {"name": "Colt", "reason": "Repair the line"}
    path = f"/incidents/{escalated.reference}"

    handed = program.does(f"{path}/third-party/", said)
    assert "back" in handed["moves"]
    assert handed["third_party"]["name"] == "Colt"
    assert list(Program(house.clara).reads(f"{path}/")["third_party"]) == ["since"]
    assert program.post(f"{path}/third-party/", said).status_code == 409
    assert program.does(f"{path}/back/")["third_party"] is None


def test_what_is_no_month_is_told_beside_its_field(hanks: Client, lives: timedelta) -> None:
    answer = hanks.get(PAGE, {"month": "novembre"})

    assert answer.status_code == 422
    assert 'value="novembre"' in answer.content.decode()
    assert hanks.get(TABLE, {"month": "novembre"}).status_code == 422
    assert hanks.get(PAGE, {"contract": "HP-0001"}).status_code == 404


@pytest.mark.parametrize("beyond", ["?month=2026-11&after=ZZZ", "?contract=CM-0417&before=2020-01"])
def test_a_link_beyond_the_end_leads_to_the_beginning(
    hanks: Client, lives: timedelta, beyond: str
) -> None:
    assert len(hanks.get(f"{PAGE}{beyond}").context["lines"]) == 1


def test_a_month_without_closings_says_so(hanks: Client) -> None:
    assert hanks.get(PAGE, {"month": "2026-02"}).context["lines"] == []
    assert hanks.get(PAGE).status_code == 200


def test_pages_go_by_contract_and_cost_the_same(
    house: House, hanks: Client, lives: timedelta
) -> None:
    hanks.get(PAGE)  # what is kept for a minute is fetched
    with CaptureQueriesContext(connection) as of_one:
        hanks.get(PAGE, {"month": "2026-11"})
    other = contracts.contract("CM-0418", house.vauquelin, house.agreement)
    system = contracts.configuration("Mail", other, signed_by=(house.helen, house.max))
    _closed(tickets.incident(system, house.clara), house, hours=2)
    with CaptureQueriesContext(connection) as of_two:
        hanks.get(PAGE, {"month": "2026-11"})

    assert len(of_two) == len(of_one)
    first = court_report.by_contract(house.hank, MONTH, most=1)
    second = court_report.by_contract(house.hank, MONTH, after=first.next, most=1)
    assert [each.contract for each in (*first.lines, *second.lines)] == ["CM-0417", "CM-0418"]
    assert second.next == ""
