"""The page on which a month is simulated: its address holds all of it, each fault has its place."""

from decimal import Decimal
from urllib.parse import urlencode

import pytest
from django.test import Client

from contracts.models import Configuration, User
from tests.cast import House
from tests.contracts.rules.months import BANDS
from tests.factories import contracts

PAGE = "/contracts/CM-0417/simulate/"
Pairs = list[tuple[str, str]]


@pytest.fixture(autouse=True)
def _bands(house: House) -> None:
    contracts.amended(house.contract, bands=BANDS)


def _row(start: str, end: str, publisher: str, kind: str = "outage") -> Pairs:
    percents = [
        ("manufacturer", "0"),
        ("publisher", publisher),
        ("client", ""),
        ("third_party", ""),
    ]
    return [("kind", kind), ("system", ""), ("start", start), ("end", end), *percents]


def _shown(user: User, pairs: Pairs) -> str:
    browser = Client(headers={"Accept-Language": "en"})
    browser.force_login(user)
    answer = browser.get(f"{PAGE}?{urlencode(pairs)}")
    assert answer.status_code == 200, answer.content
    return answer.content.decode()


def test_an_address_says_what_the_month_would_come_to(house: House) -> None:
    pairs = [
        ("month", "2026-11"),
        *_row("2026-11-03T09:00", "2026-11-03T10:30", "100"),
        *_row("2026-11-08T02:00", "2026-11-08T06:00", "", "maintenance"),
    ]

    page = _shown(house.mia, pairs)

    assert "€600" in page
    assert 'data-row="2"' in page
    assert "99.7905" in page  # of 2 577 600 s
    assert "€12,000 (fee of the month) × 100\N{NO-BREAK SPACE}% (share of the system)" in page
    assert "× 5\N{NO-BREAK SPACE}% (band) = <b>€600</b>" in page
    assert "1\N{NO-BREAK SPACE}h\N{NO-BREAK SPACE}30\N{NO-BREAK SPACE}min" in page
    assert "target 99.9\N{NO-BREAK SPACE}%" in page


def test_a_part_of_the_fee_is_told_as_such(house: House) -> None:
    Configuration.objects.filter(pk=house.payroll.pk).update(fee_share=Decimal("0.3"))
    row = _row("2026-11-03T09:00", "2026-11-03T10:30", "100")

    page = _shown(house.mia, [("month", "2026-11"), *row])

    assert "× 30\N{NO-BREAK SPACE}% (share of the system)" in page
    assert "= <b>€180</b>" in page


def test_each_fault_stands_beside_its_field_and_nothing_typed_is_lost(house: House) -> None:
    pairs = [("month", "2026-11"), *_row("2026-11-03T09:00", "2026-11-03T08:30", "ninety")]

    page = _shown(house.helen, pairs)

    assert "say a number" in page
    assert 'id="responsibility-1-error"' in page
    assert 'value="ninety"' in page
    late = [("month", "2026-11"), *_row("2026-11-03T09:00", "2026-11-03T08:30", "90")]
    assert 'id="end-1-error"' in _shown(house.helen, late)
    assert "they must be 100" in _shown(house.helen, late)


def test_a_row_is_added_and_taken_away_in_the_address(house: House) -> None:
    browser = Client()
    browser.force_login(house.helen)

    added = browser.get(f"{PAGE}?month=2026-11&add=outage")
    taken = browser.get(f"{added.headers['Location'].partition('#')[0]}&remove=1")

    assert "start=2026-11-01T09%3A00" in added.headers["Location"]
    assert "manufacturer=100&publisher=0" in added.headers["Location"]
    assert taken.headers["Location"] == f"{PAGE}?month=2026-11#simulation"


@pytest.mark.parametrize("month", ["2025-12", "nonsense", "2026-13"])
def test_a_month_that_cannot_be_is_told(house: House, month: str) -> None:
    assert "The contract runs from 1 January 2026 on" in _shown(house.helen, [("month", month)])


def test_a_client_is_told_why_not_and_a_stranger_nothing(house: House) -> None:
    for user, status in [(house.clara, 403), (house.rival_agent, 404)]:
        browser = Client()
        browser.force_login(user)
        assert browser.get(PAGE).status_code == status


def test_in_french_the_first_of_a_month_is_said_as_it_is_spoken(house: House) -> None:
    row = _row("2026-11-01T09:00", "2026-11-01T10:00", "100")
    User.objects.filter(pk=house.helen.pk).update(language="fr")
    house.helen.refresh_from_db()

    page = _shown(house.helen, [("month", "2026-11"), *row])

    assert ">1er nov.</text>" in page
    assert "1er novembre 2026, 09:00" in page
