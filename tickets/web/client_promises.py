"""Promises on an incident as its client reads them: kept, running, late."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from tickets.choices import Due
from tickets.clock_words import STATES, StateShown
from tickets.models import Incident
from tickets.selectors.story import TargetState, targets_of


@dataclass(frozen=True)
class Commitment:
    """One promise: what it was, how it stands, and the length or the instant that shows it.

    ``due_at`` is the deadline while it runs.
    """

    kind: str
    promised: timedelta | None
    state: str
    shown: StateShown
    took: timedelta | None
    due_at: datetime | None
    deadline: datetime


def commitments_of(incident: Incident, *, at: datetime) -> list[Commitment]:
    """Return the promises of an incident; a length where one is over, an instant where it runs."""
    return list(_commitments(incident, at=at))


def _commitments(incident: Incident, *, at: datetime) -> Iterator[Commitment]:
    promise = incident.promise()
    if promise is None:
        return
    lengths = {
        Due.RESPOND: promise.respond_within,
        Due.NEWS: promise.news_every,
        Due.RESTORE: promise.restore_within,
    }
    for target in sorted(
        targets_of(incident, at=at), key=lambda each: list(lengths).index(each.kind)
    ):
        done_at = _done_at(incident, target)
        yield Commitment(
            kind=target.kind.value,
            promised=lengths[target.kind],
            state=target.state,
            shown=STATES[target.state],
            took=done_at - incident.clock_starts_at if done_at else None,
            due_at=None if done_at else target.due_at,
            deadline=target.due_at,
        )


def _done_at(incident: Incident, target: TargetState) -> datetime | None:
    return {Due.RESPOND: incident.responded_at, Due.RESTORE: incident.restored_at}.get(target.kind)
