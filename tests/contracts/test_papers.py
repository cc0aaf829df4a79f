"""What stands on paper about a month: to whom it goes, in whose time its period is said."""

from typing import Any

import pytest
from django.test import Client

from contracts.papers.claim import claim_paper
from contracts.papers.paper import statement_paper
from contracts.use_cases.issue_statement import issue_statement
from contracts.use_cases.settle_statement import pay_statement, reimburse_statement
from tests.cast import House
from tests.factories import months
from tests.factories.months import DECEMBER_2, KEY, NOVEMBER, Example

pytestmark = pytest.mark.usefixtures("in_english")


@pytest.fixture
def month(house: House) -> Example:
    made = months.example(house)
    issue_statement(made.contract, NOVEMBER, by=house.helen, at=DECEMBER_2)
    return made


def test_a_claim_says_who_claims_from_whom(month: Example) -> None:
    (claims, maker, _call), (to, publisher, _other) = claim_paper(month.read()).parties

    assert (claims, maker) == ("Claimed by", "Compaq France")
    assert (to, publisher) == ("To", "Microsoft France")


@pytest.mark.parametrize("who", ["helen", "clara"])
def test_a_period_is_said_in_the_time_of_a_city(month: Example, who: str) -> None:
    facts = dict(statement_paper(month.read(by=who)).facts)

    assert facts["Period"] == "From 1 November 2026, 00:00 to 1 December 2026, 00:00, Paris time"


def test_the_publishers_part_is_to_be_reimbursed_until_it_is(house: House, client: Client) -> None:
    month = months.example(house)
    said = "to be reimbursed by Microsoft"
    client.force_login(house.helen)

    def both() -> set[bool]:
        page = client.get(f"/statements/{KEY}/").content.decode()
        return {said in page, said in str(statement_paper(month.read()).blocks)}

    assert both() == {True}
    issued = issue_statement(month.contract, NOVEMBER, by=house.helen, at=DECEMBER_2)
    assert both() == {True}
    pay_statement(issued, by=house.helen, at=DECEMBER_2)
    assert both() == {True}
    reimburse_statement(issued, by=house.helen, at=DECEMBER_2)
    assert both() == {False}
    assert "reimbursed by Microsoft" in str(statement_paper(month.read()).blocks)


def test_a_strip_names_its_days_and_its_marks(month: Example) -> None:
    blocks = {each.title: each for each in statement_paper(month.read()).blocks}
    strip = blocks["Day by day"]

    assert [each for each in strip.axis if each] == ["1", "8", "15", "22", "29"]
    assert len(strip.axis) == 30
    assert ("long", "30 min and more") in strip.legend


def test_what_a_claim_sums_up_stands_apart_from_what_other_methods_give(month: Example) -> None:
    rows: dict[str, Any] = {each.title: each.rows for each in claim_paper(month.read()).blocks}

    assert [row[0] for row in rows["The amount"]] == [
        "Method of the agreement: Proportional",
        "To be reimbursed",
    ]
    assert len(rows["The other methods"]) == 2
