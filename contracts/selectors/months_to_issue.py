"""The months that wait to be issued: of each contract the first, the longest waited for on top."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db.models import DateField, F, OuterRef, Q, Subquery
from django.db.models.functions import Cast, Coalesce, TruncMonth

from contracts.models import Contract, Statement, User
from contracts.models.statement import statement_key
from contracts.rules.availability import shown_availability
from contracts.rules.gap_calendar import first_of_month_after
from contracts.selectors.drafts import draft_read
from contracts.selectors.month import MonthRead, months_of

MOST = 50
"""So many are shown at most, and issued at once: those of the earliest months."""
_A_MONTH = timedelta(days=31)
_FURTHEST = timedelta(hours=14)
"""No zone is further ahead of UTC."""


@dataclass(frozen=True)
class MonthToIssue:
    """The first month of a contract that was not issued; ``waiting``: how many are over.

    ``read``: what the month comes to, where it is over.
    """

    contract: Contract
    month: date
    waiting: int
    read: MonthRead | None = None

    @property
    def key(self) -> str:
        return statement_key(self.contract.number, self.month)

    @property
    def penalty(self) -> Decimal | None:
        return self.read.result.penalty if self.read else None

    @property
    def availability(self) -> Decimal | None:
        """In percent, as it is shown; None where nothing was measured, or not yet."""
        found = self.read.result.availability if self.read else None
        return None if found is None else shown_availability(found)

    @property
    def is_ready(self) -> bool:
        """Whether nothing stands against issuing it."""
        return self.read is not None and not self.read.bars

    @property
    def chosen(self) -> str:
        """What stands for it where it is chosen: its key, and the mark of what was read of it."""
        return f"{self.key} {draft_read(self.read).mark}" if self.read else self.key

    @property
    def in_the_way(self) -> int:
        """How many things are to be settled before it can be issued."""
        return len(self.read.bars) if self.read else 0


def months_to_issue(user: User, *, at: datetime, number: str = "") -> list[MonthToIssue]:
    """Return by contract the month that is issued next, over or not: at most ``MOST``.

    ``number``: of the only contract asked for; all that this person may see where it is empty.
    Queries grow with the number of different months among them, and with nothing else.
    """
    months = _next_months(user, number, at=at)
    held = Contract.objects.select_related("client", "agreement").in_bulk(months)
    found = [_waiting(held[pk], month, at=at) for pk, month in months.items()]
    return _reckoned([each for each in found if each.month <= each.contract.day_of(at)], at=at)


def _next_months(user: User, number: str, *, at: datetime) -> dict[int, date]:
    """Return the next month to be issued by the contract's key, the earliest first."""
    seen = Contract.objects.visible_to(user).approved()
    if number:
        seen = seen.filter(number=number)
    issued = Statement.objects.filter(contract=OuterRef("pk")).order_by("-month")
    # A day, not an instant: the reader's zone must not draw it into the month before
    later = Cast(Subquery(issued.values("month")[:1]) + _A_MONTH, DateField())
    after_the_last = TruncMonth(later, output_field=DateField())
    first = TruncMonth("starts_on", output_field=DateField())
    waiting = seen.annotate(next_month=Cast(Coalesce(after_the_last, first), DateField())).filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=F("next_month")),
        next_month__lte=(at + _FURTHEST).date(),
    )
    rows = waiting.order_by("next_month", "number")[:MOST]
    return dict(rows.values_list("pk", "next_month"))


def _waiting(contract: Contract, month: date, *, at: datetime) -> MonthToIssue:
    today = contract.day_of(at)
    until = min(today, contract.ends_on or today)
    following = first_of_month_after(until)
    over = following if following <= today else until.replace(day=1)
    count = (over.year - month.year) * 12 + over.month - month.month
    return MonthToIssue(contract, month, max(0, count))


def _reckoned(waiting: Sequence[MonthToIssue], *, at: datetime) -> list[MonthToIssue]:
    months: dict[date, list[Contract]] = defaultdict(list)
    for each in waiting:
        if each.waiting:
            months[each.month].append(each.contract)
    read = {month: months_of(contracts, month, at=at) for month, contracts in months.items()}
    return [replace(each, read=read.get(each.month, {}).get(each.contract.pk)) for each in waiting]
