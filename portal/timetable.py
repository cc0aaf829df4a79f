"""What beat starts, and how often. Deadlines are rows; these sweeps look for rows that are due."""

from collections.abc import Mapping
from datetime import timedelta
from typing import TypedDict

from celery.schedules import crontab


class _Entry(TypedDict):
    task: str
    schedule: timedelta | crontab
    options: Mapping[str, object]


def _every(seconds: int, task: str) -> _Entry:
    """One line of the timetable: a run that nobody took before the next one is due is dropped."""
    return {
        "task": task,
        "schedule": timedelta(seconds=seconds),
        "options": {"expires": seconds},
    }


HEART = "tell the watcher that all is well"

TIMETABLE: Mapping[str, _Entry] = {
    "follow what lost messages left behind": _every(3, "escalation.tasks.sweep"),
    "follow the register's news left behind": _every(5, "escalation.tasks.sweep_news"),
    "say which answers are overdue": _every(300, "escalation.tasks.remind"),
    "say which answers on outages are due": _every(900, "escalation.tasks.remind_of_shares"),
    "let silence agree where it may": _every(300, "escalation.tasks.deem_agreed"),
    "say which gaps in rosters come": _every(3600, "escalation.tasks.look_ahead"),
    "say which months are over": _every(3600, "escalation.tasks.close_months"),
    "do what is due: climb, call, warn": _every(15, "escalation.tasks.sweep_due_actions"),
    "send the mails that are due": _every(5, "escalation.tasks.sweep_mail"),
    "call the webhooks that are due": _every(5, "escalation.tasks.sweep_webhooks"),
    "look for what should have happened": _every(60, "escalation.tasks.audit"),
    HEART: _every(60, "escalation.tasks.heartbeat"),
    "close what nobody has disputed": _every(300, "escalation.tasks.close_resolved"),
    "learn from the day's corrections": {
        "task": "escalation.tasks.learn_to_route",
        "schedule": crontab(hour=2, minute=10),
        "options": {"expires": 3600},
    },
    "replay every open clock": {
        "task": "escalation.tasks.check",
        "schedule": crontab(hour=1, minute=40),
        "options": {"expires": 3600},
    },
    "forget the keys of yesterday's requests": _every(3600, "escalation.tasks.forget_submissions"),
    "forget the sessions that expired yesterday": _every(3600, "escalation.tasks.forget_sessions"),
}
