"""Decide on deadlines that the calendar gives otherwise than stored: take them, or leave them.

An upgrade of the public holidays or of the zones may move a deadline that was promised; nothing
does so by itself. An operator commits it, or does not, each with a reason.
"""

from collections.abc import Callable, Sequence
from datetime import datetime

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from contracts.access import is_operator
from contracts.models import User
from contracts.rules.refusal import Forbidden, Refusal
from contracts.selectors.readable import HoursUnreadable, is_readable
from escalation.choices import Decision
from escalation.models import ClockDifference
from escalation.selectors import has_differed
from escalation.use_cases.check_clocks import left_before, settle
from escalation.use_cases.plan_due import plan_due
from tickets.models import Incident
from tickets.rules.effect import Shift
from tickets.selectors.differences import Differing, differing
from tickets.use_cases.hold import locked
from tickets.use_cases.move_deadlines import keep_deadlines, move_deadlines
from tickets.use_cases.stated_words import stated


class DifferenceChanged(Refusal):
    """The deadlines are no longer those on which somebody wants to decide."""

    code = "difference-changed"


def take_new_deadlines(
    incident_id: int, *, mark: str | None, reason: str, by: User, at: datetime
) -> bool:
    """Store the deadlines that the timeline of an incident gives by today's calendar.

    All in one transaction under the incident's lock: the deadlines, a line for each that its client
    reads, what is due as planned anew, the alarms settled. ``mark`` names what was read; None for
    whatever differs now. Returns whether anything differed: told twice, it does nothing.

    :raises Http404: no difference was ever found on such an incident.
    :raises Forbidden: only operators decide.
    :raises Invalid: no reason.
    :raises DifferenceChanged: other deadlines differ by now than those that were read.
    :raises HoursUnreadable: nobody can read the hours of its contract.
    """
    return _decide(incident_id, Decision.TAKEN, mark=mark, reason=reason, by=by, at=at)


def leave_deadlines(
    incident_id: int, *, mark: str | None, reason: str, by: User, at: datetime
) -> bool:
    """Leave the deadlines of an incident as they were promised; the check alarms no more of these.

    Both vendors read why. Otherwise as `take_new_deadlines`.

    :raises Http404: no difference was ever found on such an incident.
    :raises Forbidden: only operators decide.
    :raises Invalid: no reason.
    :raises DifferenceChanged: other deadlines differ by now than those that were read.
    """
    return _decide(incident_id, Decision.LEFT, mark=mark, reason=reason, by=by, at=at)


@transaction.atomic
def _decide(
    incident_id: int, decision: Decision, *, mark: str | None, reason: str, by: User, at: datetime
) -> bool:
    if not is_operator(by):
        raise Forbidden(_("Operators decide on what a calendar moved."))
    if not has_differed(incident_id):
        raise Http404
    reason = stated(reason, "reason", missing=_("Say why: who works on the incident reads it."))
    held = locked(incident_id)
    if not is_readable(held.terms.coverage, at=at):
        raise HoursUnreadable(_("Nobody can read the hours of its contract: mend them first."))
    found = _to_decide(held, decision, at=at)
    if found is None:
        return False
    if mark is not None and mark != found.mark:
        raise DifferenceChanged(_("Other deadlines differ by now: read them again."))
    _TELL[decision](held, found.shifts, reason, at)
    for each in found.shifts:
        _write_down(held, each, decision, reason=reason, by=by, at=at)
    plan_due(held.pk, at=at)
    return True


def _to_decide(held: Incident, decision: Decision, *, at: datetime) -> Differing | None:
    """Return what differs on a locked incident, once alarms that no longer hold are settled.

    What was left before can still be taken; it is not left again.
    """
    found = next(iter(differing([held], at=at)), None)
    stands = (
        {each.kind: (each.now.due_at, each.then.due_at) for each in found.shifts} if found else {}
    )
    settle(held, stands, at=at)
    left = left_before(held)
    is_new = any((str(kind), *between) not in left for kind, between in stands.items())
    return found if is_new or decision == Decision.TAKEN else None


def _write_down(
    held: Incident, shift: Shift, decision: Decision, *, reason: str, by: User, at: datetime
) -> None:
    alarm = ClockDifference.objects.filter(
        incident=held, kind=shift.kind, settled_at=None
    ).first() or ClockDifference(incident=held, kind=shift.kind, found_at=at)
    alarm.stored, alarm.replayed = shift.now.due_at, shift.then.due_at
    alarm.settled_at, alarm.decision, alarm.decided_by = at, decision, by
    alarm.reason = reason
    alarm.save()


_TELL: dict[Decision, Callable[[Incident, Sequence[Shift], str, datetime], None]] = {
    Decision.TAKEN: lambda held, shifts, reason, at: move_deadlines(
        held, shifts, reason=reason, at=at
    ),
    Decision.LEFT: lambda held, shifts, reason, at: keep_deadlines(
        held, shifts, reason=reason, at=at
    ),
}
