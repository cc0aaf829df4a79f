"""What a statement's page says first, and in which words."""

import re

import pytest
from django.test import Client

from contracts.choices import ContestDecision
from contracts.models import Statement
from contracts.use_cases.contest_line import Answer, contest_line, decide_contest
from tests.factories import outages
from tests.factories.months import DECEMBER_2, KEY, Example, local

pytestmark = pytest.mark.usefixtures("in_english")

PAGE = f"/statements/{KEY}/"


def _read(client: Client, who: object, path: str = PAGE) -> str:
    client.force_login(who)  # type: ignore[arg-type]
    answer = client.get(path)
    assert answer.status_code == 200
    page = re.search(r"<main.*</main>", answer.content.decode(), re.DOTALL)
    assert page is not None
    return re.sub(r"\s+", " ", page[0].replace("\N{NO-BREAK SPACE}", " "))


def _words(client: Client, who: object) -> str:
    return re.sub(r"<[^>]*>", "", _read(client, who))


@pytest.mark.parametrize("path", [PAGE, "/contracts/CM-0417/availability/"])
def test_the_zone_is_named_as_people_do(client: Client, month: Example, path: str) -> None:
    page = _read(client, month.house.helen, path)

    assert "Paris time" in page
    assert "Europe/Paris" not in page


def test_a_draft_leads_to_the_outage_that_keeps_it_from_being_issued(
    client: Client, month: Example
) -> None:
    made = outages.an_outage(month.archive, [(local(26, 9), local(26, 10), None)])
    link = f'<a href="/outages/{made.pk}/">See this outage</a>'

    assert link in _read(client, month.house.helen)
    assert "See this outage" not in _read(client, month.house.max)


def test_what_is_decided_says_when_in_a_sentence(
    client: Client, month: Example, issued: Statement
) -> None:
    contest = contest_line(issued.lines.get(), reason="No.", by=month.house.clara, at=DECEMBER_2)
    before = _words(client, month.house.clara)

    said = Answer(ContestDecision.REFUSED, "The log says so.")
    decide_contest(contest, said, by=month.house.helen, at=DECEMBER_2)

    assert "contested on 2 December" in before
    assert "refused on 2 December" in _words(client, month.house.clara)


@pytest.mark.parametrize("who", ["helen", "max", "clara"])
def test_what_is_contested_is_said_before_the_figures(
    client: Client, month: Example, issued: Statement, who: str
) -> None:
    reader = getattr(month.house, who)
    assert "is contested" not in _read(client, reader)
    contest_line(issued.lines.get(), reason="Longer.", by=month.house.clara, at=DECEMBER_2)

    first, _result, after = _read(client, reader).partition("Result of the month")

    assert "is contested: it waits for the manufacturer’s answer." in first
    assert "On hold until then: €600." in first
    assert 'href="#contests"' in first
    assert 'id="contests"' in after
