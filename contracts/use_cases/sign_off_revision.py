"""Sign a revision: the second signature puts it in force and, the first time, issues the number."""

import secrets
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import Max, Min

from contracts import journal
from contracts.choices import EventKind, RevisionAction, RevisionState
from contracts.models import Configuration, Revision, SignOff, SupportNumber, User
from contracts.rules.sign_off import effective_instant, missing_signatures
from contracts.rules.support_numbers import BODY_LENGTH, with_check_digits
from contracts.use_cases.hold_revision import hold_revision

_DRAWS = 20


@transaction.atomic
def sign_off_revision(revision: Revision, *, by: User, at: datetime) -> Revision:
    """Put a vendor's signature under a proposed revision.

    :raises Http404: not this person's to see.
    :raises Forbidden: only a manager of one of the two vendors signs.
    :raises RevisionMoveNotOpen: it is not proposed any more, or this vendor has signed it already.
    """
    held = hold_revision(revision, RevisionAction.SIGN, by=by, at=at)
    signature = SignOff.objects.create(
        revision=held, organisation_id=by.organisation_id, signed_by=by, signed_at=at
    )
    journal.record(
        EventKind.REVISION_SIGNED,
        by=by,
        at=at,
        configuration=held.configuration,
        revision=held.number,
        signature=signature.pk,
    )
    kinds = held.sign_offs.values_list("organisation__kind", flat=True)
    if not missing_signatures(list(kinds)):
        _put_in_force(held, by=by, at=at)
    return held


def _put_in_force(revision: Revision, *, by: User, at: datetime) -> None:
    # who waited for the lock asked before the one who signed meanwhile
    last = revision.sign_offs.aggregate(at=Max("signed_at"))["at"]
    starts_at = effective_instant(effective_at=revision.effective_at, last_signed_at=last)
    _end_those_before(revision.configuration, starts_at)
    revision.state, revision.signed_at = RevisionState.SIGNED, last
    revision.in_force = DateTimeTZRange(starts_at, None)
    revision.save(update_fields=["state", "signed_at", "in_force"])
    journal.record(
        EventKind.REVISION_IN_FORCE,
        by=by,
        at=at,
        configuration=revision.configuration,
        revision=revision.number,
        from_=starts_at.isoformat(),
    )
    if not _count_from_first(revision.configuration):
        number = issue_number(revision.configuration, at=starts_at)
        journal.record(
            EventKind.SUPPORT_NUMBER_ISSUED,
            by=by,
            at=at,
            configuration=revision.configuration,
            number=str(number),
        )


def _count_from_first(configuration: Configuration) -> bool:
    """Let the number that was issued count from its first revision on, which may be another one.

    Before its day, a first revision is withdrawn, or another is signed for an earlier one.
    """
    begins_at = configuration.revisions.aggregate(at=Min("in_force__startswith"))["at"]
    return bool(
        SupportNumber.objects.filter(configuration=configuration).update(issued_at=begins_at)
    )


def _end_those_before(configuration: Configuration, at: datetime) -> None:
    """End at an instant what is in force then; what was to begin later never does."""
    standing = configuration.revisions.filter(in_force__endswith__isnull=True)
    for before in (*configuration.revisions.filter(in_force__endswith__gt=at), *standing):
        if before.in_force is not None and before.in_force.lower is not None:
            begins_at = before.in_force.lower
            before.in_force = DateTimeTZRange(begins_at, at) if begins_at < at else None
            before.save(update_fields=["in_force"])


def issue_number(configuration: Configuration, *, at: datetime) -> SupportNumber:
    """Draw the support number of a configuration: eight digits never used in any country."""
    country = configuration.contract.agreement.country
    for _attempt in range(_DRAWS):
        body = f"{secrets.randbelow(10**BODY_LENGTH):0{BODY_LENGTH}d}"
        try:
            with transaction.atomic():
                return SupportNumber.objects.create(
                    digits=with_check_digits(body),
                    country=country,
                    configuration=configuration,
                    issued_at=at,
                )
        except IntegrityError:
            continue
    raise RuntimeError("no free support number was drawn")
