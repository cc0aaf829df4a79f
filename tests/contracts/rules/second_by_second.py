"""A second reckoning of a month that shares no code with the rules: it looks at every instant.

A story of a month is plain numbers. Time goes in steps of ``grid`` seconds, and every edge lies on
one, so that a step is as good as each of its seconds. Each step asks the wall clock whether it is
promised, and which outages hold it. Amounts are whole cents and Fractions.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

# What France keeps in 2026, as a diary has it.
FRENCH_HOLIDAYS = {
    *(date(2026, 1, 1), date(2026, 4, 6), date(2026, 5, 1), date(2026, 5, 8)),
    *(date(2026, 5, 14), date(2026, 5, 25), date(2026, 7, 14), date(2026, 8, 15)),
    *(date(2026, 11, 1), date(2026, 11, 11), date(2026, 12, 25)),
}
SIXTY = 60
"""What 1, 2, 3, 4 and 5 divide: no more outages than five hold a second of a story."""
Stretch = tuple[int, int]
"""Two seconds, counted from the first of the month."""
Percents = tuple[int, int, int, int]
"""Manufacturer, publisher, client, third party, in hundredths of a percent."""


@dataclass
class Week:
    """Weekly windows (weekday, first and last minute); empty where every minute counts."""

    windows: Sequence[tuple[int, int, int]] = ()
    keeps_holidays: bool = True
    own_days: Mapping[date, Sequence[tuple[int, int]]] = field(default_factory=dict)


@dataclass
class System:
    share: Fraction
    in_force: Sequence[Stretch]
    maintenance: Sequence[Stretch]
    outages: Sequence[Sequence[tuple[int, int, Percents]]]


@dataclass
class Story:
    """``weeks``: by the day of the month from which they hold."""

    zone: str
    month: date
    first_day: date
    last_day: date
    weeks: Mapping[int, Week]
    fee_cents: int
    bands: Sequence[tuple[Fraction, int]]
    cap: Fraction
    annual_cents: int | None
    systems: Sequence[System]
    grid: int


@dataclass
class Told:
    """What a month comes to: seconds and availability by system, amounts in cents."""

    committed: Sequence[int]
    availability: Sequence[Fraction | None]
    penalties: Sequence[int]
    splits: Sequence[tuple[int, int, int]]


def tell(story: Story) -> Told:
    promised = list(_promised_steps(story))
    counted = [_count(story.grid, promised, system) for system in story.systems]
    both = _penalties(story, counted, (0, 1))
    manufacturer = _penalties(story, counted, (0,))
    publisher = _penalties(story, counted, (1,))
    splits = []
    for place, (_committed, held) in enumerate(counted):
        down = held[0] + held[1]
        if down == 0:
            splits.append((0, 0, 0))
            continue
        but_for = both[place] - manufacturer[place]
        proportional = _half_up(both[place] * held[1] / down)
        shapley = _half_up(Fraction(publisher[place] + but_for, 2))
        splits.append((proportional, but_for, shapley))
    return Told(
        committed=[committed for committed, _held in counted],
        availability=[_availability(each, (0, 1)) for each in counted],
        penalties=both,
        splits=splits,
    )


def _count(grid: int, promised: Sequence[int], system: System) -> tuple[int, list[Fraction]]:
    """Count a system's committed seconds, and those that each party holds."""
    committed, held = 0, [0] * 4
    for at in promised:
        if not _in(at, system.in_force) or _in(at, system.maintenance):
            continue
        committed += grid
        holding = [
            percents
            for outage in system.outages
            for begins, ends, percents in outage
            if begins <= at < ends
        ]
        for percents in holding:
            for party in range(4):
                held[party] += grid * percents[party] * SIXTY // len(holding)
    return committed, [Fraction(each, SIXTY * 10_000) for each in held]


def _promised_steps(story: Story) -> Iterator[int]:
    """Yield the steps of the month that are promised, as seconds from its first one."""
    zone = ZoneInfo(story.zone)
    first = _utc(story.month, zone)
    begins = _utc(story.first_day, zone)
    ends = _utc(story.last_day + timedelta(days=1), zone)
    at = begins
    while at < ends:
        wall = at.astimezone(zone)
        if wall.month == story.month.month and _is_promised(story, wall):
            yield int((at - first).total_seconds())
        at += timedelta(seconds=story.grid)


def _is_promised(story: Story, wall: datetime) -> bool:
    week = story.weeks[max(day for day in story.weeks if day <= wall.day)]
    minute = wall.hour * 60 + wall.minute
    if wall.date() in week.own_days:
        return any(start <= minute < end for start, end in week.own_days[wall.date()])
    if not week.keeps_holidays and wall.date() in FRENCH_HOLIDAYS:
        return False
    today, yesterday = wall.weekday(), (wall.weekday() - 1) % 7
    return not week.windows or any(
        (weekday == today and start <= minute < end)
        or (weekday == yesterday and start <= minute + 1440 < end)
        for weekday, start, end in week.windows
    )


def _penalties(
    story: Story, counted: Sequence[tuple[int, list[Fraction]]], parties: Sequence[int]
) -> list[int]:
    days = (story.last_day - story.first_day).days + 1
    following = (story.month + timedelta(days=32)).replace(day=1)
    fee = Fraction(story.fee_cents * days, (following - story.month).days)
    owed = []
    for system, each in zip(story.systems, counted, strict=True):
        availability = _availability(each, parties)
        percent, deepest = 0, Fraction(1000)
        for below, costs in story.bands:
            if availability is not None and availability * 100 < below < deepest:
                percent, deepest = costs, below
        owed.append(_half_up(fee * system.share * percent / 100))
    owed = _cut(owed, _half_up(fee * story.cap / 100))
    return owed if story.annual_cents is None else _cut(owed, max(0, story.annual_cents))


def _availability(counted: tuple[int, list[Fraction]], parties: Sequence[int]) -> Fraction | None:
    committed, held = counted
    if committed == 0:
        return None
    return (committed - sum(held[party] for party in parties)) / Fraction(committed)


def _cut(owed: Sequence[int], most: int) -> list[int]:
    """Cut to a sum: each the floor of its part, then a cent to the largest remainders in turn."""
    whole = sum(owed)
    if whole <= most:
        return list(owed)
    cut = [each * most // whole for each in owed]
    remainders = [each * most % whole for each in owed]
    while sum(cut) < most:
        largest = remainders.index(max(remainders))
        cut[largest] += 1
        remainders[largest] = -1
    return cut


def _half_up(amount: Fraction) -> int:
    whole = amount.numerator // amount.denominator
    return whole + (1 if amount - whole >= Fraction(1, 2) else 0)


def _in(at: int, stretches: Sequence[Stretch]) -> bool:
    return any(begins <= at < ends for begins, ends in stretches)


def _utc(day: date, zone: ZoneInfo) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)
