"""Money moves from a page only as its reader read it there; deadlines are said in one way."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from contracts.choices import ContestDecision
from contracts.models import Contest, Statement
from contracts.papers.paper import statement_paper
from contracts.use_cases.contest_line import (
    Answer,
    ContestTooLate,
    contest_line,
    decide_contest,
)
from contracts.use_cases.issue_statement import issue_statement
from contracts.use_cases.settle_statement import pay_statement
from tests.factories import months, outages
from tests.factories.months import DECEMBER_2, KEY, NOVEMBER, Example, local
from tests.programs import Program

pytestmark = pytest.mark.usefixtures("in_english")

PAGE = f"/statements/{KEY}/"


def _seen(client: Client) -> str:
    return _marks(client)[0]


def _marks(client: Client) -> list[str]:
    """Return what the forms of the page send along, in their order."""
    found = re.findall(r'name="seen" value="([^"]+)"', client.get(PAGE).content.decode())
    assert found
    return found


def _refused(answer: Any) -> bool:
    return answer.status_code == 412 and "It has changed since" in answer.content.decode()


def test_a_draft_that_changed_meanwhile_is_not_issued(
    client: Client, month: Example, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.force_login(month.house.helen)
    monkeypatch.setattr(timezone, "now", lambda: DECEMBER_2)
    seen = _seen(client)
    months.agreed(month.archive, local(25, 8), 30, (100, 0, 0, 0))

    assert _refused(client.post(f"{PAGE}issue/", {"seen": seen}))
    assert _refused(client.post(f"{PAGE}issue/"))
    assert not Statement.objects.exists()
    client.post(f"{PAGE}issue/", {"seen": _seen(client)})
    assert Statement.objects.get().legal_number == "S-000001"


def test_an_amount_that_changed_meanwhile_is_not_paid(
    client: Client, month: Example, issued: Statement
) -> None:
    client.force_login(month.house.helen)

    assert _seen(client) == "600.00"
    assert _refused(client.post(f"{PAGE}pay/", {"seen": "590.00"}))
    assert _refused(client.post(f"{PAGE}pay/"))
    assert Statement.objects.get().state == "issued"
    client.post(f"{PAGE}pay/", {"seen": "600.00"})
    assert Statement.objects.get().state == "paid"


def test_nor_is_it_reimbursed(client: Client, month: Example, issued: Statement) -> None:
    pay_statement(issued, by=month.house.helen, at=DECEMBER_2)
    client.force_login(month.house.helen)

    assert _seen(client) == "450.00"
    assert _refused(client.post(f"{PAGE}reimburse/", {"seen": "449.00"}))
    client.post(f"{PAGE}reimburse/", {"seen": "450.00"})
    assert Statement.objects.get().state == "reimbursed"


def _contested(month: Example, issued: Statement) -> Contest:
    return contest_line(issued.lines.get(), reason="Longer.", by=month.house.clara, at=DECEMBER_2)


@pytest.mark.parametrize("decision", ["accepted", "refused"])
def test_a_contest_is_decided_on_the_month_that_was_read(
    client: Client,
    month: Example,
    issued: Statement,
    decision: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(timezone, "now", lambda: DECEMBER_2)
    contest = _contested(month, issued)
    client.force_login(month.house.helen)
    answer = {"contest": contest.pk, "decision": decision, "reason": "As we found."}
    seen = _marks(client)[-1]
    months.agreed(month.archive, local(25, 8), 300, (0, 100, 0, 0))  # meanwhile

    stale = client.post(f"{PAGE}decide/", answer | {"seen": seen})

    assert _refused(stale)
    page = stale.content.decode()
    assert "As we found.</textarea>" in page  # it stands in its form, to be sent again
    assert f'value="{decision}"' in page
    assert _refused(client.post(f"{PAGE}decide/", answer))
    assert Contest.objects.get().decision == ""
    anew = _marks(client)[-1]
    assert anew in page
    client.post(f"{PAGE}decide/", answer | {"seen": anew})
    assert Contest.objects.get().decision == decision


def test_nor_is_it_once_another_line_was_contested(
    client: Client, month: Example, issued: Statement
) -> None:
    contest = _contested(month, issued)
    client.force_login(month.house.helen)
    seen = _marks(client)[-1]
    left = Answer(ContestDecision.REFUSED, "The log is right.")
    decide_contest(contest, left, by=month.house.helen, at=DECEMBER_2)
    again = _contested(month, issued)

    answer = {"contest": again.pk, "decision": "refused", "reason": "No.", "seen": seen}

    assert _refused(client.post(f"{PAGE}decide/", answer))


def test_a_program_decides_on_the_month_that_it_read(month: Example, issued: Statement) -> None:
    contest, helen = _contested(month, issued), Program(month.house.helen)
    answer = {"contest": contest.pk, "decision": "refused", "reason": "The log is right."}
    read = helen.get(PAGE)["ETag"]
    months.agreed(month.archive, local(25, 8), 300, (0, 100, 0, 0))

    assert helen.post(f"{PAGE}decide/", answer, If_Match=read).status_code == 412
    assert Contest.objects.get().decision == ""
    helen.does(f"{PAGE}decide/", answer, If_Match=helen.get(PAGE)["ETag"])


def test_the_last_day_to_contest_is_said_alike_everywhere(
    client: Client, month: Example, issued: Statement
) -> None:
    client.force_login(month.house.clara)
    page = client.get(PAGE).content.decode()
    facts = dict(statement_paper(month.read("clara")).facts)

    assert "Last day to contest a line: 17 December." in page
    assert facts["Can be contested"] == "until 17 December 2026 inclusive"
    late = issued.contest_until + timedelta(days=1)
    with pytest.raises(ContestTooLate, match="until 17 December 2026 inclusive"):
        contest_line(issued.lines.get(), reason="x", by=month.house.clara, at=late)


@pytest.mark.parametrize(
    ("who", "status", "why"),
    [
        ("clara", 409, "could be contested until 17 December 2026 inclusive"),
        ("mia", 403, "Only the client contests a line"),
        ("max", 403, "Only the client contests a line"),
        ("hank", 403, "only a manager of the manufacturer reopens one"),
    ],
)
def test_whoever_cannot_contest_is_told_why(
    client: Client,
    month: Example,
    issued: Statement,
    who: str,
    status: int,
    why: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    late = issued.contest_until + timedelta(days=1)
    monkeypatch.setattr(timezone, "now", lambda: late)
    client.force_login(getattr(month.house, who))
    typed = {"line": issued.lines.get().pk, "reason": "It was down longer."}

    refused = client.post(f"{PAGE}contest/", typed)

    page = refused.content.decode()
    assert refused.status_code == status
    assert why in page
    assert "It was down longer." in page  # to be copied


@pytest.mark.parametrize(
    ("who", "status", "why"),
    [("helen", 409, "was decided already"), ("max", 403, "Only a manager of the manufacturer")],
)
def test_whoever_cannot_decide_is_told_why(
    client: Client, month: Example, issued: Statement, who: str, status: int, why: str
) -> None:
    house = month.house
    contest = contest_line(issued.lines.get(), reason="x", by=house.clara, at=DECEMBER_2)
    left = Answer(ContestDecision.REFUSED, "The log is right.")
    decide_contest(contest, left, by=house.helen, at=DECEMBER_2)
    client.force_login(getattr(house, who))

    answer = {"contest": contest.pk, "decision": "accepted", "reason": "You are right."}
    refused = client.post(f"{PAGE}decide/", answer)

    page = refused.content.decode()
    assert refused.status_code == status
    assert why in page
    assert "You are right." in page


def test_counted_seconds_are_figures_to_a_sheet(month: Example, client: Client) -> None:
    begins_at, third = local(25, 8), timedelta(seconds=61)
    for _each in range(3):
        stretch = (begins_at, begins_at + third, (33, 0, 67, 0))
        outages.an_outage(month.archive, [stretch], state="agreed", agreed_at=DECEMBER_2)
    issue_statement(month.contract, NOVEMBER, by=month.house.helen, at=DECEMBER_2)
    client.force_login(month.house.helen)

    lines = client.get(f"/statements/{KEY}.csv", {"bom": "false"}).content.decode().splitlines()

    heads = lines[1].split(",")
    at = heads.index("Counted seconds")
    assert heads[at + 1 : at + 3] == [
        f"{part} of counted seconds" for part in ("Numerator", "Denominator")
    ]
    found = [line.split(",")[at : at + 3] for line in lines[2:]]
    assert ["7220.13", "", ""] in found  # the sum: 7 200 and 61 × 33 %
    assert ["", "671", "100"] not in found
    assert ["6.71", "", ""] in found
