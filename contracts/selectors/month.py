"""A contract's month as it stands: terms, systems, what fell in them, and what it comes to.

Nothing is written: what is issued is frozen elsewhere. Source: domain.md, Statement.
"""

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from zoneinfo import ZoneInfo

from django.db.models import prefetch_related_objects

from contracts.choices import MonthBar, Party, SplitMethod
from contracts.models import Contract, Terms
from contracts.rules.availability import Down, Segment, Span, intersection, second_of
from contracts.rules.committed import days_of_month, span_of_month
from contracts.rules.contract_years import are_of_one_year, left_for, spent_beside
from contracts.rules.offer import BandOffer
from contracts.rules.responsibility import Responsibility, all_of
from contracts.rules.statement import (
    MonthResult,
    MonthTerms,
    SystemMonth,
    SystemResult,
    statement_of,
)
from contracts.selectors.month_ground import (
    Ground,
    OutageRead,
    SegmentRead,
    grounds_of,
    promised_versions,
)
from contracts.selectors.month_systems import Stood, days_in, shares_in, systems_in
from contracts.selectors.readable import HoursUnreadable

logger = logging.getLogger(__name__)

UNTIL_PROPOSED = all_of(Party.MANUFACTURER)
"""Whose an outage counts as before anything is proposed: it is the manufacturer that pays."""


class Counting(StrEnum):
    """Which outages count.

    ``AGREED``: those of a statement. ``AS_PROPOSED``: all that are recorded, by what was said last
    of whose they are, one that lasts until now; so that it is provisional.
    """

    AGREED = "agreed"
    AS_PROPOSED = "as-proposed"


@dataclass(frozen=True)
class Bar:
    """What stands against issuing a month, and the outage that it is about, if any."""

    bar: MonthBar
    outage: OutageRead | None = None


@dataclass(frozen=True)
class SystemRead:
    """A system's line, with what it was reckoned from; ``outages``: all of them, agreed or not."""

    stood: Stood
    outages: tuple[OutageRead, ...]
    line: SystemResult


@dataclass(frozen=True)
class MonthRead:
    """A month of a contract; ``span``: of the whole month, in the contract's zone.

    ``annual_spent``: what other months have used up of its annual cap; None without one.
    """

    contract: Contract
    month: date
    zone: ZoneInfo
    span: Span
    version: Terms
    systems: tuple[SystemRead, ...]
    result: MonthResult
    bars: tuple[Bar, ...]
    annual_spent: Decimal | None

    @property
    def currency(self) -> str:
        return self.contract.agreement.currency

    @property
    def annual_cap(self) -> Decimal | None:
        return self.version.annual_cap


def month_of(
    contract: Contract,
    month: date,
    *,
    at: datetime,
    counting: Counting = Counting.AGREED,
    split: SplitMethod | None = None,
) -> MonthRead | None:
    """Return a contract's month, named by its first day; what is known of it at an instant.

    ``split``: how it was shared, of a month that was issued; unsaid, as the agreement says now.
    None where both vendors have approved nothing, or the contract has no day in the month. A
    number of queries that does not grow with systems, outages or months.
    """
    return months_of([contract], month, at=at, counting=counting, split=split).get(contract.pk)


def months_of(
    contracts: Sequence[Contract],
    month: date,
    *,
    at: datetime,
    counting: Counting = Counting.AGREED,
    split: SplitMethod | None = None,
) -> dict[int, MonthRead]:
    """Return the same month of many contracts, by their keys, in as many queries as of one."""
    prefetch_related_objects(contracts, "agreement")
    grounds = grounds_of(contracts, (month, month), promised_versions(contracts))
    for ground in grounds.values():
        ground.split = split
    return {
        pk: month_read(ground, month, at=at, counting=counting)
        for pk, ground in grounds.items()
        if days_in(ground, month)
    }


def month_read(ground: Ground, month: date, *, at: datetime, counting: Counting) -> MonthRead:
    """Return a month from what was fetched for it; the contract has days in it.

    Where nobody can read its hours nothing is committed, and a bar says so.
    """
    try:
        return _read(ground, month, at=at, counting=counting)
    except HoursUnreadable:
        logger.exception("the hours of contract %s cannot be read", ground.contract.number)
        return _read(replace(ground, is_blind=True), month, at=at, counting=counting)


def _read(ground: Ground, month: date, *, at: datetime, counting: Counting) -> MonthRead:
    stood = systems_in(ground, month)
    owed = _owed_in_year_of(ground, month, at=at)
    result = statement_of(
        terms_in(ground, month, annual_left=_left(ground, month, owed)),
        _system_months(ground, stood, at=at, counting=counting),
    )
    lines = {each.key: each for each in result.lines}
    systems = tuple(
        SystemRead(each, _outages_in(ground, each), lines[each.configuration.pk]) for each in stood
    )
    span = span_of_month(month, ground.zone)
    return MonthRead(
        contract=ground.contract,
        month=month,
        zone=ground.zone,
        span=span,
        version=ground.version_of(month),
        systems=systems,
        result=result,
        bars=(
            *_unread(ground),
            *_bars(span, systems, at=at),
            *_unshared(ground, month, stood),
        ),
        annual_spent=spent_beside(month, owed, _caps(ground, {*owed, month})),
    )


