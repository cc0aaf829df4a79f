"""The strip of a month, day by day: a picture, the words that say it, and the same as a table."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.dateformat import format as format_date
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contracts.papers.figures import duration
from contracts.papers.said import Explained, Line
from contracts.rules.day_strip import DayMark, DayOfStrip

STEP, WIDTH = 10, 8
_LOOK = {
    DayMark.CLEAR: ("", 12, 24),
    DayMark.SHORT: ("warn", 0, 36),
    DayMark.LONG: ("crit", 0, 36),
    DayMark.NOT_COUNTED: ("excl", 24, 12),
    DayMark.NOT_COMMITTED: ("idle", 12, 24),
    DayMark.AHEAD: ("ahead", 30, 6),
}


@dataclass(frozen=True)
class StripDay:
    """One day as it is drawn."""

    x: int
    y: int
    height: int
    look: str
    says: str


@dataclass(frozen=True)
class StripRow:
    """One system's month."""

    line: Line
    days: Sequence[StripDay]
    width: int
    says: str


def strip_rows(said: Explained) -> list[StripRow]:
    """Return the strips of all systems."""
    return [_row(each) for each in said.lines]


def _row(line: Line) -> StripRow:
    days = [_day(place, each) for place, each in enumerate(line.days)]
    return StripRow(line, days, max(len(days) * STEP - STEP + WIDTH, 1), _said(line))


def _day(place: int, of: DayOfStrip) -> StripDay:
    look, y, height = _LOOK[of.mark]
    return StripDay(place * STEP, y, height, look, say_day(of))


def say_day(of: DayOfStrip) -> str:
    """Say a day: its date, and what was counted or left out of it."""
    day = format_date(of.day, "j F")
    match of.mark:
        case DayMark.SHORT | DayMark.LONG:
            fact = duration(of.counted)
        case DayMark.NOT_COUNTED:
            fact = _("not counted, %(time)s") % {"time": duration(of.left_out)}
        case DayMark.NOT_COMMITTED:
            fact = _("no hours promised")
        case DayMark.AHEAD:
            fact = _("still to come")
        case _:
            fact = _("without interruption")
    return _("%(day)s: %(fact)s") % {"day": day, "fact": fact}


def _said(line: Line) -> str:
    """Say the month in a sentence or two, for whoever does not see it."""
    marked = [
        each
        for each in line.days
        if each.mark in {DayMark.SHORT, DayMark.LONG, DayMark.NOT_COUNTED}
    ]
    days = ngettext("%(count)s day.", "%(count)s days.", len(line.days))
    said = [days % {"count": len(line.days)}]
    said += [f"{capfirst(say_day(each))}." for each in marked]
    said.append(
        _("The other days, without interruption.") if marked else _("Without interruption.")
    )
    return " ".join(said)
