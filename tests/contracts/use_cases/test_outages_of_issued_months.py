"""Outages that touch issued months: what was issued is frozen, and no outage is left stuck."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from contracts.choices import ContestDecision, OutageState, Party
from contracts.models import Contest, Correction, Outage, Statement
from contracts.rules.outages import Stretch
from contracts.rules.responsibility import Responsibility, all_of
from contracts.use_cases.check_issued import MonthIssued
from contracts.use_cases.contest_line import Answer, contest_line, decide_contest
from contracts.use_cases.contest_waits import ContestWaits
from contracts.use_cases.issue_statement import NotIssuable, issue_statement
from contracts.use_cases.propose_responsibility import (
    accept_responsibility,
    counter_responsibility,
    propose_responsibility,
    whole_outage,
)
from contracts.use_cases.record_outage import (
    OutageReport,
    correct_outage,
    record_outage,
    take_back_outage,
)
from contracts.use_cases.write_outage import Evidence
from tests.factories import contracts, months, outages, tickets
from tests.factories.contracts import PARIS
from tests.factories.months import DECEMBER_2, NOVEMBER, Example, local
from tickets.models import Incident
from tickets.use_cases.move_incident import (
    reopen_incident,
    resolve_incident,
    restore_incident,
)

pytestmark = pytest.mark.usefixtures("in_english")

DECEMBER = date(2026, 12, 1)
DECEMBER_3 = datetime(2026, 12, 3, 9, tzinfo=PARIS)
JANUARY_5 = datetime(2027, 1, 5, 9, tzinfo=PARIS)
ACCEPTED = Answer(ContestDecision.ACCEPTED)
REFUSED = Answer(ContestDecision.REFUSED, "The log says otherwise.")
OURS, THEIRS = all_of(Party.MANUFACTURER), all_of(Party.PUBLISHER)


def december(day: int, hour: int = 12) -> datetime:
    return datetime(2026, 12, day, hour, tzinfo=PARIS)


def _now(outage: Outage) -> Outage:
    return Outage.objects.get(pk=outage.pk)


def _agree(outage: Outage, month: Example, said: Responsibility, at: datetime) -> Outage:
    house, held = month.house, _now(outage)
    propose_responsibility(held, whole_outage(held, said), by=house.helen, at=at)
    if said.publisher:
        accept_responsibility(held, by=house.max, at=at)
    return _now(outage)


def _contested(issued: Statement, month: Example, at: datetime = DECEMBER_3) -> Contest:
    line = issued.lines.get(configuration=month.archive)
    return contest_line(line, reason="It was down longer.", by=month.house.clara, at=at)


def _shorter(month: Example) -> Outage:
    begins = month.one.begins_at
    told = [Stretch(begins, begins + timedelta(minutes=5))]
    return correct_outage(_now(month.one), told, reason="log", by=month.house.helen, at=DECEMBER_3)


def _incident_of_november(month: Example) -> Incident:
    """Return an incident of the last days of November, agreed to be the manufacturer's."""
    house, at = month.house, local(29, 8)
    made = tickets.incident(month.archive, house.clara, at=at, contract=month.contract)
    made = restore_incident(made, restored_at=local(29, 9), by=house.hank, at=local(29, 9))
    ours = {"manufacturer": 100}
    return resolve_incident(made, cause="x", responsibility=ours, by=house.hank, at=local(29, 10))


