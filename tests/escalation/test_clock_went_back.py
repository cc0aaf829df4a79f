"""What a clock wrote that was two hours ahead is done once it is right again, not when late."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings

from contracts.models import UnfollowedNews
from escalation.choices import DispatchState, LapseKind
from escalation.models import Dispatch, DueAction
from escalation.rules.backoff import LEASE, PAUSES
from escalation.selectors import lapses
from escalation.use_cases.follow_event import follow_left_behind
from escalation.use_cases.follow_register import follow_register_left_behind
from escalation.use_cases.hold_back import leaves_later
from escalation.use_cases.plan_due import plan_due
from escalation.use_cases.sweep_due import sweep_due
from tests.cast import House
from tests.escalation.register import proposal
from tests.factories.contracts import MORNING
from tests.factories.tickets import put_in
from tickets.choices import Queue
from tickets.models import Escalation, Incident, Unfollowed

NOW = MORNING + timedelta(minutes=5)
AHEAD = MORNING + timedelta(hours=2)
WRITTEN_AHEAD: dict[str, dict[str, Any]] = {
    "urgent": {"is_urgent": True, "opened_at": AHEAD},
    "gathering": {"state": DispatchState.GATHERING, "opened_at": AHEAD},
    "leased": {"state": DispatchState.SENDING, "attempts": 1},
    "tried": {"is_urgent": True, "attempts": 1, "failing_since": MORNING},
}
WRITTEN_RIGHT: dict[str, dict[str, Any]] = {
    "gathering": {"state": DispatchState.GATHERING, "opened_at": NOW},
    "quiet": {"opened_at": MORNING},
    "leased": {"state": DispatchState.SENDING, "attempts": 1, "due_at": NOW + LEASE},
    "tried": {"is_urgent": True, "attempts": len(PAUSES), "due_at": NOW + PAUSES[-1]},
}


def _dispatch(house: House, fields: dict[str, Any]) -> Dispatch:
    return Dispatch.objects.create(
        **{"recipient": house.mia, "opened_at": MORNING, "due_at": AHEAD, **fields}
    )


@pytest.mark.parametrize("fields", WRITTEN_AHEAD.values(), ids=WRITTEN_AHEAD)
def test_what_was_put_off_ahead_is_sent(house: House, fields: dict[str, Any]) -> None:
    dispatch = _dispatch(house, fields)

    assert Dispatch.objects.to_send_at(NOW).get() == dispatch


@pytest.mark.parametrize("fields", WRITTEN_RIGHT.values(), ids=WRITTEN_RIGHT)
def test_what_waits_by_right_still_waits(house: House, fields: dict[str, Any]) -> None:
    _dispatch(house, fields)

    assert not Dispatch.objects.to_send_at(NOW).exists()


def test_a_routing_written_ahead_is_escalated(house: House, incident: Incident) -> None:
    put_in(incident, Queue.SOFTWARE, by=house.hank)
    Unfollowed.objects.update(at=AHEAD)

    follow_left_behind(at=NOW)

    assert Escalation.objects.filter(incident=incident).exists()


def test_news_of_the_register_written_ahead_is_told(house: House) -> None:
    proposal(house, house.helen)
    assert UnfollowedNews.objects.update(at=AHEAD)

    follow_register_left_behind(at=NOW)

    assert not UnfollowedNews.objects.exists()


def test_what_was_told_as_missed_ahead_is_no_lapse(house: House, incident: Incident) -> None:
    assert incident.restore_due_at is not None
    plan_due(incident.pk, at=MORNING)
    while sweep_due(at=incident.restore_due_at):
        pass
    Unfollowed.objects.all().delete()

    assert LapseKind.UNPLANNED not in {lapse.kind for lapse in lapses(at=NOW)}
    DueAction.objects.all().delete()
    assert LapseKind.UNPLANNED in {lapse.kind for lapse in lapses(at=NOW)}


def test_the_ceiling_does_not_count_what_was_sent_ahead(house: House) -> None:
    soon = NOW + timedelta(minutes=2)
    for _each in range(settings.NEWS_PER_HOUR):
        _dispatch(house, {"state": DispatchState.SENT, "sent_at": AHEAD})
    waits = _dispatch(house, {**WRITTEN_RIGHT["gathering"], "due_at": soon})

    assert leaves_later(waits, at=soon) is None

    Dispatch.objects.filter(state=DispatchState.SENT).update(sent_at=NOW)
    later = leaves_later(waits, at=soon)
    assert later is not None
    assert later.at == NOW + timedelta(hours=1)
