"""Lists of incidents by their age: what is open, what is over, what there was last."""

from django.db.models import Prefetch, QuerySet

from contracts.models import User
from contracts.selectors.keyset import Page, keyset_page
from tickets.choices import OPEN_LEG, UNFINISHED, Status
from tickets.models import Escalation, Incident

SHORT = 20


def open_incidents(user: User, *, cursor: str, size: int = SHORT) -> Page[Incident]:
    """Return the unfinished incidents that a person may see, newest first."""
    rows = Incident.objects.visible_to(user).unfinished()
    return keyset_page(with_holders(rows), ("-id",), cursor=cursor, size=size)


def waiting_incidents(user: User) -> Page[Incident]:
    """Return what waits for its client's answer, as far as a person may see it, newest first."""
    rows = Incident.objects.visible_to(user).filter(status=Status.WAITING)
    return keyset_page(with_holders(rows), ("-id",), cursor="", size=SHORT)


def incidents_worked_on(user: User) -> Page[Incident]:
    """Return the unfinished incidents that wait for no answer of their client, newest first."""
    rows = Incident.objects.visible_to(user).unfinished().exclude(status=Status.WAITING)
    return keyset_page(with_holders(rows), ("-id",), cursor="", size=SHORT)


def past_incidents(user: User, *, cursor: str, size: int = SHORT) -> Page[Incident]:
    """Return the resolved and closed incidents that a person may see, newest first."""
    rows = Incident.objects.visible_to(user).exclude(status__in=UNFINISHED)
    return keyset_page(with_holders(rows), ("-id",), cursor=cursor, size=size)


def all_incidents(user: User, *, cursor: str) -> Page[Incident]:
    """Return all incidents that a person may see, newest first."""
    rows = Incident.objects.visible_to(user)
    return keyset_page(with_holders(rows), ("-id",), cursor=cursor)


def with_holders(rows: QuerySet[Incident]) -> QuerySet[Incident]:
    """Fetch who has each incident, in two queries."""
    legs = Escalation.objects.filter(state__in=OPEN_LEG).select_related("engineer")
    return rows.select_related(
        "client",
        "manufacturer",
        "publisher",
        "configuration",
        "agreement",
        "contract",
        "assignee",
    ).prefetch_related(Prefetch("escalations", queryset=legs))
