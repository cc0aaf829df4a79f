"""What a contract's page says of the shares of its fee; to the two vendors alone."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from contracts.access import may_offer
from contracts.choices import Kind
from contracts.models import Configuration, Contract, User
from contracts.rules.fee_shares import WHOLE
from contracts.selectors.fee_shares import sum_of_shares
from contracts.wording import say_percentage

_HUNDRED = Decimal(100)


def systems_shown(contract: Contract, reader: User) -> dict[str, Any]:
    """Return the systems of a contract fetched for a reader, each with its share of the fee.

    ``sum_to_mend`` is what the shares add up to, and empty where that is all of the fee.
    """
    systems = list(contract.configurations.all())
    is_vendor = reader.kind != Kind.CLIENT
    sharing = [each for each in systems if each.bears_fee]
    return {
        "systems": [(each, _share(each) if is_vendor else "") for each in systems],
        "sum_to_mend": _sum_to_mend(sharing) if is_vendor else "",
        "may_share": bool(sharing) and may_offer(reader, contract.agreement),
    }


def _share(system: Configuration) -> str:
    """Say what a system bears; nothing of one that is retired, or was never proposed."""
    return say_percentage(system.fee_share * _HUNDRED) if system.bears_fee else ""


def _sum_to_mend(systems: Sequence[Configuration]) -> str:
    total = sum_of_shares(systems)
    return "" if total == WHOLE or not systems else say_percentage(total * _HUNDRED)
