"""One incident's story as one reader may read it, and the mark of its freshness."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max, QuerySet
from django.utils.crypto import salted_hmac

from contracts.choices import Kind
from contracts.models import User
from tickets.choices import Due, EventKind, Status
from tickets.models import Attachment, Comment, Incident, IncidentEvent
from tickets.models.event import IncidentEventQuerySet
from tickets.rules import references


@dataclass(frozen=True)
class Entry:
    """A line of the timeline, with the message it announces, if any."""

    event: IncidentEvent
    comment: Comment | None = None


def story_of(incident: Incident, user: User) -> list[Entry]:
    """Return the lines and messages that a person may read, oldest first, in three queries."""
    comments = {
        str(comment.pk): comment
        for comment in Comment.objects.filter(incident=incident)
        .readable_by(user)
        .select_related("author__organisation")
        .prefetch_related("attachments")
    }
    return [
        Entry(event, comments.get(event.detail.get("comment", "")))
        for event in lines_of(incident, user)
        if event.kind != EventKind.COMMENTED or event.detail.get("comment") in comments
    ]


def lines_not_read(reference: str, numbers: Sequence[int], *, user: User) -> list[int]:
    """Return of some numbers those that no line has which a person may read in an incident."""
    pk = references.exact(reference)
    found = Incident.objects.visible_to(user).filter(pk=pk).first() if pk is not None else None
    if found is None:
        return list(numbers)
    named = _told_of(found, user).filter(sequence__in=numbers)
    read = set(named.values_list("sequence", flat=True))
    return [each for each in numbers if each not in read]


def lines_of(incident: Incident, user: User) -> QuerySet[IncidentEvent]:
    """Return the lines that a person may read, oldest first; they only ever grow at the end."""
    return _told_of(incident, user).select_related("by__organisation").order_by("sequence")


def _told_of(incident: Incident, user: User) -> IncidentEventQuerySet:
    """Keep to what was written when the incident's row was read.

    A line written since belongs to a later state. To show it, or to count it in an ETag, beside
    the earlier one would keep that on the screen until the next line.
    """
    told = IncidentEvent.objects.filter(incident=incident, sequence__lte=incident.last_sequence)
    return told.readable_by(user)


def messages_at(lines: Sequence[IncidentEvent], user: User) -> list[Comment]:
    """Return the messages that lines announce, in their order, in two queries."""
    keys = [line.detail["comment"] for line in lines]
    found = {
        str(comment.pk): comment
        for comment in Comment.objects.filter(pk__in=keys)
        .readable_by(user)
        .select_related("author__organisation")
        .prefetch_related("attachments")
    }
    return [found[key] for key in keys]


def files_of(incident: Incident, user: User) -> QuerySet[Attachment]:
    """Return the files of the messages that a person may read, oldest first."""
    readable = Comment.objects.filter(incident=incident).readable_by(user)
    return (
        Attachment.objects.filter(comment__in=readable)
        .select_related("comment")
        .order_by("comment__at", "comment_id", "name", "id")
    )


def replies_of_others(incident: Incident, user: User) -> list[Comment]:
    """Return the messages of others that a person may read, oldest first.

    Their number tells a composer whether somebody wrote meanwhile, and betrays nothing else.
    """
    return list(
        Comment.objects.filter(incident=incident)
        .readable_by(user)
        .exclude(author=user)
        .select_related("author")
        .order_by("at")
    )


def freshness_of(incident: Incident, user: User, *, dressed: str) -> str:
    """Return an ETag that changes when what this person may read changes, and only then.

    It is keyed, so that it tells nothing of the events that the person may not read. ``dressed``
    names how it is shown (language, zone…).
    """
    last = _told_of(incident, user).aggregate(last=Max("sequence"))["last"]
    return freshness_at(incident, user, last, dressed=dressed)


def freshness_at(incident: Incident, user: User, last: int | None, *, dressed: str) -> str:
    """Return the ETag of a story whose last readable line is known."""
    names = _names_shown(incident) if user.kind == Kind.CLIENT else ""
    return freshness(f"{user.pk}:{incident.pk}:{last}:{names}:{dressed}")


def _names_shown(incident: Incident) -> str:
    """Return who the client's page names as at work: freeing somebody is a line of the vendors."""
    leg = next((each for each in incident.escalations.all() if each.is_open), None)
    return f"{incident.assignee_id}:{leg.engineer_id if leg else None}"


def freshness(content: str) -> str:
    """Return a quoted, keyed ETag of some content."""
    return f'"{salted_hmac("tickets.freshness", content).hexdigest()[:32]}"'


@dataclass(frozen=True)
class TargetState:
    """A promise on an incident and how it stands: running, paused, met or missed."""

    kind: Due
    due_at: datetime
    state: str
    done_at: datetime | None = None


def targets_of(incident: Incident, *, at: datetime) -> list[TargetState]:
    """Return the promises of an incident as they stand at an instant."""
    found = []
    for kind, due_at, done_at in (
        (Due.RESPOND, incident.respond_due_at, incident.responded_at),
        (Due.RESTORE, incident.restore_due_at, incident.restored_at),
    ):
        if due_at is not None:
            state = _state(incident, due_at, done_at, at=at)
            found.append(TargetState(kind, due_at, state, done_at))
    if incident.news_due_at is not None and incident.status in {Status.OPEN, Status.WAITING}:
        state = _state(incident, incident.news_due_at, None, at=at)
        found.append(TargetState(Due.NEWS, incident.news_due_at, state))
    return found


def _state(incident: Incident, due_at: datetime, done_at: datetime | None, *, at: datetime) -> str:
    if done_at is not None:
        return "met" if done_at <= due_at else "missed"
    rests_since = incident.waiting_since
    if rests_since is not None and not incident.terms.pauses_while_waiting:
        rests_since = None
    if due_at < (rests_since or at):
        return "missed"
    return "paused" if rests_since else "running"
