"""What fails, or takes long, keeps nothing else from being done when it is due."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from celery.exceptions import SoftTimeLimitExceeded

from escalation.choices import DueKind, Sweep
from escalation.lapses_of_time import silent_sweeps
from escalation.models import DueAction, LastRun
from escalation.rules.plan import Wanted
from escalation.use_cases import in_time
from escalation.use_cases import sweep_due as sweeping
from escalation.use_cases.follow_event import follow_left_behind
from escalation.use_cases.plan_due import plan_due
from escalation.use_cases.sweep_due import sweep_due
from tests.cast import House
from tests.factories.contracts import MORNING
from tests.factories.tickets import escalated
from tests.factories.tickets import incident as opened
from tickets.models import Escalation, IncidentEvent

AT_LEVEL_2 = MORNING + timedelta(minutes=15)
Stuck = Callable[[Exception], None]


@pytest.fixture
def legs(house: House) -> list[Escalation]:
    """Two escalations that nobody has acknowledged."""
    asked = [escalated(opened(house.payroll, house.clara), by=house.hank) for _ in range(2)]
    for each in asked:
        plan_due(each.pk, at=MORNING)
    return [Escalation.objects.get(incident=each) for each in asked]


@pytest.fixture
def stuck(legs: list[Escalation], monkeypatch: pytest.MonkeyPatch) -> Stuck:
    """Let the first escalation's climbs raise something."""
    climb = sweeping.ACTS[DueKind.CLIMB]

    def _sticks(with_: Exception) -> None:
        def _climb(row: DueAction, wanted: Wanted, at: datetime) -> IncidentEvent | None:
            if row.escalation_id == legs[0].pk:
                raise with_
            return climb(row, wanted, at)

        monkeypatch.setitem(sweeping.ACTS, DueKind.CLIMB, _climb)

    return _sticks


def _levels(legs: list[Escalation]) -> list[int]:
    found = Escalation.objects.filter(pk__in=[each.pk for each in legs])
    return list(found.order_by("pk").values_list("level", flat=True))


def test_what_fails_for_ever_comes_last_and_what_calls_somebody_before_warnings(
    legs: list[Escalation], stuck: Stuck, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sweeping, "BATCH", 1)
    stuck(RuntimeError("out of order"))

    for _time in range(2):
        sweep_due(at=AT_LEVEL_2)
    assert _levels(legs) == [1, 2]

    for _time in range(12):
        sweep_due(at=AT_LEVEL_2)
    left = DueAction.objects.due_at(AT_LEVEL_2).get()
    assert (left.escalation, left.kind) == (legs[0], DueKind.CLIMB)


def test_out_of_time_the_try_is_counted_and_the_sweep_is_not_taken_for_one_that_ended(
    legs: list[Escalation], stuck: Stuck
) -> None:
    stuck(SoftTimeLimitExceeded())

    with pytest.raises(SoftTimeLimitExceeded):
        sweep_due(at=AT_LEVEL_2)

    assert DueAction.objects.get(tries=1).escalation == legs[0]
    assert Sweep.DUE in silent_sweeps(at=AT_LEVEL_2)
    assert sweep_due(at=AT_LEVEL_2 - timedelta(minutes=5)) > 0


@pytest.mark.parametrize(
    ("sweep", "kept"), [(sweep_due, Sweep.DUE), (follow_left_behind, Sweep.FOLLOW)]
)
def test_a_sweep_that_lasts_too_long_begins_nothing_further(
    legs: list[Escalation],
    monkeypatch: pytest.MonkeyPatch,
    sweep: Callable[..., int],
    kept: Sweep,
) -> None:
    monkeypatch.setattr(in_time, "LONGEST_SWEEP", timedelta())

    assert sweep(at=AT_LEVEL_2) == 0
    assert LastRun.objects.get(sweep=kept).at == AT_LEVEL_2
