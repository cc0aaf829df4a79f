from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import pytest
from django.http import Http404
from django.utils import translation

from contracts.choices import EventKind, OutageSource, Party
from contracts.models import Contest, ContractEvent, Outage
from contracts.rules.outages import Stretch
from contracts.rules.refusal import Forbidden, Invalid
from contracts.rules.responsibility import all_of
from contracts.use_cases.check_issued import MonthIssued, months_touched
from contracts.use_cases.propose_responsibility import propose_responsibility, whole_outage
from contracts.use_cases.record_outage import (
    OutageReport,
    correct_outage,
    record_outage,
    take_back_outage,
)
from contracts.use_cases.write_outage import OutageMoveNotOpen
from tests.cast import House
from tests.factories.contracts import MORNING
from tests.factories.outages import AN_HOUR, BEFORE, an_outage
from tests.factories.statements import statement

END = BEFORE + AN_HOUR
MINUTE = timedelta(minutes=1)


def _record(house: House, *stretches: Stretch, who: str = "hank") -> Outage:
    report = OutageReport(stretches or [Stretch(BEFORE, END)], "Seen in the log")
    return record_outage(house.payroll, report, by=getattr(house, who), at=MORNING)


def test_the_manufacturer_records_by_hand_in_whole_seconds(house: House) -> None:
    moment = timedelta(microseconds=7)

    made = _record(house, Stretch(BEFORE + moment, END + moment))

    assert (made.source, made.begins_at, made.ends_at) == (OutageSource.HAND, BEFORE, END)
    event = ContractEvent.objects.get(kind=EventKind.OUTAGE_RECORDED)
    assert (event.by, event.configuration) == (house.hank, house.payroll)


@pytest.mark.parametrize(
    ("who", "refusal"),
    [("clara", Forbidden), ("mia", Forbidden), ("stranger", Http404), ("rival_agent", Http404)],
)
def test_nobody_else_records(house: House, who: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        _record(house, who=who)


@pytest.mark.parametrize(
    ("stretches", "field", "words"),
    [
        ([Stretch(END, BEFORE)], "segments.0.end", "later than the beginning"),
        (
            [Stretch(BEFORE, END), Stretch(END, BEFORE, is_unknown=True)],
            "segments.1.end",
            "later than the beginning",
        ),
        (
            [Stretch(datetime(2025, 12, 31, 12, tzinfo=UTC), END)],
            "segments.0.start",
            "nothing was promised before",
        ),
        (
            [Stretch(BEFORE, BEFORE + MINUTE), Stretch(END - MINUTE, END)],
            "segments.1.start",
            "What is apart is another outage",
        ),
        (
            [Stretch(BEFORE, END), Stretch(END - MINUTE, END)],
            "segments.1.start",
            "before the segment before it ends",
        ),
        (
            [Stretch(BEFORE, None), Stretch(END - MINUTE, END)],
            "segments.1.start",
            "only the last one may last still",
        ),
        ([Stretch(BEFORE, MORNING + AN_HOUR)], "segments.0.end", "in the future"),
        ([Stretch(MORNING + AN_HOUR, None)], "segments.0.start", "in the future"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(
    house: House, stretches: Sequence[Stretch], field: str, words: str
) -> None:
    with translation.override("en"), pytest.raises(Invalid) as refused:
        _record(house, *stretches)

    assert words in str(refused.value.errors[field][0])
    assert not Outage.objects.exists()


def test_an_unknown_stretch_is_settled_by_a_correction(house: House) -> None:
    made = _record(house, Stretch(BEFORE, END), Stretch(END, MORNING, is_unknown=True))

    correct_outage(made, [Stretch(BEFORE, MORNING)], reason="the log", by=house.hank, at=MORNING)

    now = Outage.objects.get(pk=made.pk)
    assert [(each.begins_at, each.is_unknown) for each in now.current] == [(BEFORE, False)]
    assert [each.is_unknown for each in now.of_version(1)] == [False, True]
    event = ContractEvent.objects.get(kind=EventKind.OUTAGE_CORRECTED)
    assert (event.detail["version"], event.detail["reason"]) == (2, "the log")


def test_a_correction_leaves_nothing_between_its_segments(house: House) -> None:
    made = _record(house)
    apart = [Stretch(BEFORE, BEFORE + MINUTE), Stretch(END - MINUTE, END)]

    with pytest.raises(Invalid) as refused:
        correct_outage(made, apart, reason="x", by=house.hank, at=MORNING)

    assert list(refused.value.errors) == ["segments.1.start"]


def test_a_correction_changes_something_and_says_why(house: House) -> None:
    made = _record(house)

    with pytest.raises(Invalid) as same:
        correct_outage(made, [Stretch(BEFORE, END)], reason="x", by=house.hank, at=MORNING)
    with pytest.raises(Invalid) as silent:
        correct_outage(made, [Stretch(BEFORE, None)], reason=" ", by=house.hank, at=MORNING)

    assert "segments" in same.value.errors
    assert "reason" in silent.value.errors


def test_nothing_is_changed_in_an_issued_month_unless_its_line_is_contested(house: House) -> None:
    made = _record(house)
    propose_responsibility(
        made, whole_outage(made, all_of(Party.MANUFACTURER)), by=house.hank, at=MORNING
    )
    line = statement(house.payroll, house.helen, month=date(2026, 11, 1)).lines.get()

    again = translation.override("en")
    with again, pytest.raises(MonthIssued, match="CM-0417 for November 2026 was issued"):
        correct_outage(made, [Stretch(BEFORE, MORNING)], reason="x", by=house.helen, at=MORNING)
    with pytest.raises(MonthIssued):
        _record(house)
    Contest.objects.create(line=line, reason="x", opened_by=house.clara, opened_at=MORNING)
    correct_outage(made, [Stretch(BEFORE, MORNING)], reason="x", by=house.helen, at=MORNING)


def test_what_lasts_may_begin_as_far_ahead_as_clocks_differ(house: House) -> None:
    ahead = MORNING + timedelta(minutes=1)

    made = _record(house, Stretch(ahead, None))

    assert (made.begins_at, made.ends_at) == (ahead, None)


def test_a_manager_takes_back_what_was_recorded_by_mistake(house: House) -> None:
    made = _record(house)

    with pytest.raises(Forbidden):
        take_back_outage(made, reason="a test of probes", by=house.hank, at=MORNING)
    with pytest.raises(Invalid):
        take_back_outage(made, reason="", by=house.helen, at=MORNING)
    take_back_outage(made, reason="a test of probes", by=house.helen, at=MORNING)

    assert not Outage.objects.standing().exists()
    assert not Outage.objects.visible_to(house.clara).exists()
    event = ContractEvent.objects.get(kind=EventKind.OUTAGE_VOIDED)
    assert event.detail["reason"] == "a test of probes"


def test_what_an_incident_says_is_not_taken_back(house: House) -> None:
    told = an_outage(house.payroll, reference="INC-100001")

    with pytest.raises(OutageMoveNotOpen):
        take_back_outage(told, reason="x", by=house.helen, at=MORNING)


def test_months_are_those_of_the_contracts_zone(house: House) -> None:
    last = datetime(2026, 10, 31, 22, 59, 59, tzinfo=UTC)
    midnight = last + timedelta(seconds=1)

    assert list(months_touched(house.contract, last, midnight)) == [date(2026, 10, 1)]
    assert list(months_touched(house.contract, last, midnight + AN_HOUR)) == [
        date(2026, 10, 1),
        date(2026, 11, 1),
    ]
