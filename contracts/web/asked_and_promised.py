"""What a client asks for beside what the contracts that could answer it promise."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from contracts.models import Contract, GuaranteeRequest, Terms
from contracts.wording import say_hours, say_percentage


@dataclass(frozen=True)
class Promised:
    """What a contract promises, and in what it stays behind what is asked.

    Of what is agreed from the day on that the client asks for, it is the lowest availability, with
    its hours. Those are asked in the client's own words: whoever answers compares them.
    """

    number: str
    availability: str
    is_below: bool
    """Less availability is promised than is asked."""
    hours: list[str]
    starts_on: date
    is_later: bool
    """It begins after the day that is asked."""
    is_over: bool
    """Its last day has passed."""


def promised_beside(
    asked: GuaranteeRequest, contracts: Iterable[Contract], *, at: datetime
) -> list[Promised]:
    """Return what approved contracts, fetched ``with_terms``, promise to whoever asked."""
    found = []
    for contract in contracts:
        today, wanted = contract.day_of(at), asked.wanted_from
        agreed = contract.terms_from(max(today, wanted or today, contract.starts_on))
        if agreed:
            lowest = min(agreed, key=lambda each: each.availability_target)
            found.append(_promised(contract, lowest, asked, today=today))
    return found


def _promised(
    contract: Contract, terms: Terms, asked: GuaranteeRequest, *, today: date
) -> Promised:
    return Promised(
        number=contract.number,
        availability=say_percentage(terms.availability_target),
        is_below=terms.availability_target < asked.availability,
        hours=say_hours(terms.coverage),
        starts_on=contract.starts_on,
        is_later=asked.wanted_from is not None and contract.starts_on > asked.wanted_from,
        is_over=contract.ends_on is not None and contract.ends_on < today,
    )
