"""Name who leads a critical situation at the publisher, instead of whom the roster named."""

from datetime import datetime
from typing import NoReturn

from django.db import transaction
from django.utils.translation import gettext as _

from contracts.choices import Kind
from contracts.models import User
from contracts.rules.refusal import Forbidden, Invalid
from tickets import journal
from tickets.access import open_leg
from tickets.choices import Audience, EventKind, LegAction
from tickets.models import Incident
from tickets.use_cases.hold import hold
from tickets.use_cases.stated_words import stated


@transaction.atomic
def name_critical_manager(
    incident: Incident, *, to: User | None, reason: str, by: User, at: datetime
) -> Incident:
    """Name another critical-situation manager, with the reason, once that level is reached.

    :raises Forbidden: by anybody of the publisher but a manager.
    :raises Invalid: no reason, no active colleague, or the one it is already.
    """
    if by.kind == Kind.PUBLISHER and not by.is_manager:
        raise Forbidden(_("A manager names the critical-situation manager."))
    held = hold(incident, LegAction.MANAGER, by=by, at=at)
    reason = stated(reason, "reason", missing=_("Say why somebody else leads it."))
    if to is None or to.organisation_id != held.publisher_id or not to.is_active:
        _refuse(_("Choose somebody of your own company."))
    leg = open_leg(held)
    if leg is None or leg.critical_manager == to:
        _refuse(_("This person leads it already."))
    leg.critical_manager = to
    leg.save(update_fields=["critical_manager"])
    journal.record(
        held,
        EventKind.MANAGER_NAMED,
        by=by,
        at=at,
        audience=Audience.VENDORS,
        to=to.pk,
        name=to.name,
        reason=reason,
    )
    return held


def _refuse(sentence: str) -> NoReturn:
    raise Invalid(sentence, errors={"user": [sentence]})
