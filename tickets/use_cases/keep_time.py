"""Keep an incident's stored deadlines true: set at opening, moved by pauses, read by queues.

Hours that nobody can read any more refuse no act: what they would give is not known then, and has
no deadline, until they are mended; the check of the clocks finds it, and an operator takes it.
"""

import logging
from collections.abc import Iterator
from datetime import datetime

from contracts.choices import Kind
from contracts.models import User
from contracts.selectors.duty import UNREADABLE
from tickets.choices import UNRESTORED, Due, LegState, Status
from tickets.models import Escalation, Incident
from tickets.rules.deadlines import (
    NOTHING,
    Owed,
    deadlines_of,
    next_news,
    next_owed,
    not_known,
    resumed,
)
from tickets.selectors.not_known import is_not_known
from tickets.selectors.shares import pauses_of

logger = logging.getLogger(__name__)

_UNREADABLE_HOURS = "the hours of contract %s cannot be read"


def start_clocks(incident: Incident) -> None:
    """Set the deadlines of the incident's impact, counted from filing or from the real call."""
    promise = incident.promise()
    incident.respond_due_at = incident.restore_due_at = incident.news_due_at = None
    if promise is None:
        return
    hours, since = incident.terms.coverage.hours(), incident.clock_starts_at
    try:
        deadlines = deadlines_of(promise, hours=hours, since=since)
    except UNREADABLE:
        logger.exception(_UNREADABLE_HOURS, incident.contract.number)
        return
    incident.respond_due_at = deadlines.respond_due_at
    incident.restore_due_at = deadlines.restore_due_at
    incident.news_due_at = deadlines.news_due_at


def restart_clocks(incident: Incident, *, at: datetime) -> None:
    """Set the deadlines of another impact, from the same start, with the pauses there have been.

    News are owed since the last that was given. A promise that was missed by then stays missed: a
    lower impact puts off what is still to come, and excuses nothing.
    """
    missed = dict(_missed(incident, at=at))
    start_clocks(incident)
    if incident.news_at is not None:
        incident.news_due_at = _news_due_after(incident, incident.news_at)
    for pause in pauses_of(incident):
        if pause.ends_at is not None:
            _put_off(incident, pause.begins_at, pause.ends_at)
    for name, due_at in missed.items():
        setattr(incident, name, min(due_at, getattr(incident, name) or due_at))


def _missed(incident: Incident, *, at: datetime) -> Iterator[tuple[str, datetime]]:
    """Yield the deadlines that passed before what was promised, or before a pause that goes on."""
    is_paused = incident.waiting_since is not None and incident.terms.pauses_while_waiting
    running_until = incident.waiting_since if is_paused else at
    for name, due_at, done_at in (
        ("respond_due_at", incident.respond_due_at, incident.responded_at),
        ("restore_due_at", incident.restore_due_at, incident.restored_at),
    ):
        if due_at is not None and due_at < (done_at or running_until or at):
            yield name, due_at


def count_contact(incident: Incident, *, by: User, at: datetime) -> None:
    """Count a vendor's word to the client: somebody has started, and news was given."""
    if by.kind not in {Kind.MANUFACTURER, Kind.PUBLISHER}:
        return
    incident.responded_at = incident.responded_at or at
    incident.news_at = at
    incident.news_due_at = _news_due_after(incident, at)


def _news_due_after(incident: Incident, at: datetime) -> datetime | None:
    promise = incident.promise()
    if promise is None:
        return None
    try:
        return next_news(promise, hours=incident.terms.coverage.hours(), since=at)
    except UNREADABLE:
        logger.exception(_UNREADABLE_HOURS, incident.contract.number)
        return None


def resume_clocks(incident: Incident, *, at: datetime) -> None:
    """End a pause: where the contract pauses while waiting, what was left is left again."""
    paused_at = incident.waiting_since
    if paused_at is None or not incident.terms.pauses_while_waiting:
        return
    _put_off(incident, paused_at, at)


def _put_off(incident: Incident, paused_at: datetime, resumed_at: datetime) -> None:
    """Put the deadlines off by a pause; the next news by no more of it than came after the last.

    What lies before the start puts off nothing: a clock that was set back may write such a pause.
    """
    hours = incident.terms.coverage.hours()
    since = max(paused_at, incident.clock_starts_at)
    for name, began_at in (
        ("respond_due_at", since),
        ("restore_due_at", since),
        ("news_due_at", max(paused_at, incident.news_at or since)),
    ):
        due_at = getattr(incident, name)
        if due_at is not None and began_at < resumed_at:
            try:
                put_off = resumed(due_at, hours=hours, paused_at=began_at, resumed_at=resumed_at)
            except UNREADABLE:
                logger.exception(_UNREADABLE_HOURS, incident.contract.number)
                put_off = None
            setattr(incident, name, put_off)


def settle_due(incident: Incident, leg: Escalation | None) -> None:
    """Store what is owed next; it orders every queue."""
    owed = _owed(incident, leg)
    incident.due, incident.due_at = owed.kind, owed.due_at


def _owed(incident: Incident, leg: Escalation | None) -> Owed:
    if incident.status not in UNRESTORED:
        return NOTHING
    acknowledge_due_at = None
    if leg is not None and leg.state == LegState.REQUESTED:
        acknowledge_due_at = leg.acknowledge_due_at
    if incident.status == Status.WAITING and incident.terms.pauses_while_waiting:
        # The client's answer is waited for, but the publisher still owes its first word.
        return next_owed((Due.ACKNOWLEDGE, acknowledge_due_at))
    respond_due_at = None if incident.responded_at else incident.respond_due_at
    owed = next_owed(
        (Due.RESPOND, respond_due_at),
        (Due.ACKNOWLEDGE, acknowledge_due_at),
        (Due.NEWS, incident.news_due_at if incident.responded_at else None),
        (Due.RESTORE, incident.restore_due_at),
    )
    if owed == NOTHING and is_not_known(incident):
        return not_known(incident.clock_starts_at)
    return owed
