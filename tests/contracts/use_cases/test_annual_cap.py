"""The annual cap holds whatever is corrected; what a correction leaves of it is told."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from contracts.choices import ContestDecision, EventKind
from contracts.models import Contest, Contract, ContractEvent, Correction, Outage, Statement
from contracts.papers.note import note_paper
from contracts.rules.outages import Stretch
from contracts.rules.responsibility import Responsibility
from contracts.selectors.freed_cap import freed_of
from contracts.selectors.note import note_read
from contracts.use_cases.contest_line import Answer, NoDifference, contest_line, decide_contest
from contracts.use_cases.issue_statement import issue_statement
from contracts.use_cases.propose_responsibility import (
    accept_responsibility,
    propose_responsibility,
    whole_outage,
)
from contracts.use_cases.record_outage import correct_outage
from tests.cast import House
from tests.factories import contracts, months, statements
from tests.factories.contracts import PARIS
from tests.factories.months import DECEMBER_2, NOVEMBER, Example, local
from tests.programs import Program

pytestmark = pytest.mark.usefixtures("in_english")

DECEMBER = date(2026, 12, 1)
JANUARY = date(2027, 1, 1)
JANUARY_2 = datetime(2027, 1, 2, 9, tzinfo=PARIS)
FEBRUARY_2 = datetime(2027, 2, 2, 9, tzinfo=PARIS)
ACCEPTED = Answer(ContestDecision.ACCEPTED)
MINUTE = timedelta(minutes=1)


def _december(day: int, hour: int = 12) -> datetime:
    return datetime(2026, 12, day, hour, tzinfo=PARIS)


@pytest.fixture
def month(house: House) -> Example:
    return months.example(house, annual_cap=Decimal("1000.00"))


@pytest.fixture
def november(month: Example) -> Statement:
    return issue_statement(month.contract, NOVEMBER, by=month.house.helen, at=DECEMBER_2)


@pytest.fixture
def december(month: Example, november: Statement) -> Statement:
    """December, of 3 000 before the annual cap, which leaves 400."""
    months.agreed(month.archive, _december(10), 600, (100, 0, 0, 0))
    return issue_statement(
        Contract.objects.get(pk=month.contract.pk), DECEMBER, by=month.house.helen, at=JANUARY_2
    )


def _contested(of: Statement, house: House, at: datetime) -> Contest:
    return contest_line(of.lines.get(), reason="It was otherwise.", by=house.clara, at=at)


def _corrected(month: Example, ends_at: datetime, at: datetime) -> None:
    """Let the first outage of November end otherwise, and be the manufacturer's alone."""
    outage = Outage.objects.get(pk=month.one.pk)
    stretch = Stretch(outage.begins_at, ends_at)
    outage = correct_outage(outage, [stretch], reason="Seen.", by=month.house.helen, at=at)
    whole = whole_outage(outage, Responsibility(manufacturer=Decimal(100)))
    propose_responsibility(outage, whole, by=month.house.helen, at=at)


def _of_the_year() -> Decimal:
    return sum(
        (each.penalty for each in [*Statement.objects.all(), *Correction.objects.all()]), Decimal(0)
    )


def _reached() -> list[int]:
    rows = ContractEvent.objects.filter(kind=EventKind.ANNUAL_CAP_REACHED)
    return [each.detail["statement"] for each in rows.order_by("id")]


def test_a_correction_of_an_earlier_month_keeps_within_what_later_ones_left(
    month: Example, november: Statement, december: Statement
) -> None:
    contest = _contested(november, month.house, at=_december(15))
    _corrected(month, local(12, 23), at=JANUARY_2)

    decide_contest(contest, ACCEPTED, by=month.house.helen, at=JANUARY_2)

    assert [november.penalty, december.penalty] == [Decimal("600.00"), Decimal("400.00")]
    assert Correction.objects.get().penalty == 0  # between the vendors alone
    assert _of_the_year() == Decimal("1000.00")
    assert _reached() == [december.pk]


