"""The page and the API on which managers rehearse an incident, and who never sees them."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from contracts.choices import Kind, Role
from contracts.models import Coverage, User
from escalation.rules.rehearsal import next_saturday_night
from tests.cast import House
from tests.escalation.holidays import WITHOUT_HOLIDAYS
from tests.factories import contracts, rosters
from tests.factories.underpinnings import OFFICE
from tests.programs import Program

PARIS = ZoneInfo("Europe/Paris")
PAGE = "/rehearsal/"
ASKED = {
    "contract": "CM-0417",
    "at": "2026-11-28T03:10",
    "impact": "outage",
    "queue": "software",
}
API = "/contracts/CM-0417/rehearsal/"
SOON = next_saturday_night(timezone.now(), PARIS)
NIGHT = {"at": SOON.isoformat()}


def _get(who: User, **asked: str) -> Any:
    client = Client()
    client.force_login(who)
    return client.get(PAGE, asked, headers={"Accept-Language": "en"})


def _said(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _text(answer: Any) -> str:
    return str(answer.content.decode())


@pytest.fixture
def manned(house: House) -> House:
    """Hank is on duty at the manufacturer's first level, Mia at the publisher's."""
    rosters.roster(house.agreement, house.hank)
    rosters.roster(house.agreement, house.mia)
    rosters.empty_roster(house.agreement, house.mia, level=2)
    return house


@pytest.mark.parametrize("who", ["clara", "stranger", "olga"])
def test_to_a_client_or_an_operator_it_is_not_there(house: House, who: str) -> None:
    assert _get(getattr(house, who)).status_code == 404
    assert Program(getattr(house, who)).get(API).status_code == 404


def test_where_hours_cannot_be_read_another_contract_can_be_chosen(manned: House) -> None:
    contracts.amended(manned.contract, hours=WITHOUT_HOLIDAYS)
    with contracts.past_the_guards():
        Coverage.objects.filter(terms__contract=manned.contract).update(time_zone="Europe/Nowhere")

    answer = _get(manned.helen)

    assert answer.status_code == 503
    assert list(answer.context["form"].errors) == ["contract"]
    assert "The hours of contract CM-0417 cannot be read" in _text(answer)
    assert '<select name="contract"' in _text(answer)


def test_a_member_of_a_vendor_is_refused_with_the_reason(house: House) -> None:
    assert _get(house.hank).status_code == 403
    assert Program(house.mia).get(API).status_code == 403


def test_another_manufacturer_finds_neither_contract_nor_agreement(house: House) -> None:
    rita = User.objects.get(name="Rita Hewlett")

    assert _get(rita, contract="CM-0417").status_code == 404
    assert _get(rita, agreement="AG-FR-1").status_code == 404
    assert Program(rita).get(API).status_code == 404
    assert "CM-0417" not in _text(_get(rita))


@pytest.mark.parametrize("who", ["helen", "max"])
def test_it_rehearses_a_night_at_once_and_draws_it(manned: House, who: str) -> None:
    page = _text(_get(getattr(manned, who)))

    assert '<svg class="rehearsal"' in page
    assert "Mia Okafor" in page
    assert "Nobody on duty at Microsoft" in page
    assert "style=" not in page


def test_of_the_other_vendor_only_whose_duty_one_reads_is_named(manned: House) -> None:
    asked = ASKED | {"at": f"{SOON.astimezone(PARIS):%Y-%m-%dT%H:%M}"}
    of_publisher = _text(_get(manned.max, **asked))
    of_manufacturer = _text(_get(manned.helen, **asked))

    assert "Hank Rey" not in of_publisher
    assert "Mia Okafor" in of_manufacturer
    assert "Hank Rey" in of_manufacturer
    assert "Max Berg" not in of_manufacturer  # called in a gap, not on duty


@pytest.mark.parametrize("weeks", [-1, 7])
def test_of_what_was_and_of_far_ahead_nobody_reads_the_other_vendors_roster(
    manned: House, weeks: int
) -> None:
    instant = SOON + timedelta(weeks=weeks)
    read = Program(manned.helen).reads(API, {"at": instant.isoformat()})
    page = _text(
        _get(manned.helen, **ASKED | {"at": f"{instant.astimezone(PARIS):%Y-%m-%dT%H:%M}"})
    )

    assert "Mia Okafor" not in page
    assert "Nobody on duty at Microsoft" not in page
    assert not any(step["nobody_on_duty"] for step in read["steps"])
    assert "Mia Okafor" not in {told["person"] for step in read["steps"] for told in step["told"]}


def test_an_instant_beyond_all_calendars_is_refused_beside_its_field(house: House) -> None:
    assert _get(house.helen, **ASKED | {"at": "9999-12-31T23:30+00:00"}).status_code == 422


@pytest.mark.parametrize(
    "asked",
    [
        {"acknowledged_after": "5", "answered_after": "10", "waits_after": "20"},
        {"queue": "hardware", "impact": "degraded"},
        {"impact": "question", "acknowledged_after": "0"},
    ],
)
def test_whatever_is_supposed_is_drawn(manned: House, asked: dict[str, str]) -> None:
    answer = _get(manned.max, **ASKED | asked)

    assert answer.status_code == 200
    assert 'class="rehearsal"' in _text(answer)


def test_a_time_that_clocks_skip_is_refused_beside_the_field(house: House) -> None:
    answer = _get(house.helen, **ASKED | {"at": "2027-03-28T02:30"})

    assert answer.status_code == 422
    assert "clocks are put forward to 03:30" in _text(answer)
    assert 'value="2027-03-28T02:30"' in _text(answer)
    assert 'class="rehearsal"' not in _text(answer)


def test_of_an_hour_that_comes_twice_it_says_which_and_leads_to_the_other(house: House) -> None:
    asked = ASKED | {"at": "2027-10-31T02:30"}

    first = _get(house.helen, **asked)
    second = _get(house.helen, **asked | {"second": "1"})

    assert "this is the first" in _text(first)
    assert "second=1" in first.context["other_hour"]
    assert "this is the second" in _text(second)
    begun = [each.context["rehearsal"].scenario.at for each in (first, second)]
    assert begun[1] - begun[0] == timedelta(hours=1)
    assert "comes twice" not in _text(_get(house.helen, **ASKED))


def test_what_cannot_be_supposed_is_told_beside_its_field(house: House) -> None:
    answer = _get(house.helen, **ASKED | {"waits_after": "20", "resumes_after": "10"})

    assert answer.status_code == 422
    assert 'id="id_resumes_after_error"' in _text(answer)


def test_outside_the_hours_it_says_when_clocks_start(house: House) -> None:
    contracts.contract("CM-0500", house.vauquelin, house.agreement, hours=OFFICE)

    page = _text(_get(house.helen, **ASKED | {"contract": "CM-0500"}))

    assert "its clocks start on Mon\N{NO-BREAK SPACE}30\N{NO-BREAK SPACE}November, 08:00" in page


def test_without_a_contract_it_says_so(house: House) -> None:
    alone = contracts.organisation("Bull", Kind.MANUFACTURER)
    manager = contracts.person("Bea Bull", alone, role=Role.MANAGER)

    answer = _get(manager)

    assert answer.status_code == 200
    assert "There is no contract to rehearse under" in _text(answer)


def test_the_rosters_and_the_agreement_lead_to_it(house: House) -> None:
    client = Client()
    client.force_login(house.helen)

    assert PAGE in _text(client.get("/rosters/"))
    assert f"{PAGE}?agreement=AG-FR-1" in _text(client.get("/agreements/AG-FR-1/"))


def test_the_api_says_the_same(manned: House) -> None:
    read = Program(manned.helen).reads(API, NIGHT)

    requested = next(each for each in read["steps"] if each["kind"] == "escalation.requested")
    assert [(each["person"], each["is_on_duty"]) for each in requested["told"]] == [
        ("Mia Okafor", True)
    ]
    climbed = next(each for each in read["steps"] if each["level"] == 2)
    assert climbed["at"] == _said(SOON + timedelta(minutes=15))
    assert climbed["nobody_on_duty"] == [{"organisation": "Microsoft France", "level": 2}]
    assert [each["person"] for each in climbed["told"]] == [None]
    assert [each["due_at"] for each in read["deadlines"]] == [
        _said(SOON + timedelta(minutes=15)),
        _said(SOON + timedelta(hours=4)),
    ]


@pytest.mark.parametrize(
    "asked",
    [{"at": "2026-11-28T03:10"}, {"impact": "all"}, {"queue": "triage"}, {"who": "me"}],
)
def test_the_api_refuses_what_it_does_not_know(house: House, asked: dict[str, str]) -> None:
    answer = Program(house.helen).get(API, asked)

    assert answer.status_code == 422
    assert list(answer.json()["errors"]) == list(asked)
