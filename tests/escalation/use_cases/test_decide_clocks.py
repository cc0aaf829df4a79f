"""A calendar gives other deadlines than those promised: an operator takes them, or does not."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from contracts.models import User
from contracts.rules.calendar import calendar_version
from contracts.rules.refusal import Forbidden, Invalid
from escalation.choices import Decision, DueKind, DueOutcome, LapseKind
from escalation.models import ClockDifference, DueAction, Notification
from escalation.selectors import clocks_decided, clocks_to_decide, lapses
from escalation.use_cases.check_clocks import check_clocks
from escalation.use_cases.decide_clocks import (
    DifferenceChanged,
    leave_deadlines,
    take_new_deadlines,
)
from escalation.use_cases.follow_event import follow_event
from escalation.use_cases.plan_due import plan_due
from escalation.use_cases.sweep_due import sweep_due
from tests.cast import House
from tests.escalation.holidays import TODAY, WITHOUT_HOLIDAYS, Upgrade
from tests.factories import contracts, tickets
from tests.factories.contracts import MORNING
from tickets.choices import Audience, Due, EventKind
from tickets.models import Incident, Unfollowed
from tickets.rules.clock import ClockState
from tickets.rules.effect import Turn
from tickets.wording import line_of

EVENING = datetime.combine(TODAY, MORNING.time(), MORNING.tzinfo) + timedelta(hours=10)


@pytest.fixture
def promised(house: House, upgrade: Upgrade) -> Incident:
    """An outage opened while the calendar held today for a holiday: nothing counted until tomorrow;
    the upgrade knows better."""
    contracts.amended(house.contract, hours=WITHOUT_HOLIDAYS)
    upgrade({TODAY})
    found = tickets.incident(house.payroll, house.clara)
    plan_due(found.pk, at=MORNING)
    upgrade(set())
    return found


def _now(incident: Incident) -> Incident:
    return Incident.objects.get(pk=incident.pk)


def _take(incident: Incident, by: User, *, mark: str | None = None, at: datetime = EVENING) -> bool:
    return take_new_deadlines(incident.pk, mark=mark, reason="No holiday", by=by, at=at)


def test_what_an_upgrade_moved_is_shown_and_nothing_moves_by_itself(
    house: House, promised: Incident
) -> None:
    before = Incident.objects.values().get(pk=promised.pk)

    assert check_clocks(at=EVENING) == 3

    with CaptureQueriesContext(connection) as asked:
        (found,) = clocks_to_decide(at=EVENING)
    assert len(asked) == 6
    restore = next(each for each in found.shifts if each.kind == Due.RESTORE)
    assert (restore.now.due_at, restore.now.state) == (promised.restore_due_at, ClockState.RUNNING)
    assert restore.then.due_at == MORNING + timedelta(hours=4)
    assert restore.breach == Turn.APPEARS
    assert found.depends_on_calendar
    assert found.calendar == calendar_version(WITHOUT_HOLIDAYS, range(2026, 2027))
    assert Incident.objects.values().get(pk=promised.pk) == before


def test_a_new_deadline_that_was_taken_is_stored_told_and_planned(
    house: House, promised: Incident
) -> None:
    check_clocks(at=EVENING)
    (found,) = clocks_to_decide(at=EVENING)

    assert _take(promised, house.olga, mark=found.mark)

    taken = _now(promised)
    assert taken.restore_due_at == MORNING + timedelta(hours=4)
    assert (taken.due, taken.due_at) == (Due.RESPOND, taken.respond_due_at)
    missed = DueAction.objects.get(
        incident=promised, kind=DueKind.TELL_MISSED, key="restore:missed"
    )
    assert (missed.due_at, missed.is_undone) == (taken.restore_due_at, True)
    assert check_clocks(at=EVENING) == 0
    assert clocks_to_decide(at=EVENING) == []
    assert LapseKind.CLOCK not in {each.kind for each in lapses(at=EVENING)}
    decided = clocks_decided(most=9)
    assert {(each.decision, each.decided_by, each.reason) for each in decided} == {
        (Decision.TAKEN, house.olga, "No holiday")
    }


def test_the_client_reads_which_deadline_moved_and_why_and_no_operator(
    house: House, promised: Incident
) -> None:
    check_clocks(at=EVENING)
    _take(promised, house.olga)

    lines = promised.events.filter(kind=EventKind.DEADLINE_MOVED)

    assert {line.audience for line in lines} == {Audience.CLIENT}
    with translation.override("en"):
        told = line_of(lines.get(detail__promise="restore"), promised, reader=house.clara)
    assert told == (
        "Deadline to restore moved with the calendar,"
        " from 24 November 2026, 12:00 to 23 November 2026, 13:42: No holiday"
    )
    assert {line.by for line in lines} == {None}
    for line in lines:
        assert follow_event(line.pk, at=EVENING)
    told_to = Notification.objects.filter(event__in=lines).values_list("recipient", flat=True)
    assert {house.clara.pk, house.hank.pk} <= set(told_to)


def test_told_twice_it_is_done_once(house: House, promised: Incident) -> None:
    check_clocks(at=EVENING)
    assert _take(promised, house.olga)
    count = promised.events.count()

    assert not _take(promised, house.olga)
    assert not leave_deadlines(promised.pk, mark=None, reason="x", by=house.olga, at=EVENING)
    assert promised.events.count() == count


def test_a_later_deadline_that_is_taken_after_a_miss_is_told_when_missed_too_and_once(
    house: House, upgrade: Upgrade
) -> None:
    contracts.amended(house.contract, hours=WITHOUT_HOLIDAYS)
    upgrade(set())
    incident = tickets.incident(house.payroll, house.clara)
    first = incident.restore_due_at
    plan_due(incident.pk, at=MORNING)
    _sweep(at=EVENING)
    upgrade({TODAY})
    check_clocks(at=EVENING)

    assert _take(incident, house.olga)

    second = _now(incident).restore_due_at
    assert first is not None
    assert second is not None
    assert first < second
    planned = DueAction.objects.undone().filter(kind=DueKind.TELL_MISSED, key__startswith="restore")
    assert [each.due_at for each in planned] == [second]
    assert LapseKind.UNPLANNED not in {each.kind for each in lapses(at=EVENING)}
    planned.update(outcome=DueOutcome.NOT_WANTED, cancelled_at=EVENING)
    Unfollowed.objects.all().delete()
    assert LapseKind.UNPLANNED in {each.kind for each in lapses(at=EVENING)}
    plan_due(incident.pk, at=EVENING)
    DueAction.objects.undone().update(due_at=EVENING)  # as before its move was followed
    for later in (EVENING, second, second + timedelta(hours=1)):
        _sweep(at=later)
        plan_due(incident.pk, at=later)
    told = incident.events.filter(kind=EventKind.PROMISE_MISSED, detail__promise=Due.RESTORE)
    assert [line.detail["due_at"] for line in told.order_by("sequence")] == [
        first.isoformat(),
        second.isoformat(),
    ]


def _sweep(*, at: datetime) -> None:
    while sweep_due(at=at):
        pass


def test_what_is_left_stays_and_is_no_alarm_until_something_else_differs(
    house: House, promised: Incident
) -> None:
    check_clocks(at=EVENING)
    stored = _now(promised).restore_due_at

    assert leave_deadlines(promised.pk, mark=None, reason="Promised", by=house.olga, at=EVENING)

    assert _now(promised).restore_due_at == stored
    plan_due(promised.pk, at=EVENING)
    missed = DueAction.objects.get(incident=promised, key="restore:missed")
    assert missed.due_at == stored  # what was promised is what is missed
    kept = promised.events.filter(kind=EventKind.DEADLINE_KEPT)
    assert {line.audience for line in kept} == {Audience.VENDORS}
    with translation.override("en"):
        told = line_of(kept.get(detail__promise="restore"), promised, reader=house.hank)
    assert "stays 24 November 2026, 12:00" in told
    assert check_clocks(at=EVENING + timedelta(days=1)) == 0
    assert clocks_to_decide(at=EVENING) == []

    Incident.objects.filter(pk=promised.pk).update(restore_due_at=EVENING)
    assert check_clocks(at=EVENING + timedelta(days=1)) == 1
    assert _take(promised, house.olga)  # what was left before can still be taken
    assert check_clocks(at=EVENING) == 0


def test_nobody_decides_on_other_deadlines_than_those_read(
    house: House, promised: Incident
) -> None:
    check_clocks(at=EVENING)
    (read,) = clocks_to_decide(at=EVENING)
    Incident.objects.filter(pk=promised.pk).update(restore_due_at=EVENING)

    with pytest.raises(DifferenceChanged):
        _take(promised, house.olga, mark=read.mark)

    assert _now(promised).restore_due_at == EVENING


@pytest.mark.parametrize("who", ["hank", "helen", "max", "clara", "stranger"])
def test_operators_alone_decide(house: House, promised: Incident, who: str) -> None:
    check_clocks(at=EVENING)

    with pytest.raises(Forbidden):
        _take(promised, getattr(house, who))


def test_a_reason_is_asked_and_only_what_was_found_is_decided(
    house: House, promised: Incident
) -> None:
    with pytest.raises(Http404):
        _take(promised, house.olga)
    check_clocks(at=EVENING)

    with pytest.raises(Invalid) as refused:
        take_new_deadlines(promised.pk, mark=None, reason="  ", by=house.olga, at=EVENING)

    assert list(refused.value.errors) == ["reason"]


def test_hours_that_count_always_are_told_to_depend_on_no_calendar(
    house: House, incident: Incident
) -> None:
    Incident.objects.filter(pk=incident.pk).update(restore_due_at=EVENING)
    check_clocks(at=EVENING)

    (found,) = clocks_to_decide(at=EVENING)

    assert not found.depends_on_calendar


@pytest.mark.parametrize(
    "half", [{"decision": "take"}, {"reason": "x"}, {"decision": "gone", "reason": "x"}]
)
def test_the_database_refuses_half_a_decision(
    house: House, incident: Incident, half: dict[str, str]
) -> None:
    by = house.olga if "decision" in half else None
    with pytest.raises(IntegrityError, match="decided_by_somebody_with_a_reason"):
        ClockDifference.objects.create(
            incident=incident,
            kind=Due.RESTORE,
            stored=EVENING,
            found_at=EVENING,
            settled_at=EVENING,
            decided_by=by,
            **half,
        )
