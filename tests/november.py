"""Fixtures of the worked example (domain.md): its month, and the statement issued of it."""

from collections.abc import Iterator

import pytest
from django.utils import translation

from contracts.models import Statement
from contracts.use_cases.issue_statement import issue_statement
from tests.cast import House
from tests.factories import months
from tests.factories.months import DECEMBER_2, NOVEMBER, Example


@pytest.fixture
def in_english() -> Iterator[None]:
    """Read what is said in English: modules that look at words ask for it."""
    with translation.override("en"):
        yield


@pytest.fixture
def month(house: House) -> Example:
    return months.example(house)


@pytest.fixture
def issued(month: Example) -> Statement:
    return issue_statement(month.contract, NOVEMBER, by=month.house.helen, at=DECEMBER_2)
