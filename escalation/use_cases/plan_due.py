"""Keep the rows of what is due as the plan wants them, under the incident's lock; idempotent."""

import logging
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from contracts.choices import Impact
from contracts.selectors.duty import UNREADABLE
from escalation.choices import DueKind, DueOutcome
from escalation.models import DueAction
from escalation.models.due_action import CALLING
from escalation.rules.plan import Facts, Wanted, plan
from tickets.access import open_leg
from tickets.choices import UNFINISHED, Due, Status
from tickets.models import Escalation, Incident, IncidentEvent
from tickets.rules.ladder import Leg, next_call
from tickets.rules.shares import ALL
from tickets.selectors.clocks import deadlines_stored, lines_heard, replayed
from tickets.selectors.shares import shares_of
from tickets.use_cases.hold import locked

logger = logging.getLogger(__name__)

Rows = Mapping[str, DueAction]
_BY_SHARE = frozenset({DueKind.CLIMB, DueKind.WARN})


def follow_time(event: IncidentEvent, at: datetime) -> None:
    """Plan anew what is due on the incident of an event."""
    plan_due(event.incident_id, at=at)


@transaction.atomic
def plan_due(incident_id: int, *, at: datetime) -> None:
    """Lock an incident, and make its rows those of its plan."""
    held = locked(incident_id)
    rows = rows_of(held)
    reconcile(held, rows, wanted_of(held, rows), at=at)


def rows_of(held: Incident) -> dict[str, DueAction]:
    """Return all that was ever due on an incident, by its key."""
    return {row.key: row for row in DueAction.objects.filter(incident=held)}


def wanted_of(
    held: Incident, rows: Rows, lines: Iterable[IncidentEvent] | None = None
) -> dict[str, Wanted]:
    """Return what is to be done on an incident as it stands, by its key; what is done is not.

    ``lines``: its timeline, where it is at hand already.
    """
    wanted = plan(facts_of(held, rows.values(), lines))
    return {each.key: each for each in wanted if each.key not in rows or not rows[each.key].done_at}


def facts_of(
    incident: Incident, rows: Collection[DueAction], lines: Iterable[IncidentEvent] | None = None
) -> Facts:
    """Gather what the plan of an incident depends on; of one that is over, what was promised."""
    status, impact = Status(incident.status), Impact(incident.impact)
    kept_at = {Due.RESPOND: incident.responded_at, Due.RESTORE: incident.restored_at}
    facts = Facts(
        status,
        impact,
        ends_at=dict(_ends_of(incident)),
        kept_at={promise: at for promise, at in kept_at.items() if at is not None},
        told=_told(rows),
    )
    if status not in UNFINISHED:
        return facts
    leg = open_leg(incident)
    shares = _shares(incident, rows) if lines is None else shares_of(incident, lines)
    return replace(facts, leg=_leg(leg, rows) if leg else None, shares=shares)


def _ends_of(incident: Incident) -> Iterator[tuple[Due, datetime]]:
    """Yield when promises run out, as it is stored; one that rests with a paused clock does not."""
    is_paused = incident.terms.pauses_while_waiting and incident.status == Status.WAITING
    rests_after = incident.waiting_since if is_paused else None
    for promise, due_at in (
        (Due.RESPOND, incident.respond_due_at),
        (Due.RESTORE, incident.restore_due_at),
    ):
        if due_at is not None and (rests_after is None or due_at <= rests_after):
            yield promise, due_at


def _told(rows: Iterable[DueAction]) -> dict[Due, list[datetime]]:
    """Return the instants of which it was told that a promise was not kept by then."""
    told: dict[Due, list[datetime]] = defaultdict(list)
    for row in rows:
        if row.kind == DueKind.TELL_MISSED and row.done_at:
            told[Due(row.key.partition(":")[0])].append(row.due_at)
    return told


def _shares(incident: Incident, rows: Collection[DueAction]) -> dict[Due, dict[int, datetime]]:
    """Return when the shares of its promises pass.

    Where the calendar now gives another deadline than the stored one, that one stands until an
    operator takes the other: what was planned for it is kept, and all has passed by then. Where
    nobody can read the hours any more, what is planned is kept, for another escalation too: levels
    climb without them.
    """
    ends = dict(_ends_of(incident))
    try:
        shares = shares_of(incident)
    except UNREADABLE:
        logger.exception("the hours of incident %s cannot be read", incident.pk)
        return {promise: {ALL: at, **_shared(promise, rows)} for promise, at in ends.items()}
    others = {each for each in shares if each in ends and shares[each].get(ALL) != ends[each]}
    for promise in others & _standing_against_calendar(incident) if others else ():
        ends_at = ends[promise]
        given = {ALL: ends_at, **shares[promise], **_planned(promise, ends_at, rows)}
        before = {part: at for part, at in given.items() if at < ends_at}
        shares[promise] = {**before, ALL: min(given[ALL], ends_at)}
    return shares


