"""Mark that the real platform differs from the revision in force when the incident was opened."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from contracts.models import User
from tickets import journal
from tickets.access import open_leg
from tickets.choices import Action, Audience, EventKind
from tickets.models import Incident
from tickets.use_cases.first_contact import EVERYBODY, first_contact
from tickets.use_cases.hold import hold
from tickets.use_cases.keep_time import settle_due
from tickets.use_cases.stated_words import stated


@transaction.atomic
def mark_mismatch(incident: Incident, *, seen: str, by: User, at: datetime) -> Incident:
    """Note what was seen; the client reads it, and can open a change notice from it.

    Marked again, the newer words stand; the timeline keeps those before. Source: domain.md,
    Configuration.

    :raises Http404: not this person's to see.
    :raises Forbidden: agents of the two vendors mark it.
    :raises MoveNotOpen: no revision was in force, or the incident is closed.
    :raises Invalid: nothing is said of what was seen, or too much.
    """
    held = hold(incident, Action.MISMATCH, by=by, at=at)
    held.mismatch_seen = stated(seen, "seen", missing=_("Say what differs from the revision."))
    held.mismatch_at, held.mismatch_by = at, by
    first_contact(held, by=by, at=at, by_act=EVERYBODY)
    settle_due(held, open_leg(held))
    journal.save_and_record(
        held,
        EventKind.MISMATCH_MARKED,
        by=by,
        at=at,
        audience=Audience.CLIENT,
        revision=held.revision.number if held.revision else None,
        seen=held.mismatch_seen,
    )
    return held
