"""Committed seconds, what outages hold of them, and who answers: exact, whatever the order."""

from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.choices import Party
from contracts.rules.availability import (
    Down,
    EndsBeforeItBegins,
    Segment,
    SegmentsOverlap,
    Span,
    difference,
    instant_of,
    intersection,
    length,
    measure,
    second_of,
    shown_availability,
    union,
)
from tests.contracts.rules.months import down, share

SPANS = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=6)
BOTH = share(manufacturer=50, publisher=50)


def _seconds(spans: list[Span]) -> set[int]:
    return {second for start, end in spans for second in range(start, end)}


@given(some=SPANS, others=SPANS)
def test_sets_of_spans_are_sets_of_seconds(some: list[Span], others: list[Span]) -> None:
    one, other = _seconds(some), _seconds(others)

    for found, expected in [
        (union([*some, *others]), one | other),
        (intersection(some, others), one & other),
        (difference(some, others), one - other),
    ]:
        assert _seconds(found) == expected
        assert length(found) == len(expected)
        assert all(before[1] < after[0] for before, after in pairwise(found))


def test_a_second_that_two_outages_hold_is_shared_by_them() -> None:
    one = down(0, 100, share(publisher=100), "one")
    other = down(50, 100, share(client=100), "other")

    measured = measure([(0, 1000)], [one, other])

    assert measured.held[Party.PUBLISHER] == 75
    assert measured.held[Party.CLIENT] == 75
    assert measured.downtime == 75
    assert measured.availability == Fraction(925, 1000)
    assert [(each.begins, each.ends, len(each.parts)) for each in measured.slices] == [
        *((0, 50, 1), (50, 100, 2), (100, 150, 1))
    ]


def test_two_outages_by_the_same_name_are_two() -> None:
    measured = measure([(0, 100)], [down(0, 100, share(client=100)), down(0, 100, BOTH)])

    assert measured.downtime == 50


def test_only_committed_seconds_are_held() -> None:
    measured = measure([(10, 20), (30, 40)], [down(0, 35, BOTH)])

    assert measured.committed == 20
    assert measured.downtime == 15
    assert sum(each.seconds for each in measured.slices) == 15


def test_nothing_committed_is_not_measured() -> None:
    assert measure([], [down(0, 35, BOTH)]).availability is None


def test_neighbours_that_say_the_same_are_one_slice() -> None:
    cut = Down("", (Segment(0, 4, BOTH), Segment(4, 9, BOTH), Segment(9, 12, share(client=100))))

    slices = measure([(0, 100)], [cut]).slices

    assert [(each.begins, each.ends) for each in slices] == [(0, 9), (9, 12)]


def test_an_outage_holds_a_second_once() -> None:
    with pytest.raises(SegmentsOverlap):
        Down("INC-1", (Segment(5, 10, BOTH), Segment(0, 6, BOTH)))


def test_a_segment_that_ends_before_it_begins_is_refused_an_empty_one_is_not() -> None:
    with pytest.raises(EndsBeforeItBegins):
        Segment(10, 9, BOTH)

    assert measure([(0, 100)], [down(10, 0, BOTH)]).downtime == 0


@pytest.mark.parametrize(
    ("availability", "shown"),
    [
        (Fraction(1), "100.0000"),
        (Fraction(99_999_999, 100_000_000), "99.9999"),
        (Fraction(0), "0.0000"),
        (Fraction(2, 3), "66.6666"),
    ],
)
def test_an_availability_is_shown_rounded_down(availability: Fraction, shown: str) -> None:
    assert shown_availability(availability) == Decimal(shown)
    assert str(shown_availability(availability)) == shown


def test_an_instant_counts_by_the_second_in_which_it_lies() -> None:
    at = datetime(2026, 11, 3, 9, 0, 7, 999_999, tzinfo=UTC)

    assert instant_of(second_of(at)) == at.replace(microsecond=0)
