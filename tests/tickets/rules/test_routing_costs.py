"""From odds to a queue, by what a mistake costs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickets.rules.routing_costs import Costs, queue_for

minutes = st.integers(1, 500)


costs = st.builds(Costs, wrong_hardware=minutes, wrong_software=minutes, triage=minutes)


@given(st.floats(0, 1), costs)
def test_the_cheapest_in_expectation_is_chosen(for_hardware: float, costs: Costs) -> None:
    chosen = queue_for(for_hardware, costs)

    expected = {
        "triage": costs.triage,
        "hardware": (1 - for_hardware) * costs.wrong_hardware,
        "software": for_hardware * costs.wrong_software,
    }
    assert expected[chosen] == min(expected.values())


@given(st.floats(0, 1), costs, st.floats(0, 1), st.floats(0, 1))
def test_the_more_open_the_cause_the_sooner_a_person_sorts(
    for_hardware: float, costs: Costs, one: float, other: float
) -> None:
    less, more = sorted((one, other))

    if queue_for(for_hardware, costs, chance_open=less) == "triage":
        assert queue_for(for_hardware, costs, chance_open=more) == "triage"


def test_a_cause_that_is_surely_open_belongs_to_nobody() -> None:
    assert queue_for(0.99, Costs(), chance_open=1.0) == "triage"


@pytest.mark.parametrize(
    ("for_hardware", "queue"),
    [(0.9, "hardware"), (0.7, "triage"), (0.2, "triage"), (0.05, "software")],
)
def test_each_mistake_has_its_own_threshold(for_hardware: float, queue: str) -> None:
    assert queue_for(for_hardware, Costs(wrong_hardware=20, wrong_software=40, triage=4)) == queue
