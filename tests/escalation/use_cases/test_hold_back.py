"""Quiet hours and the ceiling of an hour: what waits, what does not, and what is then said."""

from datetime import UTC, datetime, time, timedelta

import pytest

from contracts.models import User
from escalation.choices import DispatchState, Medium
from escalation.models import Dispatch, Notification, QuietHours
from escalation.rules.pace import MOST_SHOWN_WHEN_HELD
from escalation.use_cases.choose_news import QuietTime, Wish, choose_news
from escalation.use_cases.send_dispatch import send_due
from tests.cast import House
from tests.escalation.gathering import mails_sent, says
from tests.factories.contracts import MORNING
from tests.postbox import Postbox, parts_of
from tickets.models import Incident

_EVERY_DAY = list(range(7))
# MORNING is 09:42 in Paris, where Clara lives
SEVEN = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)


def _quiet(person: User, begins: time, ends: time) -> None:
    QuietHours.objects.create(person=person, begins=begins, ends=ends, weekdays=_EVERY_DAY)


def test_in_quiet_hours_it_waits_for_their_end_and_gathers_all_night(
    house: House,
    slow: Incident,
    postbox: Postbox,
) -> None:
    _quiet(house.clara, time(9), time(7))
    for after in (0, 3000, 6000):
        says(slow, house.hank, after=after)

    assert Dispatch.objects.get().due_at == SEVEN
    assert send_due(Medium.EMAIL, clock=lambda: SEVEN - timedelta(seconds=1)) == 0
    assert send_due(Medium.EMAIL, clock=lambda: SEVEN) == 1
    assert parts_of(postbox.mails[0])[0].count("Restart it.") == 3


def test_what_is_urgent_passes_the_quiet_hours(
    house: House, incident: Incident, postbox: Postbox
) -> None:
    _quiet(house.clara, time(9), time(7))
    says(incident, house.hank, after=0)

    assert mails_sent(after=0) == 1


def test_what_would_be_tried_again_in_quiet_hours_waits_too(
    house: House,
    slow: Incident,
    postbox: Postbox,
) -> None:
    says(slow, house.hank, after=0)
    postbox.refused = {house.clara.email}
    assert mails_sent(after=120) == 0
    postbox.refused = set()
    _quiet(house.clara, time(9, 44), time(7))

    assert mails_sent(after=180) == 0

    waiting = Dispatch.objects.get()
    assert (waiting.state, waiting.due_at, waiting.attempts) == (DispatchState.PENDING, SEVEN, 1)
    assert send_due(Medium.EMAIL, clock=lambda: SEVEN) == 1


def test_quiet_hours_that_are_given_up_let_go_what_waits(
    house: House,
    slow: Incident,
    postbox: Postbox,
) -> None:
    _quiet(house.clara, time(9), time(7))
    says(slow, house.hank, after=0)

    choose_news(house.clara, Wish({}), at=MORNING + timedelta(minutes=5))

    assert mails_sent(after=300) == 1


def test_quiet_hours_that_are_begun_hold_what_waits_already(
    house: House,
    slow: Incident,
    postbox: Postbox,
) -> None:
    says(slow, house.hank, after=0)
    quiet = QuietTime(time(9), time(7), frozenset(_EVERY_DAY))
    choose_news(house.clara, Wish({}, quiet), at=MORNING)

    assert mails_sent(after=120) == 0
    assert Dispatch.objects.get().due_at == SEVEN


def test_a_person_without_a_zone_that_is_known_fails_alone(
    house: House, slow: Incident, postbox: Postbox
) -> None:
    _quiet(house.clara, time(9), time(7))
    User.objects.filter(pk=house.clara.pk).update(time_zone="Mars/Olympus")
    says(slow, house.hank, after=0)
    mine = Dispatch.objects.get()
    other = Dispatch.objects.create(recipient=house.helen, opened_at=MORNING, due_at=mine.due_at)
    Dispatch.objects.filter(pk=mine.pk).update(due_at=MORNING)  # the first

    assert mails_sent(after=120) == 0

    mine.refresh_from_db()
    other.refresh_from_db()
    assert (mine.state, mine.attempts) == (DispatchState.PENDING, 1)
    assert mine.failing_since is not None
    assert "Mars" in mine.problem
    assert other.state == DispatchState.DROPPED  # its turn came, and nothing was in it


@pytest.fixture
def two_an_hour(settings: object) -> None:
    settings.NEWS_PER_HOUR = 2  # type: ignore[attr-defined]


def test_beyond_the_ceiling_news_gathers_for_the_next_mail_which_counts_it(
    house: House,
    slow: Incident,
    postbox: Postbox,
    two_an_hour: None,
) -> None:
    for minute in (0, 10):
        says(slow, house.hank, after=60 * minute)
        assert mails_sent(after=60 * minute + 120) == 1
    for minute in (20, 30, 40, 50, 55):
        says(slow, house.hank, after=60 * minute, body=f"At {minute}.")
        assert mails_sent(after=60 * minute + 120) == 0

    held = Dispatch.objects.get(state=DispatchState.GATHERING)
    assert held.due_at == MORNING + timedelta(seconds=120 + 3600)
    assert mails_sent(after=120 + 3600) == 1

    plain, page = parts_of(postbox.mails[-1])
    assert [f"At {minute}." in plain for minute in (20, 30, 40, 50, 55)] == [False] * 2 + [True] * 3
    assert MOST_SHOWN_WHEN_HELD == 3
    for text in (plain, page):
        assert "And 2 more, in the portal" in text
    assert Notification.objects.filter(recipient=house.clara).count() == 7


def test_what_is_urgent_passes_the_ceiling_and_is_counted(
    house: House,
    slow: Incident,
    incident: Incident,
    postbox: Postbox,
    two_an_hour: None,
) -> None:
    for second in range(3):
        says(incident, house.hank, after=second)
        assert mails_sent(after=second) == 1
    says(slow, house.hank, after=10)

    assert mails_sent(after=130) == 0
    assert Dispatch.objects.get(is_urgent=False).due_at == MORNING + timedelta(seconds=3601)


def test_the_ceiling_is_each_persons_own(
    house: House,
    slow: Incident,
    postbox: Postbox,
    two_an_hour: None,
) -> None:
    Dispatch.objects.bulk_create(
        Dispatch(
            recipient=house.helen,
            state=DispatchState.SENT,
            opened_at=MORNING,
            due_at=MORNING,
            sent_at=MORNING,
        )
        for _time in range(5)
    )
    says(slow, house.hank, after=0)

    assert mails_sent(after=120) == 1
