"""Refuse a revision, or withdraw one: what was in force before it stays, or is again."""

from datetime import datetime

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils.translation import gettext as _

from contracts import journal
from contracts.choices import EventKind, RevisionAction, RevisionState
from contracts.models import Revision, User
from contracts.rules.refusal import Invalid
from contracts.use_cases.hold_revision import hold_revision

REASON_LENGTH = 5_000


@transaction.atomic
def refuse_revision(revision: Revision, *, reason: str, by: User, at: datetime) -> Revision:
    """Refuse a proposal, with the reason, which its author reads.

    :raises Http404: not this person's to see.
    :raises Forbidden: only a manager of one of the two vendors refuses.
    :raises RevisionMoveNotOpen: it does not wait for this company's signature any more.
    :raises Invalid: no reason, or too long a one.
    """
    held = hold_revision(revision, RevisionAction.REFUSE, by=by, at=at)
    return end(held, RevisionState.REFUSED, reason=reason, by=by, at=at)


@transaction.atomic
def withdraw_revision(revision: Revision, *, reason: str, by: User, at: datetime) -> Revision:
    """Withdraw a proposal, or what is signed and not in force yet; what stood before stands on.

    :raises Http404: not this person's to see.
    :raises Forbidden: a proposal is its author's to withdraw, a signed one a vendor's manager's.
    :raises RevisionMoveNotOpen: it is in force already, or has ended.
    :raises Invalid: no reason, or too long a one.
    """
    held = hold_revision(revision, RevisionAction.WITHDRAW, by=by, at=at)
    never_was, held.in_force = held.in_force, None
    ended = end(held, RevisionState.WITHDRAWN, reason=reason, by=by, at=at)
    if never_was is not None:
        _let_stand(held, never_was)
    return ended


def reason_read(reason: str) -> str:
    """Return a reason without the space around it.

    :raises Invalid: no reason, or none that can be seen, or too long a one.
    """
    reason = reason.strip()
    is_seen = any(letter.isprintable() and not letter.isspace() for letter in reason)
    if not is_seen or len(reason) > REASON_LENGTH:
        sentence = (
            _("This text is too long: %(limit_value)s characters at most.")
            % {"limit_value": REASON_LENGTH}
            if is_seen
            else _("Give the reason: the others read it.")
        )
        raise Invalid(sentence, errors={"reason": [sentence]})
    return reason


def end(held: Revision, state: RevisionState, *, reason: str, by: User, at: datetime) -> Revision:
    """Write the end of a revision whose configuration is locked.

    :raises Invalid: no reason, or too long a one.
    """
    reason = reason_read(reason)
    held.state, held.reason = state, reason
    held.ended_at, held.ended_by = at, by
    held.save()
    is_refusal = state == RevisionState.REFUSED
    journal.record(
        EventKind.REVISION_REFUSED if is_refusal else EventKind.REVISION_WITHDRAWN,
        by=by,
        at=at,
        configuration=held.configuration,
        revision=held.number,
        reason=reason,
    )
    return held


def _let_stand(withdrawn: Revision, never_was: DateTimeTZRange) -> None:
    """Let what the withdrawn one was to end stand until what was to follow it."""
    before = withdrawn.configuration.revisions.filter(in_force__endswith=never_was.lower).first()
    if before is not None and before.in_force is not None:
        before.in_force = DateTimeTZRange(before.in_force.lower, never_was.upper)
        before.save(update_fields=["in_force"])
