"""Lock a revision for a move, once it is certain that this person may make it."""

from dataclasses import replace
from datetime import datetime

from django.http import Http404
from django.utils.translation import gettext as _

from contracts.access import revision_abilities, standing_of
from contracts.choices import RevisionAction, RevisionState
from contracts.models import Revision, User
from contracts.rules.refusal import Forbidden, Refusal
from contracts.rules.sign_off import ROWS, actions_open
from contracts.use_cases.draft_revision import locked_configuration
from contracts.use_cases.say_doer import say_doer

_BEFORE_SIGNING = frozenset({RevisionAction.SIGN, RevisionAction.REFUSE})
_SIGNABLE = frozenset({RevisionState.PROPOSED, RevisionState.SIGNED})


class RevisionMoveNotOpen(Refusal):
    """The move does not lead from where the revision is now."""

    code = "move-not-open"


def hold_revision(
    revision: Revision, action: RevisionAction, *, by: User, at: datetime
) -> Revision:
    """Lock the revision's configuration and return the revision, ready for a move.

    :raises Http404: there is none, or not for this person.
    :raises Forbidden: seen, but not this person's move.
    :raises RevisionMoveNotOpen: somebody was faster, or it never was open.
    """
    configuration = locked_configuration(revision.configuration, by=by)
    held = (
        Revision.objects.visible_to(by)
        .select_related("author")
        .filter(configuration=configuration, pk=revision.pk)
        .first()
    )
    if held is None:
        raise Http404
    held.configuration = configuration
    able = revision_abilities(by, held, at=at)
    if action in able:
        return held
    refusal = refusal_of(held, action, by=by)
    if isinstance(refusal, RevisionMoveNotOpen):
        refusal.extra["moves"] = [str(each) for each in RevisionAction if each in able]
    raise refusal


def refusal_of(held: Revision, action: RevisionAction, *, by: User) -> Refusal:
    """Say why a move is not this person's to make now: somebody else's, or too late."""
    state, standing = RevisionState(held.state), standing_of(by, held)
    is_open = any(row.action == action and state in row.sources for row in ROWS)
    fresh = replace(standing, has_signed=False)
    # Whose step it never is reads that, and not how far the others have come.
    where = [state] if is_open else list(RevisionState)
    if not any(action in actions_open(each, fresh, has_begun=False) for each in where):
        return Forbidden(_("This step belongs to a manager, or to the other company."))
    if standing.has_signed and action in _BEFORE_SIGNING and state in _SIGNABLE:
        return _signed_already(held, by=by)
    if not is_open:
        sentence = _("“%(action)s” is not possible any more: the revision is “%(state)s”.")
        said = {"action": action.label, "state": state.label}
        return RevisionMoveNotOpen(sentence % said + say_doer(held.ended_by, held.ended_at))
    if held.configuration.retired_at is not None:
        return RevisionMoveNotOpen(_("This system was retired: nothing new comes into force."))
    return RevisionMoveNotOpen(_("This revision is in force already, or another took its place."))


def _signed_already(held: Revision, *, by: User) -> RevisionMoveNotOpen:
    signed = next(
        each
        for each in held.sign_offs.select_related("signed_by__organisation")
        if by.organisation_id == each.organisation_id or by.pk == each.signed_by_id
    )
    sentence = _("Your company has already signed this revision.")
    return RevisionMoveNotOpen(sentence + say_doer(signed.signed_by, signed.signed_at))
