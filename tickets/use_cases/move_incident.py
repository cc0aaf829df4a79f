"""Carry out a row of the lifecycle table: wait, answer, restore, resolve, reopen, close…"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from contracts.models import User
from contracts.rules.refusal import Forbidden, Invalid
from tickets import journal
from tickets.access import open_leg, standing_of
from tickets.choices import (
    Action,
    Audience,
    EventKind,
    LegState,
    LessonSource,
    Queue,
    Standing,
    Status,
)
from tickets.models import Escalation, Incident
from tickets.use_cases.first_contact import EVERYBODY, first_contact
from tickets.use_cases.hold import hold
from tickets.use_cases.keep_custody import keep_custody
from tickets.use_cases.keep_time import count_contact, resume_clocks, settle_due
from tickets.use_cases.leave_leg import end_leg
from tickets.use_cases.stated_instants import began_at, last_denied_at, said_to
from tickets.use_cases.stated_words import stated
from tickets.use_cases.teach_router import teach
from tickets.use_cases.tell_outage import (
    is_outage,
    propose_for,
    show_to_publisher,
    tell_moved,
)
from tickets.use_cases.third_party import back_with_us

_CLOCK_SKEW = timedelta(minutes=2)
PARTIES = ("manufacturer", "publisher", "client", "third_party")


@transaction.atomic
def wait_for_client(incident: Incident, *, reason: str, by: User, at: datetime) -> Incident:
    """Wait for the client, saying what is expected; the contract says whether clocks pause."""
    held = hold(incident, Action.WAIT, by=by, at=at)
    held.waiting_for = stated(reason, "reason", missing=_("Say what you expect of the client."))
    held.waiting_since = at
    count_contact(held, by=by, at=at)
    said = _first_word(held, by=by, at=at) | {"reason": held.waiting_for}
    return _moved(held, Action.WAIT, Status.WAITING, by=by, at=at, **said)


@transaction.atomic
def resume_work(incident: Incident, *, by: User, at: datetime) -> Incident:
    """Stop waiting: the client has answered, or a vendor goes on without."""
    held = hold(incident, Action.ANSWER, by=by, at=at)
    return answered(held, by=by, at=at)


def answered(held: Incident, *, by: User, at: datetime, **said: Any) -> Incident:
    """Take a held incident out of waiting, its clocks with it."""
    resume_clocks(held, at=at)
    held.waiting_for, held.waiting_since = "", None
    return _moved(held, Action.ANSWER, Status.OPEN, by=by, at=at, **said)


@transaction.atomic
def restore_incident(
    incident: Incident, *, restored_at: datetime, by: User, at: datetime
) -> Incident:
    """State that service is back, and since when; the clock stops at that instant.

    :raises Invalid: before the incident began, before it was last said not to be restored, or in
        the future.
    """
    held = hold(incident, Action.RESTORE, by=by, at=at)
    if restored_at < began_at(held):
        _refuse("at", _("Service cannot be back before it went down."))
    denied_at = last_denied_at(held)
    if denied_at is not None and restored_at < denied_at:
        _refuse(
            "at",
            _("It was still not restored on %(instant)s: state a later time.")
            % {"instant": said_to(by, denied_at)},
        )
    if restored_at > at + _CLOCK_SKEW:
        _refuse("at", _("This instant is in the future."))
    # The pause ends with this act, not at the instant stated, which may lie before the pause.
    resume_clocks(held, at=at)
    # What is said to have begun a moment ahead, by a clock that is fast, is not over before it.
    held.restored_at = max(began_at(held), min(restored_at, at))
    held.restoration_said_at = at
    held.waiting_for, held.waiting_since = "", None
    count_contact(held, by=by, at=at)
    said = _first_word(held, by=by, at=at) | {"restored_at": held.restored_at.isoformat()}
    return _moved(held, Action.RESTORE, Status.RESTORED, by=by, at=at, **said)


@transaction.atomic
def contradict_restoration(incident: Incident, *, reason: str, by: User, at: datetime) -> Incident:
    """Say that it is not restored: the clock runs on as if it had never stopped.

    The escalation open at restoration goes back to work; there is never a second one.
    """
    held = hold(incident, Action.NOT_RESTORED, by=by, at=at)
    reason = stated(reason, "reason", missing=_("Say what still does not work."))
    held.restored_at = held.restoration_said_at = held.confirmed_at = None
    leg = open_leg(held)
    if leg is not None and leg.state == LegState.ACKNOWLEDGED:
        leg.state = LegState.IN_PROGRESS
        leg.save(update_fields=["state"])
    return _moved(held, Action.NOT_RESTORED, Status.OPEN, by=by, at=at, reason=reason)


@transaction.atomic
def confirm_restoration(incident: Incident, *, by: User, at: datetime) -> Incident:
    """Record that it works for the client; closes nothing that is only restored."""
    held = hold(incident, Action.CONFIRM, by=by, at=at)
    held.confirmed_at = at
    held.save(update_fields=["confirmed_at"])
    journal.record(held, EventKind.CONFIRMED, by=by, at=at, audience=Audience.CLIENT)
    return held


@transaction.atomic
def resolve_incident(
    incident: Incident,
    *,
    cause: str,
    responsibility: Mapping[str, int] | None,
    by: User,
    at: datetime,
) -> Incident:
    """State the cause and that it is removed; an open escalation is resolved with it.

    ``responsibility`` proposes whose an outage was, in percent of each party, summing to 100.

    :raises Forbidden: a proposal of anybody but the manufacturer.
    """
    held = hold(incident, Action.RESOLVE, by=by, at=at)
    return resolved(held, cause=cause, responsibility=responsibility, by=by, at=at)


def resolved(
    held: Incident,
    *,
    cause: str,
    responsibility: Mapping[str, int] | None,
    by: User,
    at: datetime,
) -> Incident:
    """Resolve a held incident; its restoration is stated with it where it was not before."""
    held.cause = stated(cause, "cause", missing=_("State the cause that was removed."))
    shares = _shares(responsibility)
    if shares and standing_of(by, held) != Standing.OWNER:
        raise Forbidden(_("The manufacturer proposes whose an outage was."))
    said = _first_word(held, by=by, at=at)
    if held.restored_at is None:
        held.restored_at, held.restoration_said_at = max(began_at(held), at), at
        said["restored_at"] = held.restored_at.isoformat()
    held.resolved_at = at
    back_with_us(held, by=by, at=at, by_act=EVERYBODY)
    count_contact(held, by=by, at=at)
    leg = open_leg(held)
    if leg is not None:
        # What the manufacturer resolves before anybody there began was never the publisher's.
        state = LegState.RESOLVED if leg.acknowledged_at else LegState.WITHDRAWN
        end_leg(held, leg, state, reason=held.cause, by=by, at=at)
    journal.record(
        held,
        EventKind.CAUSE_STATED,
        by=by,
        at=at,
        audience=Audience.VENDORS,
        cause=held.cause,
        responsibility=shares,
    )
    truth = _belonged_to(held, leg, shares)
    if truth != Queue.TRIAGE:  # else what was said before stands
        teach(held, truth, source=LessonSource.RESOLVED, by=by, at=at)
    if shares.get("publisher", 0) > 0 and is_outage(held, held.impact):
        show_to_publisher(held, at=at)
    _moved(held, Action.RESOLVE, Status.RESOLVED, by=by, at=at, **said)
    propose_for(held, shares, by=by, at=at)
    return held


@transaction.atomic
def reopen_incident(incident: Incident, *, reason: str, by: User, at: datetime) -> Incident:
    """Take up a resolved incident again; in the software queue it is escalated anew."""
    held = hold(incident, Action.REOPEN, by=by, at=at)
    reason = stated(reason, "reason", missing=_("Say why it has to be taken up again."))
    held.restored_at = held.restoration_said_at = None
    held.resolved_at = held.confirmed_at = None
    moved = _moved(held, Action.REOPEN, Status.OPEN, by=by, at=at, reason=reason)
    if held.queue == Queue.SOFTWARE:
        journal.record(
            held,
            EventKind.ROUTED,
            by=by,
            at=at,
            audience=Audience.VENDORS,
            from_=held.queue,
            to=held.queue,
            reason=reason,
        )
    return moved


@transaction.atomic
def close_incident(incident: Incident, *, by: User, at: datetime) -> Incident:
    """Close a resolved incident for good."""
    held = hold(incident, Action.CLOSE, by=by, at=at)
    held.closed_at = at
    closed = _moved(held, Action.CLOSE, Status.CLOSED, by=by, at=at)
    keep_custody([closed])
    return closed


def _first_word(held: Incident, *, by: User, at: datetime) -> dict[str, Any]:
    """Acknowledge by a move, and return what its line says if it did: that it is told instead."""
    acknowledged = first_contact(held, by=by, at=at, by_act=EVERYBODY)
    return {"acknowledges": True} if acknowledged else {}


def _moved(
    held: Incident, action: Action, target: Status, *, by: User | None, at: datetime, **said: Any
) -> Incident:
    source = held.status
    held.status = target
    settle_due(held, open_leg(held))
    journal.save_and_record(
        held,
        EventKind.MOVED,
        by=by,
        at=at,
        audience=Audience.CLIENT,
        action=action,
        from_=source,
        to=target,
        **said,
    )
    tell_moved(held, action, by=by, at=at)
    return held


def _belonged_to(held: Incident, leg: Escalation | None, shares: Mapping[str, int]) -> str:
    """Return the queue to which the cause belonged, or triage where nobody knows.

    Shares that lay no more on one vendor than on the other say so, whatever the queue.
    """
    manufacturer, publisher = shares.get("manufacturer", 0), shares.get("publisher", 0)
    if manufacturer != publisher:
        return Queue.HARDWARE if manufacturer > publisher else Queue.SOFTWARE
    if shares:
        return Queue.TRIAGE
    was_taken = leg is not None and leg.acknowledged_at is not None and not leg.is_joint
    return held.queue if was_taken or held.queue != Queue.SOFTWARE else Queue.TRIAGE


def _shares(responsibility: Mapping[str, int] | None) -> dict[str, int]:
    if not responsibility:
        return {}
    unknown = set(responsibility) - set(PARTIES)
    if unknown or any(share < 0 for share in responsibility.values()):
        _refuse("responsibility", _("Shares are percentages of the four parties."))
    if sum(responsibility.values()) != 100:  # noqa: PLR2004  percent
        _refuse("responsibility", _("The shares must add up to 100 %."))
    return dict(responsibility)


def _refuse(field: str, sentence: str) -> None:
    raise Invalid(sentence, errors={field: [sentence]})
