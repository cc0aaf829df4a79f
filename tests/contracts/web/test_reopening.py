"""A line of an issued statement is reopened from its page, by whom it may."""

import pytest
from django.test import Client

from contracts.models import Contest, Statement
from tests.factories.months import KEY, Example

pytestmark = pytest.mark.usefixtures("in_english")

PAGE = f"/statements/{KEY}/"
REOPEN = "Reopen this line"


def _read(client: Client, who: object) -> str:
    client.force_login(who)  # type: ignore[arg-type]
    return client.get(PAGE).content.decode()


def test_a_manager_of_the_manufacturer_reopens_a_line(
    client: Client, month: Example, issued: Statement
) -> None:
    assert REOPEN in _read(client, month.house.helen)
    line = issued.lines.get().pk
    refused = client.post(f"{PAGE}contest/", {"line": line, "reason": ""})
    assert (refused.status_code, Contest.objects.exists()) == (422, False)
    assert "contest_reason_error" in refused.content.decode()

    client.post(f"{PAGE}contest/", {"line": line, "reason": "The probe was wrong."})

    page = _read(client, month.house.helen)
    assert Contest.objects.get().is_reopening
    for said in ("reopened by Compaq", "being corrected", "The probe was wrong.", "Decide"):
        assert said in page
    assert REOPEN not in page  # nothing is left to reopen
    again = client.post(f"{PAGE}contest/", {"line": line, "reason": "Again."})
    assert again.status_code == 409


def test_what_it_is_decided_with_speaks_of_a_reopened_line(
    client: Client, month: Example, issued: Statement
) -> None:
    client.force_login(month.house.helen)
    client.post(f"{PAGE}contest/", {"line": issued.lines.get().pk, "reason": "The probe."})
    page = _read(client, month.house.helen)
    for said in ("Correct it: reckon", "Leave it as it was", "client and the publisher are told"):
        assert said in page
    contest = Contest.objects.get().pk

    seen = page.partition(f'name="contest" value="{contest}"')[2]
    seen = seen.partition('name="seen" value="')[2].partition('"')[0]
    left = {"contest": contest, "decision": "refused", "reason": "The log is right.", "seen": seen}
    said = client.post(f"{PAGE}decide/", left, follow=True).content.decode()
    assert "The line stays as it was issued" in said


def test_a_client_is_offered_no_line_that_waits_already(
    client: Client, month: Example, issued: Statement
) -> None:
    client.force_login(month.house.helen)
    line = issued.lines.get().pk
    client.post(f"{PAGE}contest/", {"line": line, "reason": "The probe."})

    assert "Contest this line" not in _read(client, month.house.clara)
    again = client.post(f"{PAGE}contest/", {"line": line, "reason": "Longer."})

    assert again.status_code == 409
    assert Contest.objects.count() == 1


def test_a_client_reads_who_reopened_it_and_contests_as_before(
    client: Client, month: Example, issued: Statement
) -> None:
    client.force_login(month.house.helen)
    client.post(f"{PAGE}contest/", {"line": issued.lines.get().pk, "reason": "The probe."})

    page = _read(client, month.house.clara)

    assert "reopened by Compaq" in page
    assert REOPEN not in page


@pytest.mark.parametrize("who", ["hank", "max", "mia", "clara"])
def test_nobody_else_is_offered_it(
    client: Client, month: Example, issued: Statement, who: str
) -> None:
    assert REOPEN not in _read(client, getattr(month.house, who))
