"""What a client asks for beside what the contracts that could answer it promise."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from contracts.choices import UsualHours
from contracts.models import Contract, GuaranteeRequest, Terms
from contracts.rules.usual_hours import hours_called, leaves_out
from contracts.wording import say_hours, say_percentage


@dataclass(frozen=True)
class HoursFrom:
    """When a promise counts; ``since`` which day, where other hours come before."""

    said: list[str]
    since: date | None
    is_short: bool
    """Some of the usual hours that are asked do not count; of words alone nothing is told."""


@dataclass(frozen=True)
class Promised:
    """What a contract promises, and in what it stays behind what is asked.

    Of what is agreed from the day on that the client asks for, it is the lowest availability, and
    all hours one after the other. What is asked of them in the client's own words, whoever answers
    compares.
    """

    number: str
    availability: str
    is_below: bool
    """Less availability is promised than is asked."""
    hours: list[HoursFrom]
    starts_on: date
    is_later: bool
    """It begins after the day that is asked."""
    is_over: bool
    """Its last day has passed."""
    is_over_by_then: bool
    """Its last day is to come, before the day that is asked."""


def promised_beside(
    asked: GuaranteeRequest, contracts: Iterable[Contract], *, at: datetime
) -> list[Promised]:
    """Return what approved contracts, fetched ``with_terms``, promise to whoever asked."""
    found = []
    for contract in contracts:
        today, wanted = contract.day_of(at), asked.wanted_from
        agreed = contract.terms_from(max(today, wanted or today, contract.starts_on))
        if agreed:
            found.append(_promised(contract, agreed, asked, today=today))
    return found


def _promised(
    contract: Contract, agreed: Sequence[Terms], asked: GuaranteeRequest, *, today: date
) -> Promised:
    lowest = min(each.availability_target for each in agreed)
    last, wanted = contract.ends_on, asked.wanted_from or today
    return Promised(
        number=contract.number,
        availability=say_percentage(lowest),
        is_below=lowest < asked.availability,
        hours=_hours_of(agreed, asked),
        starts_on=contract.starts_on,
        is_later=asked.wanted_from is not None and contract.starts_on > asked.wanted_from,
        is_over=last is not None and last < today,
        is_over_by_then=last is not None and today <= last < wanted,
    )


def _hours_of(agreed: Sequence[Terms], asked: GuaranteeRequest) -> list[HoursFrom]:
    """Return the first hours, and each that follows with the day on which it does."""
    found: list[HoursFrom] = []
    for each in agreed:
        said = say_hours(each.coverage)
        if not found or found[-1].said != said:
            since = each.effective_on if found else None
            found.append(HoursFrom(said, since, _is_short(each, asked)))
    return found


def _is_short(terms: Terms, asked: GuaranteeRequest) -> bool:
    if not asked.usual_hours:
        return False
    wished = hours_called(UsualHours(asked.usual_hours), zone=asked.client.time_zone)
    return leaves_out(terms.coverage.hours(), wished)
