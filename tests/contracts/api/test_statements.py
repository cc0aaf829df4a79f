"""Statements over the API: what each may read and do, in every form."""

import json

import pytest

from contracts.use_cases.issue_statement import issue_statement
from tests.factories.months import DECEMBER_2, KEY, NOVEMBER, Example
from tests.programs import Program

pytestmark = pytest.mark.usefixtures("in_english")

STATEMENT = f"/statements/{KEY}/"
SECRETS = ("reimburse", "split", "manufacturer_share", '"publisher": "1', "AG-FR-1")


@pytest.fixture
def issued(month: Example) -> Example:
    issue_statement(month.contract, NOVEMBER, by=month.house.helen, at=DECEMBER_2)
    return month


def test_a_manager_reads_what_keeps_a_draft_from_being_issued(month: Example) -> None:
    draft = Program(month.house.max).reads(STATEMENT)

    assert (draft["state"], draft["number"]) == ("draft", None)
    assert draft["missing"]  # it is November still
    assert draft["moves"] == []


@pytest.mark.parametrize("who", ["clara", "hank", "mia", "stranger", "rival_agent"])
def test_nobody_else_knows_of_a_draft(month: Example, who: str) -> None:
    assert Program(getattr(month.house, who)).get(STATEMENT).status_code == 404


def test_a_month_that_is_not_over_is_refused_and_all_that_is_missing_said(month: Example) -> None:
    answer = Program(month.house.helen).post(f"{STATEMENT}issue/", {})

    assert answer.status_code == 409
    problem = json.loads(answer.content)
    assert problem["missing"] == [
        "November 2026 is not over: it can be issued from 1 December 2026 on."
    ]


def test_the_publisher_reads_an_issued_statement_and_issues_none(issued: Example) -> None:
    program = Program(issued.house.max)

    said = program.reads(STATEMENT)

    assert said["reimbursement"] == "450.00"
    assert said["split" if "split" in said else "reckoning"]["split"]["proportional"] == "450.00"
    assert program.post(f"{STATEMENT}issue/", {}).status_code == 403
    assert program.post(f"{STATEMENT}pay/", {}).status_code == 403


def test_of_others_outages_the_publisher_reads_interval_and_percentages(issued: Example) -> None:
    line = Program(issued.house.max).reads(STATEMENT)["reckoning"]["lines"][0]

    parts = [part for each in line["slices"] for part in each["parts"]]
    assert [part["reference"] for part in parts] == ["INC-100203", ""]
    assert parts[1]["responsibility"]["manufacturer"] == "50"


def test_the_client_reads_both_vendors_as_one(issued: Example) -> None:
    program = Program(issued.house.clara)

    said = program.reads(STATEMENT)

    line = said["reckoning"]["lines"][0]
    assert line["held"] == {"suppliers": "7200", "client": "1800", "third_party": "0"}
    assert line["slices"][1]["parts"][0]["responsibility"] == {
        "suppliers": "50",
        "client": "50",
        "third_party": "0",
    }
    assert program.reads("/statements/")["results"][0]["penalty"] == "600.00"
    for form in (STATEMENT, f"/statements/{KEY}.csv", f"/statements/{KEY}.json", "/statements/"):
        text = program.get(form).content.decode()
        assert not [secret for secret in SECRETS if secret in text]


def test_a_client_contests_and_the_manufacturer_answers(issued: Example) -> None:
    clara, helen = Program(issued.house.clara), Program(issued.house.helen)
    contest = {"configuration": issued.archive.pk, "reason": "Longer."}

    said = clara.does(f"{STATEMENT}contest/", contest)
    assert (said["payable"], said["contests"][0]["decision"]) == ("0.00", "")
    asked = {"contest": said["contests"][0]["id"], "decision": "refused"}
    assert helen.post(f"{STATEMENT}decide/", asked).status_code == 422
    helen.does(f"{STATEMENT}decide/", asked | {"reason": "The log says otherwise."})
    assert helen.does(f"{STATEMENT}pay/", {})["state"] == "paid"
    assert helen.does(f"{STATEMENT}reimburse/", {})["state"] == "reimbursed"
    assert clara.post(f"{STATEMENT}pay/", {}).status_code == 403


