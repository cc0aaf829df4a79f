"""What is offered to a client in a version of a contract's terms, and what cannot be offered.

Plain values: amounts in the agreement's currency, percentages as percent, durations of covered
time. Source: domain.md, Parties, Time and Availability.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from contracts.choices import Impact
from contracts.rules.coverage import instant_if_ever
from contracts.rules.figures import HUNDRED, decimals, is_percentage
from contracts.rules.hours import EXCEPTION_REASON, MINUTES_A_DAY, DayException, Hours, joined
from contracts.rules.offer_faults import Fault, Found
from contracts.rules.public_holidays import CalendarUnknown

OF_AVAILABILITY, OF_AMOUNTS = 4, 2  # decimals
MOST_DAYS = 365
LAST_DAY = date(2199, 12, 31)
"""The last day of anything that is promised: the calendar is reckoned until then."""
_MOST_DURATION = timedelta(days=366)
_MOST_AMOUNT = Decimal(10) ** 10
_NO_TIME = timedelta()
_ANY_DAY = date(2000, 1, 1)  # where the first day of an offer is not known yet


@dataclass(frozen=True)
class TargetOffer:
    """For one impact: within how much covered time somebody starts, restores, gives news."""

    impact: Impact
    respond_within: timedelta
    restore_within: timedelta | None = None
    news_every: timedelta | None = None
    round_the_clock: bool = False
    """Every second counts for it, as for some of what a publisher promises beneath a client."""


@dataclass(frozen=True)
class BandOffer:
    """Strictly below an availability in percent, a percent of the month's fee is owed."""

    below: Decimal
    percent: Decimal


@dataclass(frozen=True)
class Offer:
    """The content of one version of terms."""

    availability_target: Decimal
    monthly_fee: Decimal
    penalty_cap: Decimal
    hours: Hours
    targets: Sequence[TargetOffer] = ()
    bands: Sequence[BandOffer] = ()
    annual_cap: Decimal | None = None
    ends_on: date | None = None
    contest_days: int = 15
    answer_days: int = 5
    maintenance_notice_days: int = 5
    responsibility_days: int = 10
    is_silence_agreement: bool = False
    degraded_is_outage: bool = False
    pauses_while_waiting: bool = True
    not_restored_within: timedelta = field(default=timedelta(hours=48))

    @property
    def content(self) -> tuple[object, ...]:
        """All that is offered, whatever the order of its rows."""
        hours = self.hours
        windows = () if hours.always_on else frozenset(hours.windows)
        return (
            self.money,
            (hours.zone, hours.always_on, windows, hours.without_holidays_of),
            frozenset((each.day, joined(each.spans), each.reason) for each in hours.exceptions),
            frozenset(self.targets),
            (self.ends_on, self.contest_days, self.answer_days),
            (self.maintenance_notice_days, self.responsibility_days, self.is_silence_agreement),
            (self.pauses_while_waiting, self.not_restored_within),
        )

    @property
    def money(self) -> tuple[object, ...]:
        """Target, fee, bands, caps, what counts as down; they change only on the first of a month.

        Hours are not among them: a month is reckoned by the hours of each of its days.
        Source: domain.md.
        """
        bands = frozenset(self.bands)
        return (
            self.availability_target,
            self.monthly_fee,
            self.penalty_cap,
            self.annual_cap,
            bands,
            self.degraded_is_outage,
        )


_DAYS = ("contest_days", "answer_days", "maintenance_notice_days", "responsibility_days")
_AN_HOUR = timedelta(hours=1)
_HARMLESS = Offer(
    availability_target=HUNDRED,
    monthly_fee=Decimal(0),
    penalty_cap=Decimal(0),
    hours=Hours("UTC", always_on=True),
    targets=(TargetOffer(Impact.OUTAGE, _AN_HOUR, _AN_HOUR),),
)
_NAMED = {name: name for name in Offer.__dataclass_fields__} | {
    "coverage": "hours",
    "penalty_bands": "bands",
}
"""What a fault stands beside, and the field of an offer that it is about."""


