from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.choices import Impact
from contracts.rules.coverage import DayException, Hours, Window
from contracts.rules.offer import BandOffer, Offer, TargetOffer, faults_of, faults_of_part
from contracts.rules.offer_faults import Fault

NEW_YEAR = date(2027, 1, 1)
HOUR = timedelta(hours=1)
GOOD = Offer(
    availability_target=Decimal("99.9"),
    monthly_fee=Decimal(12000),
    penalty_cap=Decimal(50),
    hours=Hours("Europe/Paris"),
    targets=[TargetOffer(Impact.OUTAGE, timedelta(minutes=15), 4 * HOUR)],
    bands=[BandOffer(Decimal("99.9"), Decimal(5)), BandOffer(Decimal("99.5"), Decimal(10))],
)


def _band(below: str, percent: str) -> BandOffer:
    return BandOffer(Decimal(below), Decimal(percent))


def test_what_can_be_kept_can_be_offered() -> None:
    assert faults_of(GOOD, effective_on=NEW_YEAR) == []


@pytest.mark.parametrize(
    ("changes", "field", "fault"),
    [
        ({"availability_target": Decimal(0)}, "availability_target", Fault.NOT_A_PERCENTAGE),
        ({"availability_target": Decimal("NaN")}, "availability_target", Fault.NOT_A_PERCENTAGE),
        (
            {"availability_target": Decimal("100.0001")},
            "availability_target",
            Fault.NOT_A_PERCENTAGE,
        ),
        ({"penalty_cap": Decimal(-1)}, "penalty_cap", Fault.NOT_A_PERCENTAGE),
        ({"monthly_fee": Decimal("-0.01")}, "monthly_fee", Fault.NOT_AN_AMOUNT),
        ({"monthly_fee": Decimal(10) ** 10}, "monthly_fee", Fault.NOT_AN_AMOUNT),
        ({"availability_target": Decimal("99.99999")}, "availability_target", Fault.TOO_PRECISE),
        ({"monthly_fee": Decimal("0.001")}, "monthly_fee", Fault.TOO_PRECISE),
        ({"bands": [_band("99.00001", "5")]}, "penalty_bands", Fault.TOO_PRECISE),
        ({"bands": [_band("99", "5.001")]}, "penalty_bands", Fault.TOO_PRECISE),
        ({"annual_cap": Decimal("Infinity")}, "annual_cap", Fault.NOT_AN_AMOUNT),
        ({"hours": Hours("Europe/Paris", always_on=False)}, "coverage", Fault.NO_HOURS),
        ({"targets": []}, "targets", Fault.NO_OUTAGE_TARGET),
        ({"targets": [TargetOffer(Impact.OUTAGE, HOUR)]}, "targets", Fault.NO_OUTAGE_TARGET),
        ({"targets": [GOOD.targets[0]] * 2}, "targets", Fault.IMPACT_TWICE),
        (
            {"targets": [TargetOffer(Impact.OUTAGE, timedelta(), HOUR)]},
            "targets",
            Fault.NO_TIME_LEFT,
        ),
        (
            {"targets": [TargetOffer(Impact.OUTAGE, HOUR, HOUR, timedelta(days=400))]},
            "targets",
            Fault.TOO_LONG,
        ),
        (
            {"targets": [TargetOffer(Impact.OUTAGE, 2 * HOUR, HOUR)]},
            "targets",
            Fault.RESTORES_BEFORE_RESPONSE,
        ),
        ({"bands": [_band("99", "0")]}, "penalty_bands", Fault.NOT_A_PERCENTAGE),
        ({"bands": [_band("99", "5"), _band("99", "9")]}, "penalty_bands", Fault.BAND_TWICE),
        ({"bands": [_band("99", "5"), _band("98", "5")]}, "penalty_bands", Fault.DEEPER_COSTS_LESS),
        ({"bands": [_band("99.95", "5")]}, "penalty_bands", Fault.BAND_ABOVE_TARGET),
        ({"contest_days": 0}, "contest_days", Fault.TOO_FEW_DAYS),
        ({"answer_days": 366}, "answer_days", Fault.TOO_FEW_DAYS),
        ({"ends_on": date(2026, 12, 31)}, "ends_on", Fault.ENDS_TOO_EARLY),
        ({"ends_on": date(9999, 12, 31)}, "ends_on", Fault.ENDS_TOO_FAR),
        (
            {"hours": Hours("UTC", exceptions=[DayException(date(9999, 12, 31), (), "x")])},
            "coverage",
            Fault.DAY_TOO_FAR,
        ),
        ({"not_restored_within": timedelta()}, "not_restored_within", Fault.NO_TIME_LEFT),
    ],
)
def test_what_cannot_be_offered_is_told_at_its_field(
    changes: dict[str, Any], field: str, fault: Fault
) -> None:
    found = faults_of(replace(GOOD, **changes), effective_on=NEW_YEAR)

    assert [(each.field, each.fault) for each in found][:1] == [(field, fault)]


