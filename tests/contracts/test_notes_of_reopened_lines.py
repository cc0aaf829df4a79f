"""Notes of lines that the manufacturer reopened, and what of them a client reads."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from contracts.choices import ContestDecision, EventKind, OutageState
from contracts.models import ContractEvent, Correction, Outage, Statement
from contracts.papers.figures import money
from contracts.papers.note import note_paper
from contracts.papers.paper import statement_paper
from contracts.rules.outages import Stretch
from contracts.rules.responsibility import Responsibility
from contracts.selectors.note import note_read
from contracts.statement_words import say_news_of_statement
from contracts.use_cases.contest_line import Answer, contest_line, decide_contest
from contracts.use_cases.issue_statement import issue_statement
from contracts.use_cases.propose_responsibility import (
    accept_responsibility,
    propose_responsibility,
    whole_outage,
)
from contracts.use_cases.record_outage import correct_outage
from tests.cast import House
from tests.factories import months, statements
from tests.factories.months import DECEMBER_2, KEY, NOVEMBER, Example, local
from tests.programs import Program

pytestmark = pytest.mark.usefixtures("in_english")

PAGE = f"/statements/{KEY}/"
FORMS = (f"{PAGE}notes/N-000001/", f"{PAGE}notes/N-000001.pdf")
LATE = DECEMBER_2 + timedelta(days=90)


@pytest.fixture
def month(house: House) -> Example:
    made = months.example(house)
    issue_statement(made.contract, NOVEMBER, by=house.helen, at=DECEMBER_2)
    return made


def _reopened(month: Example, until: datetime, shares: tuple[int, int, int, int]) -> Correction:
    """Reopen the line, correct outage A, and accept: what both vendors agree to it is."""
    house, line = month.house, Statement.objects.get().lines.get()
    contest = contest_line(line, reason="The probe was wrong.", by=house.helen, at=LATE)
    outage = Outage.objects.get(pk=month.one.pk)
    for ends_at in (until + timedelta(seconds=1), until):
        told = [Stretch(outage.begins_at, ends_at)]
        outage = correct_outage(outage, told, reason="log", by=house.helen, at=LATE)
    said = whole_outage(outage, Responsibility(*map(Decimal, shares)))
    propose_responsibility(outage, said, by=house.helen, at=LATE)
    outage.refresh_from_db()
    if outage.state != OutageState.AGREED:
        accept_responsibility(outage, by=house.max, at=LATE)
    answer = Answer(ContestDecision.ACCEPTED, "The log agrees.")
    decide_contest(contest, answer, by=house.helen, at=LATE)
    return Correction.objects.get(contest=contest)


def _as_it_was(month: Example) -> datetime:
    ends_at = month.one.ends_at
    assert ends_at is not None
    return ends_at


def _why(month: Example, who: str, number: str = "N-000001") -> Any:
    read = note_read(getattr(month.house, who), KEY, number, at=LATE)
    return next(each.rows for each in note_paper(read).blocks if each.title == "Why")


@pytest.mark.parametrize("who", ["clara", "mia"])
def test_it_says_that_the_line_was_reopened(month: Example, who: str) -> None:
    _reopened(month, local(12, 23), (100, 0, 0, 0))

    assert _why(month, who) == [
        f"{month.house.helen.name} reopened the line of Archive on 2 March 2027, 09:00:",
        "The probe was wrong.",
        "The manufacturer decided:",
        "The log agrees.",
    ]


@pytest.fixture
def hidden(month: Example) -> Correction:
    """A note by which the manufacturer alone bears what the publisher bore."""
    return _reopened(month, _as_it_was(month), (100, 0, 0, 0))


@pytest.mark.parametrize("form", FORMS)
def test_a_note_between_the_vendors_is_none_of_a_clients(
    month: Example, hidden: Correction, client: Client, form: str
) -> None:
    clara = month.house.clara
    client.force_login(clara)

    assert (hidden.penalty, hidden.is_between_vendors) == (Decimal("0.00"), True)
    assert client.get(form).status_code == 404
    assert Program(clara).get(form).status_code == 404
    assert client.get("/search/", {"q": "N-000001"}).status_code == 200
    for path in (PAGE, "/statements/", f"/statements/{KEY}.csv"):
        assert "N-000001" not in client.get(path).content.decode()
        assert "N-000001" not in Program(clara).get(path).content.decode()
    assert Program(month.house.max).get(form).status_code == 200


def test_the_list_says_of_what_changes_alone_to_what_it_was_corrected(
    month: Example, hidden: Correction, client: Client
) -> None:
    client.force_login(month.house.helen)

    page = client.get("/statements/").content.decode()

    assert "€600" in page
    assert page.count("corrected to") == page.count("corrected to €0") == 1


def test_a_client_is_told_that_its_sum_and_times_stay(
    month: Example, hidden: Correction, client: Client
) -> None:
    house, same = month.house, "your sum and times stay the same"
    event = ContractEvent.objects.get(kind=EventKind.CONTEST_DECIDED)

    for who, is_told in ((house.clara, True), (house.helen, False)):
        client.force_login(who)
        assert (same in client.get(PAGE).content.decode()) is is_told
        news = say_news_of_statement(event, month.contract, reader=who)
        assert (same in news) is is_told
        note = Program(who).reads(PAGE)["contests"][0]["note"]
        assert note == (None if is_told else "N-000001")
    client.force_login(house.helen)
    assert same in client.get(f"{PAGE}as-client/").content.decode()


def test_a_clients_next_note_begins_with_what_it_read_last(
    month: Example, hidden: Correction
) -> None:
    issued = Program(month.house.clara).reads(PAGE)["reckoning"]
    _reopened(month, local(12, 23), (0, 100, 0, 0))
    clara = Program(month.house.clara)

    said = clara.reads(f"{PAGE}notes/N-000002/")

    assert said["lines"][0]["before"]["downtime_seconds"] == issued["lines"][0]["downtime_seconds"]
    assert said["penalty"]["before"] == issued["penalty"]
    assert [each["number"] for each in clara.reads(PAGE)["corrections"]] == ["N-000002"]
    assert [each["note"] for each in clara.reads(PAGE)["contests"]] == [None, "N-000002"]


def test_notes_of_before_are_told_apart_as_those_to_come(
    month: Example, hidden: Correction
) -> None:
    visible = _reopened(month, local(12, 23), (0, 100, 0, 0))
    again = _reopened(month, local(12, 23), (50, 50, 0, 0))
    told = [each.is_between_vendors for each in (hidden, visible, again)]

    statements.tell_notes_apart("0036_notes_between_vendors")

    assert told == [True, False, True]
    kept = Correction.objects.order_by("pk").values_list("is_between_vendors", flat=True)
    assert list(kept) == told


@pytest.mark.parametrize(("who", "is_told"), [("helen", True), ("max", True), ("clara", False)])
def test_on_paper_a_corrected_statement_says_what_the_vendors_share_now(
    month: Example, who: str, is_told: bool
) -> None:
    _reopened(month, local(12, 23), (0, 100, 0, 0))
    read = month.read(who, at=LATE)
    said: dict[str, Any] = {each.title: each.rows for each in statement_paper(read).blocks}

    title = "Corrections of the part of Microsoft"
    assert (title in said) is is_told
    assert read.corrected is not None
    if is_told:
        note, after = said[title]
        assert note[0] == "Credit note N-000001"
        assert after[:2] == (
            "The part of Microsoft after corrections",
            money(read.corrected.reimbursement, "EUR"),
        )
