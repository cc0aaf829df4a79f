"""A note says what it corrects, line by line, in every form; to each reader what is theirs."""

import csv
import io
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.http import Http404
from django.test import Client
from django.test.utils import CaptureQueriesContext

from contracts.choices import ContestDecision
from contracts.models import Correction, Statement
from contracts.papers.claim import claim_paper
from contracts.papers.note import note_paper
from contracts.selectors.note import NoteRead, note_read
from contracts.use_cases.contest_line import Answer, contest_line, decide_contest
from contracts.use_cases.issue_statement import issue_statement
from tests.cast import House
from tests.factories import months, outages
from tests.factories.months import DECEMBER_2, KEY, NOVEMBER, Example, local
from tests.programs import Program

pytestmark = pytest.mark.usefixtures("in_english")

PAGE = f"/statements/{KEY}/"
NOTE = f"{PAGE}notes/N-000001/"
LATER = DECEMBER_2 + timedelta(days=3)
NO_NUMBERS = ("N-000002", "N-1", "N-0000001", "n-000001", "S-000001", "N-00000١")
FORMS = (NOTE, f"{PAGE}notes/N-000001.pdf")
SECRETS = ("Microsoft", "reimburse", "split", "manufacturer_share", "bears", "631.32")


@pytest.fixture
def note(month: Example, issued: Statement) -> Correction:
    """A credit note: 11 000 s more of the publisher, so that the next band is met."""
    return _corrected(month, issued, 11_000, (0, 100, 0, 0))


def _corrected(
    month: Example, issued: Statement, seconds: int, percents: outages.Percents
) -> Correction:
    house = month.house
    contest = contest_line(issued.lines.get(), reason="It was longer.", by=house.clara, at=LATER)
    before = issued.corrections.count()
    begins_at = local(25 + before, 8)
    stretch = (begins_at, begins_at + timedelta(seconds=seconds), percents)
    outages.an_outage(
        month.archive,
        [stretch],
        state="agreed",
        agreed_at=LATER,
        reference=f"INC-10030{before + 1}",
    )
    answer = Answer(ContestDecision.ACCEPTED, "The log agrees.")
    decide_contest(contest, answer, by=house.helen, at=LATER)
    return issued.corrections.get(contest=contest)


def _read(month: Example, who: str, number: str = "N-000001") -> NoteRead:
    return note_read(getattr(month.house, who), KEY, number, at=LATER)


def test_a_vendor_reads_each_line_before_after_and_the_difference(
    month: Example, note: Correction
) -> None:
    said = Program(month.house.max).reads(NOTE)

    assert (said["number"], said["kind"], said["statement"]) == ("N-000001", "credit", KEY)
    assert said["statement_number"] == "S-000001"
    assert said["penalty"] == {"before": "600.00", "after": "1200.00", "difference": "600.00"}
    line = said["lines"][0]
    back = line["reimbursement"]
    assert [back["before"], back["after"], back["difference"]] == ["450.00", "1081.32", "631.32"]
    assert line["manufacturer_share"]["difference"] == "-31.32"
    assert line["before"] == {"downtime_seconds": "7200", "availability": "99.7206"}
    assert line["after"] == {"downtime_seconds": "18200", "availability": "99.2939"}
    assert said["contest"]["reason"] == "It was longer."
    assert len(said["reckoning"]["lines"][0]["slices"]) == 3
    assert said["reckoning"]["split"]["proportional"] == "1081.32"


def test_a_client_reads_one_figure_for_both_vendors(
    month: Example, note: Correction, client: Client
) -> None:
    said = Program(month.house.clara).reads(NOTE)
    client.force_login(month.house.clara)
    page = client.get(NOTE).content.decode().partition("<main")[2]
    paper = str(note_paper(_read(month, "clara")).blocks)

    assert said["lines"][0]["penalty"]["difference"] == "600.00"
    assert said["reckoning"]["lines"][0]["held"]["suppliers"] == "18200"
    for text in (str(said), page, paper):
        assert not [secret for secret in SECRETS if secret in text]
    assert "INC-100301" in page


