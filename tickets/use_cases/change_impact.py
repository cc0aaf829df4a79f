"""Change what is happening: the priority and the targets follow, from the same start."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from contracts.choices import Impact
from contracts.models import User
from contracts.rules.refusal import Invalid
from tickets import journal
from tickets.access import open_leg
from tickets.choices import Action, Audience, EventKind
from tickets.models import Incident
from tickets.rules.priorities import priority_of
from tickets.use_cases.hold import hold
from tickets.use_cases.keep_time import restart_clocks, settle_due
from tickets.use_cases.open_incident import missing_of_contact
from tickets.use_cases.stated_instants import why_impossible
from tickets.use_cases.stated_words import stated
from tickets.use_cases.tell_outage import had_outage, is_outage, tell_impact


@dataclass(frozen=True)
class Contact:
    """Whom to call about an outage, round the clock."""

    name: str
    phone: str


@transaction.atomic
def change_impact(
    incident: Incident,
    *,
    impact: Impact,
    reason: str,
    by: User,
    at: datetime,
    down_since: datetime | None = None,
    contact: Contact | None = None,
) -> Incident:
    """Change the impact, with the reason, which the client reads.

    What becomes an outage is down since ``down_since``; unsaid, since what is known, or now. What
    becomes one again is so from now on, if unsaid: of the time in between nobody knows. It needs
    somebody to call round the clock: ``contact``; unsaid, the incident's own.

    :raises Invalid: no reason, the impact is the one it has, an instant that cannot be, an outage
        without a contact, or what is asked of an outage alone with another impact.
    """
    held = hold(incident, Action.IMPACT, by=by, at=at)
    reason = stated(reason, "reason", missing=_("Give the reason: the client reads it."))
    if held.impact == impact:
        same = _("This is already the impact of the incident.")
        raise Invalid(same, errors={"impact": [same]})
    before, held.impact = held.impact, impact
    known, was_down_since = Contact(held.contact_name, held.contact_phone), held.down_since
    if impact == Impact.OUTAGE:
        is_again = not is_outage(held, before) and had_outage(held)
        since = down_since or (at if is_again else None)
        _take_outage(held, down_since=since, contact=contact or known, at=at)
    else:
        _refuse_of_outage_alone(down_since, contact)
    new = _newly_said(held, contact=known, down_since=was_down_since)
    held.priority = priority_of(impact, forced_by=held.forced_by)
    restart_clocks(held, at=at)
    settle_due(held, open_leg(held))
    journal.save_and_record(
        held,
        EventKind.IMPACT_CHANGED,
        by=by,
        at=at,
        audience=Audience.CLIENT,
        from_=before,
        to=impact,
        reason=reason,
        **new,
    )
    tell_impact(held, before=before, by=by, at=at)
    return held


def _take_outage(
    held: Incident, *, down_since: datetime | None, contact: Contact, at: datetime
) -> None:
    """Take what an outage obliges to say (domain.md, Parties and people)."""
    errors = missing_of_contact(contact.name, contact.phone)
    if down_since is not None and (wrong := why_impossible(down_since, at=at)):
        errors["down_since"] = [wrong]
    if errors:
        raise Invalid(_("Some answers are missing or cannot be right."), errors=errors)
    held.down_since = min(down_since or held.down_since or at, at)
    held.contact_name, held.contact_phone = contact.name.strip(), contact.phone.strip()


def _newly_said(held: Incident, *, contact: Contact, down_since: datetime | None) -> dict[str, Any]:
    """Return what the line keeps, since the incident itself forgets what stood there before."""
    new: dict[str, Any] = {}
    if contact != Contact(held.contact_name, held.contact_phone):
        new["contact"] = {"name": held.contact_name, "phone": held.contact_phone}
    if held.down_since != down_since:
        new["down_since"] = {"from": _written(down_since), "to": _written(held.down_since)}
    return new


def _refuse_of_outage_alone(down_since: datetime | None, contact: Contact | None) -> None:
    sentence = _("Only an outage asks for this: leave it empty.")
    errors = {}
    if down_since is not None:
        errors["down_since"] = [sentence]
    if contact is not None:
        errors["contact_name"] = [sentence]
    if errors:
        raise Invalid(sentence, errors=errors)


def _written(instant: datetime | None) -> str | None:
    return instant.isoformat() if instant else None
