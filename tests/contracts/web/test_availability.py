"""Availability on a page: who reads what of it, now and by the end of a month."""

from datetime import datetime, timedelta

import pytest
from django.test import Client

from contracts.models import User
from tests.cast import House
from tests.contracts.rules.months import BANDS
from tests.factories import contracts, outages
from tests.factories.contracts import MORNING, PARIS

PAGE = "/contracts/CM-0417/availability/"


@pytest.fixture(autouse=True)
def _a_proposed_outage(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let it be 23 November 2026, three weeks after an outage of an hour, not agreed yet."""
    contracts.amended(house.contract, bands=BANDS)
    begins = datetime(2026, 11, 3, 9, tzinfo=PARIS)
    outages.an_outage(house.payroll, [(begins, begins + timedelta(hours=1), (0, 100, 0, 0))])
    monkeypatch.setattr("contracts.web.availability.timezone", _Then)


class _Then:
    @staticmethod
    def now() -> datetime:
        return MORNING


def _page(user: User, path: str = PAGE, status: int = 200) -> str:
    browser = Client(headers={"Accept-Language": "en"})
    browser.force_login(user)
    answer = browser.get(path)
    assert answer.status_code == status, answer.content
    return answer.content.decode()


def test_vendors_read_what_is_proposed_and_that_it_is_provisional(house: House) -> None:
    page = _page(house.mia)

    assert "Provisional" in page
    assert "Beyond what the target of 99.9" in page
    assert "Left before the next band, below 99.5" in page
    assert "3 November: 1" in page


def test_a_client_reads_nothing_of_what_is_not_agreed(house: House) -> None:
    for path in (PAGE, f"/c/{house.payroll.pk}/availability/"):
        page = _page(house.clara, path)
        assert "Provisional" not in page
        assert "3 November: 1" not in page
        assert "simulate" not in page
        assert "100.0000" in page


def test_a_month_that_is_over_is_told_as_of_its_end(house: House) -> None:
    assert "As of the end of October 2026" in _page(house.hank, f"{PAGE}?month=2026-10")
    for month in ("2026-12", "nonsense"):
        _page(house.hank, f"{PAGE}?month={month}", 404)


def test_the_panels_say_the_month_in_short(house: House) -> None:
    of_contract = _page(house.helen, f"{PAGE}now/")
    of_system = _page(house.helen, f"/c/{house.payroll.pk}/availability/now/")

    assert "this month so far, Payroll" in of_contract
    assert "this month so far" in of_system
    assert "<html" not in of_system


def test_a_stranger_finds_nothing(house: House) -> None:
    for path in (PAGE, f"{PAGE}now/", f"/c/{house.payroll.pk}/availability/"):
        _page(house.rival_agent, path, 404)
