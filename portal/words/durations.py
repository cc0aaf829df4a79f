"""Durations and clocks in words: 6 min, 3 h 15, 2 days; late is said, never a negative number."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.utils.translation import ngettext

NO_BREAK = "\u00a0"
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAYS_FROM = timedelta(hours=48)
TIGHT = timedelta(minutes=10)
TIGHT_SHARE = 0.25


class Level(StrEnum):
    """How a clock looks; the values are classes of the style sheet."""

    CALM = ""
    WARN = "is-warn"
    LATE = "is-crit"
    PAUSED = "is-client"


@dataclass(frozen=True)
class Clock:
    """What a clock shows at one instant: its words, its look, and what is left of 100."""

    words: str
    level: Level
    width: int

    @property
    def is_late(self) -> bool:
        return self.level is Level.LATE


def say_duration(duration: timedelta) -> str:
    """Say a length of time, rounded down to what matters: seconds, minutes, hours or days."""
    length = abs(duration)
    if length < MINUTE:
        return f"{int(length.total_seconds())}{NO_BREAK}s"
    if length >= DAYS_FROM:
        days = ngettext("%(count)d day", "%(count)d days", length.days) % {"count": length.days}
        return days.replace(" ", NO_BREAK)
    hours, rest = divmod(length, HOUR)
    minutes = rest // MINUTE
    if not hours:
        return f"{minutes}{NO_BREAK}min"
    return NO_BREAK.join([str(hours), "h", *([f"{minutes:02}"] if minutes else [])])


def say_hours(length: timedelta) -> str:
    """Say a length of time in hours however long it is, rounded down: 134 h 05, never 5 days."""
    if length < HOUR:
        return say_duration(length)
    hours, rest = divmod(length, HOUR)
    return f"{hours}{NO_BREAK}h{NO_BREAK}{rest // MINUTE:02}"


def say_left(left: timedelta) -> str:
    """Say what is left, the minute begun included; or how late it is (never less than a minute)."""
    is_late = left <= timedelta(0)
    minutes = -left // MINUTE if is_late else -(-left // MINUTE)
    return say_duration(max(minutes * MINUTE, MINUTE))


def read_clock(
    due_at: datetime, *, since: datetime, at: datetime, paused_at: datetime | None = None
) -> Clock:
    """Read a clock that runs from *since* to *due_at*; a paused one stands where it stopped."""
    left = due_at - (paused_at or at)
    span = max(due_at - since, MINUTE)
    share = max(min(left / span, 1.0), 0.0)
    width = round(share * 100)
    if paused_at is not None:
        return Clock(say_left(left), Level.PAUSED, width)
    if left <= timedelta(0):
        return Clock(say_left(left), Level.LATE, 100)
    is_tight = left <= TIGHT or share <= TIGHT_SHARE
    return Clock(say_left(left), Level.WARN if is_tight else Level.CALM, width)
