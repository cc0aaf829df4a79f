from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from escalation.rules.pace import HOUR, free_at
from tests.factories.contracts import MORNING

_AGES = st.lists(st.integers(0, 7200), max_size=30)


def _sent(ages: list[int]) -> list[datetime]:
    return [MORNING - timedelta(seconds=each) for each in ages]


def test_below_the_ceiling_it_leaves_at_once() -> None:
    assert free_at(_sent([10, 20]), MORNING, most=3) is None


def test_at_the_ceiling_it_waits_until_the_oldest_of_the_hour_is_an_hour_old() -> None:
    assert free_at(_sent([10, 1800, 20]), MORNING, most=3) == MORNING + timedelta(minutes=30)


def test_what_left_an_hour_ago_counts_no_more() -> None:
    assert free_at(_sent([3600, 10]), MORNING, most=2) is None
    assert free_at(_sent([3599, 10]), MORNING, most=2) == MORNING + timedelta(seconds=1)


@given(ages=_AGES, most=st.integers(1, 10))
def test_when_it_may_leave_fewer_than_the_ceiling_left_within_an_hour(
    ages: list[int], most: int
) -> None:
    sent = _sent(ages)
    at = free_at(sent, MORNING, most=most) or MORNING

    assert MORNING <= at <= MORNING + HOUR
    assert sum(at - HOUR < each for each in sent) < most
