"""A month as a line of days, on which outages and maintenance are bars that can be dragged.

Units of the picture are minutes of wall-clock time across, and points down; numbers are text, so
that no language puts a comma in. The rows below it say the same.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation

from contracts.dates import say_date, say_date_and_time
from contracts.rules.committed import days_of_month
from contracts.selectors.simulation import SimulationGround, SupposedSystem
from contracts.web.simulate_rows import Row

WIDTH, LANE, TOP = 1200, 46, 22
MINUTES_A_DAY = 24 * 60
_BAR = 26
_NAMED = 17
"""So much of a lane has its system’s name."""
_LEAST = 14
"""So wide is what can be grasped of the shortest bar."""
_MARKED = 5
_MINUTE = timedelta(minutes=1)
_WHOLE = 100


@dataclass(frozen=True)
class Part:
    """What one party bears of a bar: a slice of its height."""

    party: str
    y: str
    height: str


@dataclass(frozen=True)
class Bar:
    """A row as a bar: where its shape lies, and the wider stretch that can be grasped."""

    row: Row
    x: str
    width: str
    grasp_x: str
    grasp_width: str
    y: str
    parts: Sequence[Part]
    begins: int
    says: str


@dataclass(frozen=True)
class Picture:
    """A month: a lane for each system, a tick for each day."""

    first: date
    minutes: int
    width: int
    height: int
    bar_height: int
    ticks: Sequence[tuple[str, str]]
    lanes: Sequence[tuple[str, SupposedSystem]]
    bars: Sequence[Bar]


def picture_of(on: SimulationGround, rows: Sequence[Row]) -> Picture:
    """Draw a month; a row of which the times cannot be read has no bar."""
    days = days_of_month(on.month)
    scale = Decimal(WIDTH) / (days * MINUTES_A_DAY)
    lanes = {f"{each.key}": place for place, each in enumerate(on.systems)}
    ticks = [
        (f"{day * MINUTES_A_DAY * scale:.2f}", _day_said(on.month, day) if _is_marked(day) else "")
        for day in range(days)
    ]
    return Picture(
        first=on.month,
        minutes=days * MINUTES_A_DAY,
        width=WIDTH,
        height=TOP + LANE * len(on.systems),
        bar_height=_BAR,
        ticks=ticks,
        lanes=[(f"{TOP + LANE * place}", each) for place, each in enumerate(on.systems)],
        bars=list(_bars(on, rows, lanes, scale)),
    )


def _bars(
    on: SimulationGround, rows: Sequence[Row], lanes: dict[str, int], scale: Decimal
) -> Iterator[Bar]:
    for row in rows:
        begins, ends = (_minute(row.said[name], on.month) for name in ("start", "end"))
        if begins is None or ends is None or ends < begins:
            continue
        top = TOP + LANE * lanes.get(row.said["system"], 0) + _NAMED
        x, width = begins * scale, max((ends - begins) * scale, Decimal(2))
        grasp = max(width, Decimal(_LEAST))
        yield Bar(
            row=row,
            x=f"{x:.2f}",
            width=f"{width:.2f}",
            grasp_x=f"{x - (grasp - width) / 2:.2f}",
            grasp_width=f"{grasp:.2f}",
            y=f"{top}",
            parts=list(_parts(row, top)),
            begins=begins,
            says=f"{_wall_said(row.said['start'])} – {_wall_said(row.said['end'])}",
        )


def _parts(row: Row, top: int) -> Iterator[Part]:
    """Yield what each party bears; of maintenance, all of it is nobody's."""
    if not row.is_outage:
        yield Part("maintenance", f"{top}", f"{_BAR}")
        return
    y = Decimal(top)
    for party, text in row.percents:
        share = _share(text) * _BAR / _WHOLE
        yield Part(party, f"{y:.2f}", f"{share:.2f}")
        y += share


def _share(text: str) -> Decimal:
    try:
        figure = Decimal(text.replace(",", ".") or "0")
    except InvalidOperation:
        return Decimal(0)
    return min(max(figure, Decimal(0)), Decimal(_WHOLE)) if figure.is_finite() else Decimal(0)


def _minute(text: str, month: date) -> int | None:
    """Return the minute of the month's wall clock at which a written time lies."""
    try:
        wall = datetime.fromisoformat(text)
    except ValueError:
        return None
    if wall.tzinfo is not None:
        return None
    return (wall - datetime(month.year, month.month, 1)) // _MINUTE  # noqa: DTZ001  a wall clock


def _wall_said(text: str) -> str:
    return say_date_and_time(datetime.fromisoformat(text))


def _day_said(month: date, day: int) -> str:
    return say_date(month + timedelta(days=day), "j N")


def _is_marked(day: int) -> bool:
    return day % _MARKED == 0