def _standing_against_calendar(incident: Incident) -> set[Due]:
    """Return the promises whose stored deadlines differ from those that the timeline now gives."""
    lines = lines_heard(incident)
    heard_by = max((line.at for line in lines), default=incident.opened_at)
    clocks = replayed(incident, lines, at=heard_by)
    stored = deadlines_stored(incident).items()
    return {kind for kind, at in stored if kind not in clocks or clocks[kind].due_at != at}


def _planned(promise: Due, ends_at: datetime, rows: Collection[DueAction]) -> dict[int, datetime]:
    """Return when the shares of a promise pass by what is planned and undone of this deadline."""
    is_planned = any(
        row.kind == DueKind.TELL_MISSED
        and row.is_undone
        and row.due_at == ends_at
        and _is_of(row, promise)
        for row in rows
    )
    return _shared(promise, rows) if is_planned else {}


def _shared(promise: Due, rows: Iterable[DueAction]) -> dict[int, datetime]:
    """Return when the shares of a promise pass by what is to be done then, and is not."""
    waiting = [row for row in rows if row.is_undone and row.kind in _BY_SHARE]
    return {int(row.key.rpartition(":")[2]): row.due_at for row in waiting if _is_of(row, promise)}


def _is_of(row: DueAction, promise: Due) -> bool:
    """Tell whether something is due as a promise passes, which its key then names."""
    return promise in row.key.split(":")


def _leg(leg: Escalation, rows: Iterable[DueAction]) -> Leg:
    done = [row for row in rows if row.escalation_id == leg.pk and row.done_at is not None]
    climbs = [row.key.split(":") for row in done if row.kind == DueKind.CLIMB]
    return Leg(
        pk=leg.pk,
        policy=leg.policy,
        level=leg.level,
        requested_at=leg.requested_at,
        acknowledged_at=leg.acknowledged_at,
        acknowledged_level=leg.acknowledged_level or leg.policy[0]["number"],
        climbed_at=frozenset(int(last) for *_, why, last in climbs if why == "restore"),
        call=_next_call(leg, [row for row in done if row.kind == DueKind.CALL_MANAGERS]),
    )


def _next_call(leg: Escalation, calls: list[DueAction]) -> int:
    """Return the number of the next call of both duty managers, counted from 0."""
    last = max(calls, key=lambda row: row.due_at, default=None)
    if last is None or last.done_at is None:
        return 0
    number = int(last.key.rpartition(":")[2])
    return next_call(leg.policy, leg.requested_at, last=number, called_at=last.done_at)


def reconcile(held: Incident, rows: Rows, wanted: Mapping[str, Wanted], *, at: datetime) -> None:
    """Write what is wanted and missing, move what moved, revive what is wanted again, cancel the
    rest; what is done is never touched."""
    leg = open_leg(held)
    DueAction.objects.bulk_create(
        drafted_row(held, leg, each) for key, each in wanted.items() if key not in rows
    )
    changed = [row for key, row in rows.items() if _is_changed(row, wanted.get(key), at=at)]
    DueAction.objects.bulk_update(changed, ["due_at", "cancelled_at", "outcome"])


def drafted_row(held: Incident, leg: Escalation | None, wanted: Wanted) -> DueAction:
    """Return the row of something to do, unsaved."""
    return DueAction(
        incident=held,
        escalation=leg if wanted.kind in CALLING else None,
        kind=wanted.kind,
        key=wanted.key,
        due_at=wanted.due_at,
    )


def _is_changed(row: DueAction, wanted: Wanted | None, *, at: datetime) -> bool:
    """Bring an undone row to what is wanted, unsaved; tell whether it had to be."""
    if row.done_at is not None:
        return False
    if wanted is None:
        if row.is_undone:
            row.end(DueOutcome.NOT_WANTED, at)
            return True
        return False
    is_changed = row.due_at != wanted.due_at or not row.is_undone
    row.due_at, row.cancelled_at, row.outcome = wanted.due_at, None, ""
    return is_changed
