"""Moulds: whole incidents as they stand, with all that hangs on them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from contracts.models import User
from escalation.models import DueAction, Followed, Notification
from tickets.choices import UNFINISHED
from tickets.models import Comment, Custody, Escalation, Incident, IncidentEvent, Unfollowed
from tickets.rules.custody import Stretch
from tickets.selectors.custody import custody_of

_MOST = 80


@dataclass(frozen=True)
class Mould:
    """An incident and everything that was written about it."""

    incident: Incident
    events: Sequence[IncidentEvent]
    comments: Sequence[Comment]
    legs: Sequence[Escalation]
    followed: Sequence[Followed]
    news: Sequence[Notification]
    due: Sequence[DueAction]
    people: Sequence[User]
    custody: Sequence[Custody]
    stretches: Sequence[Stretch]


def moulds_by_contract() -> Mapping[int, list[Mould]]:
    """Return settled incidents of guaranteed platforms, by contract: their clocks are its own."""
    unsettled = Unfollowed.objects.filter(event__incident=OuterRef("pk"))
    found = (
        Incident.objects.filter(~Exists(unsettled), revision__isnull=False)
        .select_related("configuration__support_number", "revision", "contract", "client")
        .order_by("pk")[:_MOST]
    )
    moulds = defaultdict(list)
    for incident in found:
        moulds[incident.contract_id].append(_mould(incident))
    return moulds


def _mould(incident: Incident) -> Mould:
    events = list(incident.events.order_by("sequence"))
    return Mould(
        incident,
        events,
        list(incident.comments.order_by("at")),
        list(incident.escalations.order_by("pk")),
        list(Followed.objects.filter(event__incident=incident).order_by("pk")),
        _news_of(incident),
        _due_on(incident),
        list(incident.client.people.order_by("pk")),
        list(Custody.objects.filter(incident=incident)),
        _stretches_of(incident, events),
    )


def _stretches_of(incident: Incident, events: Sequence[IncidentEvent]) -> Sequence[Stretch]:
    """Return who had a closed incident from when to when: over a change of clocks lengths vary."""
    return custody_of(incident, events, at=incident.closed_at) if incident.closed_at else ()


def _news_of(incident: Incident) -> list[Notification]:
    """Return who was told what; the mails of copies left long ago, and no outbox knows them."""
    news = list(Notification.objects.filter(incident=incident).order_by("pk"))
    for each in news:
        each.mail = each.call = None
    return news


def _due_on(incident: Incident) -> list[DueAction]:
    """Return what is and was due on what is at work: of the settled nothing is asked any more."""
    if incident.status not in UNFINISHED:
        return []
    return list(DueAction.objects.filter(incident=incident).order_by("pk"))
