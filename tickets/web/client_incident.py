"""An incident as its client reads it: whose court, what next, what was promised, what was said."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from contracts.choices import Impact
from contracts.models import Organisation, User
from tickets.access import abilities_of, audiences_open_to, contradictable_until
from tickets.choices import Action, Audience, EventKind, Outside
from tickets.models import Comment, Incident
from tickets.models.incident import AUTO_CLOSE_AFTER
from tickets.selectors.baseline import changed_for, in_force_since
from tickets.selectors.drafts import newest_draft_of
from tickets.selectors.not_known import is_counted_blindly
from tickets.selectors.relay import relay_for_client
from tickets.selectors.story import Entry, story_of
from tickets.use_cases.converse import draft_place
from tickets.web.act_forms import ComposerForm
from tickets.web.act_table import ACTS
from tickets.web.client_hero import hero_of, steps_of
from tickets.web.client_promises import commitments_of
from tickets.web.commitments import is_over
from tickets.web.mismatch import mismatch_of, say_changed
from tickets.wording import ICONS, line_of

CLIENT_PAGE = "tickets/client_incident.html"
ACTIONS = "tickets/_client_actions.html"
CLIENT_LIVE = (
    "tickets/_client_hero.html",
    "tickets/_client_mismatch.html",
    ACTIONS,
    "tickets/_client_timeline.html",
    "tickets/_client_aside.html",
)
"""The parts of the page that are sent again when something has changed."""

_VERBS: Mapping[Action, Promise] = {
    Action.CONFIRM: _("Yes, everything works"),
    Action.NOT_RESTORED: _("No, it is not restored"),
    Action.ANSWER: _("Done: please go on"),
    Action.REOPEN: _("The problem is back"),
    Action.CLOSE: _("Close the incident"),
    Action.IMPACT: _("The situation has changed"),
}
_ASKED: Mapping[Action, Promise] = {
    Action.NOT_RESTORED: _("What still does not work?"),
    Action.REOPEN: _("What has come back?"),
}
_FIRST = frozenset({Action.CONFIRM, Action.ANSWER})


@dataclass(frozen=True)
class Act:
    """A button of the client: carried out at once, or after a few words, or on its own page."""

    name: str
    label: Promise
    icon: str
    address: str
    asks: Promise | None
    is_direct: bool
    is_first: bool


@dataclass(frozen=True)
class Line:
    """A line of the exchanges: a message of somebody, or one sentence of what happened."""

    number: int
    entry: Entry
    icon: str
    sentence: str
    speaker: User | None
    company: Organisation | None
    body: str
    lang: str
    comment: Comment | None
    is_own: bool
    is_private: bool


def client_context(
    user: User, incident: Incident, *, at: datetime, composer: ComposerForm | None = None
) -> dict[str, Any]:
    """Return all that the client's page and its live parts print."""
    abilities = abilities_of(user, incident, at=at)
    acts = list(_acts(incident, abilities.actions))
    number = getattr(incident.configuration, "support_number", None)
    promise, over = incident.promise(), is_over(incident)
    deadline = None if over else incident.restore_due_at
    return {
        "incident": incident,
        "number": number,
        "hero": hero_of(incident, at=at),
        "steps": steps_of(incident),
        "holdings": relay_for_client(incident, at=at),
        "is_over": over,
        "promised": promise.restore_within if promise and deadline else None,
        "restore_due_at": deadline,
        "commitments": commitments_of(incident, at=at),
        "not_known": is_counted_blindly(incident, at=at),
        "people": list(_people(incident)),
        "acts": acts,
        "acts_tag": " ".join(each.name for each in acts),
        "lines": list(reversed(_lines(story_of(incident, user), incident, user))),
        "me": user,
        "may_write": Action.COMMENT in abilities,
        "outside": Outside(incident.outside_guarantee).label if incident.outside_guarantee else "",
        "mismatch": mismatch_of(incident),
        "since": in_force_since(incident),
        "changed_said": say_changed(changed_for(incident, user)),
        "interrupted": interruption_of(incident, at=at),
        "not_restored_until": contradictable_until(incident),
        "closes_at": incident.resolved_at + AUTO_CLOSE_AFTER if incident.resolved_at else None,
        "composer": composer or _composer(user, incident),
        "message_key": str(uuid.uuid4()),
    }


