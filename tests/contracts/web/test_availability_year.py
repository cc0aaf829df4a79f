"""A contract's systems month by month and day by day, and the pictures that are drawn of them."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from contracts.choices import OutageState
from contracts.models import Configuration
from contracts.rules.day_strip import DayMark
from contracts.selectors.availability_days import SystemOverMonths, systems_over
from contracts.selectors.month import Counting
from contracts.web.year_map import year_map
from contracts.web.year_trend import trend_of
from tests.cast import House
from tests.factories import contracts, outages
from tests.factories.contracts import PARIS

JANUARY, OCTOBER, DECEMBER = (date(2026, month, 1) for month in (1, 10, 12))
NOW = datetime(2026, 11, 10, 12, tzinfo=PARIS)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def archive(house: House) -> Configuration:
    """A system with hours round the clock, down three times, once by its client."""
    contract = contracts.contract("CM-0900", house.vauquelin, house.agreement)
    at = datetime.combine(contract.starts_on, time(), PARIS)
    made = contracts.configuration("Archive", contract, signed_by=(house.helen, house.max), at=at)
    _agreed(made, datetime(2026, 10, 12, 14, tzinfo=PARIS), 38, (0, 100, 0, 0))
    _agreed(made, datetime(2026, 10, 24, 23, 50, tzinfo=PARIS), 25 * 60 + 20, (50, 0, 50, 0))
    _agreed(made, datetime(2026, 10, 27, 9, tzinfo=PARIS), 35, (0, 0, 100, 0))
    return made


def _agreed(of: Configuration, begins: datetime, minutes: int, percents: outages.Percents) -> None:
    ends = (begins.astimezone(UTC) + minutes * MINUTE).astimezone(PARIS)
    outages.an_outage(of, [(begins, ends, percents)], state=OutageState.AGREED, agreed_at=NOW)


def _read(of: Configuration, months: tuple[date, date] = (JANUARY, DECEMBER)) -> SystemOverMonths:
    (found,) = systems_over(of.contract, months, at=NOW, counting=Counting.AGREED)
    return found


def test_the_days_of_a_month_are_local_and_sum_to_it(archive: Configuration) -> None:
    october = _read(archive).month_named(OCTOBER)

    assert october is not None
    assert october.committed == 745 * 3600 == sum(each.committed for each in october.days)
    assert october.days[24].committed == 25 * 3600
    assert october.downtime == sum(each.counted for each in october.days)
    assert [october.days[day - 1].counted for day in (12, 24, 25, 26)] == [
        38 * 60,
        5 * 60,
        25 * 3600 // 2,
        5 * 60,
    ]
    assert october.days[26].mark == DayMark.NOT_COUNTED
    assert october.is_missed


def test_a_month_that_goes_on_is_measured_until_now(archive: Configuration) -> None:
    november = _read(archive).month_named(date(2026, 11, 1))

    assert november is not None
    assert november.committed == (9 * 24 + 12) * 3600
    assert [each.mark for each in november.days[8:11]] == [
        DayMark.CLEAR,
        DayMark.CLEAR,
        DayMark.AHEAD,
    ]
    assert not november.is_over


def test_a_year_takes_as_many_queries_as_a_month(archive: Configuration) -> None:
    archive.contract.zone()

    assert _queries(archive, (OCTOBER, OCTOBER)) == _queries(archive, (JANUARY, DECEMBER))


def _queries(of: Configuration, months: tuple[date, date]) -> int:
    with CaptureQueriesContext(connection) as asked:
        systems_over(of.contract, months, at=NOW, counting=Counting.AGREED, only=[of.pk])
    return len(asked)


def test_the_pictures_and_their_words_show_the_same_figures(archive: Configuration) -> None:
    system = _read(archive)

    drawn = year_map(system, 2026)
    trend = trend_of(system)

    assert len(drawn.cells) == 365
    assert sorted(each.look for each in drawn.cells if each.look.startswith("depth")) == [
        "depth-1",
        "depth-1",
        "depth-2",
        "depth-3",
    ]
    assert [len(row.days) for row in drawn.rows if row.days] == [5]
    assert [point.look for point in trend.points].count("missed") == 1
    assert trend.points[10].look == "kept so-far"
    assert all(0 <= float(each.y) <= trend.height for each in trend.points)


def test_the_page_of_a_year_is_of_the_contracts_years_alone(
    client: Client, house: House, archive: Configuration
) -> None:
    client.force_login(house.clara)
    address = f"/c/{archive.pk}/availability"

    page = client.get(f"{address}/2026/")

    assert page.status_code == 200
    assert "Oct" in page.content.decode()
    assert client.get(f"{address}/2025/").status_code == 404
    client.force_login(house.stranger)
    assert client.get(f"{address}/2026/").status_code == 404