def test_an_incident_that_is_reopened_after_the_issue_leaves_nothing_stuck(month: Example) -> None:
    house = month.house
    incident = _incident_of_november(month)
    issued = issue_statement(month.contract, NOVEMBER, by=house.helen, at=DECEMBER_2)
    reopen_incident(incident, reason="down again", by=house.clara, at=december(3))
    again = Incident.objects.get(pk=incident.pk)
    restore_incident(again, restored_at=december(4), by=house.hank, at=december(4))
    outage = Outage.objects.get(reference=incident.reference)
    assert outage.state == OutageState.RECORDED

    with pytest.raises(MonthIssued, match="November 2026"):
        _agree(outage, month, Responsibility(Decimal(50), Decimal(50)), december(5))
    shared = Responsibility(Decimal(50), Decimal(50))
    said = [
        Stretch(outage.begins_at, local(29, 9), OURS),  # as it was agreed
        Stretch(local(29, 9), december(4), shared),
    ]
    propose_responsibility(_now(outage), said, by=house.helen, at=december(5))
    agreed = accept_responsibility(_now(outage), by=house.max, at=december(5))

    assert agreed.state == OutageState.AGREED
    assert Statement.objects.get(pk=issued.pk).penalty == Decimal("600.00")
    issue_statement(month.contract, DECEMBER, by=house.helen, at=JANUARY_5)


def test_what_is_not_agreed_is_corrected_within_the_months_that_it_touches(
    month: Example, issued: Statement
) -> None:
    house = month.house
    told = (datetime(2026, 11, 30, 22, tzinfo=PARIS), december(1), None)
    outage = outages.an_outage(month.archive, [told], reference="INC-100900")
    earlier = [Stretch(local(29, 22), december(1))]

    correct_outage(outage, earlier, reason="log", by=house.hank, at=december(5))

    assert _now(outage).begins_at == local(29, 22)
    other = outages.an_outage(month.archive, [(december(2), december(3), None)])
    with pytest.raises(MonthIssued, match="November 2026"):
        correct_outage(other, earlier, reason="log", by=house.hank, at=december(5))


def test_what_is_agreed_stays_as_it_was_issued(month: Example, issued: Statement) -> None:
    house = month.house

    with pytest.raises(MonthIssued, match="a manager of the manufacturer reopens it"):
        _shorter(month)
    report = OutageReport([Stretch(local(20, 1), local(20, 2))])
    with pytest.raises(MonthIssued):
        record_outage(month.archive, report, by=house.helen, at=december(4))


def test_of_an_outage_of_two_months_only_what_changes_is_asked(month: Example) -> None:
    house, november = month.house, datetime(2026, 11, 30, 20, tzinfo=PARIS)
    outage = months.agreed(month.archive, november, 8 * 60, (0, 100, 0, 0))
    issued = issue_statement(month.contract, NOVEMBER, by=house.helen, at=DECEMBER_2)
    _contested(issued, month, december(10))
    issue_statement(month.contract, DECEMBER, by=house.helen, at=JANUARY_5)

    later = [Stretch(november, december(1, 6))]
    with pytest.raises(MonthIssued, match="December 2026"):
        correct_outage(_now(outage), later, reason="log", by=house.helen, at=JANUARY_5)
    earlier = [Stretch(november - timedelta(hours=2), outage.ends_at)]
    correct_outage(_now(outage), earlier, reason="log", by=house.helen, at=JANUARY_5)

    assert _agree(outage, month, OURS, JANUARY_5).state == OutageState.AGREED


def _corrected_in_december(month: Example) -> tuple[Outage, Outage]:
    """Return an outage of two months, the first issued: agreed, then corrected in the second."""
    house, begins = month.house, datetime(2026, 11, 30, 23, tzinfo=PARIS)
    told = [(begins, december(1, 1), None)]
    outage = outages.an_outage(month.archive, told)
    agreed = _agree(outage, month, THEIRS, DECEMBER_2)
    issue_statement(month.contract, NOVEMBER, by=house.helen, at=DECEMBER_2)
    later = [Stretch(begins, december(1, 2))]
    return agreed, correct_outage(agreed, later, reason="log", by=house.helen, at=december(3))


def test_what_was_agreed_of_an_issued_month_stands_after_a_correction_beside_it(
    month: Example,
) -> None:
    house = month.house
    agreed, outage = _corrected_in_december(month)

    with pytest.raises(MonthIssued, match="November 2026"):
        _agree(outage, month, OURS, december(4))
    shorter = [Stretch(agreed.begins_at + timedelta(minutes=5), outage.ends_at)]
    with pytest.raises(MonthIssued, match="November 2026"):
        correct_outage(_now(outage), shorter, reason="log", by=house.helen, at=december(4))

    midnight = december(1, 0)
    said = [
        Stretch(agreed.begins_at, midnight, THEIRS),
        Stretch(midnight, december(1, 2), OURS),
    ]
    propose_responsibility(_now(outage), said, by=house.helen, at=december(4))
    accept_responsibility(_now(outage), by=house.max, at=december(4))
    assert _now(outage).state == OutageState.AGREED


