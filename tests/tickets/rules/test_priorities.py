import pytest

from contracts.choices import Impact, Priority
from tickets.rules.priorities import ACTIVATION, priority_of

BY_IMPACT = {"outage": "high", "degraded": "medium", "at_risk": "medium", "question": "low"}


@pytest.mark.parametrize("impact", Impact)
def test_priority_follows_from_the_impact(impact: Impact) -> None:
    assert priority_of(impact, forced_by=None) == BY_IMPACT[impact]


@pytest.mark.parametrize("impact", Impact)
@pytest.mark.parametrize("number", ["FR-7402-9183-63/R4", ACTIVATION])
def test_what_is_forced_is_high(impact: Impact, number: str) -> None:
    assert priority_of(impact, forced_by=number) == Priority.HIGH
