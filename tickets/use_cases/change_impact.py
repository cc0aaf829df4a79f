"""Change what is happening: the priority and the targets follow, from the same start."""

from datetime import datetime

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
from tickets.use_cases.stated_instants import why_impossible


@transaction.atomic
def change_impact(
    incident: Incident,
    *,
    impact: Impact,
    reason: str,
    by: User,
    at: datetime,
    down_since: datetime | None = None,
) -> Incident:
    """Change the impact, with the reason, which the client reads.

    What becomes an outage is down since ``down_since``; unsaid, since what is known, or now.

    :raises Invalid: no reason, the impact is the one it has, or an instant that cannot be.
    """
    held = hold(incident, Action.IMPACT, by=by, at=at)
    reason = reason.strip()
    if not reason:
        missing = _("Give the reason: the client reads it.")
        raise Invalid(missing, errors={"reason": [missing]})
    if held.impact == impact:
        same = _("This is already the impact of the incident.")
        raise Invalid(same, errors={"impact": [same]})
    before, held.impact = held.impact, impact
    if impact == Impact.OUTAGE:
        held.down_since = _stated(down_since, at=at) or held.down_since or at
    held.priority = priority_of(impact, forced_by=held.forced_by)
    restart_clocks(held)
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
    )
    return held


def _stated(down_since: datetime | None, *, at: datetime) -> datetime | None:
    if down_since is not None and (wrong := why_impossible(down_since, at=at)):
        raise Invalid(wrong, errors={"down_since": [wrong]})
    return down_since
