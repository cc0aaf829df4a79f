"""Statements are found by number, by contract and month, and by words; by nobody else’s reader."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from contracts.choices import Role
from contracts.models import Statement, User
from tests.cast import House
from tests.factories import contracts, statements
from tests.factories.months import DECEMBER_2, KEY, Example
from tests.programs import Program

pytestmark = pytest.mark.usefixtures("in_english")

PAGE = "/search/"
ADDRESS = f"/statements/{KEY}/"
NOT_FOUND = "Nothing found for"
SLIP = "This number has a typing error."


@pytest.fixture
def note(issued: Statement, house: House) -> Statement:
    """A note that corrects the statement."""
    contest = statements.contest(issued, house.clara)
    statements.correction(issued, contest, house.helen)
    return issued


def found(client: Client, house: House, who: str, words: str) -> Any:
    client.force_login(getattr(house, who))
    return client.get(PAGE, {"q": words})


@pytest.mark.parametrize("who", ["clara", "hank", "helen", "mia", "max"])
@pytest.mark.parametrize("words", ["S-000001", "s-1", KEY, "cm 0900 2026-11"])
def test_an_exact_number_leads_to_the_statement(
    client: Client, house: House, issued: Statement, who: str, words: str
) -> None:
    assert found(client, house, who, words)["Location"] == ADDRESS


@pytest.mark.parametrize("who", ["clara", "hank", "max"])
def test_a_notes_number_leads_to_it(
    client: Client, house: House, note: Statement, who: str
) -> None:
    assert found(client, house, who, "N-000001")["Location"] == f"{ADDRESS}notes/N-000001/"


def test_a_client_finds_no_note_between_the_vendors(
    client: Client, house: House, issued: Statement
) -> None:
    contest = statements.contest(issued, house.clara)
    statements.correction(issued, contest, house.helen, penalty=0, is_between_vendors=True)

    assert NOT_FOUND in found(client, house, "clara", "N-000001").content.decode()
    assert found(client, house, "max", "N-000001")["Location"] == f"{ADDRESS}notes/N-000001/"


@pytest.mark.parametrize("who", ["stranger", "rival_agent"])
@pytest.mark.parametrize("words", ["S-{}", "N-{}", "vauquelin november 2026", "CM-09{}"])
def test_of_others_nothing_is_found(
    client: Client, house: House, note: Statement, who: str, words: str
) -> None:
    typed = {"S-{}": ("S-000001", "S-000002"), "N-{}": ("N-000001", "N-000002")}
    there, not_there = typed.get(words, (words.format("00-2026-11"), words.format("99-2026-11")))

    hidden = found(client, house, who, there).content.decode()
    unknown = found(client, house, who, not_there).content.decode()

    assert "/statements/CM" not in hidden
    assert (SLIP in hidden, NOT_FOUND in hidden) == (SLIP in unknown, NOT_FOUND in unknown)


@pytest.mark.parametrize("who", ["helen", "max"])
def test_a_vendors_manager_reaches_a_draft(
    client: Client, house: House, month: Example, who: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timezone, "now", lambda: DECEMBER_2)

    assert found(client, house, who, KEY)["Location"] == ADDRESS


@pytest.mark.parametrize("month_typed", ["2026-10", "2026-13", "2027-01", "2199-12", "9999-12"])
def test_a_month_that_has_no_draft_leads_nowhere(
    client: Client,
    house: House,
    month: Example,
    month_typed: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(timezone, "now", lambda: DECEMBER_2)
    words = f"CM-0900-{month_typed}"

    assert found(client, house, "helen", words).status_code == 200


@pytest.mark.parametrize("who", ["clara", "hank", "mia"])
def test_to_others_a_month_that_was_not_issued_is_no_typing_error(
    client: Client, house: House, month: Example, who: str
) -> None:
    page = found(client, house, who, KEY).content.decode()

    assert SLIP not in page
    assert NOT_FOUND in page
    assert Program(getattr(house, who)).get("/incidents/", q=KEY).status_code == 200


def test_a_number_of_two_agreements_leads_to_a_list(
    client: Client, house: House, issued: Statement
) -> None:
    rivals = house.rival_payroll.contract.agreement
    contract = contracts.contract("HP-0002", house.vauquelin, rivals)
    maker = User.objects.get(organisation=rivals.manufacturer, role=Role.MANAGER)
    publisher = User.objects.get(organisation=rivals.publisher, role=Role.MANAGER)
    mail = contracts.configuration("Mail", contract, signed_by=(maker, publisher))
    statements.statement(mail, maker)

    page = found(client, house, "clara", "S-000001").content.decode()

    assert "Statements</h2>" in page
    for number in ("CM-0900", "HP-0002"):
        assert f"/statements/{number}-" in page
    assert found(client, house, "helen", "S-000001")["Location"] == ADDRESS


@pytest.mark.parametrize("who", ["clara", "hank", "mia"])
@pytest.mark.parametrize(
    "words", ["vauquelin 2026-11", "Novembre 2026", "november 2026 cm-0900", "vauquelin novembre"]
)
def test_statements_are_found_by_contract_and_month(
    client: Client, house: House, issued: Statement, who: str, words: str
) -> None:
    page = found(client, house, who, words).content.decode()

    assert "Statements</h2>" in page
    assert ADDRESS in page


@pytest.mark.parametrize("words", ["2026", "november", "vauquelin 2025-11", "sorel november 2026"])
def test_other_words_find_no_statement(
    client: Client, house: House, issued: Statement, words: str
) -> None:
    assert ADDRESS not in found(client, house, "hank", words).content.decode()


def test_many_statements_cost_no_more_queries_than_one(
    client: Client, house: House, month: Example, issued: Statement
) -> None:
    found(client, house, "helen", "vauquelin")
    with CaptureQueriesContext(connection) as few:
        found(client, house, "helen", "vauquelin")
    for number in range(2, 7):
        statements.statement(month.archive, house.helen, number=number, month=date(2027, number, 1))
    with CaptureQueriesContext(connection) as many:
        page = found(client, house, "helen", "vauquelin").content.decode()

    assert page.count("/statements/CM") == 6
    assert len(many) == len(few)
