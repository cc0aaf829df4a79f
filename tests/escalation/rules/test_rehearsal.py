"""What a rehearsal supposes: when by default, in what order people act, what cannot be."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from contracts.choices import Impact
from escalation.rules.rehearsal import Cue, Scenario, next_saturday_night
from tickets.choices import Queue

PARIS = ZoneInfo("Europe/Paris")
NIGHT = datetime(2026, 11, 28, 2, 10, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def supposed(queue: Queue = Queue.SOFTWARE, **after: timedelta) -> Scenario:
    return Scenario(NIGHT, Impact.OUTAGE, queue, **after)


@pytest.mark.parametrize(
    ("at", "night"),
    [
        (datetime(2026, 11, 23, 8, 42, tzinfo=UTC), NIGHT),
        (NIGHT - MINUTE, NIGHT),
        (NIGHT, NIGHT + timedelta(days=7)),
        (datetime(2027, 3, 26, 12, 0, tzinfo=UTC), datetime(2027, 3, 27, 2, 10, tzinfo=UTC)),
        (datetime(2027, 3, 28, 12, 0, tzinfo=UTC), datetime(2027, 4, 3, 1, 10, tzinfo=UTC)),
    ],
)
def test_by_default_it_is_the_next_saturday_at_ten_past_three(
    at: datetime, night: datetime
) -> None:
    assert next_saturday_night(at, PARIS) == night


def test_people_act_in_the_order_of_their_instants() -> None:
    said = supposed(
        acknowledged_after=20 * MINUTE, waits_after=5 * MINUTE, resumes_after=30 * MINUTE
    )

    assert said.cues() == [
        (NIGHT + 5 * MINUTE, Cue.WAIT),
        (NIGHT + 20 * MINUTE, Cue.ACKNOWLEDGE),
        (NIGHT + 30 * MINUTE, Cue.RESUME),
    ]


def test_nobody_acknowledges_what_the_publisher_is_not_asked() -> None:
    assert supposed(Queue.HARDWARE, acknowledged_after=20 * MINUTE).cues() == []


def test_waiting_ends_after_it_begins() -> None:
    assert list(supposed(resumes_after=MINUTE).faults(at=NIGHT)) == ["order"]
    assert list(supposed(waits_after=MINUTE, resumes_after=MINUTE).faults(at=NIGHT)) == ["order"]
    assert list(supposed(waits_after=MINUTE).faults(at=NIGHT)) == []
