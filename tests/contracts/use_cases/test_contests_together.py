"""Of two contests that wait, one note holds the differences of both: they are accepted as one."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from contracts.choices import ContestDecision, EventKind
from contracts.models import Configuration, Contest, ContractEvent, Correction, Statement
from contracts.papers.note import note_paper
from contracts.selectors.note import note_read
from contracts.statement_words import say_news_of_statement
from contracts.use_cases.contest_line import Answer, NoDifference, contest_line, decide_contest
from contracts.use_cases.issue_statement import issue_statement
from escalation.use_cases.news_of_statements import address_of_statement
from tests.factories import contracts, months, outages
from tests.factories.months import DECEMBER_2, KEY, NOVEMBER, Example, local
from tests.programs import Program

pytestmark = pytest.mark.usefixtures("in_english")

LATER = DECEMBER_2 + timedelta(days=1)
PAGE = f"/statements/{KEY}/"
RIGHT = Answer(ContestDecision.ACCEPTED, "Both logs agree with you.")


@pytest.fixture(autouse=True)
def _later(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: LATER)


@pytest.fixture
def mail(month: Example) -> Configuration:
    house = month.house
    signed_by = (house.helen, house.max)
    made = contracts.configuration("Mail", month.contract, signed_by=signed_by, at=local(1, 0))
    Configuration.objects.update(fee_share=Decimal("0.5"))
    return made


@pytest.fixture
def issued(month: Example, mail: Configuration) -> Statement:
    return issue_statement(month.contract, NOVEMBER, by=month.house.helen, at=DECEMBER_2)


@pytest.fixture
def two(month: Example, mail: Configuration, issued: Statement) -> tuple[Contest, Contest]:
    """The contests of both lines, of which the vendors agree that they were down longer."""
    clara = month.house.clara
    contests = tuple(
        contest_line(issued.lines.get(configuration=of), reason=f"{of}!", by=clara, at=LATER)
        for of in (month.archive, mail)
    )
    months.agreed(month.archive, local(25, 8), 300, (0, 100, 0, 0))
    months.agreed(mail, local(26, 8), 300, (100, 0, 0, 0))
    return contests  # type: ignore[return-value]


def test_the_other_one_is_accepted_along_with_it_and_its_difference_booked_once(
    month: Example, two: tuple[Contest, Contest]
) -> None:
    one, other = two

    decide_contest(one, RIGHT, by=month.house.helen, at=LATER)

    note = Correction.objects.get()
    assert {each.line_id: each.penalty for each in note.lines.all()} == {
        one.line_id: Decimal("300.00"),
        other.line_id: Decimal("600.00"),
    }
    other.refresh_from_db()
    assert (other.decision, other.answer) == (ContestDecision.ACCEPTED, RIGHT.words)
    assert (other.along_with_id, other.decided_by) == (one.pk, month.house.helen)


def test_both_are_told_and_led_to_the_one_note(
    month: Example, two: tuple[Contest, Contest]
) -> None:
    decide_contest(two[0], RIGHT, by=month.house.helen, at=LATER)

    events = ContractEvent.objects.filter(kind=EventKind.CONTEST_DECIDED)
    assert {each.detail["contest"] for each in events} == {each.pk for each in two}
    clara = month.house.clara
    for each in events:
        assert "is accepted" in say_news_of_statement(each, month.contract, reader=clara)
        address = address_of_statement(each, month.contract, reader=clara)
        assert address == f"{PAGE}notes/N-000001/"
    said = Program(clara).reads(PAGE)["contests"]
    assert [each["note"] for each in said] == ["N-000001", "N-000001"]


def test_the_note_says_why_for_both(month: Example, two: tuple[Contest, Contest]) -> None:
    decide_contest(two[1], RIGHT, by=month.house.helen, at=LATER)

    read = note_read(month.house.clara, KEY, "N-000001", at=LATER)
    why = next(each.rows for each in note_paper(read).blocks if each.title == "Why")

    assert [each for each in why if str(each).endswith("!")] == ["Mail!", "Archive!"]
    assert why[-1] == RIGHT.words


def test_whoever_decides_reads_beforehand_what_is_booked_and_which_goes_along(
    month: Example, two: tuple[Contest, Contest], client: Client
) -> None:
    client.force_login(month.house.helen)

    page = " ".join(client.get(PAGE).content.decode().split())

    assert page.count("Accepted, it books this difference by one note:") == 2
    for said in ("+€300", "+€600", "+€900", "Difference of the publisher’s part"):
        assert page.count(f"{said}<") == 2
    assert "The line of Mail waits too" in page.partition("Decide on Mail")[0]
    read = Program(month.house.helen).reads(PAGE)["to_decide"]
    assert (read["penalty"], [each["penalty"] for each in read["lines"]]) == (
        "900.00",
        ["300.00", "600.00"],
    )
    assert [each["along"] for each in read["contests"]] == [[two[1].pk], [two[0].pk]]
    for other in (month.house.max, month.house.clara):
        assert "to_decide" not in Program(other).reads(PAGE)


def test_from_the_page_both_are_accepted_and_read_so(
    month: Example, two: tuple[Contest, Contest], client: Client
) -> None:
    client.force_login(month.house.helen)
    seen = client.get(PAGE).context["read"].marks["decide"]
    answer = {"contest": two[0].pk, "decision": "accepted", "reason": "Yes.", "seen": seen}

    said = client.post(f"{PAGE}decide/", answer, follow=True).content.decode()

    assert "Accepted along with it, by the same note: Mail." in said
    client.force_login(month.house.clara)
    assert ", along with Archive, by one note" in client.get(PAGE).content.decode()


def test_a_contest_of_which_nothing_changed_waits_for_its_own_decision(
    month: Example, mail: Configuration, issued: Statement, client: Client
) -> None:
    house, lines = month.house, issued.lines
    one, other = (
        contest_line(lines.get(configuration=of), reason="Longer.", by=house.clara, at=LATER)
        for of in (month.archive, mail)
    )
    months.agreed(mail, local(26, 8), 300, (100, 0, 0, 0))
    client.force_login(house.helen)

    page = client.get(PAGE).content.decode()
    assert "this line comes to what was issued; another one that waits does not" in page
    with pytest.raises(NoDifference, match="another one that waits"):
        decide_contest(one, RIGHT, by=house.helen, at=LATER)
    decide_contest(other, RIGHT, by=house.helen, at=LATER)

    one.refresh_from_db()
    assert (one.decision, one.along_with_id) == ("", None)
    assert Correction.objects.get().contest_id == other.pk


def test_what_stands_against_a_decision_is_said_before_it_is_tried(
    month: Example, two: tuple[Contest, Contest], client: Client
) -> None:
    client.force_login(month.house.helen)
    begins_at = local(27, 8)
    stretch = (begins_at, begins_at + timedelta(hours=1), None)
    outages.an_outage(month.archive, [stretch])

    page = client.get(PAGE).content.decode()

    archive, mail = page.partition("Decide on Archive")[2].split("Decide on Mail")
    assert "The line cannot be decided on yet." in archive
    assert "It cannot be accepted yet." in mail
    assert "is not agreed" in archive
    assert "Accepted, it books" not in page


def test_however_many_wait_they_are_read_in_as_many_queries(
    month: Example, mail: Configuration, issued: Statement, client: Client
) -> None:
    client.force_login(month.house.helen)
    helen = Program(month.house.helen)

    def queries() -> list[int]:
        found = []
        for read in (client, helen):
            with CaptureQueriesContext(connection) as seen:
                read.get(PAGE)
            found.append(len(seen))
        return found

    _contested_and_longer(month, issued, month.archive)
    queries()  # what is read but once
    before = queries()
    _contested_and_longer(month, issued, mail)

    assert queries() == before


def test_a_client_reads_of_no_note_that_its_reader_does_not_read(
    month: Example, mail: Configuration, client: Client
) -> None:
    house, first = month.house, months.agreed(mail, local(26, 8), 300, (0, 100, 0, 0))
    other = months.agreed(month.archive, local(25, 8), 300, (0, 100, 0, 0))
    issued = issue_statement(month.contract, NOVEMBER, by=house.helen, at=DECEMBER_2)
    contests = [
        contest_line(each, reason="Whose?", by=house.clara, at=LATER) for each in issued.lines.all()
    ]
    for each in (first, other):
        outages.a_segment(each, (each.begins_at, each.ends_at, (100, 0, 0, 0)))
        each.version += 1
        each.save()

    decide_contest(contests[0], RIGHT, by=house.helen, at=LATER)

    assert Correction.objects.get().is_between_vendors
    client.force_login(house.clara)
    page = client.get(PAGE).content.decode()
    assert page.count("; your sum and times stay the same") == 2
    assert "by one note" not in page
    client.force_login(house.max)
    assert "by one note" in client.get(PAGE).content.decode()


def _contested_and_longer(month: Example, issued: Statement, of: Configuration) -> None:
    line = issued.lines.get(configuration=of)
    contest_line(line, reason="Longer.", by=month.house.clara, at=LATER)
    months.agreed(of, local(25, 8), 300, (0, 100, 0, 0))
