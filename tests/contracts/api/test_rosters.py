from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from contracts.models import DutyFeed, Roster, Submission
from tests.cast import House
from tests.factories import rosters
from tests.programs import Program

DAY = timedelta(days=1)
API = "/rosters/"


@pytest.fixture
def roster(house: House) -> Roster:
    """Mia's alone, since long ago as time really goes."""
    at = timezone.now() - 60 * DAY
    made = rosters.empty_roster(house.agreement, house.mia, at=at)
    rosters.rotation(made, house.mia, at=at, starts_on=at.date())
    return made


def _turns(*people: int, **fields: Any) -> dict[str, Any]:
    return {
        "name": "Week",
        "people": list(people),
        "starts_on": timezone.localdate().isoformat(),
        "time_zone": "Europe/Paris",
        "cycle": "weekly",
        "weekday": 0,
        "handover": 480,
    } | fields


def _ahead(person: int) -> dict[str, Any]:
    begins_at = timezone.now() + DAY
    return {
        "person": person,
        "begins_at": begins_at.isoformat(),
        "ends_at": (begins_at + DAY).isoformat(),
        "reason": "The dentist",
    }


def test_a_program_reads_rosters_and_their_shifts(house: House, roster: Roster) -> None:
    program = Program(house.mia)

    listed = program.get(API).json()["results"]
    begins_at = (timezone.now() + DAY).replace(microsecond=0)
    asked = {"from": begins_at.isoformat(), "to": (begins_at + 20 * DAY).isoformat()}
    shifts = program.get(f"{API}{roster.pk}/", asked).json()["shifts"]

    assert [each["id"] for each in listed] == [roster.pk]
    assert listed[0]["on_duty"]["person"]["name"] == "Mia Okafor"
    assert shifts[0]["begins_at"] == begins_at.isoformat()
    assert {each["person"]["id"] for each in shifts} == {house.mia.pk}


def test_a_gap_without_an_end_in_sight_has_none(house: House, roster: Roster) -> None:
    ends_at = (timezone.now() + DAY).replace(microsecond=0)
    roster.rotations.update(ends_at=ends_at)

    gaps = Program(house.mia).get(f"{API}{roster.pk}/").json()["gaps"]

    assert gaps == [{"begins_at": ends_at.isoformat(), "ends_at": None}]


@pytest.mark.parametrize(
    "asked",
    [
        {"from": "2026-11-24T08:00:00"},
        {"from": "2026-11-24T08:00:00Z", "to": "2026-11-24T08:00:00Z"},
        {"from": "2026-01-01T00:00:00Z", "to": "2028-01-01T00:00:00Z"},
        {"from": "9999-12-31T00:00:00Z"},
        {"of": "x"},
    ],
)
def test_a_span_that_cannot_be_is_refused(
    house: House, roster: Roster, asked: dict[str, str]
) -> None:
    assert Program(house.mia).get(f"{API}{roster.pk}/", asked).status_code == 422


def test_nobody_is_on_duty_beyond_the_calendar(house: House, roster: Roster) -> None:
    far = {"begins_at": "9999-12-31T23:00:00Z", "ends_at": "9999-12-31T23:59:59Z"}

    answer = Program(house.max).post(
        f"{API}{roster.pk}/overrides/", {"person": house.mia.pk, "reason": "x", **far}
    )

    assert answer.status_code == 422
    assert set(answer.json()["errors"]) == set(far)


def test_a_program_does_all_that_a_manager_does(house: House) -> None:
    program = Program(house.max)
    new = {"agreement": house.agreement.reference, "level": 1, "time_zone": "Europe/Paris"}

    made = program.post(API, new)
    assert made.status_code == 201
    address = f"{API}{made.json()['id']}/"
    read = program.post(f"{address}rotations/", _turns(house.mia.pk)).json()
    first = read["rotations"][0]["id"]
    hours = {"start": 480, "end": 1200}
    daily = _turns(house.max.pk, cycle="daily", weekday=None, hours=hours)
    replaced = program.post(f"{address}rotations/{first}/replace/", daily).json()
    second = replaced["rotations"][-1]["id"]
    assert (replaced["rotations"][-1]["hours_end"], second) != (None, first)
    changed = program.post(f"{address}overrides/", _ahead(house.mia.pk)).json()
    override = changed["overrides"][0]["id"]
    cancelled = program.post(f"{address}overrides/{override}/cancel/", {}).json()
    assert cancelled["overrides"] == []
    noted = program.post(f"{address}notes/", {"text": "A courier comes."}).json()
    assert noted["notes"][0]["text"] == "A courier comes."
    ended = program.post(f"{address}rotations/{second}/end/", {}).json()
    assert second not in {each["id"] for each in ended["rotations"] if each["ends_at"] is None}


@pytest.mark.parametrize(
    ("who", "action"), [("max", "accept"), ("max", "decline"), ("mia", "withdraw")]
)
def test_a_swap_is_asked_and_answered(house: House, roster: Roster, who: str, action: str) -> None:
    address = f"{API}{roster.pk}/"
    asked = Program(house.mia).post(f"{address}swaps/", _ahead(house.max.pk)).json()
    swap = asked["swaps"][0]["id"]

    answered = Program(getattr(house, who)).post(f"{address}swaps/{swap}/{action}/", {})

    assert answered.status_code == 200
    assert answered.json()["swaps"] == []
    assert len(answered.json()["overrides"]) == (action == "accept")


def test_who_is_on_duty_now_is_read_by_both_vendors(house: House, roster: Roster) -> None:
    for person in (house.mia, house.hank):
        said = Program(person).get(f"{API}on-duty/").json()["results"]
        assert [(each["level"], each["person"]) for each in said] == [(1, "Mia Okafor")]
    assert Program(house.clara).get(f"{API}on-duty/").status_code == 404


@pytest.mark.parametrize("who", ["hank", "clara", "stranger", "rival_agent"])
def test_others_find_nothing(house: House, roster: Roster, who: str) -> None:
    program = Program(getattr(house, who))

    assert program.get(f"{API}{roster.pk}/").status_code == 404
    assert program.post(f"{API}{roster.pk}/notes/", {"text": "x"}).status_code == 404
    assert program.get(API).json()["results"] == []


def test_a_link_is_answered_once_and_revoked(house: House, roster: Roster) -> None:
    program = Program(house.mia)

    made = program.post(f"{API}links/", {"roster": roster.pk})
    assert made.status_code == 201
    assert Client().get(made.json()["url"]).status_code == 200
    listed = program.get(f"{API}links/").json()["results"]
    assert [(each["id"], "url" in each) for each in listed] == [(made.json()["id"], False)]
    program.post(f"{API}links/{made.json()['id']}/revoke/", {})

    assert not DutyFeed.objects.standing().exists()
    assert Client().get(made.json()["url"]).status_code == 404


def test_a_link_made_for_a_key_is_made_once_and_its_address_kept_nowhere(
    house: House, roster: Roster
) -> None:
    program = Program(house.mia)

    first, again = (program.post(f"{API}links/", {}, Idempotency_Key="k") for _ in range(2))

    assert "url" in first.json()
    assert again.json() == {k: v for k, v in first.json().items() if k != "url"}
    assert DutyFeed.objects.count() == 1
    assert "gcf_" not in str(list(Submission.objects.values_list("answer", flat=True))).replace(
        first.json()["hint"], ""
    )


def test_a_token_that_only_reads_makes_no_link(house: House) -> None:
    assert Program(house.mia, "read").post(f"{API}links/", {}).status_code == 403
    assert not DutyFeed.objects.exists()
