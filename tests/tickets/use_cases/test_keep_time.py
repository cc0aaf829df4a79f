"""News are owed a promised time after the last, counted in covered hours without the pauses."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from contracts.rules.coverage import Hours, Window, covered_duration
from tests.cast import House
from tests.factories import contracts, tickets
from tests.factories.contracts import MORNING
from tickets.choices import Status
from tickets.models import Incident
from tickets.use_cases.converse import log_call
from tickets.use_cases.keep_time import restart_clocks
from tickets.use_cases.move_incident import resume_work, wait_for_client

OFFICE = Hours(
    "Europe/Paris", always_on=False, windows=[Window(day, 8 * 60, 18 * 60) for day in range(5)]
)
PROMISED = timedelta(minutes=30)
STEPS = st.lists(
    st.tuples(st.integers(1, 600), st.sampled_from(["wait", "answer", "call"])), max_size=6
)


def _played(house: House, steps: list[tuple[int, str]]) -> tuple[Incident, list[datetime]]:
    """Play what is possible of the steps, end the last pause; return the bounds of the pauses."""
    incident = tickets.incident(house.payroll, house.clara)
    bounds: list[datetime] = []
    at = MORNING
    for minutes, step in [*steps, (7, "answer")]:
        at += timedelta(minutes=minutes)
        is_waiting = len(bounds) % 2 == 1
        if step == "call":
            log_call(incident, note="", by=house.hank, at=at)
        elif step == "wait" and not is_waiting:
            wait_for_client(incident, reason="x", by=house.hank, at=at)
            bounds.append(at)
        elif step == "answer" and is_waiting:
            resume_work(incident, by=house.hank, at=at)
            bounds.append(at)
    return Incident.objects.get(pk=incident.pk), bounds


def _unpaused(hours: Hours, since: datetime, until: datetime, bounds: list[datetime]) -> timedelta:
    counted = covered_duration(hours, since, until)
    for paused_at, resumed_at in zip(bounds[::2], bounds[1::2], strict=True):
        begins, ends = max(paused_at, since), min(resumed_at, until)
        if begins < ends:
            counted -= covered_duration(hours, begins, ends)
    return counted


@given(STEPS)
def test_the_next_news_are_owed_after_as_much_unpaused_time_as_promised(
    house: House, steps: list[tuple[int, str]]
) -> None:
    if not house.contract.versions.filter(number=2).exists():
        contracts.amended(house.contract, hours=OFFICE)

    incident, bounds = _played(house, steps)
    stored = incident.news_due_at
    restart_clocks(incident, at=MORNING + timedelta(days=1))

    assert incident.status == Status.OPEN
    assert stored is not None
    assert incident.news_due_at == stored
    since = incident.news_at or MORNING
    assert _unpaused(OFFICE, since, stored, bounds) == PROMISED
