"""Who is on duty when: rotations laid over each other, and whoever takes a period instead.

Pure. People are keys. All spans are half-open and all instants aware. A local time means the first
instant at which the clocks of its zone show it or a later one: a time that spring skips is the
instant of the change, one that autumn doubles is its first (domain.md, Time). So a shift ends
where the next one begins, on such nights too.
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

MINUTES_A_DAY = 1440
_DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)
_MARGIN = timedelta(hours=26)  # clocks change by less, even where a day is left out


@dataclass(frozen=True)
class Hours:
    """The part of each local day in which a rotation is on duty, in minutes since midnight.

    ``end`` is beyond 1440 where the duty ends on the next day.
    """

    start: int
    end: int


@dataclass(frozen=True)
class Layer:
    """A rotation: people take turns, and hand over at a local time every so many days.

    ``first_day`` is the local day of the first hand-over, ``handover`` its minute since midnight;
    ``begins_at`` and ``ends_at`` bound what of the rotation counts.
    """

    zone: str
    first_day: date
    days: int
    handover: int
    turns: Sequence[int]
    begins_at: datetime
    ends_at: datetime | None = None
    hours: Hours | None = None


@dataclass(frozen=True)
class Override:
    """Somebody takes a period, whoever's turn it is."""

    person: int
    begins_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class Absence:
    """A period in which somebody is not of the company; without an end until further notice."""

    begins_at: datetime
    ends_at: datetime | None = None


@dataclass(frozen=True)
class RosterPlan:
    """All that decides who is on duty.

    Of several overrides of one instant the last counts; of several layers the first that has
    somebody. Nobody counts while they are ``away``.
    """

    layers: Sequence[Layer] = ()
    overrides: Sequence[Override] = ()
    away: Mapping[int, Sequence[Absence]] = field(default_factory=dict)


@dataclass(frozen=True)
class Shift:
    """A period in which one person is on duty, in UTC; a gap where it is nobody."""

    begins_at: datetime
    ends_at: datetime
    person: int | None

    @property
    def is_gap(self) -> bool:
        return self.person is None


@dataclass(frozen=True)
class _Sheet:
    """The shifts of one layer or override, in order and disjoint."""

    shifts: Sequence[Shift]
    begins: Sequence[datetime]

    def at(self, instant: datetime) -> Shift | None:
        found = bisect_right(self.begins, instant) - 1
        if found < 0 or self.shifts[found].ends_at <= instant:
            return None
        return self.shifts[found]


def shifts(plan: RosterPlan, begins_at: datetime, ends_at: datetime) -> list[Shift]:
    """Return who is on duty between two instants: shifts and gaps, without a hole or an overlap.

    A hand-over ends a shift even where the same person goes on. Gaps that touch are one.
    """
    begins_at, ends_at = begins_at.astimezone(UTC), ends_at.astimezone(UTC)
    if begins_at >= ends_at:
        return []
    sheets = _sheets(plan, begins_at, ends_at)
    bounds = {begins_at, ends_at}
    for sheet in sheets:
        for shift in sheet.shifts:
            bounds |= {max(shift.begins_at, begins_at), min(shift.ends_at, ends_at)}
    instants = sorted(bounds)
    found: list[Shift] = []
    before: Shift | None = None
    for first, last in pairwise(instants):
        source = _source(sheets, first)
        if found and source is before:
            first = found.pop().begins_at  # noqa: PLW2901
        found.append(Shift(first, last, source.person if source else None))
        before = source
    return found


def gaps(plan: RosterPlan, begins_at: datetime, ends_at: datetime) -> list[Shift]:
    """Return the periods in which nobody is on duty."""
    return [each for each in shifts(plan, begins_at, ends_at) if each.is_gap]


def first_day_of(weekday: int | None, starts_on: date) -> date:
    """Return the first day from ``starts_on`` that is a given weekday, Monday 0; itself if any."""
    if weekday is None:
        return starts_on
    return starts_on + timedelta(days=(weekday - starts_on.weekday()) % 7)


def local_instant(day: date, minute: int, zone: ZoneInfo) -> datetime:
    """Return the first instant at which a zone's clocks show a local time, or a later one."""
    wall = datetime.combine(day, time()) + timedelta(minutes=minute)
    before = wall.replace(tzinfo=zone, fold=0).utcoffset() or timedelta()
    after = wall.replace(tzinfo=zone, fold=1).utcoffset() or timedelta()
    if before >= after:  # the usual, or a doubled time
        return wall.replace(tzinfo=UTC) - before
    return _first_showing(wall, zone)


