"""When the shares of an incident's promises have passed, with the pauses there have been."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from fractions import Fraction

from contracts.rules.coverage import NeverCovered
from tickets.choices import Due, EventKind
from tickets.models import Incident, IncidentEvent
from tickets.rules.pauses import Pause, pauses_in
from tickets.rules.shares import ALL, WARNED_AT, share_due_at
from tickets.selectors.clocks import waits_in

_PERCENTS = (*WARNED_AT, ALL)


def pauses_of(incident: Incident, lines: Iterable[IncidentEvent] | None = None) -> list[Pause]:
    """Return the pauses from the timeline, the open one last; none where the contract has none.

    ``lines``: the timeline in its order, where it is at hand already.
    """
    if not incident.terms.pauses_while_waiting:
        return []
    moves = incident.events.filter(kind=EventKind.MOVED).order_by("sequence")
    return pauses_in(waits_in(moves if lines is None else lines))


def shares_of(
    incident: Incident, lines: Iterable[IncidentEvent] | None = None
) -> dict[Due, dict[int, datetime]]:
    """Return the instants of 50, 75, 90 and 100 % of what was promised to respond and restore.

    What rests with the clock has no instant, and is left out.
    """
    promise = incident.promise()
    if promise is None:
        return {}
    pauses = pauses_of(incident, lines)
    found = {Due.RESPOND: _instants(incident, promise.respond_within, pauses)}
    if promise.restore_within is not None:
        found[Due.RESTORE] = _instants(incident, promise.restore_within, pauses)
    return found


def _instants(incident: Incident, within: timedelta, pauses: list[Pause]) -> dict[int, datetime]:
    hours, since = incident.terms.coverage.hours(), incident.clock_starts_at
    try:
        instants = {
            percent: share_due_at(hours, since, within, pauses, Fraction(percent, ALL))
            for percent in _PERCENTS
        }
    except NeverCovered:
        return {}
    return {percent: instant for percent, instant in instants.items() if instant is not None}
