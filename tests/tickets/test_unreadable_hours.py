"""Hours that nobody can read any more refuse no incident, no word and no move."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django import Settings

from contracts.choices import Impact
from contracts.models import Coverage
from contracts.selectors.readable import HoursUnreadable
from escalation.choices import LapseKind
from escalation.models import ClockDifference, DueAction
from escalation.selectors import clocks_to_decide, lapses
from escalation.use_cases.beat_heart import ailments_at
from escalation.use_cases.check_clocks import check_clocks
from escalation.use_cases.decide_clocks import take_new_deadlines
from escalation.use_cases.plan_due import plan_due
from tests.cast import House
from tests.escalation.holidays import WITHOUT_HOLIDAYS
from tests.factories import contracts
from tests.factories.contracts import MORNING, past_the_guards
from tests.factories.tickets import incident as opened
from tests.programs import Program
from tests.tickets.api.test_opening import report
from tests.tickets.intake.letters import SERVER, plain, taken
from tests.tickets.web.answers import PAGE, answers
from tickets.choices import Audience, Due, EventKind, Status
from tickets.models import Incident
from tickets.rules.deadlines import NEVER
from tickets.use_cases.change_impact import change_impact
from tickets.use_cases.converse import add_comment, log_call
from tickets.use_cases.move_incident import (
    resolve_incident,
    restore_incident,
    resume_work,
    wait_for_client,
)
from tickets.wording import line_of

SOON = MORNING + timedelta(minutes=1)
LATER = MORNING + timedelta(minutes=30)
Lose = Callable[[], None]
LOST = {"zone": {"time_zone": "Europe/Nowhere"}, "region": {"without_holidays_of": "FR-XX"}}
SAID = "The hours of contract CM-0417 cannot be read at the moment."


@pytest.fixture(params=list(LOST.values()), ids=list(LOST))
def lose(house: House, request: pytest.FixtureRequest) -> Lose:
    """Upgrade to a calendar that does not know the contract's zone, or its region, any more."""
    contracts.amended(house.contract, hours=WITHOUT_HOLIDAYS)

    def _lose() -> None:
        with past_the_guards():
            Coverage.objects.filter(terms__contract=house.contract).update(**request.param)

    return _lose


def _mend(house: House) -> None:
    with past_the_guards():
        Coverage.objects.filter(terms__contract=house.contract).update(
            time_zone="Europe/Paris", without_holidays_of="FR"
        )


def _now(incident: Incident) -> Incident:
    return Incident.objects.get(pk=incident.pk)


def test_an_incident_is_filed_with_no_deadline_and_stands_before_all_others(
    house: House, lose: Lose, caplog: pytest.LogCaptureFixture
) -> None:
    lose()

    filed = opened(house.payroll, house.clara)

    assert (filed.respond_due_at, filed.restore_due_at, filed.news_due_at) == (None, None, None)
    assert (filed.due, filed.due_at) == (Due.NOTHING, MORNING)
    assert filed.outside_guarantee == ""
    assert "the hours of contract CM-0417 cannot be read" in caplog.text


def test_it_is_filed_over_the_web_and_its_pages_say_what_is_not_known(
    house: House, lose: Lose, client: Client
) -> None:
    lose()
    client.force_login(house.clara)
    form = client.get(PAGE).content.decode()
    assert "Within 15\N{NO-BREAK SPACE}min" in form

    answer = client.post(PAGE, answers(house), follow=True)

    page = answer.content.decode()
    assert SAID in page
    assert "3\N{NO-BREAK SPACE}h" not in page  # no time is laid over what nobody can count
    filed = Incident.objects.get()
    client.force_login(house.hank)
    assert SAID in client.get(f"/i/{filed.reference}/").content.decode()
    queue = client.get("/queues/all/").content.decode()
    assert filed.reference in queue
    assert "Deadline not known" in queue


def test_it_is_filed_over_the_api(house: House, lose: Lose) -> None:
    lose()

    answer = Program(house.clara).post("/incidents/", report(house))

    assert answer.status_code == 201
    assert answer.json()["targets"] == []


