"""What one incident may cost at worst, though the publisher restores within its own promise.

The outage begins at the worst instant and lasts until the publisher's restoration is due; where it
promises none, until the month is over. It is reckoned as a statement would be, for one
configuration and without maintenance. Source: domain.md, Availability, steps 1, 4 and 5.
"""

from bisect import bisect_right
from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo

from contracts.choices import Impact, Promised
from contracts.rules.coverage import covered_intervals
from contracts.rules.covered_line import Line, instant_of, spans_of
from contracts.rules.gap_calendar import Span, months_between
from contracts.rules.offer import BandOffer
from contracts.rules.penalty import (
    availability_of,
    band_percent,
    capped,
    fee_of_days,
    in_cents,
    penalty_of,
)
from contracts.rules.promised_lines import Lines, Stretch

_OUTAGE = (Impact.OUTAGE, Promised.RESTORE)
_A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Money:
    """What terms say of money, from a day on; ``share``: what the configuration bears of the fee.

    Amounts are in the agreement's currency, ``penalty_cap`` in percent of the month's fee.
    """

    effective_on: date
    monthly_fee: Decimal
    bands: Sequence[BandOffer]
    penalty_cap: Decimal
    annual_cap: Decimal | None = None
    share: Fraction = Fraction(1)


@dataclass(frozen=True)
class WorstMonth:
    """The month that one outage may cost most, and the outage: from just after ``at`` on."""

    month: date
    at: datetime
    until: datetime | None
    """None where nothing is promised: it may last."""
    downtime: timedelta
    """Of the month's committed time."""
    committed: timedelta
    availability: Fraction
    percent: Decimal
    penalty: Decimal


@dataclass(frozen=True)
class _Outage:
    at: int
    until: int | None
    downtime: int


def worst_month(
    stretches: Sequence[Stretch], money: Sequence[Money], zone: ZoneInfo
) -> WorstMonth | None:
    """Return the month in which one outage may cost most; None where nothing is committed.

    ``money``: by the day from which it holds, the first one first. Of two months that cost the
    same, the one whose availability falls lower.
    """
    both = [Lines(each) for each in stretches]
    committed = Line(list(_committed(stretches)))
    months = months_between(both[0].begins, both[-1].ends, zone)
    longest = _longest(both, committed, [span for _month, span in months])
    found = [
        _worst_of(month, span, longest[span], committed, money, zone)
        for month, span in months
        if committed.passed(span[1]) > committed.passed(span[0])
    ]
    return max(found, key=lambda each: (each.penalty, -each.availability), default=None)


def _committed(stretches: Sequence[Stretch]) -> Iterator[Span]:
    for each in stretches:
        hours = each.to_client.hours
        yield from spans_of(covered_intervals(hours, each.begins_at, each.ends_at))


def _longest(
    both: Sequence[Lines], committed: Line, months: Sequence[Span]
) -> Mapping[Span, _Outage]:
    """Return, for each month, the outage that takes most of its committed time.

    Of those that begin before a month none takes more of it than one that begins with it.
    """
    longest = {month: _Outage(month[0], None, 0) for month in months}
    begins = [month[0] for month in months]
    for lines in both:
        for start, until in _outages(lines, committed, begins):
            month = months[bisect_right(begins, start) - 1]
            last = month[1] if until is None else min(until, month[1])
            downtime = committed.passed(last) - committed.passed(start)
            if downtime > longest[month].downtime:
                longest[month] = _Outage(start, until, downtime)
    return longest


def _outages(
    lines: Lines, committed: Line, months: Sequence[int]
) -> Iterator[tuple[int, int | None]]:
    """Yield the outages that are longer than their neighbours: begin, and end at the latest."""
    beneath = lines.beneath(*_OUTAGE)
    instants = [*committed.starts, *months, *(beneath.leaps() if beneath else ())]
    for start in lines.cuts(instants)[:-1]:
        if committed.covers(start):
            yield start, beneath.done_at(start) if beneath else None


def _worst_of(
    month: date,
    span: Span,
    outage: _Outage,
    committed: Line,
    money: Sequence[Money],
    zone: ZoneInfo,
) -> WorstMonth:
    whole = committed.passed(span[1]) - committed.passed(span[0])
    availability = availability_of(whole, outage.downtime)
    first = instant_of(span[0]).astimezone(zone).date()
    last = instant_of(span[1] - 1).astimezone(zone).date()
    terms = _of_day(money, first)
    percent = band_percent(availability, terms.bands)
    return WorstMonth(
        month=month,
        at=instant_of(outage.at),
        until=None if outage.until is None else instant_of(outage.until),
        downtime=timedelta(microseconds=outage.downtime),
        committed=timedelta(microseconds=whole),
        availability=availability,
        percent=percent,
        penalty=_penalty(terms, percent, days=(last - first) // _A_DAY + 1, month=month),
    )


def _of_day(money: Sequence[Money], day: date) -> Money:
    """Return what holds on a day; before the first day of all, the first one."""
    begun = [each for each in money if each.effective_on <= day]
    return begun[-1] if begun else money[0]


def _penalty(terms: Money, percent: Decimal, *, days: int, month: date) -> Decimal:
    fee = fee_of_days(terms.monthly_fee, days=days, of=monthrange(month.year, month.month)[1])
    penalty = penalty_of(fee, terms.share, percent)
    [cut] = capped([penalty], fee * Fraction(terms.penalty_cap) / 100)
    return cut if terms.annual_cap is None else min(cut, in_cents(Fraction(terms.annual_cap)))
