"""What a configuration can hold, as pages show it: in words, as blocks, and as a table.

A client reads the availability and how parts stand by; how reliable products are, what is lost in
which block, and money are the vendors'. Numbers of the pictures are text, so that no language puts
a comma in.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import ROUND_FLOOR, Decimal
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from contracts.choices import AttainableMethod, NotReckoned
from contracts.models import Attainable
from contracts.rules.written_values import write_duration
from contracts.web.gap_pictures import hours_said
from contracts.wording import say_percentage

_FOUR = Decimal("0.0001")
_A_MINUTE = timedelta(minutes=1)
_SECONDS_UNTIL = 10 * _A_MINUTE
_MOST_BOXES = 4
_BOX, _STEP = 16, 21
_BAR = 100


@dataclass(frozen=True)
class Box:
    """A part in the picture of a block; ``look`` is a class of the sheet."""

    y: str
    middle: str
    look: str


@dataclass(frozen=True)
class ShownPart:
    """A product of a block, for the vendors; empty where it is not known."""

    product: str
    count: int
    mtbf: str
    hands_on: str
    down: str


@dataclass(frozen=True)
class ShownBlock:
    """A block of the picture, and its row in the table."""

    name: str
    needed: str
    failover: str
    boxes: Sequence[Box]
    more: int
    more_y: str
    lost: str
    bar: str
    is_weakest: bool
    parts: Sequence[ShownPart]


@dataclass(frozen=True)
class ShownAttainable:
    """A figure as a page shows it."""

    figure: Attainable
    availability: str
    least: str
    most: str
    target: str
    is_exact: bool
    method: str
    look: str
    """A class of the sheet: whether the target is met."""
    verdict: str
    reason: str
    lost_a_year: str
    weakest: str
    weakest_in: str
    weakest_gain: str
    months_kept: str
    years: str
    blocks: Sequence[ShownBlock]
    height: int
    """Of the picture, the same for all blocks, so that their wires meet."""

    @property
    def middle(self) -> str:
        return str(self.height // 2)

    @property
    def has_figure(self) -> bool:
        return self.figure.availability is not None


def shown_attainable(figure: Attainable) -> ShownAttainable:
    """Return what a page shows of a figure; the template leaves out what is not for a client."""
    detail: Mapping[str, Any] = figure.detail
    weaknesses = detail.get("weaknesses") or [{}]
    covered = detail.get("covered_seconds", 0)
    look, verdict = _verdict(figure)
    lost = 1 - figure.availability / 100 if figure.availability is not None else Decimal(0)
    return ShownAttainable(
        figure=figure,
        availability=say_availability(figure.availability),
        least=say_availability(figure.least),
        most=say_availability(figure.most),
        target=say_percentage(figure.target) if figure.target is not None else "",
        is_exact=figure.least == figure.most,
        method=str(AttainableMethod(figure.method).label) if figure.method else "",
        look=look,
        verdict=verdict,
        reason=str(NotReckoned(figure.reason).label) if figure.reason else "",
        lost_a_year=_time_said(float(lost) * covered),
        weakest=figure.weakest,
        weakest_in=weaknesses[0].get("block", ""),
        weakest_gain=_time_said(weaknesses[0].get("gain", 0) * covered),
        months_kept=_share_said(detail.get("months_kept", 0)),
        years=number_format(detail.get("years", 0), force_grouping=True),
        blocks=_blocks(detail, weaknesses[0].get("block", ""), covered),
        height=_height(detail),
    )


def say_availability(figure: Decimal | None) -> str:
    """Write an availability with four decimals, rounded down, as statements do."""
    if figure is None:
        return ""
    rounded = figure.quantize(_FOUR, ROUND_FLOOR)
    return f"{number_format(rounded, decimal_pos=4)}\N{NO-BREAK SPACE}%"


def _verdict(figure: Attainable) -> tuple[str, str]:
    if figure.least is None or figure.most is None or figure.target is None:
        return "", ""
    said = {"target": say_percentage(figure.target)}
    if figure.least >= figure.target:
        return "is-ok", _("On average it holds the %(target)s that the contract promises.") % said
    if figure.most < figure.target:
        return "is-crit", _(
            "On average it does not hold the %(target)s that the contract promises."
        ) % said
    return "is-warn", _("Too close to tell: the %(target)s promised lie in the interval.") % said


def _blocks(detail: Mapping[str, Any], weakest: str, covered: int) -> list[ShownBlock]:
    blocks = detail.get("blocks", [])
    most = max((each["unavailability"] or 0 for each in blocks), default=0)
    height = _height(detail)
    return [_block(each, height, weakest=weakest, covered=covered, most=most) for each in blocks]


def _height(detail: Mapping[str, Any]) -> int:
    rows = max((each["count"] for each in detail.get("blocks", [])), default=1)
    return min(rows, _MOST_BOXES) * _STEP + _STEP - _BOX


def _block(
    block: Mapping[str, Any], height: int, *, weakest: str, covered: int, most: float
) -> ShownBlock:
    count, needed, lost = block["count"], block["needed"], block["unavailability"]
    shown = count if count <= _MOST_BOXES else _MOST_BOXES - 1
    first = (height - min(count, _MOST_BOXES) * _STEP + _STEP - _BOX) // 2
    return ShownBlock(
        name=block["name"],
        needed=_("%(needed)s of %(count)s") % {"needed": needed, "count": count},
        failover=write_duration(timedelta(seconds=block["failover_seconds"]))
        if block["failover_seconds"]
        else "",
        boxes=[
            Box(
                str(first + place * _STEP),
                str(first + place * _STEP + _BOX // 2),
                "carries" if place < needed else "stands-by",
            )
            for place in range(shown)
        ],
        more=count - shown,
        more_y=str(first + shown * _STEP + _BOX - 4),
        lost="" if lost is None else _time_said(lost * covered),
        bar=str(round(_BAR * lost / most)) if lost and most else "0",
        is_weakest=block["name"] == weakest,
        parts=[_part(each) for each in block["parts"]],
    )


def _part(part: Mapping[str, Any]) -> ShownPart:
    return ShownPart(
        product=part["product"],
        count=part["count"],
        mtbf="" if part["mtbf_hours"] is None else hours_said_of(part["mtbf_hours"]),
        hands_on=_length(part["mttr_seconds"]),
        down=_length(part["down_seconds"]),
    )


def hours_said_of(hours: int) -> str:
    """Say a number of hours: 45 000 h."""
    return f"{number_format(hours, force_grouping=True)}\N{NO-BREAK SPACE}h"


def _length(seconds: int | None) -> str:
    return "" if seconds is None else _time_said(seconds)


def _time_said(seconds: float) -> str:
    """Say an amount of a year: to the second where it is small, to the minute, then to the hour."""
    if 0 < seconds < 1:
        return _("less than 1 s")
    length = timedelta(seconds=round(seconds))
    if length >= _SECONDS_UNTIL:
        length = round(length / _A_MINUTE) * _A_MINUTE
    return hours_said(length)


def _share_said(part: float) -> str:
    """Say a part in percent, rounded down to a tenth."""
    tenths = int(part * 1_000)
    return f"{number_format(Decimal(tenths) / 10, decimal_pos=1)}\N{NO-BREAK SPACE}%"
