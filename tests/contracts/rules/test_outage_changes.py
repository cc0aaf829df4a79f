"""In which time two accounts of an outage differ."""

from datetime import UTC, datetime, timedelta

import pytest

from contracts.choices import Party
from contracts.rules.outage_changes import Interval, clipped, differences, interval_of
from contracts.rules.outages import Stretch
from contracts.rules.responsibility import all_of

NINE = datetime(2026, 11, 30, 9, tzinfo=UTC)
OURS, THEIRS = all_of(Party.MANUFACTURER), all_of(Party.PUBLISHER)
NOW = NINE + timedelta(hours=9)


def at(hour: int) -> datetime:
    return NINE + timedelta(hours=hour)


@pytest.mark.parametrize(
    ("before", "after", "changed"),
    [
        ([Stretch(at(0), at(2))], [Stretch(at(0), at(2))], []),
        ([Stretch(at(0), at(2))], [Stretch(at(0), at(3))], [(at(2), at(3))]),
        ([Stretch(at(0), at(2))], [Stretch(at(1), at(2))], [(at(0), at(1))]),
        (
            [Stretch(at(0), at(2))],
            [Stretch(at(4), at(5))],
            [(at(0), at(2)), (at(4), at(5))],
        ),
        (  # cut in two, it is the same
            [Stretch(at(0), at(2))],
            [Stretch(at(0), at(1)), Stretch(at(1), at(2))],
            [],
        ),
        (
            [Stretch(at(0), at(3))],
            [Stretch(at(0), at(1)), Stretch(at(1), at(3), is_unknown=True)],
            [(at(1), at(3))],
        ),
        (
            [Stretch(at(0), at(1), OURS), Stretch(at(1), at(3), THEIRS)],
            [Stretch(at(0), at(2), OURS), Stretch(at(2), at(3), THEIRS)],
            [(at(1), at(2))],
        ),
        ([], [Stretch(at(0), at(2))], [(at(0), at(2))]),
        ([Stretch(at(0), None)], [Stretch(at(0), at(2))], [(at(2), NOW)]),
        ([Stretch(at(0), at(2))], [Stretch(at(0), None)], [(at(2), NOW)]),
        ([], [Stretch(at(10), None)], []),  # a clock that runs ahead
    ],
)
def test_the_time_in_which_they_differ(
    before: list[Stretch], after: list[Stretch], changed: list[Interval]
) -> None:
    assert differences(before, after, now=NOW) == changed


def test_all_of_an_outage_is_one_interval() -> None:
    told = [Stretch(at(0), at(1)), Stretch(at(1), None, is_unknown=True)]

    assert interval_of(told, now=NOW) == (at(0), NOW)


def test_what_lies_in_another_interval_is_kept() -> None:
    found = clipped([(at(0), at(2)), (at(3), at(4)), (at(6), at(9))], (at(1), at(6)))

    assert found == [(at(1), at(2)), (at(3), at(4))]
