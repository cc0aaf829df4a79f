"""The hours of a promise as plain values: a zone, weekly windows, holidays, own exceptions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

MINUTES_A_DAY = 24 * 60
EXCEPTION_REASON = 80  # characters
WHOLE_DAY = ((0, MINUTES_A_DAY),)
Minutes = tuple[int, int]
"""Two minutes of a local day: from the first to before the other."""


@dataclass(frozen=True)
class Window:
    """A weekly window: ``weekday`` (Monday 0), first and last minute of the day, half-open."""

    weekday: int
    start: int
    end: int


@dataclass(frozen=True)
class DayException:
    """A local day that has hours of its own, whatever the week and the holidays say.

    ``spans``: what counts on it, in minutes; nothing where it is closed. ``reason``: why, in a few
    words of whoever agreed it.
    """

    day: date
    spans: Sequence[Minutes] = ()
    reason: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "spans", tuple((start, end) for start, end in self.spans))

    @property
    def is_closed(self) -> bool:
        return not self.spans

    @property
    def is_whole(self) -> bool:
        """All of the day counts."""
        return self.spans == WHOLE_DAY


@dataclass(frozen=True)
class Hours:
    """The hours of a coverage: a time zone and weekly windows, or always on.

    ``without_holidays_of``: the country or part of one whose public holidays it leaves out; empty
    where it keeps them. An own exception decides its whole local day, a holiday or not; the part of
    a night's window that lies on the day before or after stays.
    """

    zone: str
    always_on: bool = True
    windows: Sequence[Window] = ()
    without_holidays_of: str = ""
    exceptions: Sequence[DayException] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "windows", tuple(self.windows))
        object.__setattr__(self, "exceptions", tuple(self.exceptions))

    @property
    def is_unbroken(self) -> bool:
        """Every second counts."""
        kept = all(each.is_whole for each in self.exceptions)
        return self.always_on and not self.without_holidays_of and kept

    @property
    def own_days(self) -> dict[date, DayException]:
        """The exceptions by their day."""
        return {each.day: each for each in self.exceptions}


def windows_on(hours: Hours, weekday: int) -> list[tuple[Minutes, Window]]:
    """Return the minutes of a weekday that windows cover, the night before's among them."""
    found = []
    for window in hours.windows:
        if window.weekday == weekday:
            found.append(((window.start, min(window.end, MINUTES_A_DAY)), window))
        if window.end > MINUTES_A_DAY and (window.weekday + 1) % 7 == weekday:
            found.append(((0, window.end - MINUTES_A_DAY), window))
    return sorted((each for each in found if each[0][0] < each[0][1]), key=lambda each: each[0])


def usual_spans(hours: Hours, weekday: int) -> tuple[Minutes, ...]:
    """Return the minutes that count on a weekday without anything particular."""
    if hours.always_on:
        return WHOLE_DAY
    return joined(span for span, _window in windows_on(hours, weekday))


def joined(spans: Iterable[Minutes]) -> tuple[Minutes, ...]:
    """Return spans in order, joined where they touch or overlap."""
    found: list[Minutes] = []
    for start, end in sorted(spans):
        if start >= end:
            continue
        if found and found[-1][1] >= start:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return tuple(found)
