"""Availability over the API: over the usual periods, what is left, and who reads what of it."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from contracts.choices import OutageState
from contracts.models import Configuration, User
from tests.cast import House
from tests.contracts.rules.months import BANDS
from tests.factories import contracts, outages
from tests.factories.contracts import MORNING, PARIS
from tests.programs import Program

AVAILABILITY = "/contracts/CM-0417/availability/"
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _at_that_time(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let it be 23 November 2026; tokens are issued before that."""
    contracts.amended(house.contract, bands=BANDS)
    monkeypatch.setattr("contracts.api.availability.timezone", _Then)


class _Then:
    @staticmethod
    def now() -> datetime:
        return MORNING


def _fell(of: Configuration, day: int, minutes: int, percents: Any, **fields: Any) -> None:
    begins = datetime(2026, 11, day, 9, tzinfo=PARIS)
    outages.an_outage(of, [(begins, begins + minutes * MINUTE, percents)], **fields)


def _read(user: User, **asked: str) -> Any:
    return Program(user).reads(AVAILABILITY, asked)


def _of(periods: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {each["period"]: each for each in periods}


def test_vendors_read_what_is_proposed_too_as_provisional(house: House) -> None:
    agreed = {"state": OutageState.AGREED, "agreed_at": MORNING}
    _fell(house.payroll, 3, 30, (0, 100, 0, 0), **agreed)
    _fell(house.payroll, 22, 60, (50, 0, 50, 0))

    read = _read(house.mia)

    [system] = read["configurations"]
    found = _of(system["periods"])
    assert found["month"]["downtime_seconds"] == 60 * 60
    assert (found["month"]["is_provisional"], found["today"]["is_provisional"]) == (True, False)
    assert found["today"]["availability"] == "100.0000"
    assert found["year"]["downtime_seconds"] == found["rolling"]["downtime_seconds"] == 3600
    assert system["committed_seconds"] == 2_592_000
    assert system["to_target"]["left_seconds"] == 2_592 - 3_600
    assert system["to_next_band"]["threshold"] == "99.5"
    assert system["to_next_band"]["left_seconds"] == 12_960 - 3_600
    assert read["forecast_penalty"] == "600.00"
    assert read["worst"] == house.payroll.pk


def test_a_client_reads_what_is_agreed_and_of_an_open_one_that_it_lasts(house: House) -> None:
    _fell(house.payroll, 22, 60, (50, 0, 50, 0))
    outages.an_outage(house.payroll, [(MORNING - 10 * MINUTE, None, None)])

    [system] = (client := _read(house.clara))["configurations"]
    [of_vendors] = _read(house.hank)["configurations"]

    assert _of(system["periods"])["month"]["downtime_seconds"] == 0
    assert not _of(system["periods"])["month"]["is_provisional"]
    assert system["is_down"]
    assert client["forecast_penalty"] is None
    assert _of(of_vendors["periods"])["today"]["downtime_seconds"] == 600


def test_a_month_that_is_over_is_read_as_of_its_end(house: House) -> None:
    _fell(house.payroll, 3, 30, (0, 100, 0, 0))

    october = _read(house.hank, month="2026-10")

    assert october["as_of"] == "2026-10-31T23:00:00Z"
    assert _of(october["periods"])["month"]["committed_seconds"] == 745 * 3600
    assert Program(house.rival_agent).get(AVAILABILITY).status_code == 404


@pytest.mark.parametrize("month", ["2026-12", "nonsense"])
def test_a_month_that_has_not_begun_or_is_none_is_refused(house: House, month: str) -> None:
    assert Program(house.hank).get(AVAILABILITY, {"month": month}).status_code == 422
    assert Program(house.hank).get(AVAILABILITY, {"month": "2025-11"}).status_code == 404
