"""Bring stored deadlines to what the calendar gives now, or say that they stay; told in lines.

Whether it is done is decided in the room of escalation, by an operator; the line names the portal,
since a client reads no operator's name.
"""

from collections.abc import Iterable
from datetime import datetime

from tickets import journal
from tickets.access import open_leg
from tickets.choices import Audience, Due, EventKind
from tickets.models import Incident
from tickets.rules.effect import Shift
from tickets.use_cases.keep_time import settle_due

_COLUMNS = {
    Due.RESPOND: "respond_due_at",
    Due.RESTORE: "restore_due_at",
    Due.NEWS: "news_due_at",
}


def move_deadlines(held: Incident, shifts: Iterable[Shift], *, reason: str, at: datetime) -> None:
    """Store the second deadline of each shift on a locked incident; the client reads why."""
    shifts = list(shifts)
    for each in shifts:
        setattr(held, _COLUMNS[each.kind], each.then.due_at)
    settle_due(held, open_leg(held))
    for each in shifts:
        journal.save_and_record(
            held,
            EventKind.DEADLINE_MOVED,
            by=None,
            at=at,
            audience=Audience.CLIENT,
            **_told(each, reason),
        )


def keep_deadlines(held: Incident, shifts: Iterable[Shift], *, reason: str, at: datetime) -> None:
    """Say on a locked incident that its deadlines stay; both vendors read why."""
    for each in shifts:
        journal.record(
            held,
            EventKind.DEADLINE_KEPT,
            by=None,
            at=at,
            audience=Audience.VENDORS,
            **_told(each, reason),
        )


def _told(shift: Shift, reason: str) -> dict[str, str | None]:
    before, after = (
        due_at.isoformat() if due_at else None for due_at in (shift.now.due_at, shift.then.due_at)
    )
    return {"promise": str(shift.kind), "from_": before, "to": after, "reason": reason}
