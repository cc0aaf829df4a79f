"""One row that nobody can read keeps nothing else from being done."""

from collections.abc import Callable
from datetime import datetime, timedelta
from types import ModuleType

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.test import Client

from contracts.choices import OutageState
from contracts.models import Contract, Coverage, Outage, Roster
from contracts.use_cases import keep_answer_days, remind_of_answers
from contracts.use_cases.keep_answer_days import let_silence_agree, remind_of_responsibility
from contracts.use_cases.warn_of_gaps import warn_of_gaps
from escalation.choices import DueKind, Sweep
from escalation.models import ClockDifference, DueAction, LastRun, Notification
from escalation.use_cases.check_clocks import check_clocks
from escalation.use_cases.follow_event import follow_left_behind
from escalation.use_cases.plan_due import plan_due
from escalation.use_cases.sweep_due import sweep_due
from tests.cast import House
from tests.escalation.holidays import WITHOUT_HOLIDAYS
from tests.escalation.register import proposal
from tests.factories import contracts, rosters
from tests.factories.contracts import MORNING, past_the_guards
from tests.factories.outages import AN_HOUR, BEFORE, an_outage
from tests.factories.tickets import escalated as asked
from tests.factories.tickets import incident as opened
from tickets.choices import Audience, EventKind
from tickets.models import Escalation, Incident, IncidentEvent
from tickets.use_cases.converse import add_comment
from tickets.use_cases.work_escalation import acknowledge_escalation, return_escalation

SOON = MORNING + timedelta(minutes=1)


def _without_zone(roster: Roster) -> None:
    with past_the_guards():
        roster.rotations.update(time_zone="Europe/Nowhere")


@pytest.mark.parametrize("level", [1, 2, 3])
def test_a_ladder_climbs_past_a_roster(house: House, escalated: Incident, level: int) -> None:
    roster = rosters.roster(house.agreement, house.mia, level=level)
    plan_due(escalated.pk, at=MORNING)
    _without_zone(roster)

    for minutes in range(16, 200, 20):
        sweep_due(at=MORNING + timedelta(minutes=minutes))

    assert Escalation.objects.get(incident=escalated).level == 4


