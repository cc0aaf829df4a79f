"""`manage.py audit`: the auditor from outside."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from django.utils.timezone import now

from escalation.choices import DueOutcome, LapseKind, Sweep
from escalation.management.commands import audit
from escalation.management.commands.audit import look
from escalation.models import DueAction
from escalation.selectors import lapses
from escalation.use_cases.audit_escalation import audit_escalation
from escalation.use_cases.follow_event import follow_event
from escalation.use_cases.note_run import note_run
from tests.cast import House
from tests.escalation.register import let_news_out
from tests.factories.contracts import MORNING
from tests.factories.tickets import escalated
from tests.factories.tickets import incident as opened
from tickets.models import Escalation, Incident, Unfollowed
from tickets.use_cases.climb_escalation import UNACKNOWLEDGED, climb_escalation

SOON = MORNING + timedelta(minutes=5)


@pytest.fixture
def asked(house: House) -> Incident:
    found = escalated(opened(house.payroll, house.clara), by=house.hank)
    while waiting := list(Unfollowed.objects.order_by("pk").values_list("event_id", flat=True)):
        for event_id in waiting:
            assert follow_event(event_id, at=MORNING)
    let_news_out()
    return found


def _kinds(minutes: float) -> set[LapseKind]:
    found = lapses(at=MORNING + timedelta(minutes=minutes))
    return {lapse.kind for lapse in found} - {LapseKind.UNSENT}


@pytest.fixture
def all_ran(db: None) -> None:
    for sweep in Sweep:
        note_run(sweep, at=now())


def test_where_nothing_is_undone_it_says_so(all_ran: None) -> None:
    said = StringIO()

    call_command("audit", stdout=said)

    assert "All that should have happened did." in said.getvalue()
    assert "Do what is due: last run 20" in said.getvalue()


def test_a_sweep_gone_silent_fails_it_though_nothing_is_undone_yet(
    all_ran: None, caplog: pytest.LogCaptureFixture
) -> None:
    note_run(Sweep.DUE, at=now() - timedelta(minutes=10))

    with pytest.raises(CommandError, match="lately: due"):
        call_command("audit", stdout=StringIO())
    assert look() is False
    assert "not come to their end lately: due" in caplog.text


def test_it_lists_what_is_overdue_and_fails(asked: Incident) -> None:
    said = StringIO()

    with pytest.raises(CommandError, match="should have happened"):
        call_command("audit", stdout=said)

    assert now() > MORNING
    row = DueAction.objects.undone().earliest("due_at")
    assert f"{row.due_at:%Y-%m-%d %H:%M:%S}Z overdue {row.pk}:" in said.getvalue()


def test_the_watch_logs_each_kind_of_what_is_overdue_once(
    asked: Incident, caplog: pytest.LogCaptureFixture
) -> None:
    undone = DueAction.objects.due_at(now())
    said = f"audit: overdue × {undone.count()}, the oldest {undone[0].pk} since"

    assert look() is False

    assert [each.levelname for each in caplog.records if said in each.message] == ["ERROR"]


def test_the_watch_says_nothing_while_all_is_done(
    all_ran: None, caplog: pytest.LogCaptureFixture
) -> None:
    assert look() is True

    assert caplog.records == []


def test_the_watch_outlives_a_database_that_does_not_answer(
    db: None, caplog: pytest.LogCaptureFixture
) -> None:
    def _refuse(*_question: object) -> None:
        raise OperationalError("it is down")

    with connection.execute_wrapper(_refuse):
        assert look() is False

    assert "the database does not answer: it is down" in caplog.text


def test_the_watch_gives_the_sweeps_time_to_start_with_it(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    did: list[str] = []

    def _sleep(seconds: float) -> None:
        did.append(f"slept {seconds}")
        if len(did) > 2:
            raise KeyboardInterrupt

    monkeypatch.setattr(audit, "close_old_connections", lambda: None)
    monkeypatch.setattr(audit, "look", lambda: did.append("looked"))
    monkeypatch.setattr("time.sleep", _sleep)
    with pytest.raises(KeyboardInterrupt):
        audit.watch(60)

    assert did == ["slept 60", "looked", "slept 60"]


def test_what_is_planned_and_not_due_is_no_lapse(asked: Incident) -> None:
    assert _kinds(5) == set()


def test_what_was_due_a_minute_ago_is_a_lapse(asked: Incident) -> None:
    assert _kinds(8) == set()
    assert _kinds(8.6) == {LapseKind.OVERDUE}  # half of the time to call back, and a minute


def test_an_escalation_without_its_plan_is_a_lapse_which_the_audit_mends(asked: Incident) -> None:
    DueAction.objects.all().delete()
    assert _kinds(5) == {LapseKind.UNPLANNED}

    audit_escalation(at=SOON)

    assert _kinds(5) == set()
    assert DueAction.objects.undone().filter(escalation__isnull=False).count() == 4


def test_a_promise_that_runs_without_its_plan_is_a_lapse(house: House) -> None:
    opened(house.payroll, house.clara)
    Unfollowed.objects.all().delete()
    let_news_out()
    Incident.objects.update(queue="hardware")

    assert _kinds(5) == {LapseKind.UNPLANNED}
    audit_escalation(at=SOON)
    assert _kinds(5) == set()


def test_a_level_that_was_climbed_to_twice_is_a_lapse(asked: Incident) -> None:
    leg = Escalation.objects.get(incident=asked)
    for _time in range(2):
        climb_escalation(leg, level=2, because=UNACKNOWLEDGED, due_at=SOON, at=SOON)
        Escalation.objects.filter(pk=leg.pk).update(level=1)
    Unfollowed.objects.all().delete()

    assert LapseKind.CLIMBED_TWICE in _kinds(5)


def test_a_gap_in_a_roster_is_a_lapse_for_an_hour(asked: Incident) -> None:
    row = DueAction.objects.filter(escalation__isnull=False).earliest("due_at")
    row.end(DueOutcome.NOBODY, SOON)
    row.save()

    assert LapseKind.NOBODY_ON_DUTY in _kinds(6)
    assert LapseKind.NOBODY_ON_DUTY not in _kinds(70)
