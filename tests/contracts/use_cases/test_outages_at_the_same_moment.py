"""A month is issued, or a contest decided, while an outage is written: none slips into it."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from datetime import datetime
from decimal import Decimal
from functools import partial

import pytest
from django.db import connections, transaction

from contracts.choices import ContestDecision, Impact, OutageState
from contracts.models import Contest, Outage, Statement
from contracts.rules.outages import Stretch
from contracts.rules.refusal import Refusal
from contracts.use_cases.act_if import act_if
from contracts.use_cases.check_issued import MonthIssued
from contracts.use_cases.contest_line import Answer, contest_line, decide_contest
from contracts.use_cases.contest_waits import ContestWaits
from contracts.use_cases.issue_statement import NotIssuable, issue_statement
from contracts.use_cases.record_outage import correct_outage
from contracts.use_cases.share_fee import share_fee
from tests.factories import outages, tickets
from tests.factories.contracts import PARIS
from tests.factories.months import DECEMBER_2, NOVEMBER, Example, local
from tickets.use_cases.change_impact import change_impact

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("in_english")]

Move = Callable[[], object]
_A_WHILE = 0.5  # seconds: long enough for a move that waits for nobody
DECEMBER_3 = datetime(2026, 12, 3, 9, tzinfo=PARIS)


def _while_not_committed(first: Move, second: Move) -> Future[object]:
    """Make a move, and another one before the first is committed; return what becomes of it."""
    with ThreadPoolExecutor(1) as threads:
        with transaction.atomic():
            first()
            later = threads.submit(_and_closed(second))
            wait([later], timeout=_A_WHILE)
        return later


def _and_closed(move: Move) -> Move:
    """Return a move for a thread of its own, which leaves no connection behind."""

    def made() -> object:
        try:
            return move()
        finally:
            connections.close_all()

    return made


def _refused(later: Future[object], by: type[Refusal]) -> None:
    with pytest.raises(by):
        later.result()


def _issue(month: Example) -> Move:
    return partial(issue_statement, month.contract, NOVEMBER, by=month.house.helen, at=DECEMBER_2)


def _of_october(month: Example) -> Outage:
    first, last = (datetime(2026, 10, 31, hour, tzinfo=PARIS) for hour in (20, 21))
    with transaction.atomic():
        told = [(first, last, (0, 100, 0, 0))]
        return outages.an_outage(month.archive, told, state="agreed", agreed_at=DECEMBER_2)


def _into_november(month: Example, outage: Outage) -> Move:
    told = [Stretch(local(10, 3), local(10, 4))]
    by = month.house.helen
    return partial(correct_outage, outage, told, reason="The log", by=by, at=DECEMBER_2)


def test_what_is_corrected_into_a_month_is_in_it_before_it_is_issued(month: Example) -> None:
    correct = _into_november(month, _of_october(month))

    _refused(_while_not_committed(correct, _issue(month)), NotIssuable)


def test_nothing_is_corrected_into_a_month_that_is_being_issued(month: Example) -> None:
    outage = _of_october(month)

    _refused(_while_not_committed(_issue(month), _into_november(month, outage)), MonthIssued)
    assert Outage.objects.get(pk=outage.pk).state == OutageState.AGREED


def test_what_is_raised_to_an_outage_is_one_before_its_month_is_issued(month: Example) -> None:
    house, at = month.house, local(29, 20)
    incident = tickets.incident(
        month.archive,
        house.clara,
        at=at,
        contract=month.contract,
        impact=Impact.DEGRADED,
        down_since=None,
    )
    raised = partial(
        change_impact,
        incident,
        impact=Impact.OUTAGE,
        reason="down",
        by=house.hank,
        at=DECEMBER_2,
        down_since=at,
    )

    _refused(_while_not_committed(raised, _issue(month)), NotIssuable)
    assert not Statement.objects.exists()


def test_what_is_corrected_into_a_contested_month_is_awaited_by_its_decision(
    month: Example,
) -> None:
    house, outage = month.house, _of_october(month)
    _issue(month)()
    line = Statement.objects.get().lines.get()
    contest = contest_line(line, reason="x", by=house.clara, at=DECEMBER_3)
    refused = Answer(ContestDecision.REFUSED, "The log says otherwise.")
    decide = partial(decide_contest, contest, refused, by=house.helen, at=DECEMBER_3)

    _refused(_while_not_committed(_into_november(month, outage), decide), ContestWaits)
    assert Contest.objects.get().decision == ""


def test_what_was_read_first_locks_in_the_order_of_what_is_done(month: Example) -> None:
    """Sharing takes systems, then the contract; so does an issue that names what it has read."""
    house, contract = month.house, month.contract
    shares = {month.archive.pk: Decimal(1)}
    share = partial(share_fee, contract, shares, by=house.helen, at=DECEMBER_2)

    with ThreadPoolExecutor(1) as threads:
        shared = []

        def holds() -> bool:
            shared.append(threads.submit(_and_closed(share)))
            wait(shared, timeout=_A_WHILE)
            return True

        act_if(contract, holds, act=_issue(month), by=house.helen)

    assert shared[0].result() == contract
    assert Statement.objects.exists()
