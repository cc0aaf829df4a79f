"""Share a contract's fee among its systems; the shares of all are set together."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from contracts import journal
from contracts.access import may_offer
from contracts.choices import EventKind
from contracts.models import Configuration, Contract, User
from contracts.rules.fee_shares import NOTHING, WHOLE, is_share
from contracts.rules.refusal import Forbidden, Invalid
from contracts.use_cases.offer_terms import locked_contract
from contracts.wording import say_percentage

TOGETHER = "shares"
"""Where a refusal says what is wrong with all shares together."""


@transaction.atomic
def share_fee(
    contract: Contract, shares: Mapping[int, Decimal], *, by: User, at: datetime
) -> Contract:
    """Set the shares of all systems that share a contract's fee; together they are 1.

    ``shares`` names each of them by its key, and no other: those in use that both vendors know.
    They count from the next month on, or from the first that began without shares that are 1.

    :raises Http404: the contract is not this person's to see.
    :raises Forbidden: only a manager of one of its two vendors shares its fee.
    :raises Invalid: a system too few or too many, no share, or a sum other than 1; ``errors`` says
        it by the system's key, of the sum under ``shares``.
    """
    sharing = Configuration.objects.sharing_fee().filter(contract=contract).order_by("pk")
    list(sharing.select_for_update(no_key=True))  # before the contract, as a first proposal does
    held = locked_contract(contract, by=by)
    if not may_offer(by, held.agreement):
        raise Forbidden(_("Only a manager of one of the two vendors shares the fee."))
    systems = list(sharing.all())
    if errors := _errors(shares, [each.pk for each in systems]):
        raise Invalid(_("Some answers are missing or cannot be right."), errors=errors)
    before = _written(systems)
    for each in systems:
        each.fee_share = shares[each.pk]
    after = _written(systems)
    if after != before:
        Configuration.objects.bulk_update(systems, ["fee_share"])
        journal.record(
            EventKind.FEE_SHARED, by=by, at=at, contract=held, before=before, after=after
        )
    return held


def share_on_entering(configuration: Configuration, contract: Contract) -> Decimal:
    """Return the share with which a locked system joins those that share a contract's fee.

    All of it, if nobody else bears any; nothing before it was proposed, so that what one vendor
    alone sees has no part in a sum that both read. Nobody else joins until the transaction ends.
    """
    if configuration.first_proposed_at is None:
        return NOTHING
    Contract.objects.select_for_update(no_key=True).get(pk=contract.pk)
    sharing = Configuration.objects.sharing_fee().filter(contract=contract)
    return NOTHING if sharing.exclude(pk=configuration.pk).exists() else WHOLE


def _errors(shares: Mapping[int, Decimal], systems: Sequence[int]) -> dict[str, list[str]]:
    errors = {
        str(key): [_("Share the fee among the systems in use under this contract, and no others.")]
        for key in shares
        if key not in systems
    }
    for key in systems:
        if key not in shares:
            errors[str(key)] = [_("Say the share of every system, be it nothing.")]
        elif not is_share(shares[key]):
            errors[str(key)] = [_("A share is from 0 to 100 percent, with four decimals at most.")]
    if not systems:
        errors[TOGETHER] = [_("No system is in use under this contract.")]
    elif not errors and (total := sum(shares.values(), NOTHING)) != WHOLE:
        sentence = _("Together the shares are %(sum)s of the fee: they must be all of it.")
        errors[TOGETHER] = [sentence % {"sum": say_percentage(total * 100)}]
    return errors


def _written(systems: Sequence[Configuration]) -> dict[str, str]:
    return {str(each.pk): f"{each.fee_share.normalize():f}" for each in systems}
