"""The ledger of many contracts: what is open first, one contract alone, a reversal on its page."""

import re
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from contracts.choices import LedgerAct, StatementState
from contracts.models import Contract, LedgerEntry, Statement
from contracts.use_cases.settle_statement import pay_statement, reimburse_statement
from contracts.web import ledger
from tests.cast import House
from tests.contracts.web.test_pages import issue, link, read
from tests.factories import statements
from tests.factories.contracts import MORNING

pytestmark = pytest.mark.usefixtures("in_english")

PAGE = "/ledger/"
NOTHING_OPEN = "Nothing is open"


def listed(client: Client, house: House, address: str = PAGE) -> list[str]:
    client.force_login(house.helen)
    return re.findall(r'href="/ledger/\?contract=([A-Z0-9-]+)"', read(client, address))


def statement_of(contract: Contract) -> Statement:
    return Statement.objects.get(contract=contract)


def settled(house: House, number: str) -> Statement:
    of = statement_of(issue(house, number, [9]))
    pay_statement(of, by=house.helen, at=MORNING)
    reimburse_statement(of, by=house.helen, at=MORNING)
    return of


def without_a_share(house: House, number: str, *, penalty: int) -> Statement:
    """Issue a month in which the publisher owes nothing back."""
    contract = issue(house, number, [])
    return statements.statement(
        contract.configurations.get(),
        house.helen,
        number=house.agreement.statements.count() + 1,
        penalty=Decimal(penalty),
        reimbursement=Decimal(0),
    )


def test_what_is_open_is_shown_first_and_all_is_one_link_away(client: Client, house: House) -> None:
    issue(house, "CM-0500", [9])
    pay_statement(statement_of(issue(house, "CM-0600", [9])), by=house.helen, at=MORNING)
    settled(house, "CM-0700")
    without_a_share(house, "CM-0800", penalty=0)
    pay_statement(without_a_share(house, "CM-0900", penalty=50), by=house.helen, at=MORNING)

    assert listed(client, house) == ["CM-0500", "CM-0600"]
    assert 'href="/ledger/?show=all"' in read(client, PAGE)
    everything = ["CM-0500", "CM-0600", "CM-0700", "CM-0900"]
    assert listed(client, house, f"{PAGE}?show=all") == everything


def test_where_all_is_settled_the_page_says_so(client: Client, house: House) -> None:
    settled(house, "CM-0700")

    assert listed(client, house) == []
    assert NOTHING_OPEN in read(client, PAGE)
    assert NOTHING_OPEN not in read(client, f"{PAGE}?show=all")


def test_a_correction_opens_what_was_settled(client: Client, house: House) -> None:
    of = settled(house, "CM-0700")
    with transaction.atomic():
        statements.correction(of, statements.contest(of, house.clara), house.helen)
        Statement.objects.filter(pk=of.pk).update(state=StatementState.ISSUED)

    assert listed(client, house) == ["CM-0700"]


def test_a_correction_that_takes_back_all_that_was_owed_leaves_nothing_open(
    client: Client, house: House
) -> None:
    of = without_a_share(house, "CM-0700", penalty=100)
    statements.correction(
        of,
        statements.contest(of, house.clara),
        house.helen,
        penalty=Decimal(-100),
        reimbursement=Decimal(0),
    )

    assert listed(client, house) == []


def test_of_one_contract_its_balance_stands_alone(client: Client, house: House) -> None:
    issue(house, "CM-0500", [9])
    settled(house, "CM-0700")

    assert listed(client, house, f"{PAGE}?contract=CM-0700") == ["CM-0700"]
    page = read(client, f"{PAGE}?contract=CM-0700")
    assert "Of contract CM-0700 alone" in page
    assert "Statement issued, CM-0500" not in page
    assert "Which balances are listed" not in page


@pytest.mark.parametrize("number", ["HP-0001", "XX-9999", "%00"])
def test_of_a_contract_that_is_not_there_nothing_is_booked(
    client: Client, house: House, number: str
) -> None:
    issue(house, "CM-0500", [9])

    shown = listed(client, house, f"{PAGE}?contract={number}")

    assert shown == (["CM-0500"] if number == "%00" else [])