@pytest.mark.parametrize("who", ["helen", "max", "clara"])
def test_page_and_paper_say_the_same(
    month: Example, note: Correction, client: Client, who: str
) -> None:
    client.force_login(getattr(month.house, who))
    page = client.get(NOTE).content.decode()
    blocks = note_paper(_read(month, who)).blocks

    assert "S-000001" in page
    for said in (
        "+€600.00",
        "€1,200.00",
        "It was longer.",
        "The log agrees.",
        "99.2939\N{NO-BREAK SPACE}%",
    ):
        assert said in page
        assert said in str(blocks).replace("\\xa0", "\N{NO-BREAK SPACE}")
    assert ("Split between the vendors" in page) is (who != "clara")


@pytest.mark.parametrize("who", ["stranger", "rival_agent", "olga"])
@pytest.mark.parametrize("form", FORMS)
def test_to_others_it_is_not_there(
    month: Example, note: Correction, client: Client, who: str, form: str
) -> None:
    reader = getattr(month.house, who)
    client.force_login(reader)

    assert client.get(form).status_code == 404
    if who != "olga":
        assert Program(reader).get(form).status_code == 404


def test_what_changes_its_time_alone_is_a_clients_too(month: Example, issued: Statement) -> None:
    # 200 s more of the publisher: the band stays, so that what is owed does not move
    note = _corrected(month, issued, 200, (0, 100, 0, 0))

    said = Program(month.house.clara).reads(NOTE)

    assert (note.penalty, note.reimbursement) == (Decimal("0.00"), Decimal("4.05"))
    line = said["lines"][0]
    times = [line[part]["downtime_seconds"] for part in ("before", "after")]
    assert times == ["7200", "7400"]


@pytest.mark.parametrize("number", NO_NUMBERS)
def test_what_is_no_number_of_a_note_is_not_there(
    month: Example, note: Correction, number: str
) -> None:
    with pytest.raises(Http404):
        _read(month, "helen", number)


def test_a_second_note_begins_where_the_first_one_ended(
    month: Example, issued: Statement, note: Correction
) -> None:
    _corrected(month, issued, 20_000, (100, 0, 0, 0))

    said = Program(month.house.helen).reads(f"{PAGE}notes/N-000002/")

    assert said["penalty"] == {"before": "1200.00", "after": "3000.00", "difference": "1800.00"}
    assert said["lines"][0]["before"]["downtime_seconds"] == "18200"


@pytest.mark.parametrize("who", ["helen", "clara"])
def test_list_and_statement_say_that_it_was_corrected_and_to_what(
    month: Example, note: Correction, client: Client, who: str
) -> None:
    reader = getattr(month.house, who)
    program = Program(reader)
    client.force_login(reader)
    sums = {"notes": ["N-000001"], "penalty": "1200.00"}
    if who == "helen":
        sums["reimbursement"] = "1081.32"

    assert program.reads("/statements/")["results"][0]["corrected"] == sums
    assert program.reads(PAGE)["corrected"] == sums
    assert "corrected to €1,200" in client.get("/statements/").content.decode()
    page = client.get(PAGE).content.decode()
    assert NOTE in page
    whom = "you are" if who == "clara" else "the client is"
    assert f"With its notes {whom} owed €1,200" in page
    assert ("€1,081.32" in page) is (who == "helen")


def test_a_posting_leads_to_its_outages(month: Example, note: Correction, client: Client) -> None:
    client.force_login(month.house.helen)
    assert f'href="{NOTE}"' in client.get("/ledger/").content.decode()
    assert f'<a href="/outages/{month.one.pk}/">' in client.get(NOTE).content.decode()