def live_parts(context: Mapping[str, Any], *, acts_shown: str) -> list[str]:
    """Return the parts to send; actions only if they differ: somebody may be typing there."""
    is_same = context["acts_tag"] == acts_shown
    return [part for part in CLIENT_LIVE if part != ACTIONS or not is_same]


def interruption_of(incident: Incident, *, at: datetime) -> timedelta | None:
    """Return for how long service has been down, or was."""
    if incident.impact != Impact.OUTAGE or incident.down_since is None:
        return None
    return (incident.restored_at or at) - incident.down_since


def company_shown(incident: Incident, organisation: Organisation | None) -> Organisation | None:
    """Return the company under which somebody is named to the client: the counter's, if need be."""
    if organisation is None or not organisation.is_vendor:
        return organisation
    return organisation if incident.agreement.names_holder_to_client else incident.manufacturer


def _acts(incident: Incident, actions: tuple[Action, ...]) -> Iterator[Act]:
    for action in actions:
        if action in _VERBS:
            yield Act(
                name=action.value,
                label=_VERBS[action],
                icon=ACTS[action].icon,
                address=reverse("tickets:move", args=[incident.reference, action.value]),
                asks=_ASKED.get(action),
                is_direct=ACTS[action].is_direct,
                is_first=action in _FIRST,
            )


def _people(incident: Incident) -> Iterator[dict[str, Any]]:
    """Name who is at work on it; the manufacturer's stays the client's contact to the end."""
    leg = next((each for each in incident.escalations.all() if each.is_open), None)
    if leg is not None and leg.engineer is not None:
        company = company_shown(incident, leg.engineer.organisation)
        yield _person(leg.engineer, company, _("%(company)s, leads the analysis"))
    if incident.assignee is not None:
        company = incident.assignee.organisation
        yield _person(incident.assignee, company, _("%(company)s, stays your contact"))


def _person(person: User, company: Organisation | None, part: Promise) -> dict[str, Any]:
    said = str(part) % {"company": company.short_name if company else ""}
    return {"person": person, "company": company, "part": said}


def _lines(entries: Sequence[Entry], incident: Incident, reader: User) -> list[Line]:
    """Number the lines by their place: numbers of the timeline have gaps that betray the hidden."""
    return [_line(number, entry, incident, reader) for number, entry in enumerate(entries, start=1)]


def _line(number: int, entry: Entry, incident: Incident, reader: User) -> Line:
    event, comment = entry.event, entry.comment
    organisation = event.by.organisation if event.by else None
    words = _words(entry, incident)
    return Line(
        number=number,
        entry=entry,
        icon=ICONS.get(event.kind, "pulse"),
        sentence="" if words else line_of(event, incident, reader=reader),
        speaker=event.by,
        company=company_shown(incident, organisation),
        body=words,
        lang=comment.lang if comment else incident.lang,
        comment=comment,
        is_own=organisation is not None and organisation.pk == incident.client_id,
        is_private=event.audience == Audience.INTERNAL,
    )


def _words(entry: Entry, incident: Incident) -> str:
    """Return the words that somebody wrote with an event."""
    if entry.comment is not None:
        return entry.comment.body
    is_own_report = entry.event.kind == EventKind.OPENED and not incident.on_behalf_of
    return incident.description if is_own_report else ""


def _composer(user: User, incident: Incident) -> ComposerForm:
    """Return the form for a message, with what was typed last and not sent."""
    audiences = audiences_open_to(user, incident)
    places = {draft_place(incident, each): each for each in audiences}
    kept = newest_draft_of(user, places)
    chosen = places[kept.place] if kept else Audience.CLIENT
    form = ComposerForm(None, incident=incident, user=user, chosen=chosen)
    form.initial["body"] = kept.body if kept else ""
    return form
