"""A system's year day by day as a picture, with the same figures as words.

Numbers of the pictures are text, so that no language puts a comma in. Days are local ones of the
contract's zone.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contracts.papers.figures import duration, percent
from contracts.rules.availability import shown_availability
from contracts.rules.day_strip import LONG, DayMark, DayOfStrip
from contracts.selectors.availability_days import MonthOfSystem, SystemOverMonths
from contracts.web.statement_strip import say_day

CELL, LEFT, TOP = 10, 30, 10
MONTHS_A_YEAR, MOST_DAYS = 12, 31
VERY_LONG = 4 * 60 * 60
"""From so many counted seconds on, a day has the deepest shade of a year."""
_MARKED_DAYS = (1, 5, 10, 15, 20, 25, 30)
_LOOK = {
    DayMark.CLEAR: ("clear", 2, 5, 5),
    DayMark.SHORT: ("depth-1", 1, 7, 7),
    DayMark.LONG: ("depth-2", 0, 9, 9),
    DayMark.NOT_COUNTED: ("excl", 0, 9, 4),
    DayMark.NOT_COMMITTED: ("outside", 3, 3, 3),
    DayMark.AHEAD: ("ahead", 3, 3, 3),
}
"""Of each mark: a class of the sheet, where it begins in its cell, its width, its height."""
_DEEPEST = ("depth-3", 0, 9, 9)


@dataclass(frozen=True)
class Label:
    """A word beside a picture."""

    x: str
    y: str
    text: str


@dataclass(frozen=True)
class Cell:
    """One day of the year; ``look`` is a class of the sheet, the size says the same."""

    x: str
    y: str
    width: str
    height: str
    look: str
    said: str


@dataclass(frozen=True)
class MonthSaid:
    """A month in words; ``days``: those with an interruption, or with what was not counted."""

    name: str
    committed: str
    downtime: str
    availability: str
    target: str
    is_missed: bool
    is_over: bool
    days: Sequence[str]


@dataclass(frozen=True)
class YearMap:
    """A year of a system, twelve months of days, and the same as a table."""

    name: str
    cells: Sequence[Cell]
    months: Sequence[Label]
    days: Sequence[Label]
    rows: Sequence[MonthSaid]
    sentence: str
    said: str
    width: int = LEFT + MOST_DAYS * CELL
    height: int = TOP + MONTHS_A_YEAR * CELL


def year_map(system: SystemOverMonths, year: int) -> YearMap:
    """Draw a system's year; months in which it did not stand are outside."""
    firsts = [date(year, number, 1) for number in range(1, MONTHS_A_YEAR + 1)]
    found = [(first, system.month_named(first)) for first in firsts]
    read = [each for _first, each in found if each is not None]
    named = _("%(system)s in %(year)s.") % {"system": system.configuration.name, "year": year}
    return YearMap(
        name=system.configuration.name,
        cells=[cell for each in read for cell in _cells(each)],
        months=[
            Label("0", f"{TOP + row * CELL + 7}", short_month(first))
            for row, first in enumerate(firsts)
        ],
        days=[Label(f"{LEFT + (day - 1) * CELL + 4}", "7", str(day)) for day in _MARKED_DAYS],
        rows=[month_said(each) for each in read if each.has_begun],
        sentence=_said_of_year(read),
        said=f"{named} {_said_of_year(read)}",
    )


def month_said(read: MonthOfSystem) -> MonthSaid:
    """Say a month of a system."""
    return MonthSaid(
        name=capfirst(date_format(read.month, "F Y")),
        committed=duration(read.committed),
        downtime=duration(read.downtime),
        availability=_availability_said(read),
        target=percent(read.target.normalize()),
        is_missed=read.is_missed,
        is_over=read.is_over,
        days=[say_day(each) for each in read.days if _is_marked(each)],
    )


def _cells(read: MonthOfSystem) -> Iterator[Cell]:
    top = TOP + (read.month.month - 1) * CELL
    for each in read.days:
        look, inset, width, height = _look(each)
        left = LEFT + (each.day.day - 1) * CELL
        y = top + (9 - height if each.mark == DayMark.NOT_COUNTED else inset)
        yield Cell(
            f"{left + inset}", f"{y}", f"{width}", f"{height}", look, capfirst(say_day(each))
        )


def _look(of: DayOfStrip) -> tuple[str, int, int, int]:
    return _DEEPEST if of.counted >= VERY_LONG else _LOOK[of.mark]


def _is_marked(of: DayOfStrip) -> bool:
    return of.mark in {DayMark.SHORT, DayMark.LONG, DayMark.NOT_COUNTED}


def _said_of_year(read: Sequence[MonthOfSystem]) -> str:
    """Say a year in a few sentences, for whoever does not see it."""
    days = [day for each in read for day in each.days if day.counted]
    long = sum(day.counted >= LONG for day in days)
    counted = sum((each.downtime for each in read), Fraction(0))
    said = []
    if not read:
        said.append(_("It did not stand under this contract."))
    elif not days:
        said.append(_("No interruption was counted."))
    else:
        sentence = ngettext(
            "Interrupted on %(count)s day, %(time)s in all.",
            "Interrupted on %(count)s days, %(time)s in all.",
            len(days),
        )
        said.append(sentence % {"count": len(days), "time": duration(counted)})
        sentence = ngettext(
            "On %(count)s of them for 30 minutes and more.",
            "On %(count)s of them for 30 minutes and more.",
            long,
        )
        said.append(sentence % {"count": long})
    return " ".join(said)


def _availability_said(read: MonthOfSystem) -> str:
    seen = read.availability
    return _("not measured") if seen is None else percent(shown_availability(seen))


def short_month(month: date) -> str:
    """Say a month in so few letters as a picture has room for."""
    return date_format(month, "N")
