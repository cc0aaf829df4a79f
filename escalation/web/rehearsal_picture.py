"""A rehearsal as a picture: the ladder over time, who is told, promises, the hours that count.

The axis is stretched where much happens and broken where little does; each instant is written on
it. Numbers of the picture are text, so that no language puts a comma in; the list says the same.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from contracts.models.roster import DUTY_MANAGERS
from escalation.use_cases.rehearse import Happening, Rehearsal
from escalation.web.rehearsal_axis import RIGHT, WIDTH, Axis, axis_of
from escalation.web.rehearsal_words import Reader
from tickets.choices import Due, EventKind, Status

TOP, ROW = 40, 44
_APART, _CHARACTER = 42.0, 7.4
_FILED = "filed"
# The ladder comes from below and goes on upwards, so that its words stand below to the right.
_BELOW, _ABOVE = (9, 17), (-4, -11)
_LADDER = {EventKind.REQUESTED, EventKind.CLIMBED}
Lane = int | str


@dataclass(frozen=True)
class Tick:
    """An instant on the axis; without words where there is no room for them."""

    x: str
    time: str
    day: str


@dataclass(frozen=True)
class Mark:
    """Something that happens, in its lane; ``look`` is a class of the sheet."""

    x: str
    y: str
    look: str
    label: str
    label_x: str
    label_y: str
    anchor: str
    shape: str = "dot"


@dataclass(frozen=True)
class Stretch:
    """A time in the picture."""

    x: str
    width: str


@dataclass(frozen=True)
class Picture:
    """All that is drawn. ``breaks`` are where the axis is broken, ``waits`` the client's time."""

    height: int
    lanes: Sequence[tuple[str, str]]
    ticks: Sequence[Tick]
    breaks: Sequence[str]
    ladder: str
    marks: Sequence[Mark]
    covered: Sequence[Stretch]
    waits: Sequence[Stretch]
    hours_y: int
    foot: int