def test_no_counter_says_otherwise_of_it_and_a_contest_opens_it(month: Example) -> None:
    house = month.house
    _agreed, outage = _corrected_in_december(month)
    whole = whole_outage(_now(outage), THEIRS)
    propose_responsibility(_now(outage), whole, by=house.helen, at=december(4))
    countered, why = whole_outage(_now(outage), OURS), Evidence("It was yours.")

    with pytest.raises(MonthIssued):
        counter_responsibility(_now(outage), countered, evidence=why, by=house.max, at=december(4))
    _contested(Statement.objects.get(), month, december(5))
    counter_responsibility(_now(outage), countered, evidence=why, by=house.max, at=december(5))


def test_a_contest_waits_for_the_outages_of_its_line_either_way(
    month: Example, issued: Statement
) -> None:
    house = month.house
    contest = _contested(issued, month)
    _shorter(month)

    for answer in (ACCEPTED, REFUSED):
        with pytest.raises(ContestWaits, match=r"INC-100203 of 12 November.*is not agreed"):
            decide_contest(contest, answer, by=house.helen, at=december(5))
    assert Contest.objects.get().decision == ""
    _agree(month.one, month, OURS, december(6))
    decide_contest(contest, REFUSED, by=house.helen, at=december(6))


def test_a_contest_is_refused_without_waiting_for_another_line(month: Example) -> None:
    house = month.house
    other = contracts.configuration(
        "Mail", month.contract, signed_by=(house.helen, house.max), at=local(1, 0)
    )
    issued = issue_statement(month.contract, NOVEMBER, by=house.helen, at=DECEMBER_2)
    contest = _contested(issued, month)
    told = (local(25, 8), local(25, 9), None)
    outages.an_outage(other, [told], reference="INC-100901")

    with pytest.raises(NotIssuable, match="INC-100901"):  # reckoned anew, the month is all of it
        decide_contest(contest, ACCEPTED, by=house.helen, at=december(5))
    decide_contest(contest, REFUSED, by=house.helen, at=december(5))

    assert Contest.objects.get().decision == ContestDecision.REFUSED


def test_what_is_not_agreed_is_taken_back_while_its_line_is_contested_or_not(
    month: Example, issued: Statement
) -> None:
    house = month.house
    mistaken = outages.an_outage(month.archive, [(local(20, 1), local(20, 2), None)])

    take_back_outage(mistaken, reason="a test of probes", by=house.helen, at=december(4))

    assert _now(mistaken).state == OutageState.VOID
    assert not Correction.objects.exists()


def test_what_was_agreed_of_an_issued_month_is_not_taken_back_once_its_rest_was_corrected(
    month: Example,
) -> None:
    house, begins = month.house, datetime(2026, 11, 30, 22, tzinfo=PARIS)
    report = OutageReport([Stretch(begins, december(1, 2))])
    made = record_outage(month.archive, report, by=house.helen, at=DECEMBER_2)
    _agree(made, month, OURS, DECEMBER_2)
    issued = issue_statement(month.contract, NOVEMBER, by=house.helen, at=DECEMBER_2)
    shorter = [Stretch(begins, december(1, 1))]
    correct_outage(_now(made), shorter, reason="log", by=house.helen, at=DECEMBER_3)

    with pytest.raises(MonthIssued, match="November 2026"):
        take_back_outage(_now(made), reason="a test", by=house.helen, at=DECEMBER_3)
    _contested(issued, month)
    take_back_outage(_now(made), reason="a test", by=house.helen, at=DECEMBER_3)

    assert _now(made).state == OutageState.VOID