def test_the_same_key_books_a_payment_once(issued: Example) -> None:
    helen = Program(issued.house.helen)

    for _ in range(2):
        assert helen.does(f"{STATEMENT}pay/", {}, Idempotency_Key="p1")["state"] == "paid"

    acts = [each["act"] for each in helen.reads("/ledger/")["results"]]
    assert acts == ["payment", "issue"]


@pytest.mark.parametrize("who", ["clara", "hank", "mia", "stranger"])
def test_the_ledger_is_there_for_managers_of_the_vendors_alone(issued: Example, who: str) -> None:
    program = Program(getattr(issued.house, who))

    for path in ("/ledger/", "/ledger/balances/"):
        assert program.get(path).status_code == 404


def test_balances_and_a_reversal(issued: Example) -> None:
    helen = Program(issued.house.helen)
    assert helen.reads("/ledger/balances/")["results"][0]["owed_to_client"] == "600.00"
    helen.does(f"{STATEMENT}pay/", {})
    payment = helen.reads("/ledger/")["results"][0]

    undone = helen.does(f"/ledger/{payment['id']}/reverse/", {"reason": "Wrong account"})

    assert (undone["act"], undone["reverses"]) == ("reversal", payment["id"])
    assert helen.reads("/ledger/balances/")["results"][0]["owed_to_client"] == "600.00"


def test_a_sheet_is_written_as_it_is_asked_for(issued: Example) -> None:
    program = Program(issued.house.helen)

    plain = program.get(f"/statements/{KEY}.csv").content.decode()
    french = program.get(
        f"/statements/{KEY}.csv", {"bom": "true", "decimals": "comma"}
    ).content.decode()

    assert "99.7206" in plain
    assert french.startswith("\ufeff")
    assert "99,7206" in french
    assert program.get(f"/statements/{KEY}.csv", {"decimals": "x"}).status_code == 422


@pytest.mark.parametrize("name", [f"{KEY}.pdf", f"{KEY}/claim.pdf"])
def test_papers_are_pdf(issued: Example, name: str) -> None:
    answer = Program(issued.house.max).get(f"/statements/{name}")

    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")


def test_the_claim_is_between_the_vendors(issued: Example) -> None:
    assert Program(issued.house.clara).get(f"/statements/{KEY}/claim.pdf").status_code == 404


@pytest.mark.parametrize(
    "key",
    [
        "CM-0900-2026-13",
        "CM-0900-2026-10",
        "CM-0900-0001-01",
        "CM-0900-9999-12",
        "CM-9999-2026-11",
        "x",
    ],
)
def test_what_is_no_month_of_a_contract_is_not_there(issued: Example, key: str) -> None:
    assert Program(issued.house.helen).get(f"/statements/{key}/").status_code == 404


def test_a_month_that_has_not_begun_is_told(issued: Example) -> None:
    answer = Program(issued.house.max).get("/statements/CM-0900-2199-01/")

    assert answer.status_code == 404
    problem = json.loads(answer.content)
    assert problem["type"] == "urn:guichet:problem:month-not-begun"
    assert problem["detail"].startswith("January 2199 has not begun")


def test_a_manager_of_the_manufacturer_reopens_a_line_by_the_same_door(issued: Example) -> None:
    helen, clara = Program(issued.house.helen), Program(issued.house.clara)
    said = {"configuration": issued.archive.pk, "reason": "The probe was wrong."}
    assert "contest" in helen.reads(STATEMENT)["moves"]
    assert Program(issued.house.max).post(f"{STATEMENT}contest/", said).status_code == 403

    helen.does(f"{STATEMENT}contest/", said)

    read = clara.reads(STATEMENT)["contests"][0]
    assert (read["opened_by"], read["reason"]) == ("manufacturer", "The probe was wrong.")
    assert clara.post(f"{STATEMENT}contest/", said).status_code == 409