def test_a_note_between_the_vendors_is_none_of_the_clients_whatever_the_year_has_come_to(
    month: Example, november: Statement, december: Statement
) -> None:
    house = month.house
    contest = _contested(november, house, at=_december(15))
    whole = whole_outage(month.one, Responsibility(Decimal(50), Decimal(50)))
    correct_outage(
        Outage.objects.get(pk=month.one.pk),
        [Stretch(month.one.begins_at, month.one.begins_at + MINUTE)],
        reason="Seen.",
        by=house.helen,
        at=JANUARY_2,
    )
    back = [Stretch(whole[0].begins, whole[0].ends)]
    correct_outage(
        Outage.objects.get(pk=month.one.pk), back, reason="Not so.", by=house.helen, at=JANUARY_2
    )
    propose_responsibility(Outage.objects.get(pk=month.one.pk), whole, by=house.helen, at=JANUARY_2)
    accept_responsibility(Outage.objects.get(pk=month.one.pk), by=house.max, at=JANUARY_2)

    decide_contest(contest, ACCEPTED, by=house.helen, at=JANUARY_2)

    note = Correction.objects.get()
    assert (note.penalty, note.reimbursement) == (Decimal(0), Decimal("-225.00"))
    assert note.is_between_vendors
    key = f"/statements/{november.key}/"
    assert Program(house.clara).reads(key)["corrections"] == []
    assert Program(house.max).reads(key)["corrections"] != []

    statements.tell_notes_apart("0036_notes_between_vendors")
    assert not Correction.objects.get().is_between_vendors  # as it was told at first
    statements.tell_notes_apart("0038_notes_beside_other_months")
    assert Correction.objects.get().is_between_vendors


def test_a_correction_that_reaches_the_annual_cap_is_an_event(
    month: Example, november: Statement
) -> None:
    contest = _contested(november, month.house, at=_december(3))
    _corrected(month, local(13, 23), at=_december(4))

    decide_contest(contest, ACCEPTED, by=month.house.helen, at=_december(5))

    assert _of_the_year() == Decimal("1000.00")
    assert _reached() == [november.pk]


def test_what_a_debit_note_leaves_of_the_cap_is_told_of_the_month_that_it_cut(
    client: Client, month: Example, november: Statement, december: Statement
) -> None:
    house = month.house
    contest = _contested(november, house, at=_december(15))
    assert freed_of(december) is None
    _corrected(month, month.one.begins_at + MINUTE, at=JANUARY_2)

    decide_contest(contest, ACCEPTED, by=house.helen, at=JANUARY_2)

    freed = freed_of(december)
    note = Correction.objects.get()
    assert freed is not None
    assert (freed.since, freed.amount) == (note.legal_number, -note.penalty)
    assert freed_of(november) is None

    document = Program(house.max).reads("/statements/CM-0900-2026-12/")
    assert document["freed"] == {"since": note.legal_number, "amount": f"{-note.penalty:.2f}"}
    assert "freed" not in Program(house.clara).reads("/statements/CM-0900-2026-12/")
    assert "freed" not in Program(house.hank).reads("/statements/CM-0900-2026-12/")
    client.force_login(house.helen)
    page = client.get("/statements/CM-0900-2026-12/").content.decode()
    assert f"Since {note.legal_number} the annual cap leaves" in page
    assert "its line can be reopened" in page
    client.force_login(house.max)
    page = client.get("/statements/CM-0900-2026-12/").content.decode()
    assert "a manager of Compaq can reopen its line" in page


@pytest.mark.parametrize(
    ("minutes", "of_december", "of_january"),
    [(600, "600.00", None), (60, "200.00", "400.00")],  # 3 000 or 600, of which 400 are owed
)
def test_what_is_left_is_told_once_the_earliest_month_first(
    month: Example, november: Statement, minutes: int, of_december: str, of_january: str | None
) -> None:
    house, at = month.house, datetime(2027, 2, 2, 9, tzinfo=PARIS)
    months.agreed(month.archive, _december(10), minutes, (100, 0, 0, 0))
    begins = datetime(2027, 1, 10, 12, tzinfo=PARIS)
    months.agreed(month.archive, begins, 600, (100, 0, 0, 0))
    december, january = (
        issue_statement(Contract.objects.get(pk=month.contract.pk), each, by=house.helen, at=at)
        for each in (DECEMBER, date(2027, 1, 1))
    )
    contest = contest_line(november.lines.get(), reason="x", by=house.helen, at=at)
    _corrected(month, month.one.begins_at + MINUTE, at=at)

    decide_contest(contest, ACCEPTED, by=house.helen, at=at)

    assert [each.penalty for each in (december, january)] == [Decimal("400.00"), 0]
    said = [freed_of(each) for each in (december, january)]
    assert [each and str(each.amount) for each in said] == [of_december, of_january]


