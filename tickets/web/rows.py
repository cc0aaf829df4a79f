"""Rows of a queue as they are printed: who holds it, its state, its clock, whose it is."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from types import MappingProxyType

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from contracts.choices import Kind
from contracts.models import Organisation, User
from contracts.selectors.at_risk import AtRisk
from tickets.access import open_leg
from tickets.choices import Due, Holder, LegState, Queue, Status
from tickets.models import Escalation, Incident
from tickets.rules.deadlines import NEVER
from tickets.selectors import custody
from tickets.selectors.queues import AT_RISK_WITHIN

A_WEEK = timedelta(days=7)
SOON, TODAY, WEEK, LATER, PAUSED = "soon", "today", "week", "later", "paused"
HEADINGS = {
    SOON: gettext_lazy("Late or due within 30 min"),
    TODAY: gettext_lazy("Later today"),
    WEEK: gettext_lazy("This week"),
    LATER: gettext_lazy("Later"),
    PAUSED: gettext_lazy("Paused, or nothing due"),
}


@dataclass(frozen=True)
class Clock:
    """What is owed next; ``due_at`` is None where nothing is, or where nobody knows when."""

    label: str
    due_at: datetime | None
    since: datetime
    paused_at: datetime | None = None
    is_unknown: bool = False


@dataclass(frozen=True)
class Row:
    """One incident of a queue."""

    incident: Incident
    is_unread: bool
    holder: Organisation | None
    holder_says: str
    state: str
    state_label: str
    clock: Clock
    person: User | None
    risk: AtRisk | None = None

    @property
    def reference(self) -> str:
        return self.incident.reference

    @property
    def place(self) -> str:
        """The platform by the name that agents know it by."""
        platform = self.incident.configuration
        return (platform.host or platform.name) if platform else ""

    @property
    def says(self) -> str:
        """All that the standing part of the row prints: rows that say the same look the same."""
        incident, holder = self.incident, self.holder
        return repr(
            (
                *(get_language(), incident.pk, incident.title, incident.lang, incident.priority),
                *(bool(incident.forced_by), incident.client.short_name, self.place),
                *(self.is_unread, self.state, self.state_label, self.holder_says),
                *((holder.kind, holder.name, holder.short_name) if holder else ()),
                *((self.risk, *_today()) if self.risk else ()),
            )
        )


@dataclass(frozen=True)
class Group:
    """Rows whose next commitment is about equally near."""

    heading: str | Promise
    rows: list[Row]


def _today() -> tuple[str, date]:
    """Return the reader's zone and day there, by which an instant is said."""
    return timezone.get_current_timezone_name(), timezone.localdate()


def row_of(
    incident: Incident, user: User, risks: Mapping[str, AtRisk] = MappingProxyType({})
) -> Row:
    """Dress an incident of a queue for its row; ``risks`` by reference."""
    leg = open_leg(incident)
    holder, says = holder_shown(incident)
    state, label = state_shown(incident, leg)
    is_software = user.kind == Kind.PUBLISHER or leg is not None
    return Row(
        incident=incident,
        is_unread=getattr(incident, "last_heard", None) not in {None, user.organisation_id},
        holder=holder,
        holder_says=says,
        state=state,
        state_label=label,
        clock=clock_of(incident, leg),
        person=(leg.engineer if leg else None) if is_software else incident.assignee,
        risk=risks.get(incident.reference),
    )


def holder_shown(incident: Incident) -> tuple[Organisation | None, str]:
    """Return the party in whose court an incident is, and the words in place of its name."""
    match custody.holder_of(incident):
        case Holder.CLIENT:
            return incident.client, _("Client")
        case Holder.THIRD_PARTY:
            return None, _("Third party")
        case Holder.JOINT:
            return None, _("Joint bridge")
        case Holder.PUBLISHER:
            return incident.publisher, ""
        case _:
            return incident.manufacturer, ""


def state_shown(incident: Incident, leg: Escalation | None) -> tuple[str, str]:
    """Return the state that matters to vendors: the leg's while it is worked, else its own."""
    status = Status(incident.status)
    if status != Status.OPEN:
        return status, str(status.label)
    if leg is not None:
        return leg.state, str(LegState(leg.state).label)
    return _state_at_the_owner(incident)


def _state_at_the_owner(incident: Incident) -> tuple[str, str]:
    if incident.queue == Queue.TRIAGE:
        return "new", str(Queue.TRIAGE.label)
    if incident.queue == Queue.SOFTWARE:
        return LegState.REQUESTED, _("Being escalated")
    if incident.assignee_id is None:
        return "new", _("Not taken yet")
    return Status.OPEN, _("In progress")


def clock_of(incident: Incident, leg: Escalation | None) -> Clock:
    """Return the next commitment of an incident, and since when its time runs."""
    began_at = incident.clock_starts_at
    if incident.due_at < NEVER and incident.due != Due.NOTHING:
        since = {
            Due.ACKNOWLEDGE: leg.requested_at if leg else began_at,
            Due.NEWS: incident.news_at or began_at,
        }.get(Due(incident.due), began_at)
        return Clock(str(Due(incident.due).label), incident.due_at, since)
    if incident.status == Status.WAITING:
        label = str(Due.RESTORE.label)
        return Clock(label, incident.restore_due_at, began_at, paused_at=incident.waiting_since)
    return Clock("", None, began_at, is_unknown=incident.due_at < NEVER)


def groups_of(rows: Iterable[Row], *, at: datetime) -> Iterator[Group]:
    """Cut rows, the soonest first, into groups by how near their commitment is."""
    for key, members in groupby(rows, key=lambda row: nearness(row.incident.due_at, at=at)):
        yield Group(HEADINGS[key], list(members))


def groups_by_risk(
    rows: Sequence[Row], ranked: Collection[int], *, at: datetime
) -> Iterator[Group]:
    """Cut rows into those that are ranked by what is at risk, and the others as they are due."""
    first = [each for each in rows if each.incident.pk in ranked]
    if first:
        yield Group(_("Penalty at risk this month"), first)
    yield from groups_of((each for each in rows if each.incident.pk not in ranked), at=at)


def nearness(due_at: datetime, *, at: datetime) -> str:
    """Say how near an instant is, by the days of the reader's zone."""
    if due_at == NEVER:
        return PAUSED
    if due_at <= at + AT_RISK_WITHIN:
        return SOON
    if timezone.localtime(due_at).date() == timezone.localtime(at).date():
        return TODAY
    return WEEK if due_at <= at + A_WEEK else LATER
