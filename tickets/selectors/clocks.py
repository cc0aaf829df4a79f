"""An incident's clocks, replayed from its timeline; what pages and the API explain."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from django.db.models import QuerySet

from contracts.choices import Kind
from contracts.models import Terms
from tickets.choices import Action, Audience, Due, EventKind, Status
from tickets.models import Incident, IncidentEvent
from tickets.rules.clock import Clock, Promised, clock_of
from tickets.rules.deadlines import Promise
from tickets.rules.timeline import Heard, Mark, Timeline

CLOCKS = (Due.RESPOND, Due.RESTORE, Due.NEWS)
HEARD_OF = (EventKind.IMPACT_CHANGED, EventKind.MOVED, EventKind.CALLED, EventKind.COMMENTED)
_RUNS_ON = frozenset({Action.NOT_RESTORED, Action.REOPEN})
_VENDORS = frozenset({Kind.MANUFACTURER, Kind.PUBLISHER})


def clocks_of(incident: Incident, *, at: datetime) -> dict[Due, Clock]:
    """Return the clocks of an incident as they stood at an instant, in one query.

    What has no promise has no clock.
    """
    return replayed(incident, lines_heard(incident), at=at)


def replayed(
    incident: Incident, lines: Iterable[IncidentEvent], *, at: datetime
) -> dict[Due, Clock]:
    """Return the clocks of an incident from its lines, whose authors are fetched with them."""
    timeline, promised = timeline_of(incident, lines), promised_by(incident.terms)
    clocks = {kind: clock_of(kind, timeline, promised, at=at) for kind in CLOCKS}
    return {kind: clock for kind, clock in clocks.items() if clock is not None}


def lines_heard(incident: Incident) -> list[IncidentEvent]:
    """Return the lines that clocks hear, oldest first; clients may read them all."""
    return list(_heard().filter(incident=incident))


def lines_heard_of(incidents: Sequence[Incident]) -> QuerySet[IncidentEvent]:
    """Return the lines that the clocks of incidents hear, each incident's oldest first."""
    return _heard().filter(incident__in=incidents)


def _heard() -> QuerySet[IncidentEvent]:
    heard = IncidentEvent.objects.filter(kind__in=HEARD_OF, audience=Audience.CLIENT)
    return heard.select_related("organisation", "by").order_by("incident_id", "sequence")


def deadlines_replayed(
    incidents: Sequence[Incident], *, at: datetime
) -> dict[int, dict[Due, datetime]]:
    """Return the deadlines that the timelines of incidents give at an instant, in one query.

    All lines are heard, those too that lie ahead of a clock that was set back: what is stored
    follows them.
    """
    lines: dict[int, list[IncidentEvent]] = defaultdict(list)
    for line in lines_heard_of(incidents):
        lines[line.incident_id].append(line)
    return {
        each.pk: {
            kind: clock.due_at
            for kind, clock in replayed(
                each, lines[each.pk], at=max([at, *(line.at for line in lines[each.pk])])
            ).items()
        }
        for each in incidents
    }


def deadlines_stored(incident: Incident) -> dict[Due, datetime]:
    """Return the deadlines that stand on an incident's row."""
    stored = {
        Due.RESPOND: incident.respond_due_at,
        Due.RESTORE: incident.restore_due_at,
        Due.NEWS: incident.news_due_at,
    }
    return {kind: due_at for kind, due_at in stored.items() if due_at is not None}


def promised_by(terms: Terms) -> Promised:
    """Return what terms promise, their targets and hours prefetched where there are many."""
    return Promised(
        by_impact={
            each.impact: Promise(each.respond_within, each.restore_within, each.news_every)
            for each in terms.targets.all()
        },
        hours=terms.coverage.hours(),
        pauses=terms.pauses_while_waiting,
    )


def timeline_of(incident: Incident, lines: Iterable[IncidentEvent]) -> Timeline:
    """Return what the clocks of an incident hear."""
    lines = list(lines)
    changes = (line.detail["from_"] for line in lines if line.kind == EventKind.IMPACT_CHANGED)
    return Timeline(
        starts_at=incident.clock_starts_at,
        impact=next(changes, incident.impact),
        marks=tuple(_marks(lines)),
    )


def _marks(lines: Iterable[IncidentEvent]) -> Iterator[Mark]:
    for line in lines:
        if line.kind == EventKind.IMPACT_CHANGED:
            yield Mark(Heard.IMPACT, line.at, line.sequence, impact=line.detail["to"])
        elif line.kind == EventKind.MOVED:
            yield from _of_a_move(line)
        elif _is_by_a_vendor(line):
            yield Mark(Heard.CONTACT, line.at, line.sequence)


def waits_in(lines: Iterable[IncidentEvent]) -> Iterator[Mark]:
    """Yield when the client was waited for, and when no longer; other lines say nothing of it."""
    for line in lines:
        if line.kind == EventKind.MOVED and line.detail["from_"] == Status.WAITING:
            yield Mark(Heard.GOES_ON, line.at, line.sequence)
        if line.kind == EventKind.MOVED and line.detail["to"] == Status.WAITING:
            yield Mark(Heard.WAITS, line.at, line.sequence)


def _of_a_move(line: IncidentEvent) -> Iterator[Mark]:
    """Yield what a move means: a wait begins or ends, news is told, service is back."""
    action = line.detail["action"]
    yield from waits_in([line])
    if action in {Action.WAIT, Action.RESTORE, Action.RESOLVE} and _is_by_a_vendor(line):
        yield Mark(Heard.CONTACT, line.at, line.sequence)
    if action in _RUNS_ON:
        yield Mark(Heard.NOT_RESTORED, line.at, line.sequence)
    if "restored_at" in line.detail:
        stated_at = datetime.fromisoformat(line.detail["restored_at"])
        yield Mark(Heard.RESTORED, line.at, line.sequence, stated_at=stated_at)
    elif action == Action.RESOLVE and line.detail["from_"] != Status.RESTORED:
        yield Mark(Heard.RESTORED, line.at, line.sequence)  # as older lines tell it


def _is_by_a_vendor(line: IncidentEvent) -> bool:
    return line.organisation is not None and line.organisation.kind in _VENDORS
