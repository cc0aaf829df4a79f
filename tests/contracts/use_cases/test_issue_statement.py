"""A month is issued once, whole, when nothing is missing; each thing missing is said."""

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.http import Http404

from contracts.choices import EventKind, LedgerAccount, OutageState, StatementState
from contracts.models import (
    ContractEvent,
    DocumentSeries,
    LedgerEntry,
    LedgerPosting,
    Statement,
)
from contracts.rules.refusal import Forbidden
from contracts.use_cases.issue_statement import (
    IssuedAlready,
    NotIssuable,
    issue_statement,
)
from tests.cast import House
from tests.factories import outages
from tests.factories.contracts import PARIS
from tests.factories.months import DECEMBER_2, NOVEMBER, Example, example, local

pytestmark = pytest.mark.usefixtures("in_english")

DECEMBER = NOVEMBER.replace(month=12)


@pytest.fixture
def month(house: House) -> Example:
    return example(house)


def _issued(month: Example, at: datetime = DECEMBER_2) -> Statement:
    return issue_statement(month.contract, NOVEMBER, by=month.house.helen, at=at)


def test_the_worked_example_is_frozen_numbered_and_booked(month: Example) -> None:
    issued = _issued(month)

    assert (issued.legal_number, issued.state) == ("S-000001", StatementState.ISSUED)
    assert (issued.penalty, issued.reimbursement) == (Decimal("600.00"), Decimal("450.00"))
    assert issued.availability == Decimal("99.7206")
    assert issued.reckoning["manufacturer_share"] == "150.00"
    postings = LedgerPosting.objects.order_by("id").values_list("account", "amount")
    assert list(postings) == [
        (LedgerAccount.PENALTY_COST, Decimal("600.00")),
        (LedgerAccount.CLIENT_CREDIT, Decimal("-600.00")),
        (LedgerAccount.PUBLISHER_RECEIVABLE, Decimal("450.00")),
        (LedgerAccount.PENALTY_COST, Decimal("-450.00")),
    ]


def test_it_can_be_contested_for_whole_days_of_the_contracts_zone(month: Example) -> None:
    issued = _issued(month)

    assert issued.contest_until == datetime(2026, 12, 18, tzinfo=PARIS)


def test_issued_again_it_is_refused_and_booked_once(month: Example) -> None:
    _issued(month)

    with pytest.raises(IssuedAlready, match="S-000001"):
        _issued(month)
    assert LedgerEntry.objects.count() == 1
    assert DocumentSeries.objects.get().statements == 1


def _not_over(month: Example) -> datetime:
    return datetime(2026, 11, 30, 23, 59, tzinfo=PARIS)


def _not_agreed(month: Example) -> datetime:
    outages.an_outage(month.archive, [(local(20, 8), local(20, 9), None)])
    return DECEMBER_2


def _lasting(month: Example) -> datetime:
    outages.an_outage(month.archive, [(local(20, 8), None, None)], ends_at=None)
    return DECEMBER_2


MISSING: dict[str, tuple[Callable[[Example], datetime], str]] = {
    "the month is not over": (_not_over, "can be issued from 1 December 2026"),
    "an outage is not agreed": (_not_agreed, "is not agreed"),
    "an outage lasts still": (_lasting, "lasts still"),
}


@pytest.mark.parametrize("case", MISSING)
def test_nothing_is_done_while(month: Example, case: str) -> None:
    prepare, sentence = MISSING[case]
    at = prepare(month)

    with pytest.raises(NotIssuable, match=sentence) as refused:
        _issued(month, at=at)
    assert refused.value.extra["missing"]
    assert not Statement.objects.exists()
    assert not LedgerEntry.objects.exists()


def test_earlier_months_come_first(month: Example) -> None:
    january = datetime(2027, 1, 3, tzinfo=PARIS)

    with pytest.raises(NotIssuable, match="Issue November 2026 first"):
        issue_statement(month.contract, DECEMBER, by=month.house.helen, at=january)

    _issued(month, at=january)
    second = issue_statement(month.contract, DECEMBER, by=month.house.helen, at=january)
    assert second.legal_number == "S-000002"
    assert not second.entries.exists()  # nothing is owed


def test_a_month_before_the_contract_has_no_statement(month: Example) -> None:
    october = NOVEMBER.replace(month=10)

    with pytest.raises(NotIssuable, match="The contract runs from 1 November 2026"):
        issue_statement(month.contract, october, by=month.house.helen, at=DECEMBER_2)


@pytest.mark.parametrize(
    ("who", "refusal"),
    [("hank", Forbidden), ("max", Forbidden), ("clara", Forbidden), ("stranger", Http404)],
)
def test_only_a_manager_of_the_manufacturer_issues(
    month: Example, who: str, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        issue_statement(month.contract, NOVEMBER, by=getattr(month.house, who), at=DECEMBER_2)


def test_reaching_the_annual_cap_is_an_event(house: House) -> None:
    month = example(house, annual_cap=Decimal("600.00"))

    _issued(month)

    kinds = ContractEvent.objects.filter(contract=month.contract).values_list("kind", flat=True)
    assert EventKind.ANNUAL_CAP_REACHED in kinds
    assert EventKind.STATEMENT_ISSUED in kinds


def test_what_comes_after_is_no_part_of_what_was_issued(month: Example) -> None:
    issued = _issued(month)
    reckoned = issued.reckoning
    outages.an_outage(
        month.archive,
        [(local(25, 8), local(25, 20), (100, 0, 0, 0))],
        state=OutageState.AGREED,
        agreed_at=DECEMBER_2,
    )

    read = month.read(at=DECEMBER_2 + timedelta(days=1))

    assert read.reckoning == reckoned
    assert read.reckoning["penalty"] == "600.00"
