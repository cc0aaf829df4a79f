"""Everything that a vendor's page of an incident prints."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contracts.models import Organisation, User
from tickets.access import abilities_of, audiences_open_to, open_leg
from tickets.choices import Action, EventKind, LegState, Status
from tickets.models import Escalation, Incident
from tickets.selectors.baseline import baseline_of, in_force_since
from tickets.selectors.drafts import newest_draft_of
from tickets.selectors.ladder import ladder_of
from tickets.selectors.not_known import is_counted_blindly
from tickets.selectors.story import Entry
from tickets.use_cases.converse import draft_place
from tickets.web import buttons, classified, commitments
from tickets.web.act_forms import ComposerForm
from tickets.web.mismatch import address_if_any, changed_of, mismatch_of
from tickets.web.risk_shown import risk_said
from tickets.web.rows import clock_of, state_shown
from tickets.web.writing import Writing, writing_of
from tickets.wording import why_without_number

LANGUAGES_SAID = {"fr": gettext_lazy("writes in French"), "en": gettext_lazy("writes in English")}


@dataclass(frozen=True)
class Pin:
    """What whoever takes over has to read first."""

    party: Organisation | None
    heading: str
    who: str
    at: datetime | None
    text: str


def standing_context(
    user: User, incident: Incident, entries: Sequence[Entry], *, at: datetime
) -> dict[str, Any]:
    """Return what changes while the page is open: state, acts, pins, commitments."""
    leg = open_leg(incident)
    lines = [entry.event for entry in entries]
    abilities = abilities_of(user, incident, at=at)
    state, label = state_shown(incident, leg)
    return {
        "incident": incident,
        "leg": leg,
        "case_numbers": commitments.case_numbers_of(incident),
        "ladder": ladder_of(incident, leg, lines, at=at) if leg else None,
        "without_number": why_without_number(leg.support_number) if leg else "",
        "state": state,
        "state_label": label,
        "clock": clock_of(incident, leg),
        "risk": risk_said(user, incident, at=at),
        "buttons": buttons.buttons_for(user, incident, abilities),
        "writings": buttons.writings_for(user, incident, abilities),
        "may_write": Action.COMMENT in abilities,
        "may_call": Action.CALL in abilities,
        "pins": list(pins_of(incident, entries)),
        "mismatch": mismatch_of(incident),
        "commitments": commitments.commitments_of(incident, leg, at=at),
        "relay": commitments.relay_of(incident, lines, at=at),
        "not_known": is_counted_blindly(incident, at=at),
    }


def page_context(
    user: User,
    incident: Incident,
    entries: Sequence[Entry],
    *,
    at: datetime,
    composer: ComposerForm | None,
    asked: dict[str, str],
) -> dict[str, Any]:
    """Return what the page prints once; ``asked`` is what its address asks for."""
    baseline = baseline_of(incident, user)
    return {
        "why": classified.reading_of(incident),
        "items": baseline.items if baseline else (),
        "revision": incident.revision,
        "since": in_force_since(incident),
        "changed": changed_of(baseline),
        "number": getattr(incident.configuration, "support_number", None),
        "writing": writing_for(user, incident, entries, composer, write=asked.get("write", "")),
        "author_writes": LANGUAGES_SAID.get(incident.lang or incident.opened_by.language, ""),
        "read_address": address_if_any("escalation:read"),
        "configuration_address": address_if_any(
            "contracts:configuration", incident.configuration_id
        ),
    }


def writing_for(
    user: User,
    incident: Incident,
    entries: Sequence[Entry],
    composer: ComposerForm | None,
    *,
    write: str = "",
) -> Writing:
    """Return the composer: what came back, or the draft, or nothing yet."""
    others = [each.comment for each in entries if each.comment and each.comment.author != user]
    if composer is not None:
        return writing_of(user, incident, composer, seen=len(others), key=composer["key"].value())
    places = {draft_place(incident, each): each for each in audiences_open_to(user, incident)}
    draft = newest_draft_of(user, places)
    chosen = write or (places[draft.place] if draft else "")
    form = ComposerForm(None, incident=incident, user=user, chosen=chosen)
    return writing_of(
        user, incident, form, seen=len(others), key=str(uuid4()), draft=draft, asked=write
    )


def pins_of(incident: Incident, entries: Sequence[Entry]) -> Sequence[Pin]:
    """Return the reasons of the last hand-over or return, the bridge, what is waited for."""
    pins = []
    leg = open_leg(incident)
    if leg is not None and leg.is_joint:
        pins.append(_bridge(leg))
    if incident.status == Status.WAITING:
        pins.append(
            Pin(
                incident.client,
                _("Waiting for the client"),
                "",
                incident.waiting_since,
                incident.waiting_for,
            )
        )
    if incident.third_party_since is not None:
        heading = _("With a third party: %(name)s") % {"name": incident.third_party}
        reason = incident.third_party_reason
        pins.append(Pin(None, heading, "", incident.third_party_since, reason))
    handed = _handed_on(incident, entries)
    return [*pins, handed] if handed else pins


def _bridge(leg: Escalation) -> Pin:
    managers = [each.name for each in (leg.duty_owner, leg.duty_partner) if each]
    words = _(
        "Both companies work on it; neither hands it back nor re-routes it until it is restored."
    )
    return Pin(None, _("Joint bridge"), ", ".join(managers), None, words)


def _handed_on(incident: Incident, entries: Sequence[Entry]) -> Pin | None:
    """Return the last hand-over by a person, from whichever side it came."""
    for entry in reversed(entries):
        event = entry.event
        if event.by is None or not event.detail.get("reason"):
            continue
        if event.kind == EventKind.RETURNED:
            heading, party = _("Handed back by %(company)s"), incident.publisher
        elif event.kind == EventKind.JOINED:
            heading, party = _("Why the joint bridge was opened"), incident.publisher
        elif event.kind == EventKind.ROUTED and not _follows_a_return(incident, event.at):
            heading, party = _("Handed over by %(company)s"), incident.manufacturer
        else:
            continue
        said = heading % {"company": party.short_name} if "%" in heading else heading
        return Pin(party, said, event.by.name, event.at, event.detail["reason"])
    return None


def _follows_a_return(incident: Incident, at: datetime) -> bool:
    return any(
        leg.state == LegState.RETURNED and leg.ended_at == at for leg in incident.escalations.all()
    )
