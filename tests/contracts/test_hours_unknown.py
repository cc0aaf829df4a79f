"""Hours that nobody can read keep no other contract from its month, and settle no money."""

import pytest
from django.test import Client

from contracts.choices import EventKind
from contracts.models import Contract, ContractEvent, Coverage
from contracts.selectors.months_to_issue import months_to_issue
from contracts.use_cases.close_month import close_last_months
from contracts.use_cases.issue_statement import NotIssuable, issue_statement
from tests.cast import House
from tests.escalation.holidays import WITHOUT_HOLIDAYS
from tests.factories.contracts import past_the_guards
from tests.factories.months import DECEMBER_2, KEY, NOVEMBER, Example, example
from tests.factories.tickets import incident

pytestmark = pytest.mark.usefixtures("in_english")

LOST = {"zone": {"time_zone": "Europe/Nowhere"}, "region": {"without_holidays_of": "FR-XX"}}
SAID = "Nobody can read the contract’s hours"


@pytest.fixture(params=list(LOST.values()), ids=list(LOST))
def month(house: House, request: pytest.FixtureRequest) -> Example:
    """A month that is over; a calendar that does not know its hours, which are not those of all."""
    found = example(house, hours=WITHOUT_HOLIDAYS)
    with past_the_guards():
        Coverage.objects.filter(terms__contract=found.contract).update(**request.param)
    return found


def test_the_months_of_all_others_are_closed(house: House, month: Example) -> None:
    close_last_months(at=DECEMBER_2)

    told = ContractEvent.objects.filter(kind=EventKind.MONTH_OVER)
    numbers = set(told.values_list("contract__number", flat=True))
    assert {house.contract.number, month.contract.number} <= numbers


def test_the_list_of_statements_stands_and_it_waits_there(house: House, month: Example) -> None:
    waiting = {each.contract.number: each for each in months_to_issue(house.helen, at=DECEMBER_2)}

    found = waiting[month.contract.number]
    assert (found.is_ready, found.in_the_way) == (False, 1)
    assert house.contract.number in waiting


def test_no_month_is_issued_by_hours_that_nobody_can_read(
    house: House, month: Example, client: Client
) -> None:
    contract = Contract.objects.get(pk=month.contract.pk)

    with pytest.raises(NotIssuable, match=SAID):
        issue_statement(contract, NOVEMBER, by=house.helen, at=DECEMBER_2)
    client.force_login(house.helen)
    assert SAID in client.get(f"/statements/{KEY}/").content.decode()


@pytest.mark.parametrize(
    "page",
    [
        *("/contracts/CM-0900/availability/", "/contracts/CM-0900/availability/now/"),
        *("/contracts/CM-0900/simulate/?month=2026-11", "/contracts/CM-0900/gap/"),
        *("/api/v1/contracts/CM-0900/availability/", "/c/{system}/availability/"),
        *("/c/{system}/availability/2026/", "/rehearsal/?contract=CM-0900"),
        *("/contracts/CM-0900/versions/1/effect/", "/api/v1/contracts/CM-0900/versions/1/effect/"),
        *("/i/{incident}/clocks/restore/", "/api/v1/incidents/{incident}/clocks/restore/"),
    ],
)
def test_a_page_about_them_is_refused_with_the_reason(
    house: House, month: Example, client: Client, page: str
) -> None:
    filed = incident(month.archive, house.clara)
    client.force_login(house.helen)

    answer = client.get(page.format(system=month.archive.pk, incident=filed.reference))

    assert answer.status_code == 503
    assert "The hours of contract CM-0900 cannot be read" in answer.content.decode()
