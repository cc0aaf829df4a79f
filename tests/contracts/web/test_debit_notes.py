"""After a debit note money goes back: the words say which way, and never a sign."""

import pytest
from django.test import Client

from contracts.choices import ContestDecision, EventKind, LedgerAct, OutageState
from contracts.models import ContractEvent, LedgerEntry, Statement
from contracts.statement_words import say_news_of_statement
from contracts.use_cases.book import reverse_entry
from contracts.use_cases.contest_line import Answer, contest_line, decide_contest
from contracts.use_cases.settle_statement import pay_statement, reimburse_statement
from tests.factories.months import DECEMBER_2, KEY, Example

pytestmark = pytest.mark.usefixtures("in_english")

PAGE = f"/statements/{KEY}/"


@pytest.fixture
def taken_back(month: Example, issued: Statement) -> Statement:
    """All was paid and reimbursed; then outage A was none, and 600 and 450 go back."""
    house = month.house
    pay_statement(issued, by=house.helen, at=DECEMBER_2)
    reimburse_statement(issued, by=house.helen, at=DECEMBER_2)
    contest = contest_line(issued.lines.get(), reason="Wrong.", by=house.helen, at=DECEMBER_2)
    month.one.state, month.one.agreed_at = OutageState.VOID, None
    month.one.save()
    decide_contest(contest, Answer(ContestDecision.ACCEPTED), by=house.helen, at=DECEMBER_2)
    return issued


def _read(client: Client, who: object) -> str:
    client.force_login(who)  # type: ignore[arg-type]
    return " ".join(client.get(PAGE).content.decode().split())


def test_what_goes_back_is_said_and_recorded_so(
    month: Example, taken_back: Statement, client: Client
) -> None:
    house = month.house
    before = _read(client, house.helen)
    for said in (
        'To be paid back by the client</dt> <dd class="total">€600',
        'To be paid back to the publisher</dt> <dd class="total">€450',
        "Record that €600 was paid back",
    ):
        assert said in before
    theirs = _read(client, house.clara)
    assert 'To be paid back by you</dt> <dd class="total">€600' in theirs
    assert "Of what was paid to you €600 goes back." in theirs
    assert "With its notes you are owed €0." in _read(client, house.clara)

    pay_statement(taken_back, by=house.helen, at=DECEMBER_2)

    assert "Record that €450 was paid back to the publisher" in _read(client, house.helen)
    reimburse_statement(taken_back, by=house.helen, at=DECEMBER_2)
    after = _read(client, house.helen)
    assert "goes back" not in after
    assert "Paid back by the client on 2 December 2026" in after
    assert "Paid back to the publisher on 2 December 2026" in after
    assert "Paid back by you on 2 December 2026" in _read(client, house.clara)


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (EventKind.STATEMENT_PAID, "€600.00 were paid back by the client"),
        (EventKind.STATEMENT_REIMBURSED, "€450.00 were paid back to the publisher"),
    ],
)
def test_news_of_it_says_which_way(
    month: Example, taken_back: Statement, kind: EventKind, said: str
) -> None:
    pay_statement(taken_back, by=month.house.helen, at=DECEMBER_2)
    reimburse_statement(taken_back, by=month.house.helen, at=DECEMBER_2)

    first, last = ContractEvent.objects.filter(kind=kind).order_by("pk")

    helen = month.house.helen
    assert "paid back" not in say_news_of_statement(first, month.contract, reader=helen)
    assert say_news_of_statement(last, month.contract, reader=helen).startswith(said)


def test_it_goes_back_to_the_publisher_though_the_client_was_never_paid(
    month: Example, taken_back: Statement, client: Client
) -> None:
    helen = month.house.helen
    payment = LedgerEntry.objects.get(act=LedgerAct.PAYMENT)
    reverse_entry(payment, reason="It never left.", by=helen, at=DECEMBER_2)

    page = _read(client, helen)
    assert f"{PAGE}pay/" not in page
    assert "Record that €450 was paid back to the publisher" in page
    reimburse_statement(taken_back, by=helen, at=DECEMBER_2)

    assert f"{PAGE}reimburse/" not in _read(client, helen)
