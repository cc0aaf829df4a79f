"""The one sentence a client has come for: who has it, what they do, by when there is news."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contracts.models import Organisation
from tickets.access import open_leg
from tickets.choices import Due, Holder, LegState, Status
from tickets.models import Escalation, Incident
from tickets.selectors import custody

DONE, CURRENT, TO_COME = "done", "current", ""
STATUSES: Mapping[Status, Promise] = {
    Status.OPEN: gettext_lazy("Being worked on"),
    Status.WAITING: gettext_lazy("We need you"),
    Status.RESTORED: gettext_lazy("Restored"),
    Status.RESOLVED: gettext_lazy("Resolved"),
    Status.CLOSED: gettext_lazy("Closed"),
}
"""The states as their client reads them."""
_AT_THE_PUBLISHER: Mapping[LegState, str] = {LegState.REQUESTED: "handed_over"}
_NEXT: Mapping[Due, tuple[Promise, Promise]] = {
    Due.RESPOND: (gettext_lazy("Call back before"), gettext_lazy("Call back promised for")),
    Due.NEWS: (gettext_lazy("Next news before"), gettext_lazy("News promised for")),
    Due.RESTORE: (
        gettext_lazy("Restoration promised before"),
        gettext_lazy("Restoration promised for"),
    ),
}
"""What is named before its instant: while it is to come, and once it has passed."""


@dataclass(frozen=True)
class Hero:
    """Whose court it is in, in which words it is said, and what is owed next."""

    look: str
    party: Organisation | None
    says: str
    company: str
    partner: str
    since: datetime | None
    person: str
    words: str
    next_says: str | Promise
    next_at: datetime | None
    is_late: bool
    status: Promise


@dataclass(frozen=True)
class Step:
    """A step of the way: done at an instant, being done, or due."""

    label: str
    state: str
    at: datetime | None = None
    due_at: datetime | None = None
    more: str = ""


def hero_of(incident: Incident, *, at: datetime) -> Hero:
    """Return what stands on top of the client's page; nothing of it names a hidden vendor."""
    leg = open_leg(incident)
    names = incident.agreement.names_holder_to_client
    court = custody.holder_of(incident)
    party, says = _holder(incident, court, names=names)
    person = leg.engineer if leg is not None else incident.assignee
    awaited, next_at = _next(incident)
    is_late = next_at is not None and next_at <= at
    return Hero(
        look=_look(incident, court, names=names),
        party=party,
        says=says,
        company=_company(incident, court, names=names),
        partner=incident.manufacturer.short_name if names and court == Holder.PUBLISHER else "",
        since=_since(incident, leg),
        person=person.name if person else "",
        words=f"tickets/now/{_words(incident, leg, at=at)}.html",
        next_says=_NEXT[awaited][is_late] if awaited else "",
        next_at=next_at,
        is_late=is_late,
        status=STATUSES[Status(incident.status)],
    )


def _holder(incident: Incident, court: Holder, *, names: bool) -> tuple[Organisation | None, str]:
    if incident.status in {Status.RESTORED, Status.RESOLVED, Status.CLOSED}:
        return None, ""
    if names or court in {Holder.CLIENT, Holder.THIRD_PARTY}:
        return _named(incident, court)
    return None, _("Our engineers have it")


def _named(incident: Incident, court: Holder) -> tuple[Organisation | None, str]:
    if court == Holder.CLIENT:
        return incident.client, _("Your turn")
    if court == Holder.THIRD_PARTY:
        return None, _("A third party has it")
    if court == Holder.JOINT:
        both = {"one": incident.manufacturer.short_name, "other": incident.publisher.short_name}
        return None, _("%(one)s and %(other)s have it together") % both
    party = incident.publisher if court == Holder.PUBLISHER else incident.manufacturer
    return party, _("%(company)s has it") % {"company": party.short_name}


def _company(incident: Incident, court: Holder, *, names: bool) -> str:
    """Name the company at work, in a sentence."""
    if names and court == Holder.PUBLISHER:
        return incident.publisher.short_name
    return incident.manufacturer.short_name


