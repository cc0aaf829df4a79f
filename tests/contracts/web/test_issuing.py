"""The months that wait to be issued, and several of them issued at once."""

import re
from datetime import date, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from contracts.models import Contract, Statement
from contracts.selectors.months_to_issue import months_to_issue
from contracts.use_cases.issue_statement import issue_statement
from tests.cast import House
from tests.contracts.web.test_pages import link
from tests.factories import contracts, months
from tests.factories.contracts import PARIS
from tests.factories.months import DECEMBER_2, KEY, NOVEMBER, Example

pytestmark = pytest.mark.usefixtures("in_english")

OTHER_KEY = "CM-0901-2026-11"
LIST = "/statements/"


@pytest.fixture
def other(month: Example) -> Contract:
    return _another(month.house, "CM-0901")


@pytest.fixture
def _later(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: DECEMBER_2)


def _another(house: House, number: str) -> Contract:
    made = contracts.contract(number, house.vauquelin, house.agreement, starts_on=NOVEMBER)
    begins_at = datetime(2026, 11, 1, tzinfo=PARIS)
    contracts.configuration(
        f"System {number}", made, signed_by=(house.helen, house.max), at=begins_at
    )
    return Contract.objects.get(pk=made.pk)


def _waiting(house: House, who: str = "helen", at: datetime = DECEMBER_2) -> list[str]:
    return [each.key for each in months_to_issue(getattr(house, who), at=at)]


def _offered(client: Client) -> list[str]:
    """What of the months of this test can be chosen on the page."""
    return re.findall(r'name="month"\s+value="(CM-090[^"]+)"', client.get(LIST).content.decode())


def test_each_contract_waits_with_its_first_month_and_what_it_comes_to(
    month: Example, other: Contract
) -> None:
    found = {each.key: each for each in months_to_issue(month.house.helen, at=DECEMBER_2)}

    assert str(found[KEY].penalty) == "600.00"
    assert (found[KEY].is_ready, found[OTHER_KEY].is_ready) == (True, True)
    assert found[KEY].waiting == 1


@pytest.mark.parametrize("zone", ["UTC", "Europe/Paris", "America/New_York", "Pacific/Auckland"])
def test_what_is_issued_gives_way_to_the_month_after(month: Example, zone: str) -> None:
    issue_statement(month.contract, NOVEMBER, by=month.house.helen, at=DECEMBER_2)

    with timezone.override(zone):
        found = months_to_issue(month.house.helen, at=DECEMBER_2)

    [running] = [each for each in found if each.contract == month.contract]

    assert (running.month, running.waiting, running.read) == (date(2026, 12, 1), 0, None)


def test_nobody_waits_for_what_another_vendor_issues(month: Example) -> None:
    assert KEY not in _waiting(month.house, "rival_agent")
    assert KEY in _waiting(month.house, "max")


def test_more_contracts_ask_no_more(month: Example) -> None:
    asked = []
    for number in ("CM-0902", "CM-0903"):
        _another(month.house, number)
        with CaptureQueriesContext(connection) as queries:
            assert f"{number}-2026-11" in _waiting(month.house)
        asked.append(len(queries))

    assert asked[0] == asked[1]


@pytest.mark.usefixtures("_later")
def test_several_are_issued_at_once_and_what_cannot_be_says_why(
    client: Client, month: Example, other: Contract
) -> None:
    client.force_login(month.house.helen)
    chosen = _offered(client)
    assert [each.split()[0] for each in chosen] == [KEY, OTHER_KEY]
    month.one.state = "recorded"
    month.one.agreed_at = None
    month.one.save()

    page = client.post(f"{LIST}issue/", {"month": [*chosen, "CM-0999-2026-11"]}, follow=True)

    assert [each.contract for each in Statement.objects.all()] == [other]
    said = page.content.decode()
    assert "1 statement issued." in said
    assert f"Not issued: {KEY}." in said
    assert "is not agreed" in said
    assert "Not issued: CM-0999-2026-11. It is not there." in said


@pytest.mark.usefixtures("_later")
def test_a_month_that_changed_since_it_was_read_is_not_issued(
    client: Client, month: Example
) -> None:
    client.force_login(month.house.helen)
    [chosen] = _offered(client)
    months.agreed(month.archive, months.local(25, 9), 30, (100, 0, 0, 0))

    client.post(f"{LIST}issue/", {"month": [chosen]})
    assert not Statement.objects.exists()

    client.post(f"{LIST}issue/", {"month": _offered(client)})
    assert Statement.objects.exists()


@pytest.mark.usefixtures("_later")
@pytest.mark.parametrize("who", ["clara", "hank", "max", "rival_agent"])
def test_only_a_manager_of_the_manufacturer_issues(
    client: Client, month: Example, who: str
) -> None:
    client.force_login(getattr(month.house, who))

    answer = client.post(f"{LIST}issue/", {"month": [KEY]})

    assert answer.status_code == 404
    assert not Statement.objects.exists()


@pytest.mark.usefixtures("_later")
def test_who_chose_nothing_is_told_so(client: Client, month: Example) -> None:
    client.force_login(month.house.helen)

    assert (
        "Choose the months to issue." in client.post(f"{LIST}issue/", follow=True).content.decode()
    )


@pytest.mark.usefixtures("_later")
def test_the_list_is_turned_by_key(
    client: Client, month: Example, other: Contract, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("contracts.web.statement_list.SIZE", 1)
    for each in (month.contract, other):
        issue_statement(each, NOVEMBER, by=month.house.helen, at=DECEMBER_2)
    client.force_login(month.house.clara)

    page = client.get(LIST).content.decode()
    older = client.get(link(page, "Pages of statements", "next")).content.decode()
    back = client.get(link(older, "Pages of statements", "prev")).content.decode()

    assert (OTHER_KEY in page, KEY in page) == (True, False)
    assert (OTHER_KEY in older, KEY in older) == (False, True)
    assert (OTHER_KEY in back, KEY in back) == (True, False)
