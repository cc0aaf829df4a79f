"""Questions about how the systems under a contract share its fee."""

from collections.abc import Sequence
from decimal import Decimal

from contracts.models import Configuration, Contract, User


def systems_sharing(contract: Contract, *, reader: User) -> list[Configuration]:
    """Return the systems in use under a contract that a person may see, by their names."""
    in_use = Configuration.objects.in_use().visible_to(reader)
    return list(in_use.filter(contract=contract).order_by("name", "pk"))


def sum_of_shares(systems: Sequence[Configuration]) -> Decimal:
    """Return what part of the fee systems bear together."""
    return sum((each.fee_share for each in systems), Decimal(0))