def _first_showing(wall: datetime, zone: ZoneInfo) -> datetime:
    """Find the second at which clocks are put forward over a local time."""
    low, high = (wall.replace(tzinfo=UTC) + margin for margin in (-_MARGIN, _MARGIN))
    while high - low > _SECOND:
        middle = low + (high - low) // _SECOND // 2 * _SECOND
        if middle.astimezone(zone).replace(tzinfo=None) < wall:
            low = middle
        else:
            high = middle
    return high


def _sheets(plan: RosterPlan, begins_at: datetime, ends_at: datetime) -> list[_Sheet]:
    """Return what covers a span, the first that has somebody counting."""
    overridden = [
        [Shift(each.begins_at.astimezone(UTC), each.ends_at.astimezone(UTC), each.person)]
        for each in reversed(plan.overrides)
        if each.begins_at < ends_at and begins_at < each.ends_at
    ]
    rotated = [list(_turns_of(layer, begins_at, ends_at)) for layer in plan.layers]
    present = [
        [
            shift
            for shift in _present(each, plan.away)
            if shift.begins_at < ends_at and begins_at < shift.ends_at
        ]
        for each in overridden + rotated
    ]
    return [_Sheet(each, [shift.begins_at for shift in each]) for each in present if each]


def _present(found: Sequence[Shift], away: Mapping[int, Sequence[Absence]]) -> Iterator[Shift]:
    """Yield what of shifts lies outside the absences of whoever has them."""
    for shift in found:
        begins_at, ends_at = shift.begins_at, shift.ends_at
        for absence in sorted(away.get(shift.person or 0, ()), key=lambda each: each.begins_at):
            if begins_at < min(absence.begins_at, ends_at):
                yield Shift(begins_at, min(absence.begins_at, ends_at), shift.person)
            begins_at = max(begins_at, absence.ends_at or ends_at)
        if begins_at < ends_at:
            yield Shift(begins_at, ends_at, shift.person)


def _source(sheets: Sequence[_Sheet], at: datetime) -> Shift | None:
    return next((shift for sheet in sheets if (shift := sheet.at(at))), None)


def _turns_of(layer: Layer, begins_at: datetime, ends_at: datetime) -> Iterator[Shift]:
    """Yield the turns that touch a span, whatever wins over them."""
    if not layer.turns:
        return
    zone = ZoneInfo(layer.zone)
    begins_at = max(begins_at, layer.begins_at)
    ends_at = ends_at if layer.ends_at is None else min(ends_at, layer.ends_at)
    since = begins_at.astimezone(zone).date() - layer.first_day - 2 * _DAY
    number = max(0, since.days // layer.days)
    while (turn := _turn(layer, number, zone)).begins_at < ends_at:
        number += 1
        for shift in _on_hours(layer, turn, zone):
            first = max(shift.begins_at, layer.begins_at)
            last = shift.ends_at if layer.ends_at is None else min(shift.ends_at, layer.ends_at)
            if first < last and begins_at < last and first < ends_at:
                yield Shift(first, last, shift.person)


def _turn(layer: Layer, number: int, zone: ZoneInfo) -> Shift:
    day = layer.first_day + number * layer.days * _DAY
    return Shift(
        local_instant(day, layer.handover, zone),
        local_instant(day + layer.days * _DAY, layer.handover, zone),
        layer.turns[number % len(layer.turns)],
    )


def _on_hours(layer: Layer, turn: Shift, zone: ZoneInfo) -> Iterator[Shift]:
    """Yield what of a turn lies in the rotation's hours of the day."""
    if layer.hours is None:
        yield turn
        return
    day = turn.begins_at.astimezone(zone).date() - _DAY
    last = turn.ends_at.astimezone(zone).date()
    while day <= last:
        begins_at = max(local_instant(day, layer.hours.start, zone), turn.begins_at)
        ends_at = min(local_instant(day, layer.hours.end, zone), turn.ends_at)
        if begins_at < ends_at:
            yield Shift(begins_at, ends_at, turn.person)
        day += _DAY
