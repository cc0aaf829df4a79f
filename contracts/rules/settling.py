"""What can be done with the statement of a month, and how far its money has come.

Source: domain.md, Availability, States: draft → issued → paid → reimbursed.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from contracts.choices import StatementAction, StatementState

NOTHING = Decimal("0.00")


@dataclass(frozen=True)
class Due:
    """What is open on a statement, by its lines' keys.

    ``to_client``: owed to the client and not paid; ``from_publisher``: not yet reimbursed;
    ``contested``: the lines on which a contest waits for its answer. A note may move what one line
    has to another: what sums to nothing is not due, and nobody records it.
    """

    to_client: Mapping[int, Decimal]
    from_publisher: Mapping[int, Decimal]
    contested: frozenset[int] = frozenset()

    @property
    def owes_client(self) -> bool:
        """Whether anything is owed to the client, or by it, contested or not."""
        return bool(_sum(self.to_client))

    @property
    def payable(self) -> dict[int, Decimal]:
        """What can be paid now: what is not contested; nothing back while the sum is owed."""
        total = _sum(self.to_client)
        free = {line: of for line, of in self.to_client.items() if line not in self.contested}
        return {} if not total or _sum(free) < 0 < total else _open(free)

    @property
    def waiting(self) -> Decimal:
        """What is not payable before the answer to what is contested."""
        return _sum(self.to_client) - _sum(self.payable)

    @property
    def reimbursable(self) -> dict[int, Decimal]:
        return _open(self.from_publisher)


@dataclass(frozen=True)
class Actor:
    """How a person stands to the contract of a statement."""

    is_client: bool
    is_manager_of_manufacturer: bool


def mark_of(amounts: Mapping[int, Decimal]) -> str:
    """Return what somebody reads of amounts before they act on them: their sum."""
    return str(_sum(amounts))


def state_of(due: Due, *, payments: int, reimbursements: int) -> StatementState:
    """Return how far a statement's money has come, from what stands booked and is not reversed.

    What a correction leaves open takes it back to what is still to be done, and one that leaves the
    sum as it is does not; where nothing is owed, nothing is paid, and it stays issued.
    """
    if due.owes_client or not payments:
        return StatementState.ISSUED
    if due.reimbursable or not reimbursements:
        return StatementState.PAID
    return StatementState.REIMBURSED


def state_for_client(state: StatementState) -> StatementState:
    """Return how far a statement has come for its client: what the vendors settle is not told."""
    return StatementState.PAID if state == StatementState.REIMBURSED else state


def states_read_as(state: StatementState) -> frozenset[StatementState]:
    """Return the states that a client reads as one."""
    return frozenset(each for each in StatementState if state_for_client(each) == state)


def actions_open(due: Due, actor: Actor, *, may_contest: bool) -> frozenset[StatementAction]:
    """Return what a person may do with an issued statement.

    ``may_contest``: whether a delay to contest still runs. It binds the client; a manager of the
    manufacturer reopens a line at any time, by the same machinery.
    """
    found: set[StatementAction] = set()
    if actor.is_client and may_contest:
        found.add(StatementAction.CONTEST)
    if actor.is_manager_of_manufacturer:
        found.add(StatementAction.CONTEST)
        if due.payable:
            found.add(StatementAction.PAY)
        if due.reimbursable and not due.owes_client:
            found.add(StatementAction.REIMBURSE)
        if due.contested:
            found.add(StatementAction.DECIDE)
    return frozenset(found)


def last_day_to_contest(issued_on: date, days: int) -> date:
    """Return the last day on which a line can be contested; the day of issue is not counted."""
    return issued_on + timedelta(days)


def contest_ends_at(issued_at: datetime, days: int, zone: ZoneInfo) -> datetime:
    """Return the instant from which nothing can be contested: midnight after the last day."""
    last = last_day_to_contest(issued_at.astimezone(zone).date(), days)
    return datetime.combine(last + timedelta(1), time(), zone)


def contest_ends_anew(
    issued_at: datetime, until: datetime, again: Iterable[datetime], zone: ZoneInfo
) -> datetime:
    """Return the instant from which nothing can be contested, where the question opened anew.

    ``until``: the delay of what was issued; ``again``: when something was decided or said since,
    from which the same days run once more.
    """
    first, after = (each.astimezone(zone).date() for each in (issued_at, until))
    days = (after - first).days - 1
    return max([until, *(contest_ends_at(each, days, zone) for each in again)])


def _open(amounts: Mapping[int, Decimal]) -> dict[int, Decimal]:
    """Return the amounts that are open, by line; none where they sum to nothing."""
    return {line: of for line, of in amounts.items() if of} if _sum(amounts) else {}


def _sum(amounts: Mapping[int, Decimal]) -> Decimal:
    return sum(amounts.values(), NOTHING)