def test_a_page_further_shows_one_list_and_the_way_to_the_whole(
    client: Client, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ledger, "SIZE", 1)
    issue(house, "CM-0500", [9])
    issue(house, "CM-0600", [9])
    client.force_login(house.helen)
    first = read(client, PAGE)
    whole = 'href="/ledger/">the whole ledger</a>'

    entries = read(client, link(first, "Pages of the ledger", "next"))
    balances = read(client, link(first, "Pages of the balances", "next"))

    assert whole not in first
    assert (whole in entries, "Entries</h2>" in entries, "Balances</h2>" in entries) == (1, 1, 0)
    assert (whole in balances, "Entries</h2>" in balances, "Balances</h2>" in balances) == (1, 0, 1)


@pytest.mark.parametrize(
    ("query", "has_balances"),
    [("page=x&balances=x", False), ("contract=CM-0500&balances=x", True)],
)
def test_an_address_that_asks_for_two_pages_shows_the_entries(
    client: Client, house: House, query: str, has_balances: bool
) -> None:
    entry = booked_payment(house, "CM-0500")
    client.force_login(house.helen)

    page = read(client, f"{PAGE}?{query}")
    refused = client.post(f"/ledger/{entry.pk}/reverse/?balances=x", {"reason": "x" * 5001})

    assert ("Entries</h2>" in page, "Balances</h2>" in page) == (True, has_balances)
    assert f'id="reverse{entry.pk}_reason_error"' in refused.content.decode()


def test_many_contracts_cost_no_more_queries_than_one(client: Client, house: House) -> None:
    client.force_login(house.helen)
    issue(house, "CM-0500", [9])
    read(client, PAGE)
    with CaptureQueriesContext(connection) as few:
        read(client, PAGE)
    for number in range(6, 10):
        issue(house, f"CM-0{number}00", [7, 8, 9])
    with CaptureQueriesContext(connection) as many:
        page = read(client, PAGE)

    assert page.count('href="/ledger/?contract=') == 5
    assert len(many) == len(few) <= 9


def booked_payment(house: House, number: str) -> LedgerEntry:
    of = statement_of(issue(house, number, [9]))
    pay_statement(of, by=house.helen, at=MORNING)
    return of.entries.get(act=LedgerAct.PAYMENT)


@pytest.fixture
def entry(client: Client, house: House, monkeypatch: pytest.MonkeyPatch) -> LedgerEntry:
    """A payment that Helen may reverse, and as much booked since as stands on one page."""
    monkeypatch.setattr(ledger, "SIZE", 2)
    made = booked_payment(house, "CM-0500")
    issue(house, "CM-0600", [8, 9])
    client.force_login(house.helen)
    return made


def test_a_refused_reversal_stays_on_the_page_where_it_was(
    client: Client, entry: LedgerEntry
) -> None:
    here = link(read(client, PAGE), "Pages of the ledger", "next")
    query = here.removeprefix(PAGE)
    typed = "x" * 5001

    refused = client.post(f"/ledger/{entry.pk}/reverse/{query}", {"reason": typed})

    page = refused.content.decode()
    assert refused.status_code == 422
    assert f'id="reverse{entry.pk}_reason_error"' in page
    assert typed in page
    assert "Balances</h2>" not in page
    assert "Entries</h2>" in read(client, link(page, "Pages of the ledger", "prev"))
    done = client.post(f"/ledger/{entry.pk}/reverse/{query}", {"reason": "Wrong account"})
    assert done["Location"] == here


def test_what_was_typed_is_shown_though_others_were_booked_since(
    client: Client, entry: LedgerEntry
) -> None:
    page = client.post(f"/ledger/{entry.pk}/reverse/", {"reason": "x" * 5001}).content.decode()

    assert f'id="reverse{entry.pk}_reason_error"' in page


def test_a_publisher_reads_what_it_owes_by_contract(client: Client, house: House) -> None:
    issue(house, "CM-0500", [9])
    client.force_login(house.max)

    page = read(client, PAGE)

    assert page.count('href="/ledger/?contract=CM-0500"') == 1
    assert "Recorded by mistake" not in page
