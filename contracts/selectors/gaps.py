"""Questions about the gap between what a client is promised and what the publisher promises."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import TypeVar
from zoneinfo import ZoneInfo

from contracts.choices import Impact, Promised, TermsState
from contracts.models import Agreement, Contract, Terms, Underpinning
from contracts.rules.coverage import Hours
from contracts.rules.gap import Gap, gap_of
from contracts.rules.gap_calendar import midnight
from contracts.rules.offer import LAST_DAY, BandOffer, Offer, TargetOffer
from contracts.rules.promised_lines import Stretch, Word
from contracts.rules.worst_case import Money, WorstMonth, worst_month
from contracts.selectors.fee_shares import systems_sharing
from contracts.selectors.promises import offer_of
from contracts.selectors.readable import refuse_unreadable

A_DAY = timedelta(days=1)
A_YEAR = 365
GAP_YEARS = range(1990, LAST_DAY.year + 1)
"""Those that are reckoned: a contract may be open-ended, the calendar is not."""
_T = TypeVar("_T")
Dated = tuple[date, _T]


@dataclass(frozen=True)
class GapRead:
    """The gap of a contract over some days, whole days of its zone, and what it may cost."""

    first_day: date
    last_day: date
    zone: ZoneInfo
    gap: Gap
    worst: WorstMonth | None
    to_client: Word
    """What is promised at the end of these days."""
    of_publisher: Word | None
    has_underpinning: bool
    """Whether any is agreed on any of these days."""


@dataclass(frozen=True)
class DrawnUp:
    """What is known of terms that are drawn up, as far as the gap hangs on it."""

    hours: Hours
    targets: Sequence[TargetOffer]
    first_day: date
    ends_on: date | None = None
    monthly_fee: Decimal = Decimal(0)
    bands: Sequence[BandOffer] = ()
    penalty_cap: Decimal = Decimal(100)
    annual_cap: Decimal | None = None


def years_of(contract: Contract, *, today: date) -> list[int]:
    """Return the years in which a contract runs, up to the next one."""
    last = contract.ends_on.year if contract.ends_on else today.year + 1
    return list(range(contract.starts_on.year, min(last, today.year + 1) + 1)) or [last]


def gap_in_year(contract: Contract, year: int) -> GapRead | None:
    """Return the gap of a contract over a calendar year of its zone; None if it never runs then.

    Before both vendors have approved anything, it is that of what was offered last.
    """
    versions = list(contract.versions.approved().whole().order_by("effective_on"))
    versions = versions or _offered(contract)
    first = max(date(year, 1, 1), contract.starts_on)
    after = date(year + 1, 1, 1)
    if contract.ends_on is not None:
        after = min(after - A_DAY, contract.ends_on) + A_DAY
    if not versions or first >= after:
        return None
    for each in versions:
        refuse_unreadable(each.coverage, contract.number, at=midnight(first, contract.zone()))
    share = _largest_share(contract)
    return _read(
        (first, after),
        contract.zone(),
        [(each.effective_on, _word_of(offer_of(each))) for each in versions],
        _beneath(contract.agreement),
        [_money_of(each, share) for each in versions],
    )


def gap_of_first_year(agreement: Agreement, drawn_up: DrawnUp) -> GapRead | None:
    """Return the gap of terms that are drawn up, over a year from their first day on."""
    first = drawn_up.first_day
    after = first + A_YEAR * A_DAY
    if drawn_up.ends_on is not None:
        after = min(after - A_DAY, drawn_up.ends_on) + A_DAY
    if first >= after:
        return None
    money = Money(
        effective_on=first,
        monthly_fee=drawn_up.monthly_fee,
        bands=drawn_up.bands,
        penalty_cap=drawn_up.penalty_cap,
        annual_cap=drawn_up.annual_cap,
    )
    zone = ZoneInfo(drawn_up.hours.zone)
    promised = [(first, _word_of(drawn_up))]
    return _read((first, after), zone, promised, _beneath(agreement), [money])


def underpinnings_of(agreement: Agreement) -> list[Underpinning]:
    """Return all versions of an agreement's underpinning targets, the newest first."""
    return list(agreement.underpinnings.whole().order_by("-number"))


def underpinning_on(versions: Sequence[Underpinning], day: date) -> Underpinning | None:
    """Return the version that holds on a day; None where none does."""
    return next((each for each in versions if each.in_force and day in each.in_force), None)


def _offered(contract: Contract) -> list[Terms]:
    offered = contract.versions.exclude(state=TermsState.DRAFT).whole().order_by("-number")
    return list(offered[:1])


def _word_of(said: Offer | DrawnUp) -> Word:
    return Word(said.hours, dict(_within(said.targets)))


def _within(
    targets: Sequence[TargetOffer],
) -> Iterator[tuple[tuple[Impact, Promised], timedelta]]:
    for each in targets:
        impact = Impact(each.impact)
        yield (impact, Promised.RESPOND), each.respond_within
        if each.restore_within is not None:
            yield (impact, Promised.RESTORE), each.restore_within


def _beneath(agreement: Agreement) -> list[Dated[Word | None]]:
    """Return what the publisher promised, by the day from which it holds; nothing before it."""
    agreed = agreement.underpinnings.agreed().whole().order_by("valid_from")
    versions: list[Dated[Word | None]] = [(date.min, None)]
    for each in agreed:
        rows = list(each.targets.all())
        targets = [
            TargetOffer(Impact(row.impact), row.respond_within, row.restore_within) for row in rows
        ]
        always = frozenset(Impact(row.impact) for row in rows if row.round_the_clock)
        word = Word(each.coverage.hours(), dict(_within(targets)), always)
        versions.append((each.valid_from, word))
    return versions


def _money_of(terms: Terms, share: Fraction) -> Money:
    return Money(
        effective_on=terms.effective_on,
        monthly_fee=terms.monthly_fee,
        bands=offer_of(terms).bands,
        penalty_cap=terms.penalty_cap,
        annual_cap=terms.annual_cap,
        share=share,
    )


def _largest_share(contract: Contract) -> Fraction:
    """Return the largest share of the fee that one system bears; all of it before there is one."""
    shares = [Fraction(each.fee_share) for each in systems_sharing(contract)]
    return max(shares, default=Fraction(1)) or Fraction(1)


def _read(
    span: tuple[date, date],
    zone: ZoneInfo,
    promised: Sequence[Dated[Word]],
    beneath: Sequence[Dated[Word | None]],
    money: Sequence[Money],
) -> GapRead:
    stretches = list(_stretches(span, zone, promised, beneath))
    return GapRead(
        first_day=span[0],
        last_day=span[1] - A_DAY,
        zone=zone,
        gap=gap_of(stretches, zone),
        worst=worst_month(stretches, money, zone),
        to_client=stretches[-1].to_client,
        of_publisher=stretches[-1].of_publisher,
        has_underpinning=any(each.of_publisher for each in stretches),
    )


def _stretches(
    span: tuple[date, date],
    zone: ZoneInfo,
    promised: Sequence[Dated[Word]],
    beneath: Sequence[Dated[Word | None]],
) -> Iterator[Stretch]:
    changes = {day for day, _word in [*promised, *beneath] if span[0] < day < span[1]}
    for first, after in pairwise([span[0], *sorted(changes), span[1]]):
        yield Stretch(
            midnight(first, zone),
            midnight(after, zone),
            _holding(promised, first),
            _holding(beneath, first),
        )


def _holding(versions: Sequence[Dated[_T]], day: date) -> _T:
    """Return what holds on a day; before the first version, that one."""
    begun = [word for since, word in versions if since <= day]
    return begun[-1] if begun else versions[0][1]
