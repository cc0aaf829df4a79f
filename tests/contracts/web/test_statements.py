"""The pages about money, as each reader sees them, and what can be done from them."""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import translation

from contracts.models import Contest, Statement, User
from contracts.papers.sheet import sheet_of
from tests.cast import House
from tests.factories import months
from tests.factories.months import KEY, Example, agreed, local

PAGE = f"/statements/{KEY}/"


@pytest.fixture(autouse=True)
def _in_english(client: Client) -> Iterator[None]:
    with translation.override("en"):
        yield


def _read(client: Client, path: str, who: object) -> str:
    client.force_login(who)  # type: ignore[arg-type]
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode().replace("\N{NO-BREAK SPACE}", " ")


def test_a_vendor_reads_the_whole_calculation(
    client: Client, month: Example, issued: Statement
) -> None:
    page = _read(client, PAGE, month.house.helen)

    for said in ("99.7206 %", "€600", "€450", "S-000001", "Split between the vendors"):
        assert said in page
    assert "(2,577,600 − 7,200) ÷ 2,577,600" in page
    assert "30 days." not in page.partition("aria-label=")[0]


def test_a_client_reads_no_share_of_the_vendors(
    client: Client, month: Example, issued: Statement
) -> None:
    page = _read(client, PAGE, month.house.clara)

    assert "€600" in page
    assert "Suppliers 50 %" in re.sub(r"\s+", " ", page)
    for secret in ("€450", "Split between", "is-publisher", "is-manufacturer", "€150"):
        assert secret not in page


def test_the_list_shows_what_is_issued_and_what_waits(
    client: Client, month: Example, issued: Statement
) -> None:
    page = _read(client, "/statements/", month.house.helen)

    assert "S-000001" in page
    assert "To be issued next" in page
    assert "To be issued next" not in _read(client, "/statements/", month.house.clara)


def test_a_draft_says_what_is_missing(client: Client, month: Example) -> None:
    assert "is not over" in _read(client, PAGE, month.house.max)


def test_a_client_contests_and_keeps_what_was_typed(
    client: Client, month: Example, issued: Statement
) -> None:
    client.force_login(month.house.clara)
    line = issued.lines.get().pk

    refused = client.post(f"{PAGE}contest/", {"line": line, "reason": ""})
    assert refused.status_code == 422
    assert "contest_reason_error" in refused.content.decode()
    assert "<title>Error: Statement of" in refused.content.decode()
    client.post(f"{PAGE}contest/", {"line": line, "reason": "Longer."})
    assert Contest.objects.get().reason == "Longer."


def test_the_manufacturer_pays_decides_and_reverses(
    client: Client, month: Example, issued: Statement
) -> None:
    client.force_login(month.house.helen)
    client.post(f"{PAGE}pay/", {"seen": "600.00"})
    client.post(f"{PAGE}reimburse/", {"seen": "450.00"})
    assert Statement.objects.get().state == "reimbursed"
    entry = issued.entries.get(act="reimbursement")
    assert "Reverse this entry" in _read(client, "/ledger/", month.house.helen)
    client.post(f"/ledger/{entry.pk}/reverse/", {"reason": "Not received"})
    assert Statement.objects.get().state == "paid"


@pytest.mark.parametrize("reason", ["", "  ", "x" * 5001])
def test_a_reversal_without_a_reason_is_asked_for_it_beside_its_field(
    client: Client, month: Example, issued: Statement, reason: str
) -> None:
    client.force_login(month.house.helen)
    client.post(f"{PAGE}pay/", {"seen": "600.00"})
    entry = issued.entries.get(act="payment")
    query = "?contract=CM-0900"

    refused = client.post(f"/ledger/{entry.pk}/reverse/{query}", {"reason": reason})

    page = refused.content.decode()
    assert refused.status_code == 422
    assert f'id="reverse{entry.pk}_reason_error"' in page
    assert f'action="/ledger/{entry.pk}/reverse/{query}"' in page
    assert "Of contract CM-0900 alone" in page  # where one was
    assert f'value="{reason.strip()}"' in page or not reason.strip()
    assert Statement.objects.get().state == "paid"
    done = client.post(f"/ledger/{entry.pk}/reverse/{query}", {"reason": "Wrong account"})
    assert done["Location"] == f"/ledger/{query}"


def test_the_ledger_is_no_page_of_a_clients(
    client: Client, month: Example, issued: Statement
) -> None:
    client.force_login(month.house.clara)
    assert client.get("/ledger/").status_code == 404


@pytest.mark.parametrize("form", [f"{KEY}.pdf", f"{KEY}.csv", f"{KEY}/claim.pdf"])
def test_each_form_is_given(client: Client, month: Example, issued: Statement, form: str) -> None:
    client.force_login(month.house.max)
    assert client.get(f"/statements/{form}").status_code == 200


@pytest.mark.parametrize(
    ("language", "asked", "row"),
    [
        ("fr", {}, "Total;;;;;;7200;;;99,7206;12000,00;;600,00;450,00;150,00"),
        ("fr", {"decimals": "point"}, "Total,,,,,,7200,,,99.7206,12000.00,,600.00,450.00,150.00"),
        ("en", {}, "Sum,,,,,,7200,,,99.7206,12000.00,,600.00,450.00,150.00"),
    ],
)
def test_a_sheet_has_the_decimals_of_its_readers_spreadsheets(
    client: Client,
    month: Example,
    issued: Statement,
    language: str,
    asked: dict[str, str],
    row: str,
) -> None:
    reader = month.house.helen
    User.objects.filter(pk=reader.pk).update(language=language)
    client.force_login(reader)

    assert row in client.get(f"/statements/{KEY}.csv", asked).content.decode().splitlines()


def test_a_share_is_written_with_the_sheets_own_decimals(month: Example) -> None:
    parts = (Decimal("33.33"), Decimal("66.67"), 0, 0)
    agreed(month.archive, local(25, 9), 10, parts)  # type: ignore[arg-type]

    sheet = sheet_of(month.read(), decimal_mark=",")

    assert "Compaq 33,33, Microsoft 66,67" in sheet


@pytest.mark.parametrize("form", ["/", "/as-client/", ".csv", ".pdf"])
def test_a_month_that_has_not_begun_has_no_draft_and_says_so(
    client: Client, month: Example, form: str
) -> None:
    client.force_login(month.house.helen)

    answer = client.get(f"/statements/CM-0900-2199-01{form}")

    page = answer.content.decode()
    assert answer.status_code == 404
    assert "January 2199 has not begun: its draft can be read from 1 January 2199 on." in page
    assert "<h1>" in page
    assert "Nothing here" in page
    client.force_login(month.house.clara)
    assert "has not begun" not in client.get(f"/statements/CM-0900-2199-01{form}").content.decode()


def test_of_a_month_after_its_contract_no_draft_is_announced(client: Client, house: House) -> None:
    months.example(house, ends_on=date(2027, 3, 31))
    client.force_login(house.helen)

    answer = client.get("/statements/CM-0900-2199-04/")

    assert answer.status_code == 404
    assert "has not begun" not in answer.content.decode()
