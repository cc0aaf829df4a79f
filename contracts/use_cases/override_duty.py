"""Give a period of duty to somebody else, whoever's turn it is; and take that back."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from contracts import journal
from contracts.choices import EventKind
from contracts.models import Roster, RosterOverride, User
from contracts.rules.refusal import Refusal
from contracts.use_cases.end_revision import reason_read
from contracts.use_cases.hold_roster import errors_of_period, people_of, refuse, roster_to_keep


@dataclass(frozen=True)
class Period:
    """A period of duty that somebody takes: by key, between two aware instants, and why."""

    person: int
    begins_at: datetime
    ends_at: datetime
    reason: str


@transaction.atomic
def override_duty(roster: Roster, period: Period, *, by: User, at: datetime) -> RosterOverride:
    """Put somebody on duty for a period; what of it has been stays as it was.

    :raises Http404: not this person's to see.
    :raises Forbidden: only a manager keeps rosters.
    :raises Invalid: nobody of the company, no reason, or a period that is over or no period.
    """
    held = roster_to_keep(roster, by=by)
    return put_on_duty(held, period, by=by, at=at)


def put_on_duty(held: Roster, period: Period, *, by: User, at: datetime) -> RosterOverride:
    """Write who takes a period of a locked roster.

    :raises Invalid: nobody of the company, no reason, or a period that is over or no period.
    """
    errors = errors_of_period(period.begins_at, period.ends_at, at=at)
    if period.person not in people_of(held, [period.person]):
        errors["person"] = [_("On duty are people of your own company who may sign in.")]
    refuse(errors)
    override = RosterOverride.objects.create(
        roster=held,
        person_id=period.person,
        begins_at=max(period.begins_at, at),
        ends_at=period.ends_at,
        reason=reason_read(period.reason),
        entered_by=by,
        entered_at=at,
    )
    journal.record(
        EventKind.DUTY_OVERRIDDEN,
        by=by,
        at=at,
        roster=held.pk,
        override=override.pk,
        person=period.person,
        begins_at=override.begins_at.isoformat(),
        ends_at=override.ends_at.isoformat(),
        reason=override.reason,
    )
    return override


@transaction.atomic
def cancel_override(override: RosterOverride, *, by: User, at: datetime) -> RosterOverride:
    """Give what is left of a period back to whoever's turn it is.

    :raises Http404: not this person's to see.
    :raises Forbidden: only a manager keeps rosters.
    :raises Refusal: it is over, or was cancelled already.
    """
    roster_to_keep(override.roster, by=by)
    held = RosterOverride.objects.get(pk=override.pk)
    if held.cancelled_at is not None or held.ends_at <= at:
        raise Refusal(_("This change is over, or was cancelled already."))
    held.cancelled_by, held.cancelled_at = by, at
    held.save(update_fields=["cancelled_by", "cancelled_at"])
    journal.record(
        EventKind.DUTY_OVERRIDE_CANCELLED,
        by=by,
        at=at,
        roster=held.roster_id,
        override=held.pk,
    )
    return held
