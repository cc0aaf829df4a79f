"""The clocks replayed from the timeline agree with the deadlines stored, whatever was done."""

from datetime import timedelta
from itertools import pairwise

from hypothesis import given, settings

from contracts.choices import Impact
from contracts.rules.coverage import Hours, Window, covered_duration
from tests.cast import House
from tests.factories import contracts
from tests.factories.contracts import MORNING
from tests.tickets.random_acts import ACTS, STEPS, played
from tickets.choices import Due
from tickets.models import Incident
from tickets.rules.clock import Clock, ClockState
from tickets.selectors.clocks import clocks_of
from tickets.selectors.story import targets_of
from tickets.use_cases.change_impact import change_impact

OFFICE = Hours(
    "Europe/Paris", always_on=False, windows=[Window(day, 8 * 60, 18 * 60) for day in range(5)]
)


def _counted(clock: Clock) -> timedelta:
    spans = [each for each in clock.explanation if each.is_counted]
    return sum((each.ends_at - each.begins_at for each in spans if each.ends_at), timedelta())


@settings(max_examples=30)
@given(STEPS)
def test_what_is_replayed_is_what_was_stored(house: House, steps: list[tuple[int, str]]) -> None:
    if not house.contract.versions.filter(number=2).exists():
        contracts.amended(house.contract, hours=OFFICE)
    incident, at = played(house, steps)

    clocks = clocks_of(incident, at=at)

    stored = {
        Due.RESPOND: incident.respond_due_at,
        Due.RESTORE: incident.restore_due_at,
        Due.NEWS: incident.news_due_at,
    }
    assert {kind: clock.due_at for kind, clock in clocks.items()} == {
        kind: due_at for kind, due_at in stored.items() if due_at is not None
    }
    for target in targets_of(incident, at=at):
        assert clocks[target.kind].state == target.state, target.kind


@settings(max_examples=30)
@given(STEPS)
def test_every_deadline_is_explained_to_the_second(
    house: House, steps: list[tuple[int, str]]
) -> None:
    if not house.contract.versions.filter(number=2).exists():
        contracts.amended(house.contract, hours=OFFICE)
    incident, at = played(house, steps)

    for clock in clocks_of(incident, at=at).values():
        spans = clock.explanation
        assert spans[0].begins_at == clock.starts_at
        for before, after in pairwise(spans):
            assert before.ends_at == after.begins_at
        if spans[-1].ends_at is None:
            left = covered_duration(OFFICE, spans[-1].begins_at, clock.due_at)
            assert _counted(clock) + left == clock.within
        else:
            assert spans[-1].ends_at == clock.due_at
            assert _counted(clock) == clock.within


def test_a_clock_shows_again_what_it_showed_then(house: House, incident: Incident) -> None:
    called_at, restored_at = MORNING + timedelta(minutes=4), MORNING + timedelta(hours=3)
    shown = {}
    for at, act in ((called_at, "call"), (restored_at, "restore")):
        shown[at - timedelta(seconds=1)] = clocks_of(incident, at=at - timedelta(seconds=1))
        ACTS[act](incident, house, at)

    for at, clocks in shown.items():
        assert clocks_of(Incident.objects.get(pk=incident.pk), at=at) == clocks


def test_a_missed_promise_is_not_excused_by_a_lower_impact(
    house: House, incident: Incident
) -> None:
    late = MORNING + timedelta(days=2)
    missed = clocks_of(incident, at=late)[Due.RESTORE]

    change_impact(incident, impact=Impact.AT_RISK, reason="x", by=house.hank, at=late)

    now = clocks_of(Incident.objects.get(pk=incident.pk), at=late)[Due.RESTORE]
    assert (missed.state, now.state) == (ClockState.MISSED, ClockState.MISSED)
    assert now.due_at == missed.due_at
    assert Incident.objects.get(pk=incident.pk).restore_due_at == missed.due_at
