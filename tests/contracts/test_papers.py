"""What stands on paper about a month: to whom it goes, in whose time its period is said."""

from collections.abc import Iterator

import pytest
from django.utils import translation

from contracts.papers.claim import claim_paper
from contracts.papers.paper import statement_paper
from contracts.use_cases.issue_statement import issue_statement
from tests.cast import House
from tests.factories import months
from tests.factories.months import DECEMBER_2, NOVEMBER, Example


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


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
