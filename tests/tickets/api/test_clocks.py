"""A promise's clock through the API: explained, as of any instant since the opening."""

from datetime import timedelta

import pytest
from django.utils import timezone

from contracts.models import User
from tests.cast import House
from tests.factories import tickets
from tests.programs import Program
from tickets.models import Incident
from tickets.use_cases.move_incident import resume_work, wait_for_client

MINUTE = timedelta(minutes=1)


@pytest.fixture
def rested(house: House) -> Incident:
    """An incident of two hours ago, for whose client it was waited from its 10th to 40th minute."""
    opened_at = timezone.now().replace(microsecond=0) - timedelta(hours=2)
    incident = tickets.incident(house.payroll, house.clara, at=opened_at)
    wait_for_client(incident, reason="which port?", by=house.hank, at=opened_at + 10 * MINUTE)
    resume_work(incident, by=house.clara, at=opened_at + 40 * MINUTE)
    return Incident.objects.get(pk=incident.pk)


def _in_english(user: User) -> Program:
    user.language = "en"
    user.save()
    return Program(user)


def _address(of: Incident, kind: str = "restore") -> str:
    return f"/incidents/{of.reference}/clocks/{kind}/"


def test_the_way_to_a_deadline_is_explained(house: House, rested: Incident) -> None:
    clock = _in_english(house.hank).reads(_address(rested))

    assert clock["state"] == "running"
    assert (
        clock["deadline"]
        == Program(house.hank).reads(f"/incidents/{rested.reference}/")["targets"][1]["due_at"]
    )
    assert [(each["counted"], each["why"]) for each in clock["explanation"]] == [
        (True, "round the clock"),
        (False, "Paused: Hank Rey waits for the client: which port?"),
        (True, "round the clock"),
    ]
    assert clock["explanation"][1]["from"] == (rested.opened_at + 10 * MINUTE).isoformat()


def test_a_client_reads_it_without_names(house: House, rested: Incident) -> None:
    clock = _in_english(house.clara).reads(_address(rested))

    assert "Hank" not in str(clock)
    assert "which port?" in clock["explanation"][1]["why"]


def test_it_is_read_as_it_stood_then(house: House, rested: Incident) -> None:
    within_the_pause = (rested.opened_at + 20 * MINUTE).isoformat()

    clock = Program(house.hank).reads(f"{_address(rested)}?as_of={within_the_pause}")

    assert (clock["state"], clock["elapsed"]) == ("paused", "PT10M")
    assert clock["explanation"][-1]["to"] is None
    assert clock["as_of"] == within_the_pause


@pytest.mark.parametrize("away", [timedelta(days=-1), timedelta(days=1)])
def test_an_instant_before_the_opening_or_to_come_is_refused(
    house: House, rested: Incident, away: timedelta
) -> None:
    at = (timezone.now() + away).isoformat()

    answer = Program(house.hank).get(f"{_address(rested)}?as_of={at}")

    assert answer.status_code == 422
    assert set(answer.json()["errors"]) == {"as_of"}


@pytest.mark.parametrize("who", ["mia", "stranger", "rival_agent", "olga"])
def test_whoever_may_not_see_the_incident_finds_no_clock(
    house: House, incident: Incident, who: str
) -> None:
    assert Program(getattr(house, who)).get(_address(incident)).status_code == 404


def test_what_is_not_promised_has_no_clock(house: House, incident: Incident) -> None:
    assert Program(house.hank).get(_address(incident, "acknowledge")).status_code == 404
