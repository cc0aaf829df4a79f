"""What a client asks for beside what the contracts that could answer it promise."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from contracts.models import Contract, GuaranteeRequest
from contracts.wording import say_hours, say_percentage


@dataclass(frozen=True)
class Promised:
    """What a contract promises, and in what it stays behind what is asked.

    Hours are asked in the client's own words: whoever answers compares them.
    """

    number: str
    availability: str
    is_below: bool
    """Less availability is promised than is asked."""
    hours: list[str]
    starts_on: date
    is_later: bool
    """It begins after the day that is asked."""


def promised_beside(
    asked: GuaranteeRequest, contracts: Iterable[Contract], *, at: datetime
) -> list[Promised]:
    """Return what approved contracts, fetched ``with_terms``, promise to whoever asked."""
    return [
        Promised(
            number=contract.number,
            availability=say_percentage(terms.availability_target),
            is_below=terms.availability_target < asked.availability,
            hours=say_hours(terms.coverage),
            starts_on=contract.starts_on,
            is_later=asked.wanted_from is not None and contract.starts_on > asked.wanted_from,
        )
        for contract in contracts
        if (terms := contract.terms_at(at)) is not None
    ]
