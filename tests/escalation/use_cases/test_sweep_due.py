"""The ladder as it runs: planned from the journal, swept at each instant, climbed once."""

from datetime import datetime, timedelta

import pytest
from django.db import connection

from contracts.choices import Impact
from escalation.choices import DueKind, DueOutcome
from escalation.models import DueAction, Notification
from escalation.use_cases import sweep_due as sweeping
from escalation.use_cases.follow_event import follow_event
from escalation.use_cases.plan_due import plan_due
from escalation.use_cases.sweep_due import sweep_due
from tests.cast import House
from tests.factories.contracts import MORNING
from tests.factories.tickets import escalated
from tests.factories.tickets import incident as opened
from tickets.choices import Audience, EventKind, Queue
from tickets.models import Escalation, Incident, IncidentEvent, Unfollowed
from tickets.use_cases.change_impact import change_impact
from tickets.use_cases.hand_over import route_incident
from tickets.use_cases.move_incident import (
    contradict_restoration,
    resolve_incident,
    restore_incident,
    resume_work,
    wait_for_client,
)
from tickets.use_cases.work_escalation import acknowledge_escalation, raise_escalation

MINUTE = timedelta(minutes=1)


def _after(minutes: float) -> datetime:
    return MORNING + minutes * MINUTE


def _follow_all(at: datetime) -> None:
    while waiting := list(Unfollowed.objects.order_by("pk").values_list("event_id", flat=True)):
        for event_id in waiting:
            assert follow_event(event_id, at=at)


def _pass(minutes: float) -> None:
    """Let the clock stand at some minutes after the request: events are followed, then swept."""
    _follow_all(_after(minutes))
    sweep_due(at=_after(minutes))
    _follow_all(_after(minutes))


@pytest.fixture
def asked(house: House) -> Incident:
    """An outage that the publisher was asked about; nobody there has answered."""
    found = escalated(opened(house.payroll, house.clara), by=house.hank)
    _follow_all(MORNING)
    return found


def _leg(of: Incident) -> Escalation:
    return Escalation.objects.get(incident=of)


def _climbs(of: Incident) -> list[tuple[int, float]]:
    return [
        (line.detail["level"], (line.at - MORNING) / MINUTE)
        for line in of.events.filter(kind=EventKind.CLIMBED).order_by("sequence")
    ]


def _lines(of: Incident, kind: EventKind) -> list[IncidentEvent]:
    return list(of.events.filter(kind=kind).order_by("sequence"))


def test_unacknowledged_it_climbs_at_15_45_and_105_minutes(asked: Incident) -> None:
    for minutes in range(0, 106, 5):
        _pass(minutes)

    assert _climbs(asked) == [(2, 15), (3, 45), (4, 105)]
    assert _leg(asked).level == 4


def test_nothing_happens_a_moment_before_its_instant(asked: Incident) -> None:
    _pass(15 - 1 / 60)

    assert _climbs(asked) == []


def test_at_225_minutes_both_vendors_managers_are_called_and_then_every_hour(
    asked: Incident, house: House
) -> None:
    for minutes in (15, 45, 105, 225, 284, 285, 345):
        _pass(minutes)

    calls = _lines(asked, EventKind.MANAGERS_CALLED)
    assert [(line.at - MORNING) / MINUTE for line in calls] == [225, 285, 345]
    assert [line.detail["call"] for line in calls] == [1, 2, 3]
    told = Notification.objects.filter(event=calls[0]).values_list("recipient", flat=True)
    assert set(told) == {house.helen.pk, house.max.pk}


def test_hours_in_which_no_worker_ran_are_called_once(asked: Incident) -> None:
    _pass(225)
    _pass(225 + 300)

    assert len(_lines(asked, EventKind.MANAGERS_CALLED)) == 2
    next_one = DueAction.objects.undone().get(kind=DueKind.CALL_MANAGERS)
    assert next_one.due_at == _after(225 + 360)


def test_levels_left_behind_are_climbed_one_by_one_in_their_order(asked: Incident) -> None:
    _pass(110)

    assert _climbs(asked) == [(2, 110), (3, 110), (4, 110)]


def test_an_acknowledgement_stops_the_ladder_even_before_it_is_followed(
    asked: Incident, house: House
) -> None:
    acknowledge_escalation(asked, case_number="", by=house.mia, at=_after(14))
    sweep_due(at=_after(15))

    assert _climbs(asked) == []
    assert not DueAction.objects.undone().filter(key__contains=":level:").exists()


def test_acknowledged_it_climbs_at_half_three_quarters_and_all_of_the_restore_target(
    asked: Incident, house: House
) -> None:
    acknowledge_escalation(asked, case_number="", by=house.mia, at=_after(5))
    for minutes in range(10, 300, 10):
        _pass(minutes)

    assert asked.restore_due_at == _after(240)
    assert _climbs(asked) == [(2, 120), (3, 180), (4, 240)]


def test_a_level_raised_by_hand_is_not_climbed_to(asked: Incident, house: House) -> None:
    raise_escalation(asked, reason="urgent", by=house.hank, at=_after(3))
    _pass(15)
    assert _climbs(asked) == []

    _pass(45)
    assert _climbs(asked) == [(3, 45)]