def _look(incident: Incident, court: Holder, *, names: bool) -> str:
    if incident.status in {Status.RESTORED, Status.RESOLVED}:
        return "is-ok"
    if incident.status == Status.CLOSED:
        return "is-client"
    if court in {Holder.PUBLISHER, Holder.JOINT} and not names:
        return f"is-{Holder.MANUFACTURER}"
    return f"is-{court}"


def _since(incident: Incident, leg: Escalation | None) -> datetime | None:
    if incident.status == Status.WAITING:
        return incident.waiting_since
    if incident.status != Status.OPEN:
        return None
    if incident.third_party_since is not None:
        return incident.third_party_since
    is_named = incident.agreement.names_holder_to_client
    return leg.requested_at if leg is not None and is_named else None


def _next(incident: Incident) -> tuple[Due | None, datetime | None]:
    """Return what the client waits for next, and by when it is promised."""
    if incident.status != Status.OPEN:
        return None, None
    if incident.responded_at is None:
        return Due.RESPOND, incident.respond_due_at
    if incident.news_due_at is not None:
        return Due.NEWS, incident.news_due_at
    return Due.RESTORE, incident.restore_due_at


def _words(incident: Incident, leg: Escalation | None, *, at: datetime) -> str:
    """Name the sentence of the moment: a template each, to be read and translated whole."""
    if incident.status == Status.RESTORED and incident.confirmed_at is not None:
        return "confirmed"
    if incident.status != Status.OPEN:
        return str(incident.status)
    if incident.responded_at is None:
        due_at = incident.respond_due_at
        return "late" if due_at is not None and due_at <= at else "reported"
    return _words_at_work(incident, leg)


def _words_at_work(incident: Incident, leg: Escalation | None) -> str:
    if incident.third_party_since is not None:
        return "third_party"
    is_named = leg is not None and incident.agreement.names_holder_to_client
    if leg is None or not is_named:
        return "working"
    return "together" if leg.is_joint else _AT_THE_PUBLISHER.get(LegState(leg.state), "working")


def steps_of(incident: Incident) -> list[Step]:
    """Return the steps of the way, at most six; the first that is not done is the current one."""
    steps: list[Step] = []
    is_current_found = False
    for step in _steps(incident):
        if step.at is None and not is_current_found:
            is_current_found = True
            step = Step(step.label, CURRENT, None, step.due_at, step.more)  # noqa: PLW2901
        steps.append(step)
    return steps


def _steps(incident: Incident) -> Iterator[Step]:
    yield _step(_("Reported"), incident.clock_starts_at)
    yield from _first_steps(incident)
    is_over = incident.status in {Status.RESTORED, Status.RESOLVED, Status.CLOSED}
    more = _("in progress") if incident.responded_at else ""
    yield _step(_("Diagnosis"), incident.restored_at if is_over else None, more=more)
    yield _step(_("Restored"), incident.restored_at, due_at=incident.restore_due_at)
    if incident.status == Status.RESTORED:
        yield _step(_("Cause removed"), None, more=_("in progress"))
    else:
        yield _step(_("Closed"), incident.closed_at, more=_("with your agreement"))


def _first_steps(incident: Incident) -> Iterator[Step]:
    """Return who took it up and to whom it was handed, in the order in which it happened."""
    taken_up = _step(_("Taken up"), incident.responded_at, due_at=incident.respond_due_at)
    first = min(incident.escalations.all(), key=lambda leg: leg.requested_at, default=None)
    if first is None or not incident.agreement.names_holder_to_client:
        yield taken_up
        return
    label = _("Handed to %(company)s") % {"company": incident.publisher.short_name}
    handed = _step(label, first.requested_at)
    is_taken_up_first = taken_up.at is not None and taken_up.at <= first.requested_at
    yield from (taken_up, handed) if is_taken_up_first else (handed, taken_up)


def _step(
    label: str, at: datetime | None, *, due_at: datetime | None = None, more: str = ""
) -> Step:
    return Step(label, DONE if at else TO_COME, at, due_at, more)
