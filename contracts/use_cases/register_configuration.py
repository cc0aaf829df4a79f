"""Register a configuration, and draw up its revisions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from contracts import journal
from contracts.choices import EventKind, RevisionState
from contracts.models import Configuration, Contract, Product, Revision, RevisionItem, User
from contracts.rules.refusal import Refusal


class OutOfScope(Refusal):
    """A product that the agreement does not cover, or beyond its end of support."""

    code = "out-of-scope"


class ProposalOpen(Refusal):
    """One open proposal per configuration."""

    code = "proposal-open"


@dataclass(frozen=True)
class Item:
    """A line of a revision, before it is written."""

    product: Product
    quantity: int = 1
    serial_number: str = ""
    host: str = ""
    role: str = ""
    site: str = ""


@transaction.atomic
def register_configuration(
    contract: Contract, *, name: str, host: str, site: str, by: User | None, at: datetime
) -> Configuration:
    """Register a supported platform of the contract's client; it has no revision yet."""
    configuration = Configuration.objects.create(
        contract=contract, client_id=contract.client_id, name=name, host=host, site=site
    )
    journal.record(
        EventKind.CONFIGURATION_REGISTERED, by=by, at=at, configuration=configuration, name=name
    )
    return configuration


@transaction.atomic
def propose_revision(
    configuration: Configuration,
    items: Sequence[Item],
    *,
    note: str,
    effective_at: datetime,
    by: User,
    at: datetime,
) -> Revision:
    """Propose a new state of a configuration to both vendors.

    :raises OutOfScope: a product outside the agreement's scope or no longer supported, by name.
    :raises ProposalOpen: another proposal still waits for its signatures.
    """
    locked = Configuration.objects.select_for_update().get(pk=configuration.pk)
    if locked.revisions.filter(state=RevisionState.PROPOSED).exists():
        raise ProposalOpen(_("Another proposal is still waiting for its signatures."))
    _refuse_out_of_scope(locked, items, at=at)
    last = locked.revisions.aggregate(last=Max("number"))["last"] or 0
    revision = Revision.objects.create(
        configuration=locked,
        number=last + 1,
        state=RevisionState.PROPOSED,
        note=note,
        effective_at=effective_at,
        proposed_at=at,
        proposed_by=by,
    )
    RevisionItem.objects.bulk_create(
        RevisionItem(revision=revision, **vars(item)) for item in items
    )
    journal.record(
        EventKind.REVISION_PROPOSED, by=by, at=at, configuration=locked, revision=revision.number
    )
    return revision


def _refuse_out_of_scope(
    configuration: Configuration, items: Sequence[Item], *, at: datetime
) -> None:
    in_scope = set(configuration.contract.agreement.products.values_list("pk", flat=True))
    day = at.date()
    for item in items:
        ended = item.product.supported_until is not None and item.product.supported_until < day
        if item.product.pk not in in_scope or ended:
            raise OutOfScope(
                _("%(product)s is not in the agreement’s scope, or no longer supported.")
                % {"product": item.product}
            )
