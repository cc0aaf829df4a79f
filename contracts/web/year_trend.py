"""A system's months against their targets as a picture, with the same figures as words.

Numbers of the picture are text, so that no language puts a comma in.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contracts.papers.figures import number, percent
from contracts.selectors.availability_days import MonthOfSystem, SystemOverMonths
from contracts.web.year_map import Label, MonthSaid, month_said, short_month

_STEP, _HEIGHT, _TREND_LEFT, _TREND_TOP = 26, 90, 44, 8
_WHOLE = Fraction(100)
_LEAST_DEPTH = Fraction(1, 1000)
_HEADROOM = Fraction(5, 4)


@dataclass(frozen=True)
class Point:
    """A month of the trend; ``look`` is a class of the sheet."""

    x: str
    y: str
    look: str
    said: str


@dataclass(frozen=True)
class Trend:
    """Months against their targets: lines of points, dots, the target as a stepped line."""

    name: str
    lines: Sequence[str]
    points: Sequence[Point]
    targets: Sequence[str]
    labels: Sequence[Label]
    scale: Sequence[Label]
    rows: Sequence[MonthSaid]
    said: str
    width: int
    height: int


def trend_of(system: SystemOverMonths) -> Trend:
    """Draw a system's months against their targets; a month that was not measured is a gap.

    The scale goes from 100 % down to a little below the worst of all of them.
    """
    months = [each for each in system.months if each.has_begun]
    worst = [each.availability * 100 for each in months if each.availability is not None]
    low = min([*worst, *(Fraction(each.target) for each in months)], default=_WHOLE)
    depth = max((_WHOLE - low) * _HEADROOM, _LEAST_DEPTH)
    rows = [month_said(each) for each in months]
    return Trend(
        name=system.configuration.name,
        lines=list(_lines(months, depth)),
        points=[
            Point(_x(place), _y(each.availability * 100, depth), _dot(each), _point_said(row))
            for place, (each, row) in enumerate(zip(months, rows, strict=True))
            if each.availability is not None
        ],
        targets=[
            f"{_x(place, -_STEP // 2)},{_y(Fraction(each.target), depth)} "
            f"{_x(place, _STEP // 2)},{_y(Fraction(each.target), depth)}"
            for place, each in enumerate(months)
        ],
        labels=[
            Label(_x(place), f"{_TREND_TOP + _HEIGHT + 12}", short_month(each.month))
            for place, each in enumerate(months)
        ],
        scale=_scale(months, depth),
        rows=rows,
        said=_said_of_trend(system),
        width=_TREND_LEFT + max(len(months), 1) * _STEP,
        height=_TREND_TOP + _HEIGHT + 16,
    )


def _x(place: int, beside: int = 0) -> str:
    return f"{_TREND_LEFT + place * _STEP + _STEP // 2 + beside}"


def _y(of: Fraction, depth: Fraction) -> str:
    return f"{float(_TREND_TOP + (_WHOLE - of) / depth * _HEIGHT):.2f}"


def _lines(months: Sequence[MonthOfSystem], depth: Fraction) -> Iterator[str]:
    """Yield the points of each run of months that were measured."""
    run: list[str] = []
    for place, each in enumerate(months):
        if each.availability is None:
            yield from [" ".join(run)] if len(run) > 1 else []
            run = []
        else:
            run.append(f"{_x(place)},{_y(each.availability * 100, depth)}")
    yield from [" ".join(run)] if len(run) > 1 else []


def _scale(months: Sequence[MonthOfSystem], depth: Fraction) -> list[Label]:
    """Return what the picture's left edge says: 100 %, and the last month's target."""
    found = [Label("0", f"{_TREND_TOP + 3}", percent(Decimal(100)))]
    if months:
        target = months[-1].target
        y = max(float(_y(Fraction(target), depth)) + 3, _TREND_TOP + 13)
        found.append(Label("0", f"{y:.2f}", percent(target.normalize())))
    return found


def _dot(of: MonthOfSystem) -> str:
    look = "missed" if of.is_missed else "kept"
    return look if of.is_over else f"{look} so-far"


def _point_said(row: MonthSaid) -> str:
    said = {"month": row.name, "availability": row.availability, "target": row.target}
    if row.is_over:
        return _("%(month)s: %(availability)s, target %(target)s") % said
    return _("%(month)s so far: %(availability)s, target %(target)s") % said


def _said_of_trend(system: SystemOverMonths) -> str:
    measured = [each for each in system.months if each.availability is not None]
    missed = [each for each in measured if each.is_missed]
    said = [
        ngettext(
            "%(system)s, %(count)s measured month.",
            "%(system)s, %(count)s measured months.",
            len(measured),
        )
        % {"system": system.configuration.name, "count": number(len(measured))}
    ]
    if measured and not missed:
        said.append(_("All of them keep the target."))
    said += [f"{_point_said(month_said(each))}." for each in missed]
    return " ".join(said)