@pytest.fixture
def january(month: Example, december: Statement) -> Statement:
    """January, of 3 000 under an annual cap that was raised to 5 000 from then on."""
    contract = Contract.objects.get(pk=month.contract.pk)
    raised = {"effective_on": JANUARY, "annual_cap": Decimal("5000.00")}
    contracts.amended(contract, at=DECEMBER_2, **raised)  # type: ignore[arg-type]
    begins = datetime(2027, 1, 10, 12, tzinfo=PARIS)
    months.agreed(month.archive, begins, 600, (100, 0, 0, 0))
    return issue_statement(contract, JANUARY, by=month.house.helen, at=FEBRUARY_2)


def test_a_cap_that_was_raised_since_takes_nothing_of_earlier_months(
    month: Example, december: Statement, january: Statement
) -> None:
    assert [december.penalty, january.penalty] == [Decimal("400.00"), Decimal("3000.00")]
    contest = _contested(december, month.house, at=JANUARY_2)

    with pytest.raises(NoDifference):
        decide_contest(contest, ACCEPTED, by=month.house.helen, at=FEBRUARY_2)


def test_what_a_note_leaves_is_told_by_the_cap_of_the_month_that_it_cut(
    month: Example, november: Statement, december: Statement, january: Statement
) -> None:
    house = month.house
    contest = contest_line(november.lines.get(), reason="x", by=house.helen, at=FEBRUARY_2)
    _corrected(month, month.one.begins_at + MINUTE, at=FEBRUARY_2)
    decide_contest(contest, ACCEPTED, by=house.helen, at=FEBRUARY_2)

    freed = freed_of(december)
    assert freed is not None
    assert freed.amount == Decimal("600.00")
    assert freed_of(january) is None
    ours = contest_line(december.lines.get(), reason="x", by=house.helen, at=FEBRUARY_2)
    decide_contest(ours, ACCEPTED, by=house.helen, at=FEBRUARY_2)

    assert december.corrections.get().penalty == Decimal("600.00")
    assert freed_of(december) is None


def test_what_was_left_can_be_corrected_up_to_the_cap_and_no_further(
    month: Example, november: Statement, december: Statement
) -> None:
    house, later = month.house, JANUARY_2 + timedelta(1)
    of_november = _contested(november, house, at=_december(15))
    _corrected(month, month.one.begins_at + MINUTE, at=JANUARY_2)
    decide_contest(of_november, ACCEPTED, by=house.helen, at=JANUARY_2)
    of_december = _contested(december, house, at=later)

    decide_contest(of_december, ACCEPTED, by=house.helen, at=later)

    assert _of_the_year() == Decimal("1000.00")
    assert freed_of(Statement.objects.get(pk=december.pk)) is None
    assert _reached() == [december.pk, december.pk]


def test_a_note_says_what_the_year_came_to_and_not_by_what_its_cap_was_lowered(
    house: House,
) -> None:
    month = months.example(house, annual_cap=Decimal("3000.00"))
    lowered = {"effective_on": DECEMBER, "annual_cap": Decimal("1000.00")}
    contracts.amended(month.contract, at=local(3, 9), **lowered)  # type: ignore[arg-type]
    contract = Contract.objects.get(pk=month.contract.pk)
    issued = issue_statement(contract, NOVEMBER, by=house.helen, at=DECEMBER_2)
    months.agreed(month.archive, _december(10), 90, (100, 0, 0, 0))
    later = issue_statement(contract, DECEMBER, by=house.helen, at=JANUARY_2)
    assert [issued.penalty, later.penalty] == [Decimal("600.00"), Decimal("400.00")]
    contest = contest_line(issued.lines.get(), reason="x", by=house.helen, at=JANUARY_2)
    _corrected(month, local(12, 23), at=JANUARY_2)
    decide_contest(contest, ACCEPTED, by=house.helen, at=JANUARY_2)

    paper = note_paper(note_read(house.helen, issued.key, "N-000001", at=JANUARY_2))

    sums: list[Any] = [row for each in paper.blocks if each.kind == "sum" for row in each.rows]
    rows = {words: said for words, said, _is_total in sums}
    assert rows["Left of the annual cap, all systems"] == "€600.00"
    assert rows["Since 1 November 2026, all systems, cap €3,000"] == "€1,000.00"
