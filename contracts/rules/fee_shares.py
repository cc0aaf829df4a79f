"""How the systems under a contract share its monthly fee: together they bear all of it.

A share is a part of 1, with six decimals at most: a percentage with four (domain.md, Statement).
What carries money changes only on the first of a month, so that a month has the shares with which
it begins.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_DOWN, Decimal

WHOLE, NOTHING = Decimal(1), Decimal(0)
_STEP = Decimal("0.000001")


@dataclass(frozen=True)
class Stay:
    """A system under a contract, known to both vendors, until it leaves; None while it stays.

    ``steps``: from when on it bore which share, in order; the first one as it began.
    """

    system: int
    steps: Sequence[tuple[datetime, Decimal]]
    ends_at: datetime | None = None

    @property
    def begins_at(self) -> datetime:
        return self.steps[0][0]

    def stands(self, at: datetime) -> bool:
        return self.begins_at <= at and (self.ends_at is None or at < self.ends_at)

    def touches(self, begins_at: datetime, ends_at: datetime) -> bool:
        is_before = self.ends_at is not None and self.ends_at <= begins_at
        return self.begins_at < ends_at and not is_before

    def share_at(self, at: datetime) -> Decimal:
        """Return its share at an instant at which it stands."""
        return [share for since, share in self.steps if since <= at][-1]

    def changes(self) -> Iterator[datetime]:
        """Yield the instants at which something of it changes."""
        yield from (since for since, _ in self.steps)
        if self.ends_at is not None:
            yield self.ends_at


@dataclass(frozen=True)
class MonthShares:
    """Which share of a month's fee each system bears.

    ``is_whole``: they sum to all of it, or there is no system to bear any.
    """

    by_system: Mapping[int, Decimal]
    is_whole: bool

    def of(self, system: int) -> Decimal:
        return self.by_system.get(system, NOTHING)


def is_share(share: Decimal) -> bool:
    """Tell whether a number can be a share: from nothing to all, in millionths."""
    return share.is_finite() and NOTHING <= share <= WHOLE and share == share.quantize(_STEP)


def equal_shares(systems: Sequence[int]) -> Mapping[int, Decimal]:
    """Share the fee equally among systems, named by their keys; the last one bears the rest."""
    if not systems:
        return {}
    *others, last = systems
    each = (WHOLE / len(systems)).quantize(_STEP, ROUND_DOWN)
    return {**dict.fromkeys(others, each), last: WHOLE - each * len(others)}


def shares_at(stays: Sequence[Stay], at: datetime) -> dict[int, Decimal]:
    """Return the shares of the systems that stand under a contract at an instant."""
    return {each.system: each.share_at(at) for each in stays if each.stands(at)}


def shares_of_month(stays: Sequence[Stay], begins_at: datetime, ends_at: datetime) -> MonthShares:
    """Return the shares of a month: those of its earliest instant at which they sum to all.

    Where there is none in the month, those of the earliest such instant after it at which a system
    of the month bears something. Where none can come, because all of them have left, those of the
    last such instant before it. Until there is one, what stands now.
    """
    of_month = {each.system for each in stays if each.touches(begins_at, ends_at)}
    if not of_month:
        return MonthShares({}, is_whole=True)
    instants = sorted({instant for each in stays for instant in each.changes()})
    shares: dict[int, Decimal] = {}
    for at in [begins_at, *(each for each in instants if each > begins_at)]:
        shares = shares_at(stays, at)
        if _is_whole(shares) and any(shares.get(each) for each in of_month):
            return MonthShares(shares, is_whole=True)
    if of_month.isdisjoint(shares):
        for at in reversed([each for each in instants if each < begins_at]):
            before = shares_at(stays, at)
            if _is_whole(before):
                return MonthShares(before, is_whole=True)
    return MonthShares(shares, is_whole=False)


def _is_whole(shares: Mapping[int, Decimal]) -> bool:
    return sum(shares.values(), NOTHING) == WHOLE