def faults_of(offer: Offer, *, effective_on: date) -> list[Found]:
    """Return what cannot be offered, field by field; nothing where all of it can."""
    return [
        *_faults_of_amounts(offer),
        *_faults_of_precision(offer),
        *_faults_of_hours(offer.hours),
        *_faults_of_targets(offer.targets),
        *_faults_of_reach(offer, effective_on),
        *_faults_of_bands(offer),
        *_faults_of_days(offer, effective_on),
    ]


def faults_of_part(said: Mapping[str, Any], *, effective_on: date | None) -> list[Found]:
    """Return what cannot be offered of what is known of an offer, by the names of its fields.

    What is not known yet is taken to be harmless, so that everything wrong is told at once.
    """
    known = {name: said[name] for name in Offer.__dataclass_fields__ if name in said}
    offer = replace(_HARMLESS, **known)
    day = effective_on or offer.ends_on or date.min
    return [found for found in faults_of(offer, effective_on=day) if _NAMED[found.field] in known]


def _is_amount(value: Decimal) -> bool:
    return value.is_finite() and 0 <= value < _MOST_AMOUNT


def _faults_of_precision(offer: Offer) -> Iterator[Found]:
    """Yield what would be rounded when it is written: what was offered is what is promised."""
    figures = [
        ("availability_target", offer.availability_target, OF_AVAILABILITY),
        ("monthly_fee", offer.monthly_fee, OF_AMOUNTS),
        ("penalty_cap", offer.penalty_cap, OF_AMOUNTS),
        ("annual_cap", offer.annual_cap, OF_AMOUNTS),
        *(("penalty_bands", each.below, OF_AVAILABILITY) for each in offer.bands),
        *(("penalty_bands", each.percent, OF_AMOUNTS) for each in offer.bands),
    ]
    for name, figure, places in figures:
        if figure is None or not figure.is_finite():
            continue
        if decimals(figure) > places:
            yield Found(name, Fault.TOO_PRECISE, f"{figure}" if name == "penalty_bands" else "")


def _faults_of_amounts(offer: Offer) -> Iterator[Found]:
    if not is_percentage(offer.availability_target):
        yield Found("availability_target", Fault.NOT_A_PERCENTAGE)
    if not (offer.penalty_cap == 0 or is_percentage(offer.penalty_cap)):
        yield Found("penalty_cap", Fault.NOT_A_PERCENTAGE)
    if not _is_amount(offer.monthly_fee):
        yield Found("monthly_fee", Fault.NOT_AN_AMOUNT)
    if offer.annual_cap is not None and not _is_amount(offer.annual_cap):
        yield Found("annual_cap", Fault.NOT_AN_AMOUNT)


def _faults_of_hours(hours: Hours) -> Iterator[Found]:
    if not hours.always_on and not hours.windows:
        yield Found("coverage", Fault.NO_HOURS)
    for window in () if hours.always_on else hours.windows:
        is_possible = (
            window.weekday in range(7)
            and 0 <= window.start < MINUTES_A_DAY
            and window.start < window.end <= window.start + MINUTES_A_DAY
        )
        if not is_possible:
            yield Found("coverage", Fault.HOURS_IMPOSSIBLE)
    days = [own.day for own in hours.exceptions]
    for day in sorted({day for day in days if days.count(day) > 1}):
        yield Found("coverage", Fault.DAY_TWICE, day.isoformat())
    for own in hours.exceptions:
        yield from _faults_of_day(own)


def _faults_of_day(own: DayException) -> Iterator[Found]:
    row = own.day.isoformat()
    if not all(0 <= start < end <= MINUTES_A_DAY for start, end in own.spans):
        yield Found("coverage", Fault.DAY_IMPOSSIBLE, row)
    if not 0 < len(own.reason.strip()) <= EXCEPTION_REASON:
        yield Found("coverage", Fault.DAY_UNEXPLAINED, row)
    if own.day > LAST_DAY:
        yield Found("coverage", Fault.DAY_TOO_FAR, row)


