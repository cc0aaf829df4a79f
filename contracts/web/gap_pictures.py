"""The gap as pictures and sentences: the hours of a week, the months, what comes too late.

Numbers of the pictures are text, so that no language puts a comma in; a table says the same.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.formats import date_format, number_format
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contracts.choices import Impact, Promised
from contracts.dates import say_date
from contracts.rules.gap import ImpactGap, PromiseGap
from contracts.rules.written_values import write_duration
from contracts.selectors.gaps import GapRead

CELL, LEFT, TOP = 10, 34, 12
_HOURS_A_DAY = 24
_NO_TIME = timedelta()
_AN_HOUR = timedelta(hours=1)
_MANY = 10
_MARKED_HOURS = range(0, _HOURS_A_DAY, 6)
_HALF = 0.5
_LEVELS: Sequence[Promise] = (
    gettext_lazy("never"),
    gettext_lazy("some weeks"),
    gettext_lazy("most weeks"),
    gettext_lazy("every week"),
)
NEVER, SOME, MOST, EVERY = range(4)
NOT_PROMISED = -1


@dataclass(frozen=True)
class Cell:
    """An hour of the week in the picture; ``look`` is a class of the sheet."""

    x: str
    y: str
    look: str


@dataclass(frozen=True)
class Label:
    """A word beside the picture."""

    x: str
    y: str
    text: str


@dataclass(frozen=True)
class HeatMap:
    """A week, seven days of twenty-four hours, and the same as words for each day."""

    cells: Sequence[Cell]
    days: Sequence[Label]
    hours: Sequence[Label]
    rows: Sequence[tuple[str, Sequence[str]]]
    width: int
    height: int


@dataclass(frozen=True)
class Bar:
    """A month: how much of the client's hours is open, as a bar and in words."""

    x: str
    y: str
    height: str
    letter: Label
    name: str
    hours: str


@dataclass(frozen=True)
class ShownPromise:
    """One promise to the client, and what is beneath it; durations as contracts write them."""

    label: str
    to_client: str
    of_publisher: str
    uncovered: str
    too_loose: str
    breaking: str
    is_kept: bool
    is_unpromised: bool
    worst_at: str
    worst_due_at: str
    worst_done_at: str
    excess: str


@dataclass(frozen=True)
class ShownImpact:
    """One situation: its promises, its week and its months."""

    impact: Impact
    label: str
    breaking: str
    percent: str
    is_open: bool
    promises: Sequence[ShownPromise]
    week: HeatMap
    bars: Sequence[Bar]


_PROMISED = {
    Promised.RESPOND: gettext_lazy("Call back"),
    Promised.RESTORE: gettext_lazy("Restoration"),
}


def shown_impacts(read: GapRead) -> list[ShownImpact]:
    """Return what a page shows of each situation, the gravest first."""
    return [_shown(each, read) for each in read.gap.impacts]


def hours_said(length: timedelta) -> str:
    """Say an amount of a year in hours: 4 380 h; a small one to the minute."""
    if length < _MANY * _AN_HOUR:
        return write_duration(length).replace(" ", "\N{NO-BREAK SPACE}") if length else "0"
    hours = number_format(round(length / _AN_HOUR), decimal_pos=0, force_grouping=True)
    return f"{hours}\N{NO-BREAK SPACE}h"


def moment_said(at: datetime, zone: ZoneInfo) -> str:
    """Say an instant with its day of the week, on the wall clock of a zone."""
    local = at.astimezone(zone)
    said = {
        "weekday": WEEKDAYS[local.weekday()],
        "day": say_date(local.date(), "j F"),
        "time": f"{local:%H:%M}",
    }
    return _("%(weekday)s %(day)s, %(time)s") % said


