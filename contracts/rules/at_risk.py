"""What an outage that lasts costs its month: now, and from when on more.

Exact, in whole seconds since 1970; other outages count as if they ended now. Source: domain.md,
Statement, steps 1 to 5; issue 6, Measured availability.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from math import floor

from contracts.rules.availability import Down, Segment, Span, intersection, length, union
from contracts.rules.downtime import downtime_of
from contracts.rules.responsibility import HUNDREDTHS, VENDORS, Responsibility
from contracts.rules.statement import MonthTerms, SystemMonth, penalty_of_month


@dataclass(frozen=True)
class Lasting:
    """An outage that lasts: its system, its segments until now, who answers for what comes.

    Nobody, where it is not known whether the service is down.
    """

    key: int
    down: Down
    after: Responsibility | None


@dataclass(frozen=True)
class NextCost:
    """The first second at whose end the outage must be over, or else it costs ``amount``."""

    at: int
    amount: Decimal


@dataclass(frozen=True)
class Risk:
    """What a month owes more because of an outage: if it ended now, and what it costs next."""

    amount: Decimal
    next: NextCost | None = None


def risk_of(
    terms: MonthTerms, systems: Sequence[SystemMonth], lasting: Lasting, *, now: int
) -> Risk:
    """Return what an outage costs the month of its system.

    ``systems``: all of the contract, each without the lasting outage. Of its month alone: what
    comes after the month is another one's.
    """
    without = penalty_of_month(terms, systems)
    amount = _owed(terms, systems, lasting, []) - without
    for ends in _crossings(terms, systems, lasting, now=now):
        owed = _owed(terms, systems, lasting, [(now, ends)]) - without
        if owed > amount:
            return Risk(amount, NextCost(ends, owed))
    return Risk(amount)


def _owed(
    terms: MonthTerms, systems: Sequence[SystemMonth], lasting: Lasting, longer: Sequence[Span]
) -> Decimal:
    more = tuple(Segment(begins, ends, lasting.after) for begins, ends in longer if lasting.after)
    down = Down(lasting.down.reference, lasting.down.segments + more)
    told = [
        replace(each, outages=(*each.outages, down)) if each.key == lasting.key else each
        for each in systems
    ]
    return penalty_of_month(terms, told)


def _crossings(
    terms: MonthTerms, systems: Sequence[SystemMonth], lasting: Lasting, *, now: int
) -> Iterator[int]:
    """Yield the seconds by whose end its system is strictly below one more band, in order."""
    vendors = sum(lasting.after.hundredths(party) for party in VENDORS) if lasting.after else 0
    if not vendors:
        return
    system = next(each for each in systems if each.key == lasting.key)
    committed = length(union(system.committed))
    down = downtime_of(system.committed, (*system.outages, lasting.down), parties=VENDORS)
    ahead = intersection(system.committed, [(now, max(now, _end_of(system.committed)))])
    for below in sorted((each.below for each in terms.bands), reverse=True):
        left = committed * (1 - Fraction(below) / 100) - down
        if left < 0:
            continue
        ends = _when_passed(ahead, floor(left * HUNDREDTHS / vendors) + 1)
        if ends is None:
            return
        yield ends


def _end_of(spans: Sequence[Span]) -> int:
    return max((end for _start, end in spans), default=0)


def _when_passed(ahead: Sequence[Span], seconds: int) -> int | None:
    """Return when so many committed seconds have passed; None where there are not so many."""
    for start, end in ahead:
        if seconds <= end - start:
            return start + seconds
        seconds -= end - start
    return None