def draw_rehearsal(rehearsal: Rehearsal, reader: Reader) -> Picture:
    """Draw what would happen for a manager."""
    axis = axis_of(rehearsal)
    lanes = _lanes_of(rehearsal)
    places = {lane: TOP + number * ROW + ROW // 2 + 6 for number, lane in enumerate(lanes)}
    hours_y = TOP + len(lanes) * ROW + 12
    return Picture(
        height=hours_y + 24,
        lanes=[(_name_of(lane, reader), str(y + 4)) for lane, y in places.items()],
        ticks=list(_ticks(axis, reader)),
        breaks=[f"{x:.1f}" for x in axis.breaks()],
        ladder=_ladder(rehearsal, axis, places),
        marks=list(_marks(rehearsal, reader, axis, places)),
        covered=[_stretch(axis, each.begins_at, each.ends_at) for each in rehearsal.covered],
        waits=list(_waits(rehearsal, axis)),
        hours_y=hours_y,
        foot=hours_y - 8,
    )


def _lanes_of(rehearsal: Rehearsal) -> list[Lane]:
    levels: list[Lane] = [number for number, _name in reversed(rehearsal.levels)]
    promises: list[Lane] = [each.promise for each in rehearsal.deadlines]
    return [*([DUTY_MANAGERS, *levels] if levels else [_FILED]), *promises]


def _name_of(lane: Lane, reader: Reader) -> str:
    if lane == DUTY_MANAGERS:
        return _("Duty managers")
    if isinstance(lane, int):
        return _("Level %(level)s") % {"level": lane}
    names = {_FILED: _("Filed"), Due.RESPOND: _("Call back"), Due.RESTORE: _("Restoration")}
    return names[lane]


def _ticks(axis: Axis, reader: Reader) -> Iterator[Tick]:
    free_from, day = 0.0, ""
    for at, x in zip(axis.instants, axis.places, strict=True):
        local = at.astimezone(reader.zone)
        if x < free_from:
            yield Tick(f"{x:.1f}", "", "")
            continue
        free_from = x + _APART
        today = date_format(local, "D j")
        yield Tick(f"{x:.1f}", f"{local:%H:%M}", "" if today == day else today)
        day = today


def _ladder(rehearsal: Rehearsal, axis: Axis, places: Mapping[Lane, int]) -> str:
    """Return the path of the level over time; it ends with what is told last."""
    steps = [each.event for each in rehearsal.happenings if each.event.kind in _LADDER]
    if not steps:
        return ""
    path = f"M{axis.x(steps[0].at):.1f} {places[steps[0].level]}"
    for event in steps[1:]:
        path += f"H{axis.x(event.at):.1f}V{places[event.level]}"
    return f"{path}H{WIDTH - RIGHT}"


def _marks(
    rehearsal: Rehearsal, reader: Reader, axis: Axis, places: Mapping[Lane, int]
) -> Iterator[Mark]:
    """Yield the marks lane by lane, each with its word where there is room before the next."""
    by_lane: dict[Lane, list[tuple[float, str, str, str]]] = {lane: [] for lane in places}
    for each in rehearsal.happenings:
        lane = _lane_of(each, places)
        if lane is not None:
            x = axis.x(each.event.at)
            by_lane[lane].append((x, _look(each), _label(each, reader), _shape(each)))
    for deadline in rehearsal.deadlines:
        if deadline.is_kept:
            x = axis.x(deadline.due_at)
            by_lane[deadline.promise].append((x, "open", pgettext("deadline", "due"), "dot"))
    for lane, marks in by_lane.items():
        marks.sort()
        is_rung = isinstance(lane, int) and lane != DUTY_MANAGERS
        yield from _labelled(marks, places[lane], _BELOW if is_rung else _ABOVE)


def _labelled(
    marks: Sequence[tuple[float, str, str, str]], y: int, beside: tuple[int, int]
) -> Iterator[Mark]:
    """Yield the marks of a lane, the first of those with one word alone having it.

    ``beside`` is where a word stands, from its mark. The last stands before its mark where there is
    no room after it; then those before it have less.
    """
    right = float(WIDTH)
    if marks and not _fits(marks[-1], right):
        right = marks[-1][0] - _width(marks[-1]) - _CHARACTER
    for number, (x, look, label, shape) in enumerate(marks):
        is_new = number == 0 or marks[number - 1][2] != label
        others = [each[0] for each in marks[number:] if each[2] != label]
        is_before = number == len(marks) - 1 and right < x
        fits = is_before or _fits(marks[number], min([*others[:1], right]))
        yield Mark(
            x=f"{x:.1f}",
            y=str(y),
            look=look,
            label=label if is_new and fits else "",
            label_x=f"{x - beside[0] if is_before else x + beside[0]:.1f}",
            label_y=str(y + beside[1]),
            anchor="end" if is_before else "start",
            shape=shape,
        )


def _width(mark: tuple[float, str, str, str]) -> float:
    return len(mark[2]) * _CHARACTER


def _fits(mark: tuple[float, str, str, str], end: float) -> bool:
    return mark[0] + _width(mark) < end


def _lane_of(happening: Happening, places: Mapping[Lane, int]) -> Lane | None:
    event = happening.event
    lane: Lane
    match event.kind:
        case EventKind.ROUTED:
            lane = _FILED
        case EventKind.REQUESTED | EventKind.CLIMBED | EventKind.ACKNOWLEDGED:
            lane = event.level
        case EventKind.MANAGERS_CALLED:
            lane = DUTY_MANAGERS
        case EventKind.CALLED:
            lane = Due.RESPOND
        case _:
            lane = event.promise
    return lane if lane in places else None


def _shape(happening: Happening) -> str:
    return "cross" if happening.event.kind == EventKind.PROMISE_MISSED else "dot"


def _look(happening: Happening) -> str:
    kind = happening.event.kind
    if kind == EventKind.PROMISE_MISSED:
        return "crit"
    if kind == EventKind.PROMISE_WARNED:
        return "warn"
    if kind in {EventKind.ACKNOWLEDGED, EventKind.CALLED}:
        return "ok"
    return "gap" if happening.gaps else "told"


def _label(happening: Happening, reader: Reader) -> str:
    """Return what stands at a mark: a name, that nobody is on duty, or what it is about."""
    event = happening.event
    words = {
        EventKind.PROMISE_MISSED: _("missed"),
        EventKind.PROMISE_WARNED: f"{event.percent}\N{NO-BREAK SPACE}%",
        EventKind.ACKNOWLEDGED: _("acknowledged"),
        EventKind.CALLED: _("called back"),
    }
    if event.kind in words:
        return words[event.kind]
    if happening.gaps:
        return _("nobody on duty")
    names = [each.person.name for each in happening.told if each.levels and reader.named(each)]
    return ", ".join(names[:2]) or _say_count(happening)


def _say_count(happening: Happening) -> str:
    count = len(happening.told)
    return ngettext("%(count)s told", "%(count)s told", count) % {"count": count}


def _stretch(axis: Axis, begins_at: datetime, ends_at: datetime) -> Stretch:
    left, right = axis.x(begins_at), axis.x(ends_at)
    return Stretch(f"{left:.1f}", f"{max(right - left, 1):.1f}")


def _waits(rehearsal: Rehearsal, axis: Axis) -> Iterator[Stretch]:
    began_at: datetime | None = None
    for each in rehearsal.happenings:
        if each.event.kind != EventKind.MOVED:
            continue
        if each.event.status == Status.WAITING:
            began_at = each.event.at
        elif began_at is not None:
            yield _stretch(axis, began_at, each.event.at)
            began_at = None
    if began_at is not None:
        yield _stretch(axis, began_at, rehearsal.ends_at)
