"""Propose a revision: both vendors can sign it from then on, and its items never change again."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max
from django.http import Http404
from django.utils.translation import gettext as _

from contracts import journal
from contracts.choices import EventKind, Kind, RevisionState
from contracts.models import Configuration, Revision, User
from contracts.rules.refusal import Refusal
from contracts.selectors import draft_of, last_signed
from contracts.use_cases.check_proposal import refuse_wrong_proposal
from contracts.use_cases.draft_revision import (
    Item,
    Plan,
    locked_configuration,
    refuse_unless_theirs,
    write_draft,
)
from contracts.use_cases.keep_redundancy import freeze_attainable
from contracts.use_cases.share_fee import share_on_entering


class ProposalOpen(Refusal):
    """One open proposal per configuration."""

    code = "proposal-open"


class DraftOpen(Refusal):
    """The company has begun a change, which must not be lost to another."""

    code = "draft-open"


class BasedOnOld(Refusal):
    """Another revision was signed since this one was begun."""

    code = "based-on-old"


def propose_revision(
    configuration: Configuration, items: Sequence[Item], plan: Plan, *, by: User, at: datetime
) -> Revision:
    """Draw up and propose a new state of a configuration in one go, as `propose_draft` does.

    :raises DraftOpen: somebody of the company has begun another change, in the portal.
    """
    with transaction.atomic():
        locked = locked_configuration(configuration, by=by)
        if draft_of(by, locked) is not None:
            raise DraftOpen(
                _("Your company has begun a change of this system: propose it or discard it first.")
            )
        return propose_draft(write_draft(configuration, items, plan, by=by), by=by, at=at)


@transaction.atomic
def propose_edited(
    configuration: Configuration,
    items: Sequence[Item],
    plan: Plan,
    *,
    by: User,
    at: datetime,
    seen: str | None = None,
) -> Revision:
    """Write the company's draft as somebody has edited it, and propose it: both or neither.

    It refuses what `write_draft` and `propose_draft` refuse.
    """
    return propose_draft(write_draft(configuration, items, plan, by=by, seen=seen), by=by, at=at)


@transaction.atomic
def propose_draft(draft: Revision, *, by: User, at: datetime) -> Revision:
    """Propose a draft to both vendors; a client's is its change notice.

    :raises Http404: it is no draft of this person's company.
    :raises Forbidden: the system was retired, or is no longer theirs to draw up.
    :raises ProposalOpen: another proposal still waits for its signatures.
    :raises BasedOnOld: another revision was signed since the draft was begun.
    :raises OutOfScope: a product outside the agreement's scope or no longer supported, by name.
    :raises SerialTwice: a serial number in two rows, by row.
    :raises SerialTaken: a serial number that is guaranteed elsewhere.
    :raises NothingChanges: a client’s, whose items are those that were signed last.
    :raises Invalid: no item, no way back in a client's notice, a date before what is in force.
    """
    configuration = locked_configuration(draft.configuration, by=by)
    own = configuration.revisions.filter(
        pk=draft.pk, author_id=by.organisation_id, state=RevisionState.DRAFT
    ).first()
    if own is None:
        raise Http404
    refuse_unless_theirs(configuration, by=by)
    if configuration.revisions.filter(state=RevisionState.PROPOSED).exists():
        raise ProposalOpen(_("Another proposal is still waiting for its signatures."))
    last = last_signed(configuration)
    _refuse_old_base(own, last)
    items = list(own.items.select_related("product").order_by("pk"))
    said = {"items": True, "way_back": own.way_back, "effective_at": own.effective_at}
    refuse_wrong_proposal(configuration, items, said, last=last, by=by, at=at)
    freeze_attainable(own, configuration, items, at=at)
    return _propose(own, configuration, by=by, at=at)


def _propose(own: Revision, configuration: Configuration, *, by: User, at: datetime) -> Revision:
    last = configuration.revisions.aggregate(last=Max("number"))["last"] or 0
    own.number, own.state = last + 1, RevisionState.PROPOSED
    own.proposed_at, own.proposed_by = at, by
    if by.kind == Kind.CLIENT:
        terms = configuration.contract.terms_at(at)
        own.answer_due_at = at + timedelta(days=terms.answer_days) if terms else None
    own.save()
    if configuration.first_proposed_at is None:
        configuration.first_proposed_at = at
        configuration.fee_share = share_on_entering(configuration, configuration.contract)
        configuration.save(update_fields=["first_proposed_at", "fee_share"])
    journal.record(
        EventKind.REVISION_PROPOSED, by=by, at=at, configuration=configuration, revision=own.number
    )
    return own


def _refuse_old_base(own: Revision, last: Revision | None) -> None:
    if last is not None and own.based_on_id != last.pk:
        raise BasedOnOld(
            _("Revision %(revision)s was signed since: look at what it changed, then propose.")
            % {"revision": last}
        )