def _unread(ground: Ground) -> Iterator[Bar]:
    if not ground.contract.knows_its_zone:
        yield Bar(MonthBar.NO_ZONE)
    if ground.is_blind:
        yield Bar(MonthBar.NO_HOURS)


def terms_in(ground: Ground, month: date, *, annual_left: Decimal | None) -> MonthTerms:
    """Return what a contract's terms say of a month."""
    version = ground.version_of(month)
    return MonthTerms(
        month=month,
        fee=version.monthly_fee,
        days=len(days_in(ground, month)),
        days_of_month=days_of_month(month),
        target=version.availability_target,
        bands=tuple(BandOffer(each.below, each.percent) for each in version.bands.all()),
        penalty_cap=version.penalty_cap,
        annual_left=annual_left,
        split=ground.split_method,
    )


def annual_left(ground: Ground, month: date, *, at: datetime) -> Decimal | None:
    """Return what other months of the contract year leave of the annual cap; None without one.

    Issued months count with their corrections, later ones too, so that what is corrected keeps
    within the cap of each; earlier ones that are not issued as they are reckoned, in order.
    """
    return _left(ground, month, _owed_in_year_of(ground, month, at=at))


def _owed_in_year_of(ground: Ground, month: date, *, at: datetime) -> dict[date, Decimal]:
    owed = _issued_in_year_of(ground, month)
    for earlier in ground.earlier(month):
        if earlier not in owed:
            stood = systems_in(ground, earlier)
            rows = _system_months(ground, stood, at=at, counting=Counting.AGREED)
            terms = terms_in(ground, earlier, annual_left=_left(ground, earlier, owed))
            owed[earlier] = statement_of(terms, rows).penalty
    return owed


def _issued_in_year_of(ground: Ground, month: date) -> dict[date, Decimal]:
    starts_on, found = ground.contract.starts_on, ground.issued.items()
    return {each: owed for each, owed in found if are_of_one_year(starts_on, each, month)}


def _left(ground: Ground, month: date, owed: Mapping[date, Decimal]) -> Decimal | None:
    return left_for(month, owed, _caps(ground, {*owed, month}))


def _caps(ground: Ground, months: Iterable[date]) -> dict[date, Decimal | None]:
    return {each: ground.version_of(each).annual_cap for each in months}


def down_of(outage: OutageRead, *, at: datetime, counting: Counting) -> Down:
    """Return an outage as it counts; what is not known to be one does not."""
    segments = []
    for each in outage.segments:
        responsibility = _counted(outage, each, counting)
        ends = min(each.ends, second_of(at)) if outage.lasts else each.ends
        if responsibility is not None and each.begins < ends:
            segments.append(Segment(each.begins, ends, responsibility))
    return Down(outage.name, tuple(segments))


def _counted(outage: OutageRead, segment: SegmentRead, counting: Counting) -> Responsibility | None:
    if segment.is_unknown:
        return None
    if outage.is_agreed:
        return segment.responsibility
    if counting == Counting.AGREED:
        return None
    return segment.responsibility or UNTIL_PROPOSED


def _system_months(
    ground: Ground, stood: Sequence[Stood], *, at: datetime, counting: Counting
) -> list[SystemMonth]:
    return [
        SystemMonth(
            key=each.configuration.pk,
            share=Fraction(each.share),
            committed=each.committed,
            outages=tuple(
                down_of(outage, at=at, counting=counting) for outage in _outages_in(ground, each)
            ),
        )
        for each in stood
    ]


def _outages_in(ground: Ground, stood: Stood) -> tuple[OutageRead, ...]:
    """Return the outages that touch the time in which a system stood under the contract."""
    return tuple(
        each
        for each in ground.outages.get(stood.configuration.pk, ())
        if intersection(stood.placed, [(each.begins, each.ends)])
    )


def _bars(span: Span, systems: Sequence[SystemRead], *, at: datetime) -> Iterator[Bar]:
    if second_of(at) < span[1]:
        yield Bar(MonthBar.NOT_OVER)
    for system in systems:
        for outage in system.outages:
            if outage.lasts:
                yield Bar(MonthBar.LASTS, outage)
            elif any(each.is_unknown for each in outage.segments):
                yield Bar(MonthBar.UNKNOWN, outage)
            elif not outage.is_agreed:
                yield Bar(MonthBar.NOT_AGREED, outage)


def _unshared(ground: Ground, month: date, stood: Sequence[Stood]) -> Iterator[Bar]:
    if any(each.committed for each in stood) and not shares_in(ground, month).is_whole:
        yield Bar(MonthBar.NOT_SHARED)
