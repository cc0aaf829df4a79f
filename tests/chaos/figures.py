"""Counts what a chaos run left in the database; run inside the portal."""

import json
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, Model, OuterRef
from django.utils import timezone

from contracts.choices import Impact
from contracts.models import ContractEvent
from escalation.choices import ConsequenceName, DispatchState, DueKind, Medium
from escalation.models import ClockDifference, Dispatch, DueAction, Followed, Notification
from escalation.selectors import lapses
from escalation.use_cases.check_clocks import check_clocks
from escalation.use_cases.follow_event import CONSEQUENCES
from escalation.use_cases.follow_register import CONSEQUENCES as OF_REGISTER
from tickets.choices import EventKind, LegState, Queue, Status
from tickets.models import Comment, Escalation, Incident, IncidentEvent

_LEVELS = {2, 3, 4}
_PUBLISHERS = 2
"""People of the publisher, who are all told of a request."""


def main() -> None:
    at = timezone.now()
    found = {
        **_escalations(),
        **_levels(),
        **_news(),
        **{medium.value: _dispatched(medium) for medium in Medium},
        "notes": dict(Counter(Comment.objects.values_list("body", flat=True))),
        "incidents": Incident.objects.count(),
        "overdue": DueAction.objects.due_at(at).count(),
        "lapses": dict(Counter(lapse.kind for lapse in lapses(at=at))),
        "clock_differences": _differences(at),
    }
    sys.stdout.write(json.dumps(found))


def _differences(at: datetime) -> list[str]:
    """Name each clock that its timeline gives otherwise, with the timeline in the order written."""
    check_clocks(at=at)
    return [
        f"{difference}; "
        + ", ".join(f"{line.kind} {line.at:%H:%M:%S}" for line in _told(difference))
        for difference in ClockDifference.objects.filter(settled_at=None)
    ]


def _told(difference: ClockDifference) -> Any:
    return IncidentEvent.objects.filter(incident=difference.incident_id).order_by("sequence")


def _escalations() -> dict[str, int]:
    routings = IncidentEvent.objects.filter(kind=EventKind.ROUTED, detail__to=Queue.SOFTWARE)
    legs = Escalation.objects.all()
    per_routing = legs.values("routing_event").annotate(legs=Count("pk"))
    return {
        "routings": routings.count(),
        "legs": legs.count(),
        "routings_without_leg": routings.exclude(
            Exists(legs.filter(routing_event=OuterRef("pk")))
        ).count(),
        "doubled_legs": per_routing.filter(legs__gt=1).count(),
        "requested_lines": _lines(EventKind.REQUESTED).count(),
    }


def _levels() -> dict[str, int]:
    climbs = Counter(_lines(EventKind.CLIMBED).values_list("detail__escalation", "detail__level"))
    deadlines = Counter(
        _lines(EventKind.CLIMBED).values_list("detail__escalation", "detail__due_at")
    )
    calls = Counter(_lines(EventKind.MANAGERS_CALLED).values_list("incident", "detail__call"))
    climbed = DueAction.objects.filter(kind=DueKind.CLIMB, outcome__in=("done", "nobody"))
    return {
        "climbs": sum(climbs.values()),
        "climbs_done": climbed.count(),
        "climbed_twice": sum(each - 1 for each in climbs.values()),
        "deadlines_twice": sum(each - 1 for each in deadlines.values()),
        "calls": sum(calls.values()),
        "called_twice": sum(each - 1 for each in calls.values()),
        "climbs_wanted": len(_wanted_climbs()),
        "climbs_missing": len(_wanted_climbs() - set(climbs)),
    }


def _wanted_climbs() -> set[tuple[int, int]]:
    """Return every level of every escalation that nobody ever touched: all have passed by now."""
    alone = Escalation.objects.filter(
        acknowledged_at=None, state=LegState.REQUESTED, incident__status=Status.OPEN
    ).exclude(Exists(_lines(EventKind.RAISED).filter(incident=OuterRef("incident"))))
    return {
        (leg.pk, level)
        for leg in alone.select_related("incident")
        for level in _LEVELS
        if leg.incident.impact != Impact.QUESTION or level == min(_LEVELS)
    }


def _news() -> dict[str, int]:
    """Count who had to be told: all the publisher's people at a request, then whom a line names."""
    wanted = {
        (line.pk, person)
        for kind in (EventKind.CLIMBED, EventKind.MANAGERS_CALLED)
        for line in _lines(kind)
        for person in line.detail["told"]
    }
    rows = list(Notification.objects.values_list("event", "recipient"))
    told = Notification.objects.filter(event__kind=EventKind.REQUESTED)
    followed = Followed.objects.all()
    return {
        "news": len(rows),
        "news_doubled": len(rows) - len(set(rows)),
        "news_of_levels": len(wanted),
        "news_of_levels_missing": len(wanted - set(rows)),
        "news_of_requests": told.count(),
        "news_of_requests_wanted": _PUBLISHERS * _lines(EventKind.REQUESTED).count(),
        "news_without_mail": Notification.objects.filter(mail=None).count(),
        "news_without_call": Notification.objects.filter(
            recipient__webhook__isnull=False, call=None
        ).count(),
        "consequences": followed.filter(event__isnull=False).count(),
        "consequences_wanted": _wanted_of(IncidentEvent, CONSEQUENCES),
        "register_consequences": followed.filter(contract_event__isnull=False).count(),
        "register_consequences_wanted": _wanted_of(ContractEvent, OF_REGISTER),
    }


def _wanted_of(journal: type[Model], consequences: Mapping[str, Sequence[ConsequenceName]]) -> int:
    """Count what follows from all lines of a journal."""
    lines = journal._default_manager.filter(kind__in=consequences)
    return sum(len(consequences[kind]) for kind in lines.values_list("kind", flat=True))


def _dispatched(medium: Medium) -> dict[str, Any]:
    """Return the names under which something was noted as sent, and how many were given up."""
    mine = Dispatch.objects.filter(medium=medium)
    sent = mine.filter(state=DispatchState.SENT).values_list("key", flat=True)
    return {"sent": list(sent), "failed": mine.filter(state=DispatchState.FAILED).count()}


def _lines(kind: EventKind) -> Any:
    return IncidentEvent.objects.filter(kind=kind)
