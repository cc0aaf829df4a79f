"""Long lists go in pages by key: forth and back, with their filters, each for its reader alone."""

import html
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from contracts.choices import Kind, ProductKind
from contracts.models import Configuration, Contract, Product, User
from contracts.web import catalogue, configurations, ledger, maintenance, outage_list
from contracts.web import contracts as contract_list
from tests.cast import House
from tests.factories import contracts, outages, statements

pytestmark = pytest.mark.usefixtures("in_english")

_PAGER = re.compile(r'<nav class="pager" aria-label="([^"]+)">(.*?)</nav>', re.DOTALL)
_SITES = ["Site E", "Site D", "Site C", "Site B", "Site A"]
_SITE = r'href="/{}/\d+/">(Site \w)</a>'


@dataclass(frozen=True)
class Listed:
    """A list of five in pages of two: its address, the name of its pages, how its rows read."""

    address: str
    pages: str
    row: str
    rows: Sequence[str]

    def on(self, page: str) -> list[str]:
        """Return the rows of a page, without those that wait for its reader on top."""
        return re.findall(self.row, page.rpartition('id="all"')[2])


def of_contracts(house: House) -> Listed:
    for number in ("CM-0500", "CM-0600", "CM-0700", "ZZ-0001"):
        contracts.contract(number, house.vauquelin, house.agreement)
    rows = ["CM-0417", "CM-0500", "CM-0600", "CM-0700", "ZZ-0001"]
    return Listed("/contracts/", "Pages of contracts", r'href="/contracts/([A-Z0-9-]+)/"', rows)


def of_retired(house: House) -> Listed:
    """Make systems of two clients, some of one name; those of the first client come first."""
    other = contracts.contract(
        "CM-0500", contracts.organisation("Écume et Cie", Kind.CLIENT), house.agreement
    )
    for name, under in (
        ("Mail", house.contract),
        ("Stock", other),
        ("Mail", other),
        ("Paie 2", house.contract),
        ("Élan", house.contract),
    ):
        contracts.left_service(contracts.configuration(name, under, signed_by=None))
    rows = ["Mail", "Paie 2", "Élan", "Mail", "Stock"]
    row = r'<a href="/c/\d+/">([^<]+)</a>'
    return Listed("/configurations/?show=retired", "Pages of systems", row, rows)


def of_products(house: House) -> Listed:
    """Make three products beside the two in the agreement's scope, whose vendors come first."""
    for name, version in (("Éta", "1"), ("Alpha", "10"), ("Alpha", "1")):
        Product.objects.create(
            vendor=house.compaq, kind=ProductKind.HARDWARE, name=name, version=version
        )
    rows = ["Alpha 1", "Alpha 10", "ProLiant 8500", "Éta 1", "SQL Server 2000"]
    row = r'<th scope="row">([^<]+)</th>'
    return Listed("/products/", "Pages of the catalogue", row, rows)


def of_entries(house: House) -> Listed:
    """Book five statements of a contract, and one of another that its filter leaves out."""
    issue(house, "CM-0500", [9])
    issue(house, "CM-0600", [1, 2, 3, 4, 5])
    rows = ["May 2026", "April 2026", "March 2026", "February 2026", "January 2026"]
    row = r"Statement issued, CM-0600, (\w+ 2026)"
    return Listed("/ledger/?contract=CM-0600", "Pages of the ledger", row, rows)


def of_balances(house: House) -> Listed:
    rows = ["CM-0500", "CM-0600", "CM-0700", "CM-0800", "CM-0900"]
    for number in rows:
        issue(house, number, [9])
    row = r'href="/ledger/\?contract=([A-Z0-9-]+)"'
    return Listed("/ledger/?show=all", "Pages of the balances", row, rows)


def of_outages(house: House) -> Listed:
    """Write outages that begin at one instant."""
    for system in _sites(house):
        outages.an_outage(system)
    return Listed("/outages/", "Pages of outages", _SITE.format("outages"), _SITES)


def of_windows(house: House) -> Listed:
    for system in _sites(house):
        outages.a_window(system, house.max)
    return Listed("/maintenance/", "Pages of windows", _SITE.format("maintenance"), _SITES)


def _sites(house: House) -> list[Configuration]:
    both = (house.helen, house.max)
    return [
        contracts.configuration(name, house.contract, signed_by=both) for name in reversed(_SITES)
    ]


def issue(house: House, number: str, months: Sequence[int]) -> Contract:
    """Issue statements of a contract in which 600 are owed and 450 are to come back."""
    contract = contracts.contract(number, house.vauquelin, house.agreement)
    system = contracts.configuration(f"Site {number}", contract, signed_by=(house.helen, house.max))
    for month in months:
        statements.statement(
            system, house.helen, month=statements.OCTOBER.replace(month=month), number=_next(house)
        )
    return contract