@pytest.mark.parametrize(
    "target",
    [
        TargetOffer(Impact.OUTAGE, HOUR, timedelta(days=30)),
        TargetOffer(Impact.OUTAGE, HOUR, HOUR, news_every=timedelta(days=30)),
    ],
)
def test_a_delay_that_the_hours_never_come_to_is_not_offered(target: TargetOffer) -> None:
    hour_a_week = Hours("Europe/Paris", always_on=False, windows=[Window(0, 8 * 60, 9 * 60)])
    two_hours = replace(hour_a_week, windows=[Window(0, 8 * 60, 10 * 60)])

    found = faults_of(replace(GOOD, hours=hour_a_week, targets=[target]), effective_on=NEW_YEAR)

    assert [(each.field, each.fault) for each in found] == [("targets", Fault.NEVER_DUE)]
    always = replace(target, round_the_clock=True)
    for hours, kept in ((two_hours, target), (hour_a_week, always)):
        assert faults_of(replace(GOOD, hours=hours, targets=[kept]), effective_on=NEW_YEAR) == []


@pytest.mark.parametrize(
    ("window", "is_possible"),
    [
        (Window(0, 8 * 60, 18 * 60), True),
        (Window(6, 22 * 60, 30 * 60), True),
        (Window(0, 0, 24 * 60), True),
        (Window(7, 0, 60), False),
        (Window(0, 60, 60), False),
        (Window(0, 60, 26 * 60), False),
        (Window(0, 24 * 60, 25 * 60), False),
    ],
)
def test_a_window_begins_before_it_ends_within_24_hours(window: Window, is_possible: bool) -> None:
    hours = Hours("Europe/Paris", always_on=False, windows=[window])

    found = faults_of(replace(GOOD, hours=hours), effective_on=NEW_YEAR)

    assert (found == []) == is_possible


@pytest.mark.parametrize(
    ("exceptions", "fault"),
    [
        (
            [DayException(NEW_YEAR, (), "x"), DayException(NEW_YEAR, [(0, 60)], "y")],
            Fault.DAY_TWICE,
        ),
        ([DayException(NEW_YEAR, [(60, 60)], "x")], Fault.DAY_IMPOSSIBLE),
        ([DayException(NEW_YEAR, [(0, 1441)], "x")], Fault.DAY_IMPOSSIBLE),
        ([DayException(NEW_YEAR, [(60, 30)], "x")], Fault.DAY_IMPOSSIBLE),
        ([DayException(NEW_YEAR, (), " ")], Fault.DAY_UNEXPLAINED),
        ([DayException(NEW_YEAR, (), "x" * 81)], Fault.DAY_UNEXPLAINED),
    ],
)
def test_a_day_of_its_own_is_told_by_its_date(exceptions: list[DayException], fault: Fault) -> None:
    hours = Hours("Europe/Paris", exceptions=exceptions)

    found = faults_of(replace(GOOD, hours=hours), effective_on=NEW_YEAR)

    assert {(each.field, each.fault, each.row) for each in found} == {
        ("coverage", fault, "2027-01-01")
    }


def test_exceptions_are_content_however_they_are_written() -> None:
    def having(*spans: tuple[int, int], reason: str = "x") -> object:
        own = [DayException(NEW_YEAR, spans, reason)]
        return replace(GOOD, hours=Hours("Europe/Paris", exceptions=own)).content

    assert having((0, 60), (60, 120)) == having((0, 120))
    assert len({GOOD.content, having(), having((0, 120)), having(reason="y")}) == 4


def test_windows_are_no_matter_round_the_clock() -> None:
    hours = Hours("Europe/Paris", windows=[Window(9, 9, 9)])

    assert faults_of(replace(GOOD, hours=hours), effective_on=NEW_YEAR) == []


@given(st.permutations(GOOD.bands))
def test_the_order_of_bands_changes_no_money(bands: list[BandOffer]) -> None:
    assert replace(GOOD, bands=bands).money == GOOD.money


@pytest.mark.parametrize(
    ("changes", "is_money"),
    [
        ({"monthly_fee": Decimal(1)}, True),
        ({"bands": GOOD.bands[:1]}, True),
        ({"annual_cap": Decimal(1)}, True),
        ({"availability_target": Decimal("99.95")}, True),
        ({"penalty_cap": Decimal(10)}, True),
        ({"targets": []}, False),
        ({"answer_days": 9}, False),
        ({"monthly_fee": Decimal("12000.00")}, False),
    ],
)
def test_what_decides_on_amounts_carries_money(changes: dict[str, Any], is_money: bool) -> None:
    assert (replace(GOOD, **changes).money != GOOD.money) == is_money


@given(st.sets(st.sampled_from(sorted(Offer.__dataclass_fields__))))
def test_what_is_not_known_yet_is_not_wrong(known: set[str]) -> None:
    said = {name: value for name, value in vars(GOOD).items() if name in known}

    assert faults_of_part(said, effective_on=None) == []


def test_what_is_known_is_judged_whatever_is_not() -> None:
    bands = [BandOffer(Decimal(99), Decimal(200))]

    found = faults_of_part({"bands": bands, "contest_days": 0}, effective_on=None)

    assert {each.field for each in found} == {"penalty_bands", "contest_days"}
