"""Sign a revision: the second signature puts it in force and, the first time, issues the number."""

import secrets
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils.translation import gettext as _

from contracts import journal
from contracts.access import may_sign
from contracts.choices import EventKind, RevisionState
from contracts.models import Configuration, Revision, SignOff, SupportNumber, User
from contracts.rules.refusal import Forbidden, Refusal
from contracts.rules.sign_off import effective_instant, missing_signatures
from contracts.rules.support_numbers import BODY_LENGTH, with_check_digits

_DRAWS = 20


class NotToSign(Refusal):
    """The revision does not wait for this signature."""

    code = "not-to-sign"


@transaction.atomic
def sign_off_revision(revision: Revision, *, by: User, at: datetime) -> Revision:
    """Put a vendor's signature under a proposed revision.

    :raises Forbidden: only a manager of one of the two vendors signs.
    :raises NotToSign: it is not proposed any more, or this vendor has signed it already.
    """
    locked = Revision.objects.select_for_update().get(pk=revision.pk)
    if not may_sign(by, locked):
        raise Forbidden(_("Only a manager of one of the two vendors signs a revision."))
    if locked.state != RevisionState.PROPOSED:
        raise NotToSign(_("This revision is not waiting for signatures."))
    signature, is_new = SignOff.objects.get_or_create(
        revision=locked,
        organisation_id=by.organisation_id,
        defaults={"signed_by": by, "signed_at": at},
    )
    if not is_new:
        raise NotToSign(_("Your company has already signed this revision."))
    journal.record(
        EventKind.REVISION_SIGNED,
        by=by,
        at=at,
        configuration=locked.configuration,
        revision=locked.number,
        signature=signature.pk,
    )
    kinds = locked.sign_offs.values_list("organisation__kind", flat=True)
    if not missing_signatures(list(kinds)):
        _put_in_force(locked, by=by, at=at)
    return locked


def _put_in_force(revision: Revision, *, by: User, at: datetime) -> None:
    starts_at = effective_instant(effective_at=revision.effective_at, last_signed_at=at)
    _end_those_before(revision.configuration, starts_at)
    revision.state = RevisionState.SIGNED
    revision.in_force = DateTimeTZRange(starts_at, None)
    revision.save(update_fields=["state", "in_force"])
    journal.record(
        EventKind.REVISION_IN_FORCE,
        by=by,
        at=at,
        configuration=revision.configuration,
        revision=revision.number,
        from_=starts_at.isoformat(),
    )
    if not SupportNumber.objects.filter(configuration=revision.configuration).exists():
        number = issue_number(revision.configuration, at=starts_at)
        journal.record(
            EventKind.SUPPORT_NUMBER_ISSUED,
            by=by,
            at=at,
            configuration=revision.configuration,
            number=str(number),
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
