"""Availability as pictures: a month day by day, a year day by day, the trend against the target.

Numbers of the pictures are text, so that no language puts a comma in; a table says the same.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.utils.dateformat import format as format_date
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from contracts.papers.figures import duration
from contracts.rules.availability import Measured, Span, intersection, second_of, shown_availability
from contracts.rules.committed import span_of_month
from contracts.rules.day_strip import DayMark, DayOfStrip, Held, strip_of
from contracts.rules.responsibility import VENDORS
from contracts.selectors.availability import AsOf, SystemAvailability
from contracts.web.statement_strip import say_day

STEP, CELL = 10, 8
LEFT, HEAD = 34, 12
TREND_WIDTH, TREND_HEIGHT, TREND_LEFT, TREND_TOP = 480, 130, 62, 10
_MONTHS = 12
_LOOKS = {
    DayMark.CLEAR: ("", 12, 24),
    DayMark.SHORT: ("warn", 0, 36),
    DayMark.LONG: ("crit", 0, 36),
    DayMark.NOT_COUNTED: ("excl", 24, 12),
    DayMark.NOT_COMMITTED: ("idle", 12, 24),
}
_MARKED = {DayMark.SHORT, DayMark.LONG, DayMark.NOT_COUNTED}


@dataclass(frozen=True)
class Day:
    """A day of a picture; ``look`` is a class of the sheet, ``says`` the day in words."""

    x: str
    y: str
    height: str
    look: str
    says: str


@dataclass(frozen=True)
class Strip:
    """A month: a mark for each day; ``says`` all of it in a sentence or two."""

    width: int
    days: Sequence[Day]
    first: date
    last: date
    says: str


@dataclass(frozen=True)
class YearRow:
    """A month of the year: where it stands, and the same in words for a table."""

    y: str
    name: str
    short: str
    days: Sequence[Day]
    availability: Decimal | None
    downtime: str
    marked: Sequence[str]


@dataclass(frozen=True)
class Point:
    """A month of the trend."""

    x: str
    y: str
    letter: str
    is_below: bool


@dataclass(frozen=True)
class Trend:
    """The months' availability against the target; ``path`` joins the measured ones."""

    points: Sequence[Point]
    path: str
    target_y: str
    labels: Sequence[tuple[str, Decimal]]


def strip(of: SystemAvailability, as_of: AsOf, zone: ZoneInfo) -> Strip:
    """Draw the month of an instant, day by day; days to come are idle."""
    found = _days_of(of, as_of.month, as_of, zone)
    marked = [each for each in found if each.mark in _MARKED]
    said = [f"{capfirst(say_day(each))}." for each in marked]
    said.append(_("The other days, without interruption.") if said else _("Without interruption."))
    return Strip(
        width=len(found) * STEP - STEP + CELL,
        days=[_drawn(place, each, as_of) for place, each in enumerate(found)],
        first=found[0].day,
        last=found[-1].day,
        says=" ".join(said),
    )


def year(of: SystemAvailability, as_of: AsOf, zone: ZoneInfo) -> list[YearRow]:
    """Draw the months of the year so far, a row for each, day by day."""
    rows = []
    for place, (month, measured) in enumerate(of.months):
        found = _days_of(of, month, as_of, zone)
        rows.append(
            YearRow(
                y=f"{HEAD + place * STEP}",
                name=format_date(month, "F"),
                short=format_date(month, "N"),
                days=[_cell(day, HEAD + place * STEP, as_of) for day in found],
                availability=shown(measured),
                downtime=duration(int(measured.downtime)),
                marked=[say_day(day) for day in found if day.mark in _MARKED],
            )
        )
    return rows


def trend(of: SystemAvailability, target: Decimal) -> Trend | None:
    """Draw the availability of the year's months; None where none was measured."""
    values = [(month, shown(measured)) for month, measured in of.months]
    known = [value for _month, value in values if value is not None]
    if not known:
        return None
    low = min(*known, target - (100 - target), Decimal("99.99"))
    high = Decimal(100)

    def down(value: Decimal) -> Decimal:
        return TREND_TOP + (high - value) / (high - low) * (TREND_HEIGHT - 2 * TREND_TOP)

    step = Decimal(TREND_WIDTH - TREND_LEFT) / _MONTHS
    points = [
        Point(
            x=f"{TREND_LEFT + step * month.month - step / 2:.1f}",
            y=f"{down(value):.1f}",
            letter=format_date(month, "F")[0].upper(),
            is_below=value < target,
        )
        for month, value in values
        if value is not None
    ]
    return Trend(
        points=points,
        path=" ".join(f"{each.x},{each.y}" for each in points),
        target_y=f"{down(target):.1f}",
        labels=[(f"{down(value):.1f}", value) for value in {high, target, low}],
    )


def shown(measured: Measured) -> Decimal | None:
    """Return a measured availability as it is shown; None where nothing was committed."""
    availability = measured.availability
    return None if availability is None else shown_availability(availability)


def _days_of(of: SystemAvailability, month: date, as_of: AsOf, zone: ZoneInfo) -> list[DayOfStrip]:
    span, now = span_of_month(month, zone), second_of(as_of.at)
    so_far: list[Span] = [(span[0], min(span[1], now))]
    measured = dict(of.months)[month]
    return strip_of(
        span,
        zone,
        first=month,
        committed=intersection(of.spans, so_far),
        held=[Held((each.begins, each.ends), each.held_by(VENDORS)) for each in measured.slices],
        maintenance=intersection(of.maintenance, so_far),
    )


def _drawn(place: int, day: DayOfStrip, as_of: AsOf) -> Day:
    look, y, height = _LOOKS[day.mark]
    return Day(f"{place * STEP}", f"{y}", f"{height}", look, _say(day, as_of))


def _cell(day: DayOfStrip, y: int, as_of: AsOf) -> Day:
    x = LEFT + (day.day.day - 1) * STEP
    return Day(f"{x}", f"{y}", f"{CELL}", _LOOKS[day.mark][0], _say(day, as_of))


def _say(day: DayOfStrip, as_of: AsOf) -> str:
    """Say a day; one that is still to come as such."""
    if day.day <= as_of.day:
        return say_day(day)
    return _("%(day)s: still to come") % {"day": format_date(day.day, "j F")}


def marked_days() -> Iterator[tuple[str, str]]:
    """Yield the days of a month that are named above the year, and where."""
    for day in (1, 8, 15, 22, 29):
        yield f"{LEFT + (day - 1) * STEP}", f"{day}"
