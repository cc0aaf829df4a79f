"""The gap meter's page, and the gap beside a contract that is drawn up: for both vendors alone."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from contracts.rules.offer import BandOffer
from tests.cast import House
from tests.contracts.web.offering import posted
from tests.factories import contracts
from tests.factories.underpinnings import OFFICE, agreed

GAP = "/contracts/CM-0417/gap/"
BANDS = [BandOffer(Decimal("99.9"), Decimal(5)), BandOffer(Decimal(99), Decimal(25))]


def _read(who: Any, address: str, **asked: str) -> Any:
    client = Client()
    client.force_login(who)
    return client.get(address, asked)


def _text(answer: Any) -> str:
    return str(answer.content.decode())


@pytest.mark.parametrize("who", ["clara", "stranger", "rival_agent", "olga"])
def test_to_anybody_but_the_two_vendors_it_is_not_there(house: House, who: str) -> None:
    agreed(house.agreement, by=house.max)

    assert _read(getattr(house, who), GAP).status_code == 404


@pytest.mark.parametrize("who", ["clara", "stranger"])
def test_a_client_s_contract_page_has_no_trace_of_it(house: House, who: str) -> None:
    agreed(house.agreement, by=house.max)

    page = _text(_read(getattr(house, who), "/contracts/CM-0417/"))

    assert "/gap/" not in page
    assert "/agreements/" not in page


@pytest.mark.parametrize("who", ["hank", "mia", "helen", "max"])
def test_both_vendors_read_where_the_publisher_s_word_is_not_enough(house: House, who: str) -> None:
    agreed(house.agreement, by=house.max, hours=OFFICE)

    page = _text(_read(getattr(house, who), GAP, year="2027"))

    assert page.count('class="heat"') == 4
    assert "6,150\N{NO-BREAK SPACE}h" in page  # of 8,760: those outside the office's hours
    assert 'class="open-3"' in page
    assert "style=" not in page


def test_where_nothing_is_agreed_every_hour_is_open(house: House) -> None:
    page = _text(_read(house.hank, GAP, year="2027"))

    assert "The publisher has promised nothing to the manufacturer yet." in page
    assert "8,760\N{NO-BREAK SPACE}h" in page


def test_where_all_is_kept_there_is_no_picture(house: House) -> None:
    agreed(house.agreement, by=house.max)

    page = _text(_read(house.hank, GAP, year="2027"))

    assert 'class="heat"' not in page
    assert page.count("is kept if the publisher keeps its own") == 4


def test_the_worst_case_is_told_in_money(house: House) -> None:
    contracts.amended(house.contract, bands=BANDS)
    agreed(house.agreement, by=house.max, hours=OFFICE)

    page = _text(_read(house.hank, GAP, year="2027"))

    assert "€3,000" in page


@pytest.mark.parametrize(
    ("year", "status"), [("2025", 200), ("abcd", 404), ("1", 404), ("9999", 404), ("٢٠٢٧", 404)]
)
def test_a_year_is_one_that_can_be_reckoned(house: House, year: str, status: int) -> None:
    assert _read(house.hank, GAP, year=year).status_code == status


def test_a_year_in_which_the_contract_does_not_run_says_so(house: House) -> None:
    assert "does not run in 2025" in _text(_read(house.hank, GAP, year="2025"))


# --- Beside a contract that is drawn up -----------------------------------------------------------


def _aside(house: House, **fields: str) -> str:
    client = Client()
    client.force_login(house.helen)
    answer = client.post("/contracts/new/", posted() | fields, headers={"HX-Request": "true"})
    return _text(answer)


def test_the_gap_is_shown_live_while_terms_are_typed(house: House) -> None:
    agreed(house.agreement, by=house.max, hours=OFFICE)

    fragment = _aside(house)

    assert 'class="heat"' in fragment
    assert "of the first year are open" in fragment
    assert "the contract can be drawn up all the same" in fragment


def test_without_underpinning_the_aside_says_that_every_hour_is_open(house: House) -> None:
    assert "every hour is open" in _aside(house)


@pytest.mark.parametrize(
    "fields",
    [
        {"starts_on": "soon"},
        {"starts_on": "9999-12-31"},
        {"starts_on": "0001-01-01"},
        {"pattern": "weekly"},
        {"outage_respond": "", "outage_restore": "", "outage_news": ""},
    ],
)
def test_what_cannot_be_read_yet_is_waited_for(house: House, fields: dict[str, str]) -> None:
    agreed(house.agreement, by=house.max, hours=OFFICE)

    assert "It appears once the hours" in _aside(house, **fields)


def test_an_amendment_shows_the_gap_of_what_stands_at_first(house: House) -> None:
    agreed(house.agreement, by=house.max, hours=OFFICE)

    page = _text(_read(house.helen, "/contracts/CM-0417/amend/"))

    assert 'class="heat"' in page


def test_the_gap_stays_when_rows_are_added(house: House) -> None:
    agreed(house.agreement, by=house.max, hours=OFFICE)
    client = Client()
    client.force_login(house.helen)

    page = _text(client.post("/contracts/new/", posted() | {"do": "more"}))

    assert 'class="heat"' in page


def test_pages_cost_the_same_however_many_versions_there_are(
    house: House, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    agreed(house.agreement, by=house.max, hours=OFFICE)
    agreed(house.agreement, by=house.max, valid_from=date(2027, 6, 1))
    client = Client()
    client.force_login(house.hank)
    client.get(GAP)  # the head of the page asks once a minute who is on duty

    with django_assert_max_num_queries(26):
        client.get(GAP)
