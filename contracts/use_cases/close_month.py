"""Close a month: reckon it for every contract, and say once that its statement can be drawn up.

Nothing is issued by it: managers issue. Each batch is a transaction of its own, and what was said
before is left out, so that a run that was stopped half-way is taken up where it stopped.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from contracts import journal
from contracts.choices import EventKind
from contracts.models import Contract, ContractEvent, Statement
from contracts.rules.gap_calendar import first_of_month_after
from contracts.selectors.month import MonthRead, months_of

BATCH = 200
_A_DAY = timedelta(days=1)
_FURTHEST = timedelta(hours=14)
"""No zone is further ahead of, or behind, UTC."""


@dataclass(frozen=True)
class Closed:
    """How far a run has come: contracts looked at, those told of, those with nothing missing."""

    seen: int = 0
    told: int = 0
    ready: int = 0

    def with_batch(self, seen: int, told: Sequence[MonthRead]) -> "Closed":
        """Return how far it has come after another batch."""
        ready = sum(not each.bars for each in told)
        return Closed(self.seen + seen, self.told + len(told), self.ready + ready)


def close_last_months(*, at: datetime) -> int:
    """Close the month that is over at an instant, in each zone; returns how many were told of."""
    over = {
        (instant.date().replace(day=1) - _A_DAY).replace(day=1)
        for instant in (at - _FURTHEST, at + _FURTHEST)
    }
    return sum(max(done.told for done in close_month(each, at=at)) for each in sorted(over))


def close_month(month: date, *, at: datetime) -> Iterator[Closed]:
    """Close a month, named by its first day, batch by batch; yield how far it has come.

    Contracts whose month is not over yet in their zone, was issued, or was told of, are left out.
    Memory does not grow with the number of contracts.
    """
    done, after = Closed(), 0
    while keys := _next_keys(month, after):
        told = _close(keys, month, at=at)
        after, done = keys[-1], done.with_batch(len(keys), told)
        yield done
    yield done


def contracts_of_month(month: date) -> QuerySet[Contract]:
    """Return the contracts that have a day in a month."""
    running = Q(ends_on__isnull=True) | Q(ends_on__gte=month)
    return Contract.objects.approved().filter(running, starts_on__lt=first_of_month_after(month))


def _next_keys(month: date, after: int) -> list[int]:
    left = contracts_of_month(month).filter(pk__gt=after).order_by("pk")
    return list(left.values_list("pk", flat=True)[:BATCH])


@transaction.atomic
def _close(keys: Sequence[int], month: date, *, at: datetime) -> list[MonthRead]:
    """Claim a batch by its rows, leave out what was told, reckon the others and record them."""
    said = ContractEvent.objects.filter(
        kind=EventKind.MONTH_OVER, contract=OuterRef("pk"), detail__month=f"{month:%Y-%m}"
    )
    issued = Statement.objects.filter(contract=OuterRef("pk"), month=month)
    waiting = (
        Contract.objects.filter(~Exists(said), ~Exists(issued), pk__in=keys)
        .select_related("agreement")
        .select_for_update(of=("self",), skip_locked=True, no_key=True)
    )
    over = [each for each in waiting if each.day_of(at) >= first_of_month_after(month)]
    read = list(months_of(over, month, at=at).values()) if over else []
    journal.record_months_over(
        [(each.contract, len(each.bars)) for each in read], month=month, at=at
    )
    return read
