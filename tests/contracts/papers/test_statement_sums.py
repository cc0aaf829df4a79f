"""What a statement says of a month: its sentence, what was allowed, its operands, its caps."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import translation

from contracts.choices import OutageState
from contracts.models import Configuration
from contracts.papers.calculation import calculation, committed_time, say_split, split_times
from contracts.papers.explained import explained
from contracts.papers.paper import statement_paper
from contracts.papers.said import Explained
from contracts.papers.verdict import counted, not_measured, verdict
from contracts.selectors.statements import statement_read
from tests.cast import House
from tests.factories import contracts, months, outages
from tests.factories.contracts import PARIS
from tests.factories.months import BANDS, DECEMBER_2, Example, agreed, local

pytestmark = pytest.mark.usefixtures("in_english")

ALL = (100, 0, 0, 0)


def _said(month: Example) -> Explained:
    return explained(month.read())


def _rows(said: Explained) -> dict[str, str]:
    assert said.worst is not None
    rows = calculation(said.worst, said)
    return {label: value.replace("\N{NO-BREAK SPACE}", " ") for label, value, _total in rows}


def _plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


def _beside(month: Example, name: str) -> Configuration:
    signed_by = (month.house.helen, month.house.max)
    return contracts.configuration(name, month.contract, signed_by=signed_by, at=local(1, 0))


def _of_october(house: House, first_day: int = 1) -> Explained:
    starts_on = date(2026, 10, first_day)
    contract = contracts.contract(
        "CM-0901", house.vauquelin, house.agreement, starts_on=starts_on, bands=BANDS
    )
    begins_at = datetime(2026, 10, first_day, tzinfo=PARIS)
    contracts.configuration("Archive", contract, signed_by=(house.helen, house.max), at=begins_at)
    return explained(statement_read(house.helen, "CM-0901-2026-10", at=DECEMBER_2))


# --- The sentence ---------------------------------------------------------------------------------


def test_the_worst_system_is_said_with_what_it_missed_and_how_often(month: Example) -> None:
    said = verdict(_said(month))

    assert said == "Archive misses the target by 0.1794 point, after two interruptions."


@pytest.mark.parametrize(
    ("missing", "rest"),
    [
        ((), "2 of 3 systems keep it."),
        (("Ledger",), "1 of 3 systems keeps it."),
        (("Ledger", "Mail"), "No system keeps it."),
    ],
)
def test_the_others_follow_by_their_number(
    month: Example, missing: tuple[str, ...], rest: str
) -> None:
    for name in ("Ledger", "Mail"):
        system = _beside(month, name)
        if name in missing:
            agreed(system, local(20, 9), 60, ALL)

    assert verdict(_said(month)).endswith(f"interruptions. {rest}")


@pytest.mark.parametrize(
    ("missing", "said"),
    [
        ((), "2 systèmes sur 3 le tiennent."),
        (("Ledger",), "1 système sur 3 le tient."),
        (("Ledger", "Mail"), "Aucun système ne le tient."),
    ],
)
def test_french_follows_the_number_that_kept_it(
    month: Example, missing: tuple[str, ...], said: str
) -> None:
    for name in ("Ledger", "Mail"):
        system = _beside(month, name)
        if name in missing:
            agreed(system, local(20, 9), 60, ALL)

    with translation.override("fr"):
        sentence = verdict(_said(month))

    assert sentence == (
        f"Archive manque l’objectif de 0,1794 point, après deux interruptions. {said}"
    )


def test_all_that_keep_the_target_are_said_together(house: House) -> None:
    assert verdict(_of_october(house)) == "Archive keeps the target."


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (2577, "Ledger keeps the target."),
        (2578, "Ledger misses the target by 0.0001 point, after one interruption."),
    ],
)
def test_a_target_missed_by_less_than_is_shown_is_missed(
    house: House, month: Example, seconds: int, said: str
) -> None:
    """Of 2 577 600 committed seconds 2 577.6 are allowed."""
    contract = contracts.contract(
        "CM-0902", house.vauquelin, house.agreement, starts_on=months.NOVEMBER
    )
    signed_by = (house.helen, house.max)
    ledger = contracts.configuration("Ledger", contract, signed_by=signed_by, at=local(1, 0))
    months.window(house, ledger)
    begins_at = local(20, 9)
    stretch = (begins_at, begins_at + timedelta(seconds=seconds), ALL)
    outages.an_outage(ledger, [stretch], state=OutageState.AGREED, agreed_at=DECEMBER_2)

    read = statement_read(house.helen, "CM-0902-2026-11", at=DECEMBER_2)

    assert verdict(explained(read)) == said


def test_what_the_target_allows_stands_beside_what_was_counted(month: Example) -> None:
    assert [_plain(each) for each in counted(_said(month))] == [
        "2 h",
        "counted, 42 min 57 s allowed",
    ]

    _beside(month, "Ledger")

    assert _plain(counted(_said(month))[1]) == "counted on Archive, 42 min 57 s allowed"


# --- Operands -------------------------------------------------------------------------------------


def test_committed_time_comes_from_the_months_in_one_unit(month: Example) -> None:
    rows = _rows(_said(month))

    assert [*rows.items()][:3] == [
        ("Time of the month, 720\N{NO-BREAK SPACE}h", "2,592,000 s"),
        ("Maintenance agreed beforehand, left out", "−14,400 s"),
        ("Committed time", "2,577,600 s"),
    ]
    assert not [label for label in rows if label.startswith("Since")]


def test_the_hour_more_of_october_is_said(house: House) -> None:
    label, value = next(iter(_rows(_of_october(house)).items()))

    assert _plain(label) == "Time of the month, 745 h with the change to winter time"
    assert value == "2,682,000 s"


def test_what_lies_outside_the_contract_is_taken_off(house: House) -> None:
    rows = _rows(_of_october(house, first_day=11))

    outside = rows["Outside the promised hours, the contract or a revision in force"]
    assert (outside, rows["Committed time"]) == ("−864,000 s", "1,818,000 s")


def test_a_monthly_cap_is_said_where_it_cut(house: House) -> None:
    rows = _rows(_said(months.example(house, penalty_cap=Decimal(4))))

    assert rows["Before the cap"] == "€600.00"
    assert rows["Monthly cap, 4\N{NO-BREAK SPACE}% of the fee, all systems"] == "€480.00"
    assert rows["Penalty owed to the client"] == "€480.00"


@pytest.mark.parametrize(("cap", "spent"), [("500.00", "€500.00"), ("63000.00", "€600.00")])
def test_an_annual_cap_is_said_with_its_counter(house: House, cap: str, spent: str) -> None:
    rows = _rows(_said(months.example(house, annual_cap=Decimal(cap))))

    said = f"Since 1 November 2026, all systems, cap €{Decimal(cap):,.0f}"
    assert rows[said] == spent
    assert ("Left of the annual cap, all systems" in rows) is (cap == "500.00")


def test_of_a_cap_that_was_lowered_below_what_is_spent_nothing_is_left(house: House) -> None:
    month = months.example(house, annual_cap=Decimal("5000.00"))
    december = date(2026, 12, 1)
    contracts.amended(
        month.contract, effective_on=december, at=local(3, 9), annual_cap=Decimal("500.00")
    )
    agreed(month.archive, datetime(2026, 12, 10, 9, tzinfo=PARIS), 90, ALL)

    rows = _rows(explained(statement_read(house.helen, "CM-0900-2026-12", at=DECEMBER_2)))

    assert rows["Left of the annual cap, all systems"] == "€0.00"
    assert rows["Since 1 November 2026, all systems, cap €500"] == "€600.00"


def test_a_system_that_was_not_measured_says_why(month: Example) -> None:
    late = contracts.configuration("Late", month.contract, signed_by=None, at=local(1, 0))
    signed_by = (month.house.helen, month.house.max)
    in_december = datetime(2026, 12, 10, tzinfo=UTC)
    contracts.next_revision(late, signed_by=signed_by, effective_at=in_december, at=local(5, 9))
    said = _said(month)

    line = next(each for each in said.lines if each.name == "Late")

    assert "no revision was in force" in not_measured(line, said)
    assert [value for _label, value, is_sum in committed_time(line, said) if is_sum] == [
        "0\N{NO-BREAK SPACE}s"
    ]
    assert verdict(said).endswith("1 system was not measured.")
    titles = [each.title for each in statement_paper(month.read()).blocks]
    assert "The calculation, Late" in titles


# --- The split ------------------------------------------------------------------------------------


def test_who_pays_whom_is_a_sentence_with_the_time_behind_it(month: Example) -> None:
    said = _said(month)

    assert say_split(said, month.contract.agreement) == (
        "Compaq pays the client €600. Microsoft reimburses Compaq €450."
    )
    assert {party: _plain(of) for party, of in split_times(said).items()} == {
        "publisher": "1 h 30 min of 2 h",
        "manufacturer": "30 min of 2 h",
    }


def test_time_that_costs_nothing_is_no_part_of_the_split(month: Example) -> None:
    """Half an hour is within the target."""
    agreed(_beside(month, "Ledger"), local(20, 9), 30, ALL)

    assert _plain(split_times(_said(month))["manufacturer"]) == "30 min of 2 h"


def test_where_nothing_is_owed_nobody_pays(house: House) -> None:
    assert say_split(_of_october(house), house.agreement) == ""


def test_a_penalty_of_the_manufacturers_alone_is_not_reimbursed(house: House) -> None:
    _of_october(house)
    agreed(
        Configuration.objects.get(name="Archive"),
        datetime(2026, 10, 12, 9, tzinfo=PARIS),
        60,
        ALL,
    )
    read = statement_read(house.helen, "CM-0901-2026-10", at=DECEMBER_2)

    assert say_split(explained(read), house.agreement) == (
        "Compaq pays the client €600. Microsoft reimburses nothing."
    )


def test_a_stretch_lasts_as_long_as_it_did_where_clocks_change(house: House) -> None:
    _of_october(house)
    archive = Configuration.objects.get(name="Archive")
    before = datetime(2026, 10, 25, 1, tzinfo=PARIS)
    after = datetime(2026, 10, 25, 4, tzinfo=PARIS)
    outages.an_outage(
        archive, [(before, after, ALL)], state=OutageState.AGREED, agreed_at=DECEMBER_2
    )

    read = statement_read(house.helen, "CM-0901-2026-10", at=DECEMBER_2)

    assert [each.seconds for each in explained(read).interruptions] == [4 * 3600]
