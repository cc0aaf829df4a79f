"""Months of a simulated calendar: how much of each was down, and what that costs.

A month is reckoned as a statement would be: committed time, availability, band, caps; a year of
twelve months has the annual cap. All downtime counts as the vendors'. Source: domain.md,
Availability, steps 1, 4 and 5.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from contracts.rules.failures import Down
from contracts.rules.penalty import NOTHING, capped, in_cents, penalty_of
from contracts.rules.repair import MONTHS, Round
from contracts.rules.worst_case import Money

_BEGINS, _ENDS = 1, 0


@dataclass
class Measured:
    """Covered seconds of downtime, by month of the simulation; and what failed alone, for how long.

    ``alone``: by block and part, how long the configuration was down for nothing else.
    """

    by_month: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    alone: dict[tuple[int, int], int] = field(default_factory=lambda: defaultdict(int))
    by_block: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    outages: int = 0


def measured(downs: Sequence[Down], calendar: Round) -> Measured:
    """Return how much covered time a series of blocks was down."""
    found = Measured()
    for begins, ends, open_now in _stretches(downs):
        found.outages += any(each.begins == begins for each in open_now)
        lost = calendar.passed(ends) - calendar.passed(begins)
        if not lost:
            continue
        for month, amount in _by_month(begins, ends, calendar):
            found.by_month[month] += amount
        blocks = {each.block for each in open_now}
        for block in blocks:
            found.by_block[block] += lost
        if len(blocks) == 1:
            for part in set(open_now[0].by).intersection(*(each.by for each in open_now[1:])):
                found.alone[next(iter(blocks)), part] += lost
    return found


def _stretches(downs: Sequence[Down]) -> Iterator[tuple[int, int, Sequence[Down]]]:
    """Yield the stretches in which something is down, and what is."""
    events = [(each.begins, _BEGINS, place) for place, each in enumerate(downs)]
    events += [(each.ends, _ENDS, place) for place, each in enumerate(downs)]
    open_now: set[int] = set()
    since = 0
    for at, what, place in sorted(events):
        if open_now and at > since:
            yield since, at, [downs[each] for each in open_now]
        (open_now.add if what == _BEGINS else open_now.discard)(place)
        since = at


def _by_month(begins: int, ends: int, calendar: Round) -> Iterator[tuple[int, int]]:
    """Yield the covered time of a stretch month by month; they count from 0 over all years."""
    while begins < ends:
        turn, within = divmod(begins, calendar.length)
        place = bisect_right(calendar.bounds, within) - 1
        until = min(ends, turn * calendar.length + calendar.bounds[place + 1])
        amount = calendar.passed(until) - calendar.passed(begins)
        if amount:
            yield turn * MONTHS + place, amount
        begins = until


def committed_months(calendar: Round) -> list[int]:
    """Return the covered seconds of each month of the calendar."""
    return [
        calendar.passed(end) - calendar.passed(start) for start, end in pairwise(calendar.bounds)
    ]


def most_lost(committed: int, percent: Decimal) -> int:
    """Return how many seconds may be lost of a committed month before it falls below a percent."""
    return int(committed * (1 - Fraction(percent) / 100))


def penalties_by_year(
    down: Mapping[int, int], committed: Sequence[int], money: Money, *, years: int
) -> list[Decimal]:
    """Return what each simulated year costs, the annual cap applied."""
    most = None if money.annual_cap is None else in_cents(Fraction(money.annual_cap))
    steps = [_steps(each, money) for each in committed]
    found = [NOTHING] * years
    for month, lost in down.items():
        if month // MONTHS < years:
            limits, penalties = steps[month % MONTHS]
            found[month // MONTHS] += penalties[bisect_left(limits, lost)]
    return found if most is None else [min(each, most) for each in found]


def _steps(committed: int, money: Money) -> tuple[list[int], list[Decimal]]:
    """Return the seconds beyond which each band is reached, and what a month costs up to each."""
    bands = sorted(money.bands, key=lambda each: -each.below)
    limits = [most_lost(committed, each.below) for each in bands]
    return limits, [NOTHING, *(_penalty(each.percent, money) for each in bands)]


def _penalty(percent: Decimal, money: Money) -> Decimal:
    fee = Fraction(money.monthly_fee)
    [cut] = capped([penalty_of(fee, money.share, percent)], fee * Fraction(money.penalty_cap) / 100)
    return cut
