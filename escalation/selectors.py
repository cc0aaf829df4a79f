"""Questions about news: what a person has not read, what should have happened and did not."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from contracts.models import UnfollowedNews, User
from contracts.selectors.keyset import Page, keyset_page
from contracts.selectors.readable import is_readable
from escalation.choices import DispatchState, LapseKind, Medium, NewsGroup
from escalation.lapses_of_time import MOST_COUNTED, Lapse, lapses_of_time
from escalation.models import (
    ClockDifference,
    Dispatch,
    NewsChoice,
    Notification,
    QuietHours,
    Webhook,
)
from escalation.rules.news_groups import groups_for
from tickets.choices import EventKind, Queue
from tickets.models import Escalation, Incident, IncidentEvent, Unfollowed
from tickets.models.event import readable
from tickets.selectors.differences import Differing, differing
from tickets.selectors.not_known import without_hours

_TAKEN = EventKind.ACKNOWLEDGED
_OVERDUE = {Medium.EMAIL: LapseKind.UNSENT, Medium.WEBHOOK: LapseKind.UNCALLED}
CALLS = (EventKind.REQUESTED, EventKind.RAISED, EventKind.CLIMBED, EventKind.MANAGERS_CALLED)
"""What calls somebody to an escalation."""
_ANSWERS = (_TAKEN, EventKind.RETURNED, EventKind.WITHDRAWN, EventKind.LEG_RESOLVED)
LAPSED_AFTER = timedelta(minutes=1)
"""Every sweep has run many times by then; what is still undone will not be done by itself."""


@dataclass(frozen=True)
class Undelivered:
    """Somebody whom news did not reach; ``next_at`` is the next attempt, None when given up."""

    person: User
    medium: Medium
    since: datetime
    next_at: datetime | None


@dataclass(frozen=True)
class Habits:
    """What one person is told of by which way, and when not."""

    choices: Mapping[NewsGroup, NewsChoice]
    quiet: QuietHours | None
    webhook: Webhook | None


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
        "roster__agreement",
        "underpinning__agreement",
    )
    return keyset_page(told, ("-id",), cursor=cursor)


def answered_since(call: IncidentEvent, reader: User) -> IncidentEvent | None:
    """Return the line by which somebody took an escalation, or it ended, after a call to it.

    None where there is none that this person may read.
    """
    if call.kind not in CALLS:
        return None
    later = IncidentEvent.objects.filter(incident=call.incident_id, sequence__gt=call.sequence)
    answers = later.filter(kind__in=_ANSWERS).readable_by(reader)
    return answers.select_related("by").order_by("sequence").first()


def stood_down(lines: Iterable[IncidentEvent | None], reader: User) -> frozenset[int]:
    """Return the lines by which a reader of a vendor learns that they can stand down, by their key.

    Such a line acknowledges an escalation to which they were called before; whoever has that one by
    name is not stood down.
    """
    taken = [each.pk for each in lines if each and each.kind == _TAKEN]
    if not taken or not reader.organisation.is_vendor:
        return frozenset()
    of_incident = IncidentEvent.objects.filter(incident=OuterRef("incident"))
    before = of_incident.filter(sequence__lt=OuterRef("sequence"))
    begun = before.filter(kind=EventKind.REQUESTED).order_by("-sequence").values("sequence")
    told = Notification.objects.filter(event=OuterRef("pk"), recipient=reader)
    calls = before.filter(kind__in=CALLS, sequence__gte=OuterRef("begun")).filter(
        Q(detail__told__contains=[reader.pk]) | Exists(told)
    )
    legs = Escalation.objects.filter(incident=OuterRef("incident"), acknowledged_at=OuterRef("at"))
    by_name = legs.filter(Q(engineer=reader) | Q(duty_owner=reader) | Q(duty_partner=reader))
    found = (
        IncidentEvent.objects.filter(~Exists(by_name), pk__in=taken)
        .exclude(incident__assignee=reader)
        .annotate(begun=Subquery(begun[:1]))
        .filter(Exists(calls))
    )
    return frozenset(found.values_list("pk", flat=True))


def failed_mail_count() -> int:
    """Return how many e-mails were given up, never counting beyond a hundred."""
    failing = Dispatch.objects.failing()
    failed = failing.filter(state=DispatchState.FAILED, medium=Medium.EMAIL).values("pk")
    return failed[:MOST_COUNTED].count()


def undelivered(incident: Incident, reader: User) -> list[Undelivered]:
    """Return whom news of an incident did not reach, as far as a vendor's agent may know.

    That is their own people; the manufacturer, which owns the client's ear, also the client's. Of
    news that the reader may not read, its failing says nothing either.
    """
    if not reader.organisation.is_vendor:
        return []
    theirs = [reader.organisation_id]
    if reader.organisation_id == incident.manufacturer_id:
        theirs.append(incident.client_id)
    told = Notification.objects.filter(readable(reader, "event__"), incident=incident)
    failing = Dispatch.objects.in_trouble().filter(recipient__organisation__in=theirs)
    of_incident = failing.filter(Exists(told.filter(mail=OuterRef("pk")))) | failing.filter(
        Exists(told.filter(call=OuterRef("pk")))
    )
    found: dict[tuple[int, str], Undelivered] = {}
    for each in of_incident.select_related("recipient").order_by("pk"):
        is_over = each.state == DispatchState.FAILED
        since, next_at = each.failing_since, None if is_over else each.due_at
        assert since is not None  # noqa: S101  what has failed says since when
        known = found.get((each.recipient_id, each.medium))
        found[each.recipient_id, each.medium] = Undelivered(
            each.recipient,
            Medium(each.medium),
            min(since, known.since) if known else since,
            next_at,
        )
    return list(found.values())


def habits_of(person: User) -> Habits:
    """Return what a person chose to be told of outside the portal, with the defaults."""
    rows = {each.group: each for each in NewsChoice.objects.filter(person=person)}
    choices = {
        group: rows.get(group) or NewsChoice(person=person, group=group)
        for group in groups_for(person.kind)
    }
    return Habits(
        choices,
        QuietHours.objects.filter(person=person).first(),
        Webhook.objects.filter(person=person).first(),
    )


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
    found = [*_unescalated(late), *_unfollowed(late), *_untold(late), *_unsent(late)]
    found += [*_clocks(), *_without_hours(at), *lapses_of_time(late)]
    return sorted(found, key=lambda lapse: lapse.since)


def _without_hours(at: datetime) -> list[Lapse]:
    """Find the incidents whose deadlines nobody can count, until their hours are mended."""
    rows = without_hours(at=at, most=MOST_COUNTED)
    return [Lapse(LapseKind.UNREADABLE, pk, since) for pk, since in rows]


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
    due = Dispatch.objects.unsent_at(late).order_by("due_at")
    rows = due.values_list("medium", "pk", "due_at")[:MOST_COUNTED]
    return [Lapse(_OVERDUE[Medium(medium)], pk, since) for medium, pk, since in rows]


def clocks_to_decide(*, at: datetime) -> list[Differing]:
    """Return the incidents on whose deadlines an operator has to decide, the oldest alarm first.

    At most a hundred, replayed at an instant; what agrees again is left out, and what nobody can
    replay, because of its hours.
    """
    alarms = ClockDifference.objects.filter(settled_at__isnull=True).order_by("pk")
    keys = list(dict.fromkeys(alarms.values_list("incident_id", flat=True)[:MOST_COUNTED]))
    incidents = (
        Incident.objects.filter(pk__in=keys)
        .select_related("terms__coverage")
        .prefetch_related(
            "terms__targets", "terms__coverage__windows", "terms__coverage__exceptions"
        )
    )
    read = [each for each in incidents if is_readable(each.terms.coverage, at=at)]
    return differing(sorted(read, key=lambda each: keys.index(each.pk)), at=at)


def has_differed(incident_id: int) -> bool:
    """Tell whether a deadline of an incident was ever found to differ: on no other is decided."""
    return ClockDifference.objects.filter(incident=incident_id).exists()


def clocks_decided(*, most: int) -> QuerySet[ClockDifference]:
    """Return the newest decisions on deadlines that the calendar gave otherwise."""
    decided = ClockDifference.objects.exclude(decision="").select_related("decided_by", "incident")
    return decided.order_by("-settled_at", "-pk")[:most]


def _clocks() -> list[Lapse]:
    """Find the alarms of the nightly check that nobody has looked into."""
    alarms = ClockDifference.objects.filter(settled_at__isnull=True).order_by("pk")
    rows = alarms.values_list("incident_id", "found_at")[:MOST_COUNTED]
    return [Lapse(LapseKind.CLOCK, pk, since) for pk, since in rows]
