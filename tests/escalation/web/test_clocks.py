"""Operators decide on what a calendar moved: the page, over REST, and from a shell."""

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from escalation.use_cases.check_clocks import check_clocks
from tests.cast import House
from tests.contracts.web.offering import value_of
from tests.factories.contracts import MORNING
from tests.programs import Program
from tickets.models import Incident

PAGE, LIST = "/health/clocks/", "/clock-differences/"
RIGHT = MORNING + timedelta(hours=4)


@pytest.fixture
def moved(house: House, incident: Incident) -> Incident:
    """An incident whose deadline to restore is not the one that its timeline gives."""
    Incident.objects.filter(pk=incident.pk).update(restore_due_at=RIGHT + timedelta(days=1))
    check_clocks(at=MORNING)
    return incident


@pytest.fixture
def operator(client: Client, house: House) -> Client:
    client.force_login(house.olga)
    return client


def _text(answer: Any) -> str:
    return str(answer.content.decode())


def _due(incident: Incident) -> Any:
    return Incident.objects.get(pk=incident.pk).restore_due_at


@pytest.mark.parametrize("who", ["hank", "helen", "max", "clara", "stranger"])
def test_to_anybody_else_it_is_not_there(house: House, moved: Incident, who: str) -> None:
    client, program = Client(), Program(getattr(house, who))
    client.force_login(getattr(house, who))
    said = {"reason": "x"}

    assert client.get(PAGE).status_code == 404
    assert client.post(PAGE, {"reference": moved.reference, "do": "take"}).status_code == 404
    assert program.get(LIST).status_code == 404
    assert program.post(f"{LIST}{moved.reference}/take/", said).status_code == 404


def test_where_all_agree_the_page_says_so(operator: Client) -> None:
    page = _text(operator.get(PAGE))

    assert "No deadline differs." in page
    assert PAGE in _text(operator.get("/"))


def test_an_operator_reads_deadlines_and_nothing_of_the_incident(
    house: House, operator: Client, moved: Incident
) -> None:
    page = _text(operator.get(PAGE))

    assert moved.reference in page
    assert "No calendar moves these hours." in page
    for secret in (moved.title, "Vauquelin", "Clara", "CM-0417", f"/i/{moved.reference}"):
        assert secret not in page


def test_a_decision_without_a_reason_is_asked_again_beside_the_field(
    operator: Client, moved: Incident
) -> None:
    answer = operator.post(PAGE, {"reference": moved.reference, "do": "take", "reason": ""})

    assert answer.status_code == 422
    assert f'id="clock_{moved.pk}_reason_error"' in _text(answer)
    assert _due(moved) == RIGHT + timedelta(days=1)


def test_what_was_read_is_taken_and_what_changed_since_is_not(
    operator: Client, moved: Incident
) -> None:
    said = {"reference": moved.reference, "do": "take", "reason": "Upgrade"}

    stale = operator.post(PAGE, {**said, "mark": "0" * 24})
    assert stale.status_code == 409
    assert "Other deadlines differ by now" in _text(stale)

    mark = value_of(_text(stale), "mark")  # the page that came back has the one of now
    page = operator.post(PAGE, {**said, "mark": mark}, follow=True)
    assert _due(moved) == RIGHT
    assert "No deadline differs." in _text(page)
    assert "Upgrade" in _text(page)  # among what was decided last


def test_a_program_of_an_operator_reads_and_leaves(house: House, moved: Incident) -> None:
    program = Program(house.olga)
    (found,) = program.reads(LIST)["differences"]
    assert found["reference"] == moved.reference
    (clock,) = found["clocks"]
    stored, replayed = (clock[each]["deadline"] for each in ("now", "then"))
    assert (clock["clock"], replayed) == ("restore", RIGHT.isoformat())
    assert stored == (RIGHT + timedelta(days=1)).isoformat()
    address, said = f"{LIST}{moved.reference}/leave/", {"reason": "Promised"}

    assert program.does(address, said | {"mark": found["mark"]})["decided"]
    assert not program.does(address, said)["decided"]
    assert program.reads(LIST)["differences"] == []
    assert _due(moved) == RIGHT + timedelta(days=1)


def test_from_a_shell_too(house: House, moved: Incident) -> None:
    out = StringIO()
    with pytest.raises(CommandError, match="Some deadlines differ"):
        call_command("clocks", "--check", stdout=out)
    assert f"{moved.reference} restore: 2026-11-24 12:42:00Z" in out.getvalue()

    with pytest.raises(CommandError, match="--by"):
        call_command("clocks", "--take", moved.reference, "--reason", "Upgrade")
    call_command(
        *("clocks", "--take", moved.reference, "--reason", "Upgrade", "--by", house.olga.email),
        stdout=out,
    )
    assert _due(moved) == RIGHT
    assert "No deadline differs." in out.getvalue()
