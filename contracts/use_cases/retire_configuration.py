"""Retire a configuration: nothing of it is guaranteed any more, and its number is revoked."""

from datetime import date, datetime

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from contracts import journal
from contracts.access import may_register, may_retire
from contracts.choices import EventKind, RevisionState
from contracts.dates import say_date
from contracts.models import Configuration, SupportNumber, User
from contracts.rules.refusal import Forbidden, Refusal
from contracts.use_cases.draft_revision import locked_configuration
from contracts.use_cases.end_revision import end, reason_read
from contracts.use_cases.place_configuration import leave


class AlreadyRetired(Refusal):
    """It was retired before."""

    code = "already-retired"


@transaction.atomic
def retire_configuration(
    configuration: Configuration, *, reason: str, by: User, at: datetime
) -> Configuration:
    """Retire a configuration for good; its number stays readable and is never given again.

    Its share of the fee it takes away from the next month on: the vendors share anew among those
    that stay.

    :raises Http404: not this person's to see.
    :raises Forbidden: only a manager of its manufacturer retires one.
    :raises AlreadyRetired: somebody did before.
    :raises Invalid: no reason, or too long a one.
    """
    locked = locked_configuration(configuration, by=by)
    if not may_retire(by, locked):
        raise refusal_of(locked, by=by)
    reason = reason_read(reason)
    _withdraw_what_waits(locked, reason=reason, by=by, at=at)
    _end_what_stands(locked, at=at)
    leave(locked, at=at)
    locked.retired_at = at
    locked.save(update_fields=["retired_at"])
    journal.record(
        EventKind.CONFIGURATION_RETIRED, by=by, at=at, configuration=locked, reason=reason
    )
    _revoke_number(locked, by=by, at=at)
    return locked


def refusal_of(configuration: Configuration, *, by: User) -> Refusal:
    """Say why somebody may not retire a configuration; how far others are, only to its managers."""
    is_theirs = by.is_manager and may_register(by, configuration.contract)
    if is_theirs and configuration.retired_at is not None:
        return AlreadyRetired(_retired_by(configuration, day=localdate(configuration.retired_at)))
    return Forbidden(_("Only a manager of the manufacturer retires a system."))


def _retired_by(configuration: Configuration, *, day: date) -> str:
    """Say who did it before, and when: whoever sends the form twice reads their own name."""
    event = configuration.events.filter(kind=EventKind.CONFIGURATION_RETIRED).last()
    if event is None or event.by is None:
        return _("This system was retired already.")
    return _("%(who)s, %(company)s, has retired this system already, on %(day)s.") % {
        "who": event.by.name,
        "company": event.by.organisation.short_name,
        "day": say_date(day),
    }


def _withdraw_what_waits(
    configuration: Configuration, *, reason: str, by: User, at: datetime
) -> None:
    """Withdraw what is proposed, and what is signed for a later instant."""
    to_begin = Q(state=RevisionState.SIGNED, in_force__startswith__gt=at)
    for waiting in configuration.revisions.filter(Q(state=RevisionState.PROPOSED) | to_begin):
        waiting.configuration, waiting.in_force = configuration, None
        end(waiting, RevisionState.WITHDRAWN, reason=reason, by=by, at=at)


def _end_what_stands(configuration: Configuration, *, at: datetime) -> None:
    for standing in configuration.revisions.in_force_at(at):
        begins_at = standing.in_force.lower if standing.in_force else None
        is_over = begins_at is not None and begins_at < at
        standing.in_force = DateTimeTZRange(begins_at, at) if is_over else None
        standing.save(update_fields=["in_force"])


def _revoke_number(configuration: Configuration, *, by: User, at: datetime) -> None:
    number = SupportNumber.objects.filter(configuration=configuration).first()
    if number is None:
        return
    number.revoked_at = max(at, number.issued_at)  # one that was to count from a later instant
    number.save(update_fields=["revoked_at"])
    journal.record(
        EventKind.SUPPORT_NUMBER_REVOKED,
        by=by,
        at=at,
        configuration=configuration,
        number=str(number),
    )
