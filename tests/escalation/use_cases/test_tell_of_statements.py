"""Who is told of a month's statement, and that nobody is told what is not theirs to read."""

import pytest

from contracts.choices import ContestDecision, EventKind, Role
from contracts.models import ContractEvent, Statement, User
from contracts.use_cases.contest_line import Answer, contest_line, decide_contest
from contracts.use_cases.issue_statement import issue_statement
from contracts.use_cases.settle_statement import pay_statement, reimburse_statement
from escalation.models import Notification
from escalation.use_cases.follow_register import follow_register
from escalation.use_cases.news_of_statements import address_of_statement
from escalation.use_cases.write_mail import news_for
from tests.cast import House
from tests.factories import contracts, months, statements
from tests.factories.months import DECEMBER_2, KEY, NOVEMBER, Example

pytestmark = pytest.mark.usefixtures("in_english")


def _told(kind: EventKind) -> dict[str, str]:
    event = ContractEvent.objects.get(kind=kind)
    follow_register(event.pk, at=DECEMBER_2)
    found = Notification.objects.filter(contract_event=event).order_by("recipient__name")
    return {each.recipient.name: news_for(each, at=DECEMBER_2).line for each in found}


@pytest.fixture
def client_manager(house: House) -> User:
    return contracts.person("Bertrand Vasseur", house.vauquelin, role=Role.MANAGER)


def test_each_act_is_told_to_whom_it_concerns(house: House, client_manager: User) -> None:
    month = months.example(house)
    issued = issue_statement(month.contract, NOVEMBER, by=house.helen, at=DECEMBER_2)
    told = _told(EventKind.STATEMENT_ISSUED)
    assert set(told) == {"Bertrand Vasseur", "Max Berg"}
    assert told["Bertrand Vasseur"] == (
        "Statement S-000001 of contract CM-0900 for November 2026 is issued: €600.00 are owed to "
        "the client."
    )

    contest = contest_line(issued.lines.get(), reason="x", by=client_manager, at=DECEMBER_2)
    assert set(_told(EventKind.STATEMENT_CONTESTED)) == {"Helen Duval", "Max Berg"}
    refused = Answer(ContestDecision.REFUSED, "The log says otherwise.")
    decide_contest(contest, refused, by=house.helen, at=DECEMBER_2)
    assert "is refused" in _told(EventKind.CONTEST_DECIDED)["Bertrand Vasseur"]

    pay_statement(issued, by=house.helen, at=DECEMBER_2)
    assert set(_told(EventKind.STATEMENT_PAID)) == {"Bertrand Vasseur"}
    reimburse_statement(issued, by=house.helen, at=DECEMBER_2)
    told = _told(EventKind.STATEMENT_REIMBURSED)
    assert set(told) == {"Max Berg"}
    assert "€450.00" in told["Max Berg"]


def test_whoever_contested_is_told_what_was_decided(house: House, client_manager: User) -> None:
    month = months.example(house)
    issued = issue_statement(month.contract, NOVEMBER, by=house.helen, at=DECEMBER_2)
    contest = contest_line(issued.lines.get(), reason="x", by=house.clara, at=DECEMBER_2)
    refused = Answer(ContestDecision.REFUSED, "The log says otherwise.")
    decide_contest(contest, refused, by=house.helen, at=DECEMBER_2)

    told = _told(EventKind.CONTEST_DECIDED)

    assert set(told) == {"Bertrand Vasseur", "Clara Morel", "Max Berg"}
    assert "is refused" in told["Clara Morel"]


def test_news_leads_to_the_statement_and_says_whether_it_is_answered_there(
    house: House, client_manager: User
) -> None:
    month = months.example(house)
    issue_statement(month.contract, NOVEMBER, by=house.helen, at=DECEMBER_2)
    event = ContractEvent.objects.get(kind=EventKind.STATEMENT_ISSUED)
    follow_register(event.pk, at=DECEMBER_2)

    told = Notification.objects.get(contract_event=event, recipient=client_manager)
    news = news_for(told, at=DECEMBER_2)

    assert news.address.endswith(f"/statements/{KEY}/")
    assert news.is_answered_there  # it can be contested


def test_news_of_a_correction_leads_to_its_note_whoever_reads_that(
    house: House, client_manager: User
) -> None:
    month = months.example(house)
    issued = issue_statement(month.contract, NOVEMBER, by=house.helen, at=DECEMBER_2)
    contest = contest_line(issued.lines.get(), reason="x", by=client_manager, at=DECEMBER_2)
    months.agreed(month.archive, months.local(25, 8), 240, (0, 100, 0, 0), reference="INC-100300")
    decide_contest(contest, Answer(ContestDecision.ACCEPTED), by=house.helen, at=DECEMBER_2)

    for kind in (EventKind.CONTEST_DECIDED, EventKind.STATEMENT_CORRECTED):
        _told(kind)
        found = Notification.objects.filter(contract_event__kind=kind)
        addresses = {news_for(each, at=DECEMBER_2).address for each in found}
        assert {each.partition("/statements/")[2] for each in addresses} == {
            f"{KEY}/notes/N-000001/"
        }


def test_of_a_note_between_the_vendors_a_client_is_led_to_the_statement(
    house: House, month: Example, issued: Statement
) -> None:
    contest = statements.contest(issued, house.clara)
    statements.correction(issued, contest, house.helen, penalty=0, is_between_vendors=True)
    detail = {"statement": issued.pk, "contest": contest.pk}
    event = ContractEvent(kind=EventKind.CONTEST_DECIDED, detail=detail)

    led = {
        reader.name: address_of_statement(event, month.contract, reader=reader)
        for reader in (house.clara, house.max)
    }

    assert led == {
        "Clara Morel": f"/statements/{KEY}/",
        "Max Berg": f"/statements/{KEY}/notes/N-000001/",
    }


def test_who_is_told_that_a_line_is_reopened_and_of_the_decision(
    house: House, client_manager: User
) -> None:
    month = months.example(house)
    issued = issue_statement(month.contract, NOVEMBER, by=house.helen, at=DECEMBER_2)

    contest = contest_line(issued.lines.get(), reason="x", by=house.helen, at=DECEMBER_2)
    told = _told(EventKind.STATEMENT_CONTESTED)
    refused = Answer(ContestDecision.REFUSED, "Nothing was to be corrected.")
    decide_contest(contest, refused, by=house.helen, at=DECEMBER_2)

    assert set(told) == {"Bertrand Vasseur", "Max Berg"}
    assert told["Bertrand Vasseur"].startswith("Helen Duval, ")
    assert "reopens a line of statement S-000001 of contract CM-0900" in told["Max Berg"]
    assert "reopened line" in _told(EventKind.CONTEST_DECIDED)["Bertrand Vasseur"]
