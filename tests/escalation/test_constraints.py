"""What must never be false of the outbox and of choices, tried against the database itself."""

from collections.abc import Callable
from datetime import time
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from contracts.models import User
from escalation.choices import DispatchState, Medium, NewsGroup
from escalation.models import Dispatch, NewsChoice, QuietHours
from tests.factories.contracts import MORNING


def _dispatch(person: User, **fields: Any) -> Dispatch:
    return Dispatch.objects.create(
        **({"recipient": person, "opened_at": MORNING, "due_at": MORNING} | fields)
    )


def _gathers(person: User, **fields: Any) -> Dispatch:
    return _dispatch(person, state=DispatchState.GATHERING, **fields)


def _quiet(person: User, days: list[int], ends: time = time(7)) -> QuietHours:
    return QuietHours.objects.create(person=person, begins=time(22), ends=ends, weekdays=days)


FORBIDDEN: dict[str, Callable[[User], object]] = {
    "one_dispatch_gathers_per_person_and_medium": lambda who: [_gathers(who), _gathers(who)],
    "nothing_urgent_or_tried_gathers": lambda who: _gathers(who, is_urgent=True),
    "sent_dispatch_says_when": lambda who: _dispatch(who, state=DispatchState.SENT),
    "failed_dispatch_says_since_when": lambda who: _dispatch(who, state=DispatchState.FAILED),
    "who_is_called_is_mailed": lambda who: NewsChoice.objects.create(
        person=who, group=NewsGroup.CALL, by_mail=False
    ),
    "one_choice_per_person_and_group": lambda who: [
        NewsChoice.objects.create(person=who, group=NewsGroup.STATE) for _time in range(2)
    ],
    "quiet_on_days_of_the_week": lambda who: _quiet(who, [7]),
    "quiet_hours_end": lambda who: _quiet(who, list(range(7)), time(22)),
}


@pytest.mark.parametrize("name", FORBIDDEN)
def test_the_database_refuses_it(name: str, clara: User) -> None:
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        FORBIDDEN[name](clara)


def test_the_database_takes_what_is_next_to_it(clara: User) -> None:
    _gathers(clara)
    _gathers(clara, medium=Medium.WEBHOOK)
    _dispatch(clara, is_urgent=True, attempts=1)
    _dispatch(clara, state=DispatchState.SENT, sent_at=MORNING)
    NewsChoice.objects.create(person=clara, group=NewsGroup.CALL, by_webhook=True)
    _quiet(clara, list(range(6)), time(22))


def test_quiet_hours_begin_on_some_day(clara: User) -> None:
    with pytest.raises(IntegrityError, match="quiet_on_days_of_the_week"), transaction.atomic():
        _quiet(clara, [])