def test_a_roster_that_nobody_can_read_is_a_gap_of_its_level(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:

    roster = rosters.roster(house.agreement, house.mia, level=2)
    incident = asked(opened(house.payroll, house.clara), by=house.hank)
    plan_due(incident.pk, at=MORNING)
    _without_zone(roster)

    sweep_due(at=MORNING + timedelta(minutes=16))

    climbed = IncidentEvent.objects.get(incident=incident, kind=EventKind.CLIMBED).detail
    assert (climbed["told"], climbed["lacks_duty"]) == ([house.max.pk], True)
    assert f"roster {roster.pk} cannot be read" in caplog.text


def test_who_is_put_on_duty_by_hand_is_called_past_a_roster(
    house: House, escalated: Incident
) -> None:
    roster = rosters.roster(house.agreement, house.max, level=2)
    plan_due(escalated.pk, at=MORNING)
    rosters.override(roster, house.mia, MORNING, MORNING + AN_HOUR, at=MORNING)
    _without_zone(roster)

    sweep_due(at=MORNING + timedelta(minutes=16))

    climbed = IncidentEvent.objects.get(incident=escalated, kind=EventKind.CLIMBED).detail
    assert climbed["told"] == [house.mia.pk]


def test_every_page_is_shown_past_a_roster(house: House, client: Client) -> None:
    bad = rosters.roster(house.agreement, house.mia)
    good = rosters.roster(house.agreement, house.max, level=2)
    _without_zone(bad)
    client.force_login(house.mia)

    for page in ("/queues/all/", "/rosters/", f"/rosters/{bad.pk}/", f"/rosters/{good.pk}/"):
        assert client.get(page).status_code == 200, page
    said = client.get("/api/v1/rosters/").json()["results"]
    assert {each["id"]: each["on_duty"]["person"] is None for each in said} == {
        bad.pk: True,
        good.pk: False,
    }


def test_the_managers_are_called_past_their_roster(house: House, escalated: Incident) -> None:
    roster = rosters.roster(house.agreement, house.helen, level=0)
    plan_due(escalated.pk, at=MORNING)
    _without_zone(roster)

    for minutes in (16, 46, 106, 226, 230):
        sweep_due(at=MORNING + timedelta(minutes=minutes))

    called = IncidentEvent.objects.filter(kind=EventKind.MANAGERS_CALLED)
    assert {house.helen.pk, house.max.pk} == set(called[0].detail["told"])


def test_news_is_told_past_a_roster(house: House, escalated: Incident) -> None:
    roster = rosters.roster(house.agreement, house.mia)
    _without_zone(roster)
    add_comment(escalated, audience=Audience.CLIENT, body="x", files=[], by=house.hank, at=SOON)

    while follow_left_behind(at=SOON + timedelta(minutes=1)):
        pass

    told = Notification.objects.filter(event__kind=EventKind.COMMENTED)
    assert {house.clara.pk, house.mia.pk, house.max.pk} <= set(
        told.values_list("recipient", flat=True)
    )


def test_a_ladder_climbs_without_hours_and_keeps_what_was_planned_by_them(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    contracts.amended(house.contract, hours=WITHOUT_HOLIDAYS)
    incident = asked(opened(house.payroll, house.clara), by=house.hank)
    plan_due(incident.pk, at=MORNING)
    of_promise = DueAction.objects.undone().filter(key__startswith="restore:")
    planned = set(of_promise.values_list("key", "due_at"))
    assert len(planned) == 4
    with past_the_guards():
        Coverage.objects.filter(terms=incident.terms).update(time_zone="Europe/Nowhere")

    for minutes in (16, 46, 106, 108):
        sweep_due(at=MORNING + timedelta(minutes=minutes))

    assert Escalation.objects.get(incident=incident).level == 4
    assert set(of_promise.values_list("key", "due_at")) == planned
    assert "cannot be read" in caplog.text


def test_a_second_escalation_climbs_by_what_was_planned_of_the_promise(house: House) -> None:
    contracts.amended(house.contract, hours=WITHOUT_HOLIDAYS)
    incident = asked(opened(house.payroll, house.clara), by=house.hank)
    acknowledge_escalation(incident, case_number="", by=house.mia, at=MORNING)
    plan_due(incident.pk, at=MORNING)
    climbs = DueAction.objects.undone().filter(kind=DueKind.CLIMB).order_by("due_at")
    planned = list(climbs.values_list("due_at", flat=True))
    assert len(planned) == 3
    with past_the_guards():
        Coverage.objects.filter(terms=incident.terms).update(time_zone="Europe/Nowhere")

    return_escalation(incident, reason="x", by=house.mia, at=SOON)
    plan_due(incident.pk, at=SOON)
    assert not climbs
    asked(incident, by=house.hank, at=SOON)
    acknowledge_escalation(incident, case_number="", by=house.mia, at=SOON)
    plan_due(incident.pk, at=SOON)

    assert list(climbs.values_list("due_at", flat=True)) == planned


@pytest.mark.parametrize("lacks_zone", [Coverage, Contract])
def test_vendors_see_their_incidents_past_hours_that_nobody_can_read(
    house: House, client: Client, lacks_zone: type[Coverage | Contract]
) -> None:
    contracts.amended(house.contract, hours=WITHOUT_HOLIDAYS)
    incident = asked(opened(house.payroll, house.clara), by=house.hank)
    acknowledge_escalation(incident, case_number="", by=house.mia, at=MORNING)
    leg = Escalation.objects.get(incident=incident)
    with past_the_guards():
        lacks_zone.objects.update(time_zone="Europe/Nowhere")
    pages = (f"/i/{incident.reference}/", f"/i/{incident.reference}/live/", "/queues/all/")
    answers = (f"incidents/{incident.reference}/", f"escalations/{leg.pk}/ladder/", "incidents/")

    for person in (house.hank, house.mia):
        client.force_login(person)
        for page in (*pages, *(f"/api/v1/{each}" for each in answers)):
            assert client.get(page).status_code == 200, page


def test_gaps_are_told_past_a_roster(house: House) -> None:
    bad, good = (rosters.roster(house.agreement, each) for each in (house.hank, house.mia))
    good.rotations.update(ends_at=MORNING + timedelta(days=2))
    _without_zone(bad)

    assert warn_of_gaps(at=MORNING) == 1


def test_clocks_are_checked_past_one_that_cannot_be_read(house: House) -> None:
    bad, good = opened(house.rival_payroll, house.stranger), opened(house.payroll, house.clara)
    Incident.objects.filter(pk=good.pk).update(restore_due_at=MORNING + timedelta(days=9))
    with past_the_guards():
        Coverage.objects.filter(terms=bad.terms).update(time_zone="Europe/Nowhere")

    assert check_clocks(at=MORNING + timedelta(hours=16)) == 1

    assert ClockDifference.objects.get().incident == good
    assert LastRun.objects.filter(sweep=Sweep.CHECK).exists()


@pytest.mark.parametrize(
    ("act", "sweep"), [("_deemed", let_silence_agree), ("_reminded", remind_of_responsibility)]
)
def test_answers_on_outages_are_kept_past_one(
    house: House,
    monkeypatch: pytest.MonkeyPatch,
    act: str,
    sweep: Callable[..., int],
) -> None:
    ago = [BEFORE - AN_HOUR * each for each in (0, 9)]
    waiting = [an_outage(house.payroll, [(at, at + AN_HOUR, None)]).pk for at in ago]
    soon = MORNING + AN_HOUR
    Outage.objects.filter(pk__in=waiting).update(state=OutageState.PROPOSED, answer_by=soon)
    at = soon if sweep is let_silence_agree else MORNING
    tried: list[int] = []
    _fails_first(monkeypatch, keep_answer_days, act, tried, ValueError("no zone"))

    assert sweep(at=at) == 1
    assert sorted(tried) == sorted(waiting)

    tried.clear()
    _fails_first(monkeypatch, keep_answer_days, act, tried, SoftTimeLimitExceeded())
    with pytest.raises(SoftTimeLimitExceeded):
        sweep(at=at)


def test_change_notices_are_reminded_of_past_one(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    notice = proposal(house, house.clara)
    tried: list[int] = []
    _fails_first(monkeypatch, remind_of_answers, "_said", tried, KeyError("no zone"))

    done = [remind_of_answers.remind_of_answers(at=MORNING + timedelta(days=90)) for _ in range(2)]
    assert (done, tried) == ([0, 1], [notice.pk, notice.pk])


def _fails_first(
    monkeypatch: pytest.MonkeyPatch,
    module: ModuleType,
    act: str,
    tried: list[int],
    failure: Exception,
) -> None:
    """Let a module fail at the first row that it is given, and say of the others it was done."""

    def _act(pk: int, *, at: datetime) -> int:
        tried.append(pk)
        if len(tried) == 1:
            raise failure
        return 1

    monkeypatch.setattr(module, act, _act)
