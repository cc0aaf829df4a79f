"""Questions about how the systems under a contract share its fee."""

from collections.abc import Sequence
from decimal import Decimal

from contracts.models import Configuration, Contract


def systems_sharing(contract: Contract) -> list[Configuration]:
    """Return the systems that share a contract's fee, by their names; both vendors see them all.

    One that was never proposed, which only its manufacturer and its client see, bears nothing.
    """
    sharing = Configuration.objects.sharing_fee().filter(contract=contract)
    return list(sharing.order_by("name", "pk"))


def sum_of_shares(systems: Sequence[Configuration]) -> Decimal:
    """Return what part of the fee systems bear together."""
    return sum((each.fee_share for each in systems), Decimal(0))
