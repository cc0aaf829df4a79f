"""A month that is simulated over the API: the worked examples, who may, and what is refused."""

from typing import Any

import pytest

from contracts.models import Outage, User
from tests.cast import House
from tests.contracts.rules.months import BANDS
from tests.factories import contracts
from tests.programs import Program

SIMULATE = "/contracts/CM-0417/simulate/"
PUBLISHER, MANUFACTURER = {"publisher": 100}, {"manufacturer": 100}
HALF = {"manufacturer": 50, "client": 50}
WINDOW = {"start": "2026-11-08T02:00:00+01:00", "end": "2026-11-08T06:00:00+01:00"}


@pytest.fixture(autouse=True)
def _bands(house: House) -> None:
    contracts.amended(house.contract, bands=BANDS)


def _outage(start: str, end: str, responsibility: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "start": f"2026-11-{start}:00+01:00",
        "end": f"2026-11-{end}:00+01:00",
        "responsibility": responsibility,
    } | more


def _body(*outages: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"month": "2026-11", "maintenance": [WINDOW], "outages": list(outages)} | more


def _refused(user: User, status: int, body: dict[str, Any]) -> Any:
    answer = Program(user).post(SIMULATE, body, Accept_Language="en")
    assert answer.status_code == status, answer.content
    return answer.json()


def test_the_first_worked_example_is_simulated(house: House) -> None:
    body = _body(_outage("03T09:00", "03T10:30", PUBLISHER), _outage("17T14:00", "17T15:00", HALF))

    said = Program(house.hank).does(SIMULATE, body)

    assert (said["committed_seconds"], said["downtime_seconds"]) == (2_577_600, 7_200)
    assert said["availability"] == "99.7206"
    assert (said["penalty"], said["reimbursement"]) == ("600.00", "450.00")
    assert (said["manufacturer_share"], said["currency"]) == ("150.00", "EUR")
    assert [each["configuration"] for each in said["lines"]] == [house.payroll.pk]
    assert not Outage.objects.exists()


def test_the_second_worked_example_is_split_by_the_three_methods(house: House) -> None:
    body = _body(
        {**WINDOW, "start": "2026-11-03T09:00:00+01:00", "end": "2026-11-03T12:03:20+01:00"}
        | {"responsibility": PUBLISHER},
        {**WINDOW, "start": "2026-11-17T14:00:00+01:00", "end": "2026-11-17T14:33:20+01:00"}
        | {"responsibility": MANUFACTURER},
    )

    said = Program(house.max).does(SIMULATE, body)

    assert (said["availability"], said["penalty"]) == ("99.4956", "1200.00")
    assert said["split"] == {"proportional": "1015.38", "but_for": "1200.00", "shapley": "900.00"}


def test_a_system_is_named_by_its_support_number_and_another_fee_is_tried(house: House) -> None:
    number = str(house.payroll.support_number)
    body = _body(
        _outage("03T09:00", "03T10:30", PUBLISHER, configuration=f"{number}/R1".lower()),
        monthly_fee="24000.00",
        currency="EUR",
    )

    assert Program(house.helen).does(SIMULATE, body)["penalty"] == "1200.00"


def test_a_month_before_the_activation_is_supposed_in_force(house: House) -> None:
    contracts.contract("CM-0999", house.vauquelin, house.agreement, bands=BANDS)
    body = _body(_outage("03T09:00", "03T10:30", PUBLISHER))

    said = Program(house.helen).does("/contracts/CM-0999/simulate/", body)

    assert said["penalty"] == "600.00"
    assert said["lines"][0]["is_assumed"]
    assert said["lines"][0]["configuration"] is None


def test_a_client_reads_why_it_may_not_and_a_stranger_nothing(house: House) -> None:
    _refused(house.clara, 403, _body())
    _refused(house.rival_agent, 404, _body())


@pytest.mark.parametrize(
    ("outage", "said"),
    [
        (_outage("03T09:00", "03T10:30", {"publisher": 99}), "row 1, responsibility: Together"),
        (
            _outage("03T09:00", "03T10:30", {"publisher": 101, "client": -1}),
            "row 1, responsibility: Publisher: say a percentage from 0 to 100",
        ),
        (_outage("03T09:00", "03T08:30", PUBLISHER), "row 1, end: It ends before it has begun"),
        (_outage("03T09:00", "03T09:00", PUBLISHER), "row 1, end: It ends before it has begun"),
        (
            _outage("30T09:00", "30T10:00", PUBLISHER) | {"start": "2026-10-31T23:00:00+01:00"},
            "row 1, start: It lies outside the contract’s days in this month",
        ),
        (
            _outage("30T09:00", "30T10:00", PUBLISHER) | {"end": "2199-12-31T23:00:00Z"},
            "row 1, end: It lies outside the contract’s days in this month",
        ),
        (
            _outage("03T09:00", "03T10:30", PUBLISHER, configuration="999999"),
            "row 1, configuration: Name a system of this contract",
        ),
        (_outage("03T09:00", "03T10:30", PUBLISHER, nonsense=1), "row 1, nonsense: There is no"),
    ],
)
def test_what_is_wrong_is_refused_beside_its_field(
    house: House, outage: dict[str, Any], said: str
) -> None:
    errors = _refused(house.helen, 422, _body(outage))["errors"]

    assert list(errors) == ["outages"]
    assert errors["outages"][0].startswith(said)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"currency": "USD", "monthly_fee": "5.00"}, "currency"),
        ({"month": "2025-12"}, "month"),
        ({"month": "2026-13"}, "month"),
        ({"month": "0001-01"}, "month"),
        ({"maintenance": [{**WINDOW, "end": "2026-11-08T01:00:00+01:00"}]}, "maintenance"),
        ({"maintenance": [{"start": "2026-11-08T01:00:00", "end": "x"}]}, "maintenance"),
    ],
)
def test_what_is_wrong_beside_the_outages_is_refused_too(
    house: House, more: dict[str, Any], field: str
) -> None:
    errors = _refused(house.helen, 422, _body(**more))["errors"]

    assert list(errors) == [field]


def test_deeper_bands_are_met_by_longer_outages(house: House) -> None:
    body = _body(_outage("03T09:00", "04T09:00", PUBLISHER))

    assert Program(house.helen).does(SIMULATE, body)["lines"][0]["band_percent"] == "25"