def _next(house: House) -> int:
    return house.agreement.statements.count() + 1


MADE = [
    of_contracts,
    of_retired,
    of_products,
    of_entries,
    of_balances,
    of_outages,
    of_windows,
]
Made = Callable[[House], Listed]
OF_THE_RIVAL = {"HP-0001", "ProLiant 8500", "SQL Server 2000"}
"""A contract, and products of its own that are called as others are."""


@pytest.fixture(autouse=True)
def _pages_of_two(monkeypatch: pytest.MonkeyPatch) -> None:
    for each in (catalogue, configurations, contract_list, ledger, maintenance, outage_list):
        monkeypatch.setattr(each, "SIZE", 2)


def read(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def link(page: str, pages: str, rel: str) -> str:
    """Return where a page's link of the named pages leads; nothing where there is none."""
    for name, links in _PAGER.findall(page):
        found = re.search(rf'rel="{rel}"\s+href="([^"]+)"', links)
        if name == pages and found:
            return html.unescape(found[1])
    return ""


def walk(client: Client, listed: Listed, address: str, rel: str) -> list[list[str]]:
    """Return the rows of a page and of all that follow it on one side."""
    found = []
    while True:
        page = read(client, address)
        found.append(listed.on(page))
        following = link(page, listed.pages, rel)
        if not following:
            return found
        address = following


def last_page(client: Client, listed: Listed) -> str:
    address = listed.address
    while following := link(read(client, address), listed.pages, "next"):
        address = following
    return address


@pytest.mark.parametrize("made", MADE)
def test_pages_follow_each_other_forth_and_back_with_their_filter(
    client: Client, house: House, made: Made
) -> None:
    listed = made(house)
    client.force_login(house.helen)
    a, b, c, d, e = listed.rows

    assert walk(client, listed, listed.address, "next") == [[a, b], [c, d], [e]]
    assert walk(client, listed, last_page(client, listed), "prev") == [[e], [c, d], [a, b]]


@pytest.mark.parametrize("made", MADE)
def test_a_page_costs_the_same_queries_wherever_it_lies(
    client: Client, house: House, made: Made
) -> None:
    listed = made(house)
    client.force_login(house.helen)
    first = read(client, listed.address)
    second = link(first, listed.pages, "next")
    read(client, second)

    counts = []
    for address in (listed.address, second):
        with CaptureQueriesContext(connection) as spent:
            read(client, address)
        counts.append(len(spent))
        assert not [each for each in spent if "OFFSET" in each["sql"]]
    assert counts[1] <= counts[0] <= 17


@pytest.mark.parametrize("made", MADE)
def test_a_place_in_somebody_elses_list_shows_nothing_of_it(
    client: Client, house: House, made: Made
) -> None:
    listed = made(house)
    client.force_login(house.helen)
    second = link(read(client, listed.address), listed.pages, "next")
    rival = User.objects.get(name="Rita Hewlett")
    client.force_login(rival)

    for address in (listed.address, second, last_page(client, listed)):
        assert set(listed.on(read(client, address))) <= OF_THE_RIVAL


def test_the_lists_of_two_vendors_do_not_meet(client: Client, house: House) -> None:
    listed = of_contracts(house)
    client.force_login(house.helen)

    seen = [each for page in walk(client, listed, listed.address, "next") for each in page]

    assert "HP-0001" not in seen
    assert Contract.objects.filter(number="HP-0001").exists()


@pytest.mark.parametrize("made", MADE)
@pytest.mark.parametrize("cut", ["2", "WyJu", "%00", "é", "WyJuIiwgIlx1ZDgwMCJd"])
def test_an_address_that_was_cut_shows_the_first_page(
    client: Client, house: House, made: Made, cut: str
) -> None:
    listed = made(house)
    client.force_login(house.helen)
    name = "balances" if made is of_balances else "page"
    sign = "&" if "?" in listed.address else "?"

    page = read(client, f"{listed.address}{sign}{name}={cut}")

    assert listed.on(page) == listed.rows[:2]


def test_a_page_of_which_nothing_is_left_shows_the_first(client: Client, house: House) -> None:
    listed = of_contracts(house)
    client.force_login(house.helen)
    last = last_page(client, listed)
    Contract.objects.filter(number="ZZ-0001").update(number="AA-0001")

    assert listed.on(read(client, last)) == ["AA-0001", "CM-0417"]
