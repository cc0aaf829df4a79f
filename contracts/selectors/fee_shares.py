"""Questions about how the systems under a contract share its fee."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from contracts.choices import EventKind
from contracts.models import Configuration, Contract, ContractEvent, Placement
from contracts.rules.fee_shares import shares_of_month
from contracts.rules.gap_calendar import first_of_month_after, midnight
from contracts.selectors.fee_history import stays_of
from contracts.selectors.statements import first_to_issue


def systems_sharing(contract: Contract) -> list[Configuration]:
    """Return the systems that share a contract's fee, by their names; both vendors see them all.

    One that was never proposed, which only its manufacturer and its client see, bears nothing.
    """
    sharing = Configuration.objects.sharing_fee().filter(contract=contract)
    return list(sharing.order_by("name", "pk"))


def sum_of_shares(systems: Sequence[Configuration]) -> Decimal:
    """Return what part of the fee systems bear together."""
    return sum((each.fee_share for each in systems), Decimal(0))


def counts_from(contract: Contract, *, at: datetime) -> date:
    """Return the first day of the month from which on counts what is shared at an instant.

    That is the next month, or one that was not issued and whose fee is not shared yet.
    """
    placements = Placement.objects.filter(contract=contract).select_related("configuration")
    sharings = ContractEvent.objects.filter(kind=EventKind.FEE_SHARED, contract=contract)
    stays = stays_of(list(placements), list(sharings.order_by("at", "id")))
    month, zone = first_to_issue(contract), contract.zone()
    while month <= contract.day_of(at):
        begins_at = midnight(max(month, contract.starts_on), zone)
        following = first_of_month_after(month)
        if not shares_of_month(stays, begins_at, midnight(following, zone)).is_whole:
            break
        month = following
    return month
