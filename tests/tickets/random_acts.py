"""Random acts of everybody, played through the use cases as far as they are possible."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.http import Http404
from hypothesis import strategies as st

from contracts.choices import Impact
from contracts.rules.refusal import Refusal
from tests.cast import House
from tests.factories import tickets
from tests.factories.contracts import MORNING
from tickets.choices import Audience, Queue
from tickets.models import Incident
from tickets.use_cases.change_impact import change_impact
from tickets.use_cases.converse import add_comment, log_call
from tickets.use_cases.hand_over import route_incident
from tickets.use_cases.move_incident import (
    close_incident,
    contradict_restoration,
    reopen_incident,
    resolve_incident,
    restore_incident,
    resume_work,
    wait_for_client,
)
from tickets.use_cases.third_party import hand_to_third_party, take_back
from tickets.use_cases.work_escalation import return_escalation

Act = Callable[[Incident, House, datetime], object]
ACTS: dict[str, Act] = {
    "wait": lambda of, house, at: wait_for_client(of, reason="x", by=house.hank, at=at),
    "answer": lambda of, house, at: resume_work(of, by=house.clara, at=at),
    "call": lambda of, house, at: log_call(of, note="", by=house.hank, at=at),
    "write": lambda of, house, at: add_comment(
        of, body="x", files=(), audience=Audience.CLIENT, by=house.hank, at=at
    ),
    "reply": lambda of, house, at: add_comment(
        of, body="x", files=(), audience=Audience.CLIENT, by=house.clara, at=at
    ),
    "discuss": lambda of, house, at: add_comment(
        of, body="x", files=(), audience=Audience.VENDORS, by=house.hank, at=at
    ),
    "restore": lambda of, house, at: restore_incident(
        of, restored_at=at - timedelta(minutes=3), by=house.hank, at=at
    ),
    "not": lambda of, house, at: contradict_restoration(of, reason="x", by=house.clara, at=at),
    "resolve": lambda of, house, at: resolve_incident(
        of, cause="x", responsibility=None, by=house.hank, at=at
    ),
    "reopen": lambda of, house, at: reopen_incident(of, reason="x", by=house.clara, at=at),
    "third": lambda of, house, at: hand_to_third_party(
        of, name="x", reason="x", by=house.hank, at=at
    ),
    "back": lambda of, house, at: take_back(of, by=house.mia, at=at),
    **{
        impact: lambda of, house, at, impact=impact: change_impact(  # type: ignore[misc]
            of, impact=impact, reason="x", by=house.hank, at=at
        )
        for impact in Impact
    },
}
HANDED: dict[str, Act] = {
    "escalate": lambda of, house, at: tickets.escalated(of, by=house.hank, at=at),
    "route": lambda of, house, at: route_incident(
        of, queue=Queue.HARDWARE, reason="x", by=house.hank, at=at
    ),
    "return": lambda of, house, at: return_escalation(of, reason="x", by=house.mia, at=at),
    "close": lambda of, house, at: close_incident(of, by=house.clara, at=at),
}
"""Acts that hand it to and fro, and end it."""
STEPS = st.lists(st.tuples(st.integers(1, 2000), st.sampled_from(sorted(ACTS))), max_size=8)


def played(house: House, steps: list[tuple[int, str]]) -> tuple[Incident, datetime]:
    """Play what is possible of the steps; returns the incident, and the instant of the last."""
    incident, at = tickets.incident(house.payroll, house.clara), MORNING
    for minutes, name in steps:
        at += timedelta(minutes=minutes)
        try:
            (ACTS | HANDED)[name](incident, house, at)
        except (Refusal, Http404):
            continue
    return Incident.objects.get(pk=incident.pk), at
