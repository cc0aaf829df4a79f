"""Notes of lines that the manufacturer reopened, and what of them a client reads."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import translation

from contracts.choices import ContestDecision, OutageState
from contracts.models import Correction, Outage, Statement
from contracts.papers.note import note_paper
from contracts.rules.outages import Stretch
from contracts.rules.responsibility import Responsibility
from contracts.selectors.note import note_read
from contracts.use_cases.contest_line import Answer, contest_line, decide_contest
from contracts.use_cases.issue_statement import issue_statement
from contracts.use_cases.propose_responsibility import (
    accept_responsibility,
    propose_responsibility,
    whole_outage,
)
from contracts.use_cases.record_outage import correct_outage
from tests.cast import House
from tests.factories import months
from tests.factories.months import DECEMBER_2, KEY, NOVEMBER, Example, local

PAGE = f"/statements/{KEY}/"
LATE = DECEMBER_2 + timedelta(days=90)


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def month(house: House) -> Example:
    made = months.example(house)
    issue_statement(made.contract, NOVEMBER, by=house.helen, at=DECEMBER_2)
    return made


def _reopened(month: Example, until: datetime, shares: tuple[int, int, int, int]) -> Correction:
    """Reopen the line, correct outage A, and accept: what both vendors agree to it is."""
    house, line = month.house, Statement.objects.get().lines.get()
    contest = contest_line(line, reason="The probe was wrong.", by=house.helen, at=LATE)
    outage = Outage.objects.get(pk=month.one.pk)
    told = [Stretch(outage.begins_at, until)]
    outage = correct_outage(outage, told, reason="log", by=house.helen, at=LATE)
    said = whole_outage(outage, Responsibility(*map(Decimal, shares)))
    propose_responsibility(outage, said, by=house.helen, at=LATE)
    outage.refresh_from_db()
    if outage.state != OutageState.AGREED:
        accept_responsibility(outage, by=house.max, at=LATE)
    answer = Answer(ContestDecision.ACCEPTED, "The log agrees.")
    decide_contest(contest, answer, by=house.helen, at=LATE)
    return Correction.objects.get(contest=contest)


def _as_it_was(month: Example) -> datetime:
    ends_at = month.one.ends_at
    assert ends_at is not None
    return ends_at


def _why(month: Example, who: str, number: str = "N-000001") -> Any:
    read = note_read(getattr(month.house, who), KEY, number, at=LATE)
    return next(each.rows for each in note_paper(read).blocks if each.title == "Why")


@pytest.mark.parametrize("who", ["clara", "mia"])
def test_it_says_that_the_line_was_reopened(month: Example, who: str) -> None:
    _reopened(month, local(12, 23), (100, 0, 0, 0))

    assert _why(month, who) == [
        f"{month.house.helen.name} reopened the line of Archive on 2 March 2027, 09:00:",
        "The probe was wrong.",
        "The manufacturer decided:",
        "The log agrees.",
    ]
