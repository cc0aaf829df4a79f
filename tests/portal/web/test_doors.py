"""Which door of the menus each page lies behind."""

import re

import pytest
from django.test import Client, RequestFactory
from django.urls import ResolverMatch

from contracts.models import User
from contracts.web.urls import urlpatterns
from portal.web.shell import Entry, Shell
from tests.cast import House

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
NO_PAGES = {
    *("duty-feed", "items-csv", "availability-now", "system-availability-now"),
    *("statement-sheet", "statement-paper", "statement-claim", "note-paper"),
}
"""What no menu stands on: files, feeds, and parts of pages."""


def _shell(user: User, page: str) -> Shell:
    request = RequestFactory().get("/")
    request.user = user
    request.resolver_match = ResolverMatch(lambda _: None, (), {}, page)
    return Shell(request)


def _lit(entries: list[Entry]) -> list[str]:
    return [str(each.label) for each in entries if each.is_current]


@pytest.mark.parametrize(
    ("page", "door"),
    [
        ("contracts:statements", "Statements"),
        ("contracts:statement", "Statements"),
        ("contracts:statement-contest", "Statements"),
        ("contracts:statement-as-client", "Statements"),
        ("contracts:note", "Statements"),
        ("contracts:ledger", "Statements"),
        ("contracts:simulate", "Contracts"),
        ("contracts:availability", "Contracts"),
        ("contracts:outage-correct", "Contracts"),
        ("contracts:maintenance-refuse", "Contracts"),
        ("contracts:system-availability", "Systems"),
        ("contracts:availability-year", "Systems"),
        ("contracts:revision-holds", "Systems"),
        ("contracts:designer", "Systems"),
        ("contracts:product", "Systems"),
        ("tickets:clock", "Queues"),
    ],
)
def test_a_page_lights_the_door_that_it_lies_behind(hank: User, page: str, door: str) -> None:
    assert _lit(_shell(hank, page).nav) == [door]


@pytest.mark.parametrize("page", ["contracts:rosters", "contracts:roster", "contracts:swap-accept"])
def test_rosters_lie_behind_the_account(hank: User, page: str) -> None:
    shell = _shell(hank, page)

    assert (_lit(shell.nav), _lit(shell.account)) == ([], ["Rosters"])


def test_every_page_of_contracts_lies_behind_one_door(house: House) -> None:
    pages = {str(each.name) for each in urlpatterns} - NO_PAGES
    for person, name in ((house.hank, "vendor"), (house.clara, "client")):
        lit = {
            page: _lit((shell := _shell(person, f"contracts:{page}")).nav) or _lit(shell.account)
            for page in pages
        }
        if name == "client":  # rosters are the vendors'
            lit = {
                page: doors
                for page, doors in lit.items()
                if not re.search("roster|duty|swap|override", page)
            }
        assert {page: doors for page, doors in lit.items() if len(doors) != 1} == {}


def test_vendors_go_to_statements_by_a_key(client: Client, mia: User) -> None:
    client.force_login(mia)

    page = client.get("/help/").content.decode()

    assert re.search(r'<a href="/statements/"\s+data-key="g r">Statements</a>', page)
    assert page.count("g r") == 1
    assert 'href="/rosters/"' in page.split('class="menu-list"')[1]


def test_the_account_menu_says_where_one_is(client: Client, mia: User) -> None:
    client.force_login(mia)

    page = client.get("/rosters/").content.decode()

    assert '<a href="/rosters/" aria-current="page">' in page
