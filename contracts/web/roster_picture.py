"""The weeks of a roster as a picture: a row a week, a bar a shift, gaps in red; numbers as text."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import formats
from django.utils.translation import pgettext

from contracts import dates
from contracts.selectors.duty import Duty

WIDTH, _MARGIN = 1000, 96
WEEKS = 6
ROW = 44
_CHARACTER = 8.2
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Bar:
    """A shift in a week; its label is what fits into it."""

    x: str
    width: str
    label_x: str
    label: str
    name: str
    is_gap: bool


@dataclass(frozen=True)
class Day:
    x: str
    label: str
    is_today: bool


@dataclass(frozen=True)
class Week:
    label: str
    y: int
    days: Sequence[Day]
    bars: Sequence[Bar]


@dataclass(frozen=True)
class Picture:
    width: int
    height: int
    weeks: Sequence[Week]


def first_instant(at: datetime, zone: ZoneInfo) -> datetime:
    """Return the beginning of the local week in which an instant lies."""
    today = at.astimezone(zone).date()
    return _midnight(today - today.weekday() * _DAY, zone)


def last_instant(at: datetime, zone: ZoneInfo) -> datetime:
    """Return the end of the last local week of the picture."""
    today = at.astimezone(zone).date()
    return _midnight(today + (7 * WEEKS - today.weekday()) * _DAY, zone)


def draw_weeks(shifts: Sequence[Duty], *, at: datetime, zone: ZoneInfo) -> Picture:
    """Draw the shifts of the weeks from the one in which an instant lies."""
    monday = first_instant(at, zone).astimezone(zone).date()
    weeks = [
        _week(
            monday + number * 7 * _DAY, number, shifts, today=at.astimezone(zone).date(), zone=zone
        )
        for number in range(WEEKS)
    ]
    return Picture(WIDTH, WEEKS * ROW, weeks)


def _week(
    monday: date, number: int, shifts: Sequence[Duty], *, today: date, zone: ZoneInfo
) -> Week:
    midnights = [_midnight(monday + day * _DAY, zone) for day in range(8)]
    first, last = midnights[0], midnights[-1]

    def place(instant: datetime) -> float:
        share = (min(max(instant, first), last) - first) / (last - first)
        return _MARGIN + share * (WIDTH - _MARGIN)

    days = [
        Day(f"{place(midnight):.1f}", formats.date_format(day, "D j"), day == today)
        for midnight, day in zip(midnights, (monday + n * _DAY for n in range(7)), strict=False)
    ]
    label = dates.say_date(monday, pgettext("format of a day, short and without its year", "j M"))
    return Week(label, number * ROW, days, list(_bars(shifts, first, last, place)))


def _bars(
    shifts: Sequence[Duty], first: datetime, last: datetime, place: Callable[[datetime], float]
) -> Iterator[Bar]:
    for shift in shifts:
        if shift.ends_at <= first or shift.begins_at >= last:
            continue
        left, right = place(shift.begins_at), place(shift.ends_at)
        name = shift.person.name if shift.person else ""
        yield Bar(
            f"{left + 1:.1f}",
            f"{max(right - left - 2, 1):.1f}",
            f"{left + 8:.1f}",
            _fitting(name, right - left - 14),
            name,
            is_gap=shift.person is None,
        )


def _fitting(name: str, width: float) -> str:
    """Return as much of a name as fits: all, the first name, initials, or nothing."""
    words = name.split()
    for said in (name, words[0] if words else "", "".join(word[0] for word in words)):
        if len(said) * _CHARACTER <= width:
            return said
    return ""


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), tzinfo=zone)
