"""What people of the demonstration want to be told of and when, and a mail that reached nobody."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time

from contracts.choices import Kind
from contracts.models import User
from escalation.choices import DispatchState, NewsGroup
from escalation.models import Dispatch
from escalation.rules.backoff import MOST_ATTEMPTS
from escalation.use_cases.choose_news import QuietTime, Ways, Wish, choose_news
from tickets.choices import UNFINISHED

_WORKING_DAYS, _EVERY_DAY = frozenset(range(5)), frozenset(range(7))
_PROBLEM = "(550, b'5.2.2 mailbox full')"


@dataclass(frozen=True)
class Habit:
    """What one person chose."""

    quiet: QuietTime | None = None
    unmailed: frozenset[NewsGroup] = field(default_factory=frozenset)


HABITS: Mapping[str, Habit] = {
    "helene": Habit(
        QuietTime(time(20), time(7, 30), _EVERY_DAY),
        frozenset({NewsGroup.STATE, NewsGroup.ESCALATION}),
    ),
    "ines": Habit(unmailed=frozenset({NewsGroup.REGISTER})),
    "daniel": Habit(QuietTime(time(22), time(6), _EVERY_DAY)),
    "claire": Habit(QuietTime(time(19), time(7), _WORKING_DAYS)),
}


def choose_habits(people: Mapping[str, User], *, now: datetime) -> None:
    """Let each choose."""
    for key, habit in HABITS.items():
        ways = {group: Ways(by_mail=False) for group in habit.unmailed}
        choose_news(people[key], Wish(ways, habit.quiet), at=now)


def leave_one_undelivered() -> None:
    """Let the last mail to somebody of a client be given up: an agent sees it on its incident."""
    last = (
        Dispatch.objects.filter(
            recipient__organisation__kind=Kind.CLIENT,
            mailed__incident__status__in=UNFINISHED,
        )
        .order_by("-sent_at", "-pk")
        .first()
    )
    if last is None:
        return
    last.state, last.failing_since, last.sent_at = DispatchState.FAILED, last.sent_at, None
    last.attempts, last.problem = MOST_ATTEMPTS, _PROBLEM
    last.save()
