"""State how many parts of a draft's groups are needed, and how long another takes to take over."""

from collections.abc import Mapping

from django.db import transaction
from django.http import Http404

from contracts.choices import RevisionState
from contracts.models import Revision, User
from contracts.rules.figures_of_products import Standby
from contracts.use_cases.draft_revision import locked_configuration
from contracts.use_cases.keep_redundancy import refuse_impossible_standby, write_redundancy


@transaction.atomic
def state_redundancy(draft: Revision, stated: Mapping[str, Standby], *, by: User) -> Revision:
    """State with a draft how many parts of its groups are needed, in place of what was stated.

    :raises Http404: it is no draft of this person's company.
    :raises Invalid: what `refuse_impossible_standby` refuses.
    """
    locked = locked_configuration(draft.configuration, by=by)
    own = locked.revisions.filter(
        pk=draft.pk, author_id=by.organisation_id, state=RevisionState.DRAFT
    ).first()
    if own is None:
        raise Http404
    refuse_impossible_standby(stated, list(own.items.select_related("product")))
    write_redundancy(own, stated)
    return own
