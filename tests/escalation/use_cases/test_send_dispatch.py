"""Mails to a real server: one that answers, one that refuses somebody, one that is not there."""

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import count, pairwise
from typing import Any

import pytest
from django.conf import settings

from escalation.choices import DispatchState, Medium, Sending
from escalation.models import Dispatch, Notification
from escalation.rules.backoff import LEASE, MOST_ATTEMPTS, PAUSES
from escalation.use_cases import in_time
from escalation.use_cases.news_of_dispatch import news_to_send
from escalation.use_cases.send_again import send_again
from escalation.use_cases.send_dispatch import send_dispatch, send_due
from tests.cast import House
from tests.escalation.news import LATER, mail_for, news
from tests.factories.contracts import MORNING
from tests.postbox import Postbox
from tickets.models import Incident


def test_a_mail_is_sent_once(house: House, escalated: Incident, postbox: Postbox) -> None:
    news(escalated, house.hank)
    pk = mail_for(house.clara).pk

    outcomes = [send_dispatch(pk, at=LATER) for _ in range(3)]

    assert outcomes == [Sending.SENT, Sending.NOT_DUE, Sending.NOT_DUE]
    assert len(postbox.mails) == 1


def test_a_worker_killed_while_sending_is_replaced_after_its_lease(
    house: House, escalated: Incident, postbox: Postbox
) -> None:
    news(escalated, house.hank)
    pk = mail_for(house.clara).pk
    Dispatch.objects.filter(pk=pk).update(
        state=DispatchState.SENDING, attempts=1, due_at=LATER + LEASE
    )

    assert send_dispatch(pk, at=LATER) == Sending.NOT_DUE
    assert send_dispatch(pk, at=LATER + LEASE) == Sending.SENT


def test_a_mail_from_before_the_clock_was_set_back_leaves_once(
    house: House, escalated: Incident, postbox: Postbox
) -> None:
    news(escalated, house.hank)
    before = mail_for(house.clara).opened_at - timedelta(hours=2)

    sent = [send_due(Medium.EMAIL, clock=lambda: before) for _ in range(2)]

    assert sent == [len(postbox.mails), 0]
    assert sent[0] > 0


def test_who_is_refused_holds_up_nobody_else(
    house: House, escalated: Incident, postbox: Postbox
) -> None:
    news(escalated, house.mia)
    postbox.refused = {house.clara.email}
    Dispatch.objects.filter(recipient=house.clara).update(due_at=MORNING)

    assert send_due(Medium.EMAIL, clock=lambda: LATER) == 2

    assert {mail["To"] for mail in postbox.mails} == {house.hank.email, house.helen.email}
    waiting = mail_for(house.clara)
    assert (waiting.state, waiting.due_at) == (DispatchState.PENDING, LATER + PAUSES[0])


def test_without_a_server_a_sweep_tries_once_and_all_goes_out_when_it_is_back(
    house: House, escalated: Incident, no_server: None, request: pytest.FixtureRequest
) -> None:
    news(escalated, house.mia)

    assert send_due(Medium.EMAIL, clock=lambda: LATER) == 0
    assert sorted(Dispatch.objects.values_list("attempts", flat=True)) == [0, 0, 1]

    postbox: Postbox = request.getfixturevalue("postbox")
    assert send_due(Medium.EMAIL, clock=lambda: LATER + PAUSES[0]) == 3
    assert len(postbox.mails) == 3


def test_each_mail_of_a_sweep_has_its_own_instant(
    house: House, escalated: Incident, postbox: Postbox
) -> None:
    news(escalated, house.mia)
    clock = _clock_by(timedelta(seconds=10))

    assert send_due(Medium.EMAIL, clock=clock) == 3

    sent = Dispatch.objects.order_by("sent_at").values_list("sent_at", flat=True)
    assert [at - LATER for at in sent if at] == [timedelta(seconds=s) for s in (10, 20, 30)]


