"""Writes what happened to promises and rings once committed; the only writer of that table.

The line is also the outbox: an `UnfollowedNews` row stands beside it until all that follows is
done.
"""

from collections.abc import Sequence
from datetime import date, datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.dispatch import Signal

from contracts.choices import EventKind
from contracts.models import Configuration, Contract, ContractEvent, Terms, UnfollowedNews, User

event_recorded = Signal()


def record(
    kind: EventKind,
    *,
    by: User | None,
    at: datetime,
    configuration: Configuration | None = None,
    contract: Contract | None = None,
    **detail: Any,
) -> ContractEvent:
    """Write a line of the journal in the caller's transaction."""
    event = ContractEvent.objects.create(
        kind=kind, by=by, at=at, configuration=configuration, contract=contract, detail=detail
    )
    UnfollowedNews.objects.create(event=event, at=at)
    transaction.on_commit(
        partial(event_recorded.send_robust, sender=ContractEvent, event_id=event.pk)
    )
    return event


def record_of_terms(
    kind: EventKind, terms: Terms, *, reason: str, by: User, at: datetime
) -> ContractEvent:
    """Write a line about a version of a contract's terms, as every line about one is written."""
    return record(
        kind,
        by=by,
        at=at,
        contract=terms.contract,
        terms=terms.number,
        effective_on=terms.effective_on.isoformat(),
        reason=reason,
    )


def record_months_over(
    contracts: Sequence[tuple[Contract, int]], *, month: date, at: datetime
) -> None:
    """Write that a month is over for contracts, each with how much is missing; set-based.

    No bell is rung: the sweep follows what stands in the outbox.
    """
    events = ContractEvent.objects.bulk_create(
        ContractEvent(
            kind=EventKind.MONTH_OVER,
            at=at,
            contract=contract,
            detail={"month": f"{month:%Y-%m}", "missing": missing},
        )
        for contract, missing in contracts
    )
    UnfollowedNews.objects.bulk_create(UnfollowedNews(event=each, at=at) for each in events)