def test_it_is_filed_by_mail(house: House, lose: Lose, settings: Settings) -> None:
    settings.MAIL_TRUSTED_AUTHSERV = SERVER
    lose()

    filed = taken(plain(house.clara, f"Slow {house.payroll.support_number}"))

    assert (filed.contract, filed.respond_due_at) == (house.contract, None)


ACTS = {
    "write": partial(add_comment, audience=Audience.CLIENT, body="x", files=[]),
    "call": partial(log_call, note="x"),
    "wait": partial(wait_for_client, reason="x"),
    "restore": partial(restore_incident, restored_at=SOON),
    "resolve": partial(resolve_incident, cause="x", responsibility=None),
    "impact": partial(change_impact, impact=Impact.DEGRADED, reason="x"),
}


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_every_act_is_done(house: House, lose: Lose, act: Callable[..., object]) -> None:
    filed = opened(house.payroll, house.clara)
    lose()

    act(filed, by=house.hank, at=SOON)

    assert _now(filed).news_due_at is None


def test_after_a_pause_nobody_knows_what_is_left_save_of_what_had_passed(
    house: House, lose: Lose
) -> None:
    filed = opened(house.payroll, house.clara)
    Incident.objects.filter(pk=filed.pk).update(respond_due_at=MORNING)
    lose()
    wait_for_client(filed, reason="x", by=house.hank, at=SOON)

    resume_work(filed, by=house.clara, at=LATER)

    found = _now(filed)
    assert found.status == Status.OPEN
    assert (found.respond_due_at, found.restore_due_at) == (MORNING, None)
    assert (found.due, found.due_at) == (Due.NOTHING, MORNING)


def test_hours_that_never_come_are_no_hours_that_nobody_can_read(house: House) -> None:
    contracts.without_any_hours(house.contract)

    filed = opened(house.payroll, house.clara)

    assert (filed.respond_due_at, filed.due_at) == (None, NEVER)


def test_operators_are_told_and_the_heart_beats_on(
    house: House, lose: Lose, capsys: pytest.CaptureFixture[str]
) -> None:
    other = opened(house.rival_payroll, house.stranger)
    filed = opened(house.payroll, house.clara)
    assert LapseKind.UNREADABLE not in {each.kind for each in lapses(at=LATER)}
    lose()

    named = [each for each in lapses(at=LATER) if each.kind == LapseKind.UNREADABLE]
    assert [each.pk for each in named] == [filed.pk]
    assert LapseKind.UNREADABLE not in ailments_at(LATER)
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("clocks", "--check")
    said = capsys.readouterr().out
    assert f"{filed.reference}: nobody can read its hours" in said
    assert other.reference not in said


def test_once_they_are_mended_the_deadlines_are_found_and_taken(house: House, lose: Lose) -> None:
    promised = opened(house.payroll, house.clara)
    lose()
    filed = opened(house.payroll, house.clara)
    plan_due(filed.pk, at=MORNING)
    assert check_clocks(at=SOON) == 0

    _mend(house)

    assert check_clocks(at=LATER) == 3
    (found,) = clocks_to_decide(at=LATER)
    assert found.incident == filed
    take_new_deadlines(filed.pk, mark=found.mark, reason="mended", by=house.olga, at=LATER)
    taken_over = _now(filed)
    assert taken_over.respond_due_at == promised.respond_due_at
    assert taken_over.restore_due_at == promised.restore_due_at
    assert taken_over.due == Due.RESPOND
    assert DueAction.objects.undone().filter(incident=filed, key__startswith="restore:").exists()
    line = filed.events.filter(kind=EventKind.DEADLINE_MOVED).earliest("sequence")
    assert "mended" in line_of(line, taken_over, reader=house.clara)


def test_nobody_decides_on_what_nobody_can_replay(house: House, lose: Lose) -> None:
    filed = opened(house.payroll, house.clara)
    Incident.objects.filter(pk=filed.pk).update(restore_due_at=LATER + timedelta(days=9))
    check_clocks(at=LATER)
    lose()

    assert clocks_to_decide(at=LATER) == []
    with pytest.raises(HoursUnreadable):
        take_new_deadlines(filed.pk, mark=None, reason="x", by=house.olga, at=LATER)
    assert ClockDifference.objects.get().settled_at is None