def _faults_of_targets(targets: Sequence[TargetOffer]) -> Iterator[Found]:
    impacts = [each.impact for each in targets]
    outage = next((each for each in targets if each.impact == Impact.OUTAGE), None)
    if outage is None or outage.restore_within is None:
        yield Found("targets", Fault.NO_OUTAGE_TARGET, Impact.OUTAGE)
    for target in targets:
        if impacts.count(target.impact) > 1:
            yield Found("targets", Fault.IMPACT_TWICE, target.impact)
        given = [target.respond_within, target.restore_within, target.news_every]
        durations = [each for each in given if each is not None]
        if min(durations) <= _NO_TIME:
            yield Found("targets", Fault.NO_TIME_LEFT, target.impact)
        if max(durations) > _MOST_DURATION:
            yield Found("targets", Fault.TOO_LONG, target.impact)
        if target.restore_within is not None and target.restore_within < target.respond_within:
            yield Found("targets", Fault.RESTORES_BEFORE_RESPONSE, target.impact)


def _faults_of_reach(offer: Offer, effective_on: date) -> Iterator[Found]:
    """Yield the targets that the hours never come to, where both could be offered by themselves.

    A zone or holidays that nobody knows, and days beyond all reckoning, are for others to refuse.
    """
    if [*_faults_of_hours(offer.hours), *_faults_of_targets(offer.targets)]:
        return
    with suppress(ZoneInfoNotFoundError, CalendarUnknown, ValueError, OSError):
        zone = ZoneInfo(offer.hours.zone)
        first = min(max(effective_on, _ANY_DAY), LAST_DAY)
        since = datetime.combine(first, time(), tzinfo=zone)
        for target in offer.targets:
            if not target.round_the_clock and _is_never_due(target, offer.hours, since):
                yield Found("targets", Fault.NEVER_DUE, target.impact)


def _is_never_due(target: TargetOffer, hours: Hours, since: datetime) -> bool:
    given = (target.respond_within, target.restore_within, target.news_every)
    return instant_if_ever(hours, since, max(each for each in given if each)) is None


def _faults_of_bands(offer: Offer) -> Iterator[Found]:
    right = [b for b in offer.bands if is_percentage(b.below) and is_percentage(b.percent)]
    for band in offer.bands:
        if band not in right:
            yield Found("penalty_bands", Fault.NOT_A_PERCENTAGE, f"{band.below}")
    ordered = sorted(right, key=lambda band: band.below, reverse=True)
    for shallow, deep in pairwise(ordered):
        if shallow.below == deep.below:
            yield Found("penalty_bands", Fault.BAND_TWICE, f"{deep.below}")
        elif deep.percent <= shallow.percent:
            yield Found("penalty_bands", Fault.DEEPER_COSTS_LESS, f"{deep.below}")
    is_compared = bool(ordered) and is_percentage(offer.availability_target)
    if is_compared and ordered[0].below > offer.availability_target:
        yield Found("penalty_bands", Fault.BAND_ABOVE_TARGET, f"{ordered[0].below}")


def _faults_of_days(offer: Offer, effective_on: date) -> Iterator[Found]:
    if offer.ends_on is not None and offer.ends_on < effective_on:
        yield Found("ends_on", Fault.ENDS_TOO_EARLY)
    elif offer.ends_on is not None and offer.ends_on > LAST_DAY:
        yield Found("ends_on", Fault.ENDS_TOO_FAR)
    for name in _DAYS:
        if not 1 <= getattr(offer, name) <= MOST_DAYS:
            yield Found(name, Fault.TOO_FEW_DAYS)
    if not _NO_TIME < offer.not_restored_within <= _MOST_DURATION:
        yield Found("not_restored_within", Fault.NO_TIME_LEFT)