def share_said(part: timedelta, whole: timedelta) -> str:
    """Say a part in percent, rounded up, so that what is open is never shown as nothing."""
    if not whole:
        return "–"
    percent = -(-part * 1000 // whole) / 10
    places = 0 if percent == int(percent) else 1
    return f"{number_format(percent, decimal_pos=places)}\N{NO-BREAK SPACE}%"


def _shown(of: ImpactGap, read: GapRead) -> ShownImpact:
    return ShownImpact(
        impact=of.impact,
        label=str(of.impact.label),
        breaking=hours_said(of.breaking),
        percent=share_said(of.breaking, read.gap.covered),
        is_open=bool(of.breaking),
        promises=[_shown_promise(of.impact, each, read) for each in of.promises],
        week=heat_map(of.week, read.gap.week),
        bars=_bars(of.months, read.gap.months),
    )


def _shown_promise(impact: Impact, of: PromiseGap, read: GapRead) -> ShownPromise:
    beneath = read.of_publisher.within if read.of_publisher else {}
    worst = of.worst
    moments = (worst.at, worst.due_at, worst.done_at) if worst else ()
    at, due_at, done_at = [moment_said(each, read.zone) for each in moments] or [""] * 3
    return ShownPromise(
        label=str(_PROMISED[of.promised]),
        to_client=_within(read.to_client.within.get((impact, of.promised))),
        of_publisher=_within(beneath.get((impact, of.promised))),
        uncovered=hours_said(of.uncovered),
        too_loose=hours_said(of.too_loose),
        breaking=hours_said(of.breaking),
        is_kept=not of.breaking,
        is_unpromised=bool(of.unpromised) and of.unpromised == of.breaking,
        worst_at=at,
        worst_due_at=due_at,
        worst_done_at=done_at,
        excess=hours_said(worst.excess) if worst else "",
    )


def _within(length: timedelta | None) -> str:
    return write_duration(length).replace(" ", "\N{NO-BREAK SPACE}") if length else ""


def heat_map(gap: Sequence[timedelta], covered: Sequence[timedelta]) -> HeatMap:
    """Draw how often each hour of the week is open, of the times that the client's hours count."""
    levels = [_level(*each) for each in zip(gap, covered, strict=True)]
    return HeatMap(
        cells=[
            Cell(
                f"{LEFT + hour * CELL}",
                f"{TOP + day * CELL}",
                "none" if level == NOT_PROMISED else f"open-{level}",
            )
            for day in range(7)
            for hour, level in enumerate(_of_day(levels, day))
        ],
        days=[
            Label("0", f"{TOP + day * CELL + 8}", capfirst(str(WEEKDAYS_ABBR[day])))
            for day in range(7)
        ],
        hours=[Label(f"{LEFT + hour * CELL}", "9", f"{hour:02}") for hour in _MARKED_HOURS],
        rows=[
            (capfirst(str(WEEKDAYS[day])), list(_spells(_of_day(levels, day)))) for day in range(7)
        ],
        width=LEFT + _HOURS_A_DAY * CELL,
        height=TOP + 7 * CELL,
    )


def _of_day(levels: Sequence[int], day: int) -> Sequence[int]:
    return levels[day * _HOURS_A_DAY : (day + 1) * _HOURS_A_DAY]


def _level(gap: timedelta, covered: timedelta) -> int:
    if not covered:
        return NOT_PROMISED
    if not gap:
        return NEVER
    if gap == covered:
        return EVERY
    return MOST if gap / covered >= _HALF else SOME


def _spells(levels: Sequence[int]) -> Iterator[str]:
    """Yield the stretches of a day that are open, in words."""
    for level, group in groupby(range(_HOURS_A_DAY), key=lambda hour: levels[hour]):
        hours = list(group)
        if level > NEVER:
            said = {"first": f"{hours[0]:02}:00", "last": f"{hours[-1] + 1:02}:00"}
            yield _("%(first)s–%(last)s, %(often)s") % {**said, "often": _LEVELS[level]}


_BAR_WIDTH, _BAR_HEIGHT = 20, 40


def _bars(months: Sequence[timedelta], firsts: Sequence[date]) -> list[Bar]:
    highest = max(months, default=_NO_TIME)
    bars = []
    for place, (length, first) in enumerate(zip(months, firsts, strict=True)):
        height = _BAR_HEIGHT * (length / highest) if highest else 0.0
        x = place * _BAR_WIDTH
        letter = date_format(first, "N")[0].upper()
        bars.append(
            Bar(
                f"{x + 2}",
                f"{_BAR_HEIGHT - height:.2f}",
                f"{height:.2f}",
                Label(f"{x + _BAR_WIDTH / 2:.0f}", f"{_BAR_HEIGHT + 11}", letter),
                capfirst(date_format(first, "F Y")),
                hours_said(length),
            )
        )
    return bars
