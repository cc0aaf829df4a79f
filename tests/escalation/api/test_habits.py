"""The API of what the caller is told of, and of whom news did not reach."""

from typing import Any

import pytest

from contracts.models import User
from escalation.choices import DispatchState, NewsGroup
from escalation.models import Dispatch, NewsChoice
from tests.cast import House
from tests.escalation.gathering import forget, says
from tests.factories.contracts import MORNING
from tests.programs import ROOT, Program
from tickets.models import Incident

PATH = "/me/notifications/"


def _put(program: Program, body: Any, **headers: str) -> Any:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return program.client.put(ROOT + PATH, body, content_type="application/json", headers=named)


def test_it_reads_the_defaults(mia: User) -> None:
    read = Program(mia).reads(PATH)

    assert [each["group"] for each in read["choices"]] == NewsGroup.values
    assert all(each["email"] and not each["webhook"] for each in read["choices"])
    assert [each["group"] for each in read["choices"] if each["email_is_fixed"]] == ["call"]
    assert (read["quiet_hours"], read["webhook"]) == (None, None)
    assert read["time_zone"] == mia.time_zone


def test_it_chooses_all_together_and_tells_a_secret_once(mia: User) -> None:
    program = Program(mia)
    quiet = {"begins": "22:00", "ends": "07:00", "weekdays": [0, 1]}
    body = {
        "choices": [{"group": "state", "email": False, "webhook": True}],
        "quiet_hours": quiet,
        "webhook": {"address": "http://127.0.0.1:9/"},
    }

    made = _put(program, body)

    assert made.status_code == 200, made.content
    assert made.json()["webhook"]["secret"].startswith("whsec_")
    read = program.reads(PATH)
    assert read["quiet_hours"] == quiet
    assert "secret" not in read["webhook"]
    assert [each["webhook"] for each in read["choices"] if each["group"] == "state"] == [True]
    assert _put(program, {}).json()["webhook"] is None
    assert not NewsChoice.objects.exists()


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"choices": [{"group": "call", "email": False}]}, "choices"),
        ({"choices": [{"group": "gossip"}]}, "choices"),
        ({"quiet_hours": {"begins": "22:00", "ends": "7", "weekdays": [0]}}, "quiet_hours"),
        ({"webhook": {"address": "gateway"}}, "address"),
        ({"mail": True}, "mail"),
    ],
)
def test_what_cannot_be_is_refused(body: Any, field: str, mia: User) -> None:
    answer = _put(Program(mia), body)

    assert answer.status_code == 422
    assert any(name.startswith(field) for name in answer.json()["errors"])


def test_a_state_that_has_changed_is_not_overwritten(mia: User) -> None:
    program = Program(mia)
    mark = program.get(PATH)["ETag"]
    assert _put(program, {"choices": [{"group": "state", "email": False}]}).status_code == 200

    assert _put(program, {}, If_Match=mark).status_code == 412
    assert _put(program, {}, If_Match=program.get(PATH)["ETag"]).status_code == 200


def test_a_token_that_only_reads_chooses_nothing(mia: User) -> None:
    assert _put(Program(mia, "read"), {}).status_code == 403


@pytest.fixture
def failing(house: House, slow: Incident) -> Incident:
    """Mails of one incident to Clara and to Hank that fail."""
    says(slow, house.hank)
    says(slow, house.helen, after=1)
    mail = Dispatch.objects.get()
    mail.state, mail.failing_since, mail.attempts = DispatchState.PENDING, MORNING, 1
    mail.save()
    return slow


def _of(program: Program, incident: Incident) -> Any:
    return program.reads(f"/incidents/{incident.reference}/undelivered/")["undelivered"]


def test_the_owner_reads_that_news_did_not_reach_the_client(
    house: House, failing: Incident
) -> None:
    (failure,) = _of(Program(house.hank), failing)

    assert (failure["person"], failure["medium"]) == ("Clara Morel", "email")
    assert failure["since"] == MORNING.isoformat()
    assert failure["next_at"] is not None


def test_the_publisher_reads_nothing_of_the_clients_people(
    house: House, escalated: Incident
) -> None:
    forget()
    says(escalated, house.hank)
    Dispatch.objects.update(failing_since=MORNING, state=DispatchState.FAILED)

    assert _of(Program(house.mia), escalated) == []
    (failure,) = _of(Program(house.helen), escalated)
    assert failure["next_at"] is None


def test_a_client_is_told_that_it_is_not_its_concern(house: House, failing: Incident) -> None:
    answer = Program(house.clara).get(f"/incidents/{failing.reference}/undelivered/")

    assert answer.status_code == 403


def test_strangers_do_not_see_the_incident(house: House, failing: Incident) -> None:
    for person in (house.stranger, house.rival_agent, house.mia):
        answer = Program(person).get(f"/incidents/{failing.reference}/undelivered/")
        assert answer.status_code == 404
