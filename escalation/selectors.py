"""Questions about news: what a person has not read, what should have happened and did not."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Subquery

from contracts.models import UnfollowedNews, User
from escalation.choices import DispatchState, LapseKind, Medium
from escalation.models import ClockDifference, Dispatch, Notification
from tickets.choices import EventKind, Queue
from tickets.models import Escalation, Incident, IncidentEvent, Unfollowed
from tickets.selectors.keyset import Page, keyset_page

MOST_COUNTED = 100
LAPSED_AFTER = timedelta(minutes=1)
"""Every sweep has run many times by then; what is still undone will not be done by itself."""


@dataclass(frozen=True)
class Lapse:
    """Something that should have happened and did not: what, to which row, and since when."""

    kind: LapseKind
    pk: int
    since: datetime


def unread_count(user: User) -> int:
    """Return how many notifications a person has not read, never counting beyond a hundred.

    Taken newest first, so that the index of unread news serves it: in no order the database
    would rather read the whole table until it has seen enough.
    """
    return (
        Notification.objects.readable_by(user)
        .unread()
        .order_by("-pk")
        .values("pk")[:MOST_COUNTED]
        .count()
    )


def notifications_of(user: User, *, cursor: str) -> Page[Notification]:
    """Return a page of what a person was told, newest first."""
    told = Notification.objects.readable_by(user).select_related(
        "event__by__organisation",
        "incident__manufacturer",
        "incident__publisher",
        "incident__client",
        "contract_event__by__organisation",
        "configuration__client",
        "revision__author",
        "contract__client",
        "terms",
        "guarantee_request__client",
        "guarantee_request__contract",
    )
    return keyset_page(told, ("-id",), cursor=cursor)


def failed_mail_count() -> int:
    """Return how many e-mails were given up, never counting beyond a hundred."""
    failed = Dispatch.objects.filter(state=DispatchState.FAILED, medium=Medium.EMAIL).values("pk")
    return failed[:MOST_COUNTED].count()


def backlog() -> tuple[int, datetime | None]:
    """Return how many events wait to be followed, never counting beyond a hundred, and since when.

    Taken by number, as they were written: the key's index then serves it however many there are.
    """
    incidents = Unfollowed.objects.order_by("pk").values_list("at", flat=True)[:MOST_COUNTED]
    register = UnfollowedNews.objects.order_by("pk").values_list("at", flat=True)[:MOST_COUNTED]
    waiting = [*incidents, *register][:MOST_COUNTED]
    return len(waiting), min(waiting, default=None)


def lapses(*, at: datetime) -> list[Lapse]:
    """Return what should have happened and did not, the oldest first, at most a hundred of each."""
    late = at - LAPSED_AFTER
    found = [
        *_unescalated(late),
        *_unfollowed(late),
        *_untold(late),
        *_unsent(late),
        *_clocks(),
    ]
    return sorted(found, key=lambda lapse: lapse.since)


def _unescalated(late: datetime) -> list[Lapse]:
    """Find what stands in *software* without an escalation, though its routing was followed."""
    routings = IncidentEvent.objects.filter(incident=OuterRef("pk"), kind=EventKind.ROUTED)
    bare = (
        Incident.objects.unfinished()
        .filter(queue=Queue.SOFTWARE)
        .exclude(Exists(Escalation.objects.open().filter(incident=OuterRef("pk"))))
        .exclude(Exists(Unfollowed.objects.filter(event__incident=OuterRef("pk"))))
        .annotate(routed_at=Subquery(routings.order_by("-sequence").values("at")[:1]))
        .filter(routed_at__lte=late)
        .order_by("pk")
    )
    rows = bare.values_list("pk", "routed_at")[:MOST_COUNTED]
    return [Lapse(LapseKind.UNESCALATED, pk, since) for pk, since in rows]


def _unfollowed(late: datetime) -> list[Lapse]:
    waiting = Unfollowed.objects.filter(at__lte=late).order_by("pk")
    rows = waiting.values_list("event_id", "at")[:MOST_COUNTED]
    return [Lapse(LapseKind.UNFOLLOWED, pk, since) for pk, since in rows]


def _untold(late: datetime) -> list[Lapse]:
    waiting = UnfollowedNews.objects.filter(at__lte=late).order_by("pk")
    rows = waiting.values_list("event_id", "at")[:MOST_COUNTED]
    return [Lapse(LapseKind.UNTOLD, pk, since) for pk, since in rows]


def _unsent(late: datetime) -> list[Lapse]:
    due = Dispatch.objects.to_send_at(late).order_by("due_at")
    rows = due.values_list("pk", "due_at")[:MOST_COUNTED]
    return [Lapse(LapseKind.UNSENT, pk, since) for pk, since in rows]


def _clocks() -> list[Lapse]:
    """Find the alarms of the nightly check that nobody has looked into."""
    alarms = ClockDifference.objects.filter(settled_at__isnull=True).order_by("pk")
    rows = alarms.values_list("incident_id", "found_at")[:MOST_COUNTED]
    return [Lapse(LapseKind.CLOCK, pk, since) for pk, since in rows]
