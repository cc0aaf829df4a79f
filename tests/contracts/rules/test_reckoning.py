"""A frozen reckoning says all of a month, and to each reader what is theirs to read."""

import json
from decimal import Decimal
from fractions import Fraction

import pytest

from contracts.rules.availability import Down, Segment
from contracts.rules.day_strip import DayMark, Held, strip_of
from contracts.rules.reckoning import (
    Circumstances,
    Named,
    Reckoning,
    for_client,
    for_publisher,
    written,
)
from contracts.rules.statement import SystemMonth, statement_of
from tests.contracts.rules.months import NOVEMBER, PARIS, WHOLE, down, november, paris, share

WINDOW = (paris(18, 2), paris(18, 6))
COMMITTED = ((NOVEMBER[0], WINDOW[0]), (WINDOW[1], NOVEMBER[1]))


@pytest.fixture(scope="module")
def said() -> Reckoning:
    outages = (
        down(paris(12, 14), 5_400, share(publisher=100), "A"),
        down(paris(23, 9), 3_600, share(manufacturer=50, client=50), "B"),
    )
    result = statement_of(november(), [SystemMonth(7, WHOLE, COMMITTED, outages)])
    named = {7: Named("Archive", COMMITTED, (WINDOW,))}
    return written(result, Circumstances("EUR", "Europe/Paris", NOVEMBER, Decimal(9000), named))


def test_the_worked_example_is_written_down_to_its_intervals(said: Reckoning) -> None:
    line = said["lines"][0]

    assert (said["penalty"], said["reimbursement"], said["availability"]) == (
        "600.00",
        "450.00",
        "99.7206",
    )
    assert (line["committed_seconds"], line["downtime_seconds"]) == (2_577_600, "7200")
    assert [each["counted"] for each in line["slices"]] == ["5400", "1800"]
    assert json.loads(json.dumps(said)) == said


def test_a_client_reads_both_vendors_as_one(said: Reckoning) -> None:
    text = json.dumps(for_client(said))

    assert not [word for word in ("manufacturer", "publisher", "split", "reimb") if word in text]
    assert for_client(said)["lines"][0]["held"]["suppliers"] == "7200"


def test_a_client_reads_no_cut_that_lies_between_the_vendors_alone() -> None:
    cut = Down(
        "A",
        (
            Segment(paris(12, 14), paris(12, 15), share(manufacturer=100)),
            Segment(paris(12, 15), paris(12, 16), share(publisher=100)),
            Segment(paris(12, 16), paris(12, 17), share(publisher=50, client=50)),
        ),
    )
    result = statement_of(november(), [SystemMonth(7, WHOLE, COMMITTED, (cut,))])
    whole = written(result, Circumstances("EUR", "Europe/Paris", NOVEMBER, None))

    slices = for_client(whole)["lines"][0]["slices"]

    assert len(whole["lines"][0]["slices"]) == 3
    assert [(each["begins"], each["ends"], each["counted"]) for each in slices] == [
        (paris(12, 14), paris(12, 16), "7200"),
        (paris(12, 16), paris(12, 17), "1800"),
    ]


def test_a_publisher_reads_no_name_of_what_is_not_its(said: Reckoning) -> None:
    slices = for_publisher(said)["lines"][0]["slices"]

    assert [part["reference"] for each in slices for part in each["parts"]] == ["A", ""]
    assert said["lines"][0]["slices"][1]["parts"][0]["reference"] == "B"


def test_a_strip_marks_each_local_day() -> None:
    held = [
        Held((paris(12, 23), paris(13, 1)), Fraction(7_200)),
        Held((paris(20, 8), paris(20, 9)), Fraction(0)),
        Held((paris(25, 8), paris(25, 9)), Fraction(60)),
    ]

    days = strip_of(
        NOVEMBER,
        PARIS,
        first=november().month,
        committed=[(NOVEMBER[0], paris(30))],
        held=held,
        maintenance=[WINDOW],
    )

    marks = {each.day.day: each.mark for each in days if each.mark != DayMark.CLEAR}
    assert len(days) == 30
    assert marks == {
        12: DayMark.LONG,
        13: DayMark.LONG,
        18: DayMark.NOT_COUNTED,
        20: DayMark.NOT_COUNTED,
        25: DayMark.SHORT,
        30: DayMark.NOT_COMMITTED,
    }
    assert days[11].counted == days[12].counted == 3_600