@pytest.mark.parametrize(("who", "amounts"), [("max", 3), ("clara", 1)])
def test_the_sheet_of_the_statement_has_rows_of_its_notes(
    month: Example, note: Correction, client: Client, who: str, amounts: int
) -> None:
    client.force_login(getattr(month.house, who))
    text = client.get(f"/statements/{KEY}.csv", {"bom": "false"}).content.decode()

    rows = list(csv.reader(io.StringIO(text)))
    of_note = [row for row in rows if row[0].startswith("N-000001")]
    at = rows[1].index("Penalty")
    assert [row[0] for row in of_note].count("N-000001, stretch") == 3
    found = {row[0]: row[at : at + amounts] for row in of_note if row[1] == "Archive"}
    whole = {
        "N-000001, before": ["600.00", "450.00", "150.00"],
        "N-000001, after": ["1200.00", "1081.32", "118.68"],
        "N-000001, difference": ["600.00", "631.32", "-31.32"],
    }
    del found["N-000001, stretch"]
    assert found == {kind: cells[:amounts] for kind, cells in whole.items()}
    assert all(len(row) <= len(rows[1]) for row in rows[1:])


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("who", ["max", "clara"])
def test_it_is_printed_in_each_language(
    month: Example, note: Correction, client: Client, who: str, language: str
) -> None:
    reader = getattr(month.house, who)
    reader.language = language
    reader.save()
    client.force_login(reader)

    answer = client.get(f"{PAGE}notes/N-000001.pdf")

    assert answer.content.startswith(b"%PDF-")


def test_a_claim_that_a_note_alone_makes_is_there(house: House, client: Client) -> None:
    month = months.example(house)
    for each in (month.one, month.other):
        each.state, each.agreed_at = "void", None
        each.save()
    issued = issue_statement(month.contract, NOVEMBER, by=house.helen, at=DECEMBER_2)
    assert issued.reimbursement == 0
    client.force_login(house.max)
    claim = f"/statements/{KEY}/claim.pdf"
    assert client.get(claim).status_code == 404

    _corrected(month, issued, 11_000, (0, 100, 0, 0))

    assert claim in client.get(PAGE).content.decode()
    paper = claim_paper(month.read("max", at=LATER))
    rows: dict[str, Any] = {each.title: each.rows for each in paper.blocks}
    assert [row[0] for row in rows["What is claimed"]] == ["Archive"]
    assert rows["What is claimed"][0][-1] == rows["The amount"][-1][1]
    assert [row[3] for row in rows["Interruptions"]] == ["INC-100301"]
    assert rows["The amount"][-2][0] == "Credit note N-000001"
    assert ("Corrected by", "Credit note N-000001") in paper.facts
    assert client.get(claim).status_code == 200
    assert Program(house.max).get(claim).status_code == 200
    client.force_login(house.clara)
    assert client.get(claim).status_code == 404


def test_a_claim_that_a_note_took_back_is_gone(month: Example, issued: Statement) -> None:
    house = month.house
    contest = contest_line(issued.lines.get(), reason="Not down.", by=house.clara, at=LATER)
    month.one.state, month.one.agreed_at = "void", None
    month.one.save()
    decide_contest(contest, Answer(ContestDecision.ACCEPTED), by=house.helen, at=LATER)

    note = issued.corrections.get()
    assert not note.is_credit
    assert month.read("max", at=LATER).claimed == 0
    assert Program(house.max).get(f"/statements/{KEY}/claim.pdf").status_code == 404
    assert Program(house.max).reads(NOTE)["kind"] == "debit"


@pytest.mark.parametrize("path", [NOTE, "/statements/", PAGE])
def test_more_notes_ask_no_more_queries(
    month: Example, issued: Statement, note: Correction, client: Client, path: str
) -> None:
    client.force_login(month.house.helen)
    client.get(path)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        return len(queries)

    before = asked()
    _corrected(month, issued, 20_000, (100, 0, 0, 0))
    assert asked() == before
