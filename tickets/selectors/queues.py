"""Pages of a vendor's queues, what is owed first on top, and their capped counters."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject

from contracts.choices import Kind, Priority
from contracts.models import Organisation, User
from contracts.selectors.keyset import RANK, Page, keyset_page
from tickets.choices import OPEN_LEG, LegState, Queue, Status
from tickets.models import Escalation, Incident, IncidentEvent
from tickets.models.incident import IncidentQuerySet

MOST_COUNTED = 100
ROWS = 35
"""Rows of a page: two and a half screens of them, which fit into 60 kB of HTML."""
AT_RISK_WITHIN = timedelta(minutes=30)


def _legs() -> QuerySet[Escalation]:
    return Escalation.objects.filter(incident=OuterRef("pk"), state__in=OPEN_LEG)


def _mine(user: User) -> Q:
    if user.kind == Kind.PUBLISHER:
        return Q(Exists(_legs().filter(engineer=user)))
    return Q(assignee=user)


def _unassigned(user: User) -> Q:
    if user.kind == Kind.PUBLISHER:
        return Q(Exists(_legs().filter(engineer__isnull=True)))
    return Q(assignee__isnull=True)


VIEWS: Mapping[str, Callable[[User, datetime], Q]] = {
    "mine": lambda user, at: _mine(user),
    "all": lambda user, at: Q(),
    "at-risk": lambda user, at: Q(due_at__lte=at + AT_RISK_WITHIN),
    "to-sort": lambda user, at: Q(queue=Queue.TRIAGE),
    "hardware": lambda user, at: Q(queue=Queue.HARDWARE),
    "software": lambda user, at: Q(queue=Queue.SOFTWARE),
    "to-acknowledge": lambda user, at: Q(Exists(_legs().filter(state=LegState.REQUESTED))),
    "unassigned": lambda user, at: _unassigned(user),
    "waiting": lambda user, at: Q(status=Status.WAITING),
    "restored": lambda user, at: Q(status=Status.RESTORED),
}
"""What each view keeps of the unfinished incidents that its reader may see."""

VIEWS_OF: Mapping[str, Sequence[str]] = {
    Kind.MANUFACTURER: (
        "mine",
        "all",
        "at-risk",
        "to-sort",
        "hardware",
        "software",
        "unassigned",
        "waiting",
        "restored",
    ),
    Kind.PUBLISHER: (
        "mine",
        "all",
        "at-risk",
        "to-acknowledge",
        "unassigned",
        "waiting",
        "restored",
    ),
}
"""The views of each kind of vendor, in their order; a client has none."""


@dataclass(frozen=True)
class Filters:
    """What narrows a view further; ``ranked``: what comes first in it, before all that is due."""

    is_high: bool = False
    is_unassigned: bool = False
    is_held_by_partner: bool = False
    words: str = ""
    ranked: Sequence[int] | None = None


def views_of(user: User) -> Sequence[str]:
    """Return the slugs of the views that a person has."""
    return VIEWS_OF.get(user.kind, ())


def in_view(user: User, view: str, at: datetime) -> IncidentQuerySet:
    """Return the unfinished incidents of a view that this person may see."""
    visible = Incident.objects.visible_to(user).unfinished()
    if user.kind == Kind.PUBLISHER:
        # A publisher works what is escalated now; what it has handed back stays readable elsewhere.
        visible = visible.filter(queue=Queue.SOFTWARE)
    return visible.filter(VIEWS[view](user, at))


def queue_page(
    user: User, view: str, filters: Filters, *, cursor: str, at: datetime
) -> Page[Incident]:
    """Return a page of a view, what is owed first on top, or else what is ranked."""
    rows = in_view(user, view, at)
    if filters.is_high:
        rows = rows.filter(priority=Priority.HIGH)
    if filters.is_unassigned:
        rows = rows.filter(_unassigned(user))
    if filters.is_held_by_partner:
        rows = rows.filter(queue=Queue.SOFTWARE)
    if filters.words:
        rows = rows.matching(filters.words, user)
    dressed = with_news(with_legs(rows.for_rows()), user)
    keys = ("due_at", "id") if filters.ranked is None else (RANK, "due_at", "id")
    return keyset_page(dressed, keys, cursor=cursor, size=ROWS, ranked=filters.ranked)


def with_news(rows: QuerySet[Incident], user: User) -> QuerySet[Incident]:
    """Tell of each incident the last line that this person may read, and who acted last.

    ``news`` is a line's sequence and instant; ``last_heard`` the organisation that acted last:
    where it is another one, nobody of one's own company has reacted yet.
    """
    lines = IncidentEvent.objects.filter(incident=OuterRef("pk")).readable_by(user)
    newest = lines.order_by("-sequence")
    return rows.annotate(
        news=Subquery(newest.values(line=JSONObject(sequence="sequence", at="at"))[:1]),
        last_heard=Subquery(
            newest.filter(organisation__isnull=False).values("organisation_id")[:1]
        ),
    )


def rows_by_keys(user: User, keys: Sequence[int]) -> list[Incident]:
    """Return incidents by their keys as a queue shows them, whether or not a view holds them."""
    rows = Incident.objects.visible_to(user).filter(pk__in=keys)
    return list(with_news(with_legs(rows.for_rows()), user)[:MOST_COUNTED])


def with_legs(rows: QuerySet[Incident]) -> QuerySet[Incident]:
    """Fetch the open escalation of each row, in one more query."""
    legs = Escalation.objects.open().for_rows()
    return rows.prefetch_related(Prefetch("escalations", queryset=legs))


def counters(user: User, *, at: datetime) -> dict[str, int]:
    """Return how many incidents each view holds, never counting beyond a hundred; one query."""
    views = views_of(user)
    if not views:
        return {}
    sql, marks = _counting(user.kind)
    told: dict[Any, Any] = {_NOBODY: user.pk, _NO_COMPANY: user.organisation_id, _NO_INSTANT: at}
    told[_NO_INSTANT + AT_RISK_WITHIN] = at + AT_RISK_WITHIN
    with connection.cursor() as cursor:
        cursor.execute(sql, [told.get(mark, mark) for mark in marks])
        row = cursor.fetchone()
    return dict(zip(views, row or (), strict=True))


_NOBODY, _NO_COMPANY = -1, -2
_NO_INSTANT = datetime(1, 1, 1, tzinfo=UTC)


@cache
def _counting(kind: str) -> tuple[str, Sequence[Any]]:
    """Compile the views of a kind of reader, with marks for who asks and when: once, not each time.

    Compiling takes the ORM three times as long as PostgreSQL takes to count.
    """
    reader = User(pk=_NOBODY, organisation=Organisation(pk=_NO_COMPANY, kind=kind))
    parts: list[str] = []
    marks: list[Any] = []
    for view in views_of(reader):
        ids = in_view(reader, view, _NO_INSTANT).order_by().values("pk")[:MOST_COUNTED]
        sql, bound = ids.query.sql_with_params()
        parts.append(f"(SELECT count(*) FROM ({sql}) AS counted)")  # noqa: S608  the ORM's own SQL
        marks.extend(bound)
    return "SELECT " + ", ".join(parts), marks
