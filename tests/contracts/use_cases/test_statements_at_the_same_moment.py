"""Two act on a statement at once: it is issued once, numbered without a gap, and paid once."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from datetime import UTC, date, datetime
from functools import partial

import pytest
from django.db import connection, connections, transaction
from django.test.utils import CaptureQueriesContext

from contracts.choices import ContestDecision
from contracts.models import Contest, LedgerEntry, Statement
from contracts.rules.outages import Stretch
from contracts.rules.refusal import Refusal
from contracts.use_cases.check_issued import MonthIssued
from contracts.use_cases.contest_line import Answer, contest_line, decide_contest
from contracts.use_cases.issue_statement import IssuedAlready, issue_statement
from contracts.use_cases.record_outage import correct_outage
from contracts.use_cases.settle_statement import NothingDue, pay_statement
from tests.cast import House
from tests.factories import contracts, months
from tests.factories.months import DECEMBER_2, NOVEMBER, local

pytestmark = pytest.mark.django_db(transaction=True)

Move = Callable[[], object]
JANUARY_2 = datetime(2027, 1, 2, 8, tzinfo=UTC)
_A_WHILE = 0.5  # seconds: long enough for a move that waits for nobody


def _while_not_committed(first: Move, second: Move) -> Future[object]:
    """Make a move, and another one before the first is committed; return what becomes of it."""

    def made() -> object:
        try:
            return second()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as threads:
        with transaction.atomic():
            first()
            later = threads.submit(made)
            wait([later], timeout=_A_WHILE)
        return later


def _refused(later: Future[object], by: type[Refusal]) -> None:
    with pytest.raises(by):
        later.result()


def test_issued_and_paid_at_once_it_is_booked_once(house: House) -> None:
    month = months.example(house)
    issue = partial(issue_statement, month.contract, NOVEMBER, by=house.helen, at=DECEMBER_2)

    _refused(_while_not_committed(issue, issue), IssuedAlready)
    issued = Statement.objects.get()
    pay = partial(pay_statement, issued, by=house.helen, at=DECEMBER_2)
    _refused(_while_not_committed(pay, pay), NothingDue)

    assert [each.act for each in LedgerEntry.objects.all()] == ["issue", "payment"]


def test_two_contracts_issued_at_once_take_numbers_without_a_gap(house: House) -> None:
    one = months.example(house).contract
    other = contracts.contract("CM-0901", house.vauquelin, house.agreement, starts_on=NOVEMBER)
    issue = partial(issue_statement, month=NOVEMBER, by=house.helen, at=DECEMBER_2)

    _while_not_committed(partial(issue, one), partial(issue, other)).result()

    assert sorted(Statement.objects.values_list("number", flat=True)) == [1, 2]


def test_nobody_corrects_an_outage_while_its_month_is_issued(house: House) -> None:
    month = months.example(house)
    issue = partial(issue_statement, month.contract, NOVEMBER, by=house.helen, at=DECEMBER_2)
    longer = [Stretch(month.one.begins_at, local(12, 20))]
    correct = partial(
        correct_outage, month.one, longer, reason="Longer", by=house.helen, at=DECEMBER_2
    )

    _refused(_while_not_committed(issue, correct), MonthIssued)


def test_a_decision_waits_for_the_next_month_to_be_issued_and_the_other_way_round(
    house: House,
) -> None:
    month = months.example(house)
    issue = partial(issue_statement, month.contract, by=house.helen, at=JANUARY_2)
    issued = issue_statement(month.contract, NOVEMBER, by=house.helen, at=DECEMBER_2)
    contest = contest_line(issued.lines.get(), reason="x", by=house.clara, at=DECEMBER_2)
    refused = Answer(ContestDecision.REFUSED, "The log says otherwise.")
    decide = partial(decide_contest, contest, refused, by=house.helen, at=JANUARY_2)

    with CaptureQueriesContext(connection) as seen, transaction.atomic():
        decide()
        transaction.set_rollback(True)
    _while_not_committed(partial(issue, date(2026, 12, 1)), decide).result()

    held = [each["sql"] for each in seen if " FOR " in each["sql"]]
    tables = [sql.partition('FROM "contracts_')[2].partition('"')[0] for sql in held]
    assert tables[:4] == ["configuration", "contract", "statement", "outage"]
    assert Contest.objects.get().decision == ContestDecision.REFUSED
