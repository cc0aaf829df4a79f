"""Give an incident to a person of one's own company."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from contracts.choices import Kind
from contracts.models import User
from contracts.rules.refusal import Invalid
from tickets import journal
from tickets.access import open_leg
from tickets.choices import Action, Audience, EventKind
from tickets.models import Incident
from tickets.use_cases.hold import hold


@transaction.atomic
def assign_incident(incident: Incident, *, to: User | None, by: User, at: datetime) -> Incident:
    """Make somebody the manufacturer's assignee, or the publisher's engineer; None frees it.

    :raises Invalid: the person is not an active colleague.
    """
    held = hold(incident, Action.ASSIGN, by=by, at=at)
    if to is not None and (to.organisation_id != by.organisation_id or not to.is_active):
        sentence = _("Choose somebody of your own company.")
        raise Invalid(sentence, errors={"user": [sentence]})
    leg = open_leg(held)
    if by.kind == Kind.PUBLISHER and leg is not None:
        leg.engineer = to
        leg.save(update_fields=["engineer"])
    else:
        held.assignee = to
        held.save(update_fields=["assignee"])
    journal.record(
        held,
        EventKind.ASSIGNED,
        by=by,
        at=at,
        audience=Audience.CLIENT if to else Audience.VENDORS,
        to=to.pk if to else None,
        name=to.name if to else "",
        party=by.kind,
    )
    return held