def test_a_sweep_ends_long_before_its_tasks_time_does(
    house: House, escalated: Incident, postbox: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert timedelta(seconds=settings.CELERY_TASK_SOFT_TIME_LIMIT) >= 2 * in_time.LONGEST_SWEEP
    news(escalated, house.mia)

    monkeypatch.setattr(in_time, "LONGEST_SWEEP", timedelta())

    assert send_due(Medium.EMAIL, clock=lambda: LATER) == 0
    assert set(Dispatch.objects.values_list("attempts", flat=True)) == {0}


def test_a_clock_that_is_set_meanwhile_neither_ends_a_sweep_nor_lets_it_go_on(
    house: House, escalated: Incident, postbox: Postbox
) -> None:
    news(escalated, house.mia)

    assert send_due(Medium.EMAIL, clock=_clock_by(timedelta(hours=2))) == 3


def _clock_by(step: timedelta) -> Callable[[], datetime]:
    """A clock that goes on by a step each time it is looked at."""
    steps = count()
    return lambda: LATER + step * next(steps)


def test_it_is_given_up_after_the_last_pause_and_an_operator_begins_anew(
    house: House, escalated: Incident, no_server: None, request: pytest.FixtureRequest
) -> None:
    news(escalated, house.hank)
    pk, at = mail_for(house.clara).pk, LATER
    instants: list[datetime] = []
    while mail_for(house.clara).state != DispatchState.FAILED:
        instants.append(at)
        assert send_dispatch(pk, at=at) == Sending.UNREACHABLE
        at = mail_for(house.clara).due_at

    assert len(instants) == MOST_ATTEMPTS
    assert [later - one for one, later in pairwise(instants)] == [*PAUSES]
    assert send_dispatch(pk, at=at + timedelta(days=9)) == Sending.NOT_DUE

    request.getfixturevalue("postbox")
    assert send_again([pk], at=at) == 1
    assert send_dispatch(pk, at=at) == Sending.SENT


def test_a_mail_that_kills_its_workers_is_given_up(
    house: House, escalated: Incident, postbox: Postbox
) -> None:
    news(escalated, house.hank)
    pk = mail_for(house.clara).pk
    Dispatch.objects.filter(pk=pk).update(attempts=MOST_ATTEMPTS)

    assert send_dispatch(pk, at=LATER) == Sending.NOT_DUE

    assert mail_for(house.clara).state == DispatchState.FAILED
    assert postbox.mails == []


def test_a_mail_that_cannot_be_written_holds_up_nobody_else(
    house: House,
    escalated: Incident,
    postbox: Postbox,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    news(escalated, house.hank)
    monkeypatch.setattr("escalation.use_cases.write_mail.say_news_of_incident", _out_of_words)

    assert send_dispatch(mail_for(house.clara).pk, at=LATER) == Sending.REFUSED

    assert "could not be written" in caplog.text
    assert mail_for(house.clara).state == DispatchState.PENDING


def test_news_that_cannot_be_read_is_tried_again_and_holds_up_nobody_else(
    house: House, escalated: Incident, postbox: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    news(escalated, house.mia)
    stuck = mail_for(house.clara)
    Dispatch.objects.filter(pk=stuck.pk).update(due_at=MORNING)

    def _news(dispatch: Dispatch) -> list[Notification]:
        return _out_of_words() if dispatch.pk == stuck.pk else news_to_send(dispatch)

    monkeypatch.setattr("escalation.use_cases.send_dispatch.news_to_send", _news)

    assert send_due(Medium.EMAIL, clock=lambda: LATER) == 2

    waiting = mail_for(house.clara)
    assert (waiting.state, waiting.due_at) == (DispatchState.PENDING, LATER + PAUSES[0])


def _out_of_words(*_line: object, **_reader: object) -> Any:
    raise KeyError("who")


@pytest.mark.parametrize("lost", ["account", "company"])
def test_who_lost_the_right_meanwhile_gets_nothing(
    house: House, escalated: Incident, postbox: Postbox, lost: str
) -> None:
    news(escalated, house.hank)
    if lost == "account":
        house.clara.is_active = False
    else:
        house.clara.organisation = house.stranger.organisation
    house.clara.save()

    assert send_dispatch(mail_for(house.clara).pk, at=LATER) == Sending.NOT_DUE

    assert mail_for(house.clara).state == DispatchState.DROPPED
    assert postbox.mails == []


def test_a_slow_worker_does_not_undo_what_another_has_sent(
    house: House, escalated: Incident, no_server: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    news(escalated, house.hank)
    pk = mail_for(house.clara).pk

    def _sent_by_another(*_claimed: object) -> tuple[Sending, Exception | None]:
        mine = Dispatch.objects.filter(pk=pk, state=DispatchState.SENDING)
        assert mine.update(state=DispatchState.SENT, sent_at=LATER, claim=2)
        return Sending.UNREACHABLE, OSError("too late")

    monkeypatch.setattr("escalation.use_cases.send_dispatch._attempt", _sent_by_another)
    send_dispatch(pk, at=LATER)

    assert mail_for(house.clara).state == DispatchState.SENT
