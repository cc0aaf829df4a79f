"""What a statement's page says first, and in which words."""

import re
from collections.abc import Iterator

import pytest
from django.test import Client
from django.utils import translation

from contracts.models import Statement
from contracts.use_cases.contest_line import contest_line
from contracts.use_cases.issue_statement import issue_statement
from tests.cast import House
from tests.factories import months
from tests.factories.months import DECEMBER_2, KEY, NOVEMBER, Example

PAGE = f"/statements/{KEY}/"


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def month(house: House) -> Example:
    return months.example(house)


@pytest.fixture
def issued(month: Example) -> Statement:
    return issue_statement(month.contract, NOVEMBER, by=month.house.helen, at=DECEMBER_2)


def _read(client: Client, who: object, path: str = PAGE) -> str:
    client.force_login(who)  # type: ignore[arg-type]
    answer = client.get(path)
    assert answer.status_code == 200
    page = re.search(r"<main.*</main>", answer.content.decode(), re.DOTALL)
    assert page is not None
    return re.sub(r"\s+", " ", page[0].replace("\N{NO-BREAK SPACE}", " "))


@pytest.mark.parametrize("path", [PAGE, "/contracts/CM-0417/availability/"])
def test_the_zone_is_named_as_people_do(client: Client, month: Example, path: str) -> None:
    page = _read(client, month.house.helen, path)

    assert "Paris time" in page
    assert "Europe/Paris" not in page