def test_a_leg_that_has_left_climbs_no_more(asked: Incident, house: House) -> None:
    route_incident(asked, queue=Queue.HARDWARE, reason="x", by=house.hank, at=_after(14))
    sweep_due(at=_after(15))
    _pass(16)

    assert _climbs(asked) == []
    assert not DueAction.objects.undone().filter(escalation__isnull=False).exists()


def test_restored_it_rests_and_denied_it_runs_on_as_if_it_had_never_stopped(
    asked: Incident, house: House
) -> None:
    restore_incident(asked, restored_at=_after(10), by=house.hank, at=_after(10))
    _pass(20)
    assert not DueAction.objects.undone().exists()

    contradict_restoration(asked, reason="still down", by=house.clara, at=_after(30))
    _pass(30)
    assert _climbs(asked) == [(2, 30)]


def test_resolved_nothing_is_due_any_more(asked: Incident, house: House) -> None:
    resolve_incident(asked, cause="x", responsibility=None, by=house.hank, at=_after(10))
    _pass(300)

    assert not DueAction.objects.undone().exists()
    assert _climbs(asked) == []


def test_a_pause_puts_off_what_follows_the_restore_target(asked: Incident, house: House) -> None:
    asked.terms.__class__.objects.filter(pk=asked.terms_id).update(pauses_while_waiting=True)
    acknowledge_escalation(asked, case_number="", by=house.mia, at=_after(5))
    wait_for_client(asked, reason="a log", by=house.mia, at=_after(60))
    _pass(130)
    assert _climbs(asked) == []

    resume_work(asked, by=house.mia, at=_after(160))
    _pass(219)
    assert _climbs(asked) == []
    _pass(220)
    assert _climbs(asked) == [(2, 220)]


def test_a_lower_impact_takes_its_own_target(asked: Incident, house: House) -> None:
    acknowledge_escalation(asked, case_number="", by=house.mia, at=_after(5))
    change_impact(asked, impact=Impact.AT_RISK, reason="x", by=house.hank, at=_after(60))
    _pass(240)

    assert _climbs(asked) == []


def test_each_promise_is_warned_of_once_and_told_when_missed(asked: Incident, house: House) -> None:
    for minutes in sorted({*range(16), 13.5, *range(20, 300, 10), 216}):
        _pass(minutes)

    warned = _lines(asked, EventKind.PROMISE_WARNED)
    assert [(line.detail["promise"], line.detail["percent"]) for line in warned] == [
        *(("respond", percent) for percent in (50, 75, 90)),
        *(("restore", percent) for percent in (50, 75, 90)),
    ]
    missed = _lines(asked, EventKind.PROMISE_MISSED)
    assert [line.detail["promise"] for line in missed] == ["respond", "restore"]
    told = Notification.objects.filter(event=missed[-1]).values_list("recipient", flat=True)
    assert {house.hank.pk, house.max.pk} <= set(told)


def test_of_several_shares_that_passed_unswept_the_last_alone_is_told(asked: Incident) -> None:
    _pass(230)

    restore = [
        line.detail["percent"]
        for line in _lines(asked, EventKind.PROMISE_WARNED)
        if line.detail["promise"] == "restore"
    ]
    assert restore == [90]
    assert DueAction.objects.filter(outcome=DueOutcome.OVERTAKEN).count() == 5


def test_a_client_is_told_nothing_of_it(asked: Incident, house: House) -> None:
    for minutes in (15, 45, 105, 225, 240):
        _pass(minutes)

    by_nobody = asked.events.filter(
        kind__in=[
            EventKind.CLIMBED,
            EventKind.MANAGERS_CALLED,
            EventKind.PROMISE_WARNED,
            EventKind.PROMISE_MISSED,
        ]
    )
    assert by_nobody.count() > 5
    assert {(line.audience, line.by) for line in by_nobody} == {(Audience.VENDORS, None)}
    assert not Notification.objects.filter(recipient=house.clara, event__in=by_nobody).exists()


def test_planning_again_changes_nothing(asked: Incident) -> None:
    before = list(DueAction.objects.order_by("pk").values())

    for _time in range(3):
        plan_due(asked.pk, at=_after(1))

    assert list(DueAction.objects.order_by("pk").values()) == before


def test_what_fails_keeps_nothing_else_from_being_done(
    asked: Incident, monkeypatch: pytest.MonkeyPatch
) -> None:
    def _fails(*_all: object) -> None:
        raise RuntimeError("no")

    monkeypatch.setitem(sweeping.ACTS, DueKind.WARN, _fails)
    _pass(130)
    assert _climbs(asked) == [(2, 130), (3, 130), (4, 130)]

    monkeypatch.undo()
    _pass(131)
    assert len(_lines(asked, EventKind.PROMISE_WARNED)) == 1


def test_the_sweep_reads_an_index_of_what_is_undone_alone(asked: Incident) -> None:
    DueAction.objects.bulk_create(
        DueAction(
            incident=asked,
            kind=DueKind.WARN,
            key=f"old:{number}",
            due_at=MORNING - MINUTE,
            done_at=MORNING,
            outcome=DueOutcome.DONE,
        )
        for number in range(5000)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE escalation_dueaction")
    due = DueAction.objects.due_at(_after(15)).values_list("pk", flat=True)[:200]

    plan = due.explain(analyze=True, buffers=True)

    assert "due_action_undone" in plan
    assert "Seq Scan" not in plan
    assert "Rows Removed by Filter" not in plan
