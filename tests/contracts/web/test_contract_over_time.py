"""A contract over its life: amendments as its client counts them, those to come, other days."""

import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from contracts.dates import say_date
from contracts.models import Terms, User
from contracts.use_cases.approve_terms import approve_terms, refuse_terms
from contracts.use_cases.offer_terms import amend_contract
from contracts.use_cases.rescind_terms import ask_to_rescind, rescind_terms
from tests.cast import House
from tests.contracts.web.offering import amendment, next_month
from tests.factories import contracts

PAGE = "/contracts/CM-0417/"


def page_of(client: Client, by: User, address: str = PAGE) -> str:
    client.force_login(by)
    return client.get(address).content.decode()


@pytest.fixture
def amended_twice(house: House) -> Terms:
    """A refused offer, then two amendments: the second one begins next month."""
    at = timezone.now() - timedelta(days=1)
    contracts.amended(house.contract, monthly_fee=Decimal(11000))
    refuse_terms(amendment(house), reason="Too dear.", by=house.max, at=at)
    return agreed(house, Decimal(12500))


def agreed(house: House, fee: Decimal) -> Terms:
    at = timezone.now() - timedelta(minutes=5)
    offered = amend_contract(
        house.contract,
        contracts.offer(monthly_fee=fee),
        effective_on=next_month(),
        note="",
        by=house.helen,
        at=at,
    )
    for manager in (house.helen, house.max):
        approve_terms(offered, by=manager, at=at)
    return offered


def test_a_client_counts_amendments_without_a_gap(
    client: Client, house: House, amended_twice: Terms
) -> None:
    page = page_of(client, house.clara)

    assert ">Amendment 1</a>" in page
    assert ">Amendment 2</a>" in page
    assert "Amendment 3" not in page
    assert "Version" not in page
    assert "The contract as it was first agreed, from 1 January 2026 on" in page
    own = page_of(client, house.clara, f"{PAGE}v{amended_twice.number}/")
    assert "<h1>Amendment 2</h1>" in own
    assert "What changes from “Amendment 1”" in own
    assert "<h1>Original contract</h1>" in page_of(client, house.clara, f"{PAGE}v1/")


def test_vendors_keep_the_numbers_of_versions(
    client: Client, house: House, amended_twice: Terms
) -> None:
    page = page_of(client, house.mia)

    for number in (1, 2, 3, 4):
        assert f">Version {number}</a>" in page
    assert "Amendment 1" not in page


def test_a_contract_without_amendments_says_so(client: Client, house: House) -> None:
    page = page_of(client, house.clara)

    assert "No amendment so far." in page
    assert "The contract as it was first agreed" in page


@pytest.mark.parametrize(("who", "name"), [("clara", "Amendment 2"), ("mia", "Version 4")])
def test_what_is_agreed_and_to_come_is_announced_with_its_day_and_its_changes(
    client: Client, house: House, amended_twice: Terms, who: str, name: str
) -> None:
    page = page_of(client, getattr(house, who))

    assert f"{name} begins on {say_date(next_month())}." in page
    assert "Monthly fee: 11,000.00\u00a0EUR → <b>12,500.00\u00a0EUR</b>" in page
    assert f'href="{PAGE}v{amended_twice.number}/"' in page


def test_what_has_begun_is_not_announced(client: Client, house: House) -> None:
    contracts.amended(house.contract, monthly_fee=Decimal(11000))

    assert "begins on" not in page_of(client, house.clara)


def test_a_contract_that_begins_later_is_no_amendment_to_come(client: Client, house: House) -> None:
    contracts.contract("CM-0600", house.vauquelin, house.agreement, starts_on=next_month())

    assert "begins on" not in page_of(client, house.clara, "/contracts/CM-0600/")


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (-1, "What was promised on {day}"),
        (0, "What is promised today, {day}"),
        (40, "What will be promised on {day}"),
    ],
)
def test_a_day_is_worded_by_whether_it_has_come(
    client: Client, house: House, days: int, said: str
) -> None:
    today = timezone.localdate()
    day = today + timedelta(days=days)

    page = page_of(client, house.clara, f"{PAGE}?on={day.isoformat()}")

    assert said.format(day=say_date(day)) in page
    assert str(day.year) in say_date(day)


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (-1, "Nothing was promised on that day."),
        (0, "Nothing is promised today."),
        (1, "Nothing is promised for that day."),
    ],
)
def test_so_is_a_day_without_a_promise(client: Client, house: House, days: int, said: str) -> None:
    contracts.contract("CM-0009", house.vauquelin, house.agreement, ends_on=date(2026, 1, 31))
    day = timezone.localdate() + timedelta(days=days)

    assert said in page_of(client, house.clara, f"/contracts/CM-0009/?on={day.isoformat()}")


def test_a_promise_in_hours_is_said_in_hours_everywhere(client: Client, house: House) -> None:
    for address in (PAGE, "/configurations/", f"/c/{house.payroll.pk}/"):
        page = page_of(client, house.clara, address)
        assert "For 48\u00a0h after a restoration" in page
        assert "2\u00a0days" not in page


def test_a_client_reads_that_an_announced_amendment_never_begins(
    client: Client, house: House, amended_twice: Terms
) -> None:
    at = timezone.now()
    ask_to_rescind(amended_twice, reason="Wrong fee.", by=house.max, at=at)
    assert "asks that it never begins" in page_of(client, house.helen)
    assert "never begin" not in page_of(client, house.clara)

    rescind_terms(amended_twice, by=house.helen, at=at)

    page = page_of(client, house.clara)
    assert "begins on" not in page
    assert "Rescinded, never begins" in page
    own = page_of(client, house.clara, f"{PAGE}v{amended_twice.number}/")
    assert "Rescinded by both vendors on" in own
    assert "Wrong fee." in own


@pytest.mark.parametrize("who", ["clara", "mia"])
def test_it_leads_to_whose_court_its_incidents_were_in(
    client: Client, house: House, who: str
) -> None:
    address = "/court/?contract=CM-0417"

    assert f'href="{address}"' in page_of(client, getattr(house, who))
    assert client.get(address).status_code == 200


@pytest.mark.parametrize(("days", "said"), [(-30, "since "), (30, "from ")])
def test_a_contract_without_an_end_says_since_or_from_when_it_runs(
    client: Client, house: House, clara: User, days: int, said: str
) -> None:
    first = timezone.localdate() + timedelta(days=days)
    contracts.contract("CM-0666", house.vauquelin, house.agreement, starts_on=first)

    page = page_of(client, clara, "/contracts/CM-0666/")

    runs = re.search(r"(since|from) [^<>]*?, without an end", page)
    assert runs is not None
    assert runs[0].startswith(said)
    assert (" on, without" in runs[0]) == (days > 0)


def test_a_contract_with_an_end_says_of_which_years_its_days_are(
    client: Client, house: House, clara: User
) -> None:
    first = timezone.localdate().replace(month=1, day=1)
    last = first.replace(year=first.year + 1)
    made = contracts.contract(
        "CM-0666", house.vauquelin, house.agreement, starts_on=first, ends_on=last
    )
    contracts.configuration("Mail", made, signed_by=None)

    for place in ("/contracts/", "/contracts/CM-0666/", "/configurations/"):
        page = page_of(client, clara, place)
        assert f"from 1 January {first.year} to 1 January {last.year}" in page, place
