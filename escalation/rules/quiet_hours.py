"""Quiet hours: when what is not urgent waits. Wall-clock, half-open, in the person's own time zone.

They may cross midnight and then belong to the day on which they begin. At changes of the clock the
rules of covered time hold: a skipped local time is the change itself, a doubled one counts twice.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from contracts.rules.coverage import MINUTES_A_DAY, Hours, Window, covered_intervals

DAYS = range(7)
_FURTHEST = timedelta(days=9)
"""Longer than any week of quiet hours that leaves a gap."""


@dataclass(frozen=True)
class Quiet:
    """Quiet hours of one person; ``weekdays`` (Monday 0) are those on which they begin.

    They count by the minute. Ends that equal the beginning mean a whole day.
    """

    zone: str
    begins: time
    ends: time
    weekdays: Collection[int]

    @property
    def never_ends(self) -> bool:
        """Whole days on all days of the week: nothing that waits would ever leave."""
        return _minute(self.begins) == _minute(self.ends) and set(self.weekdays) >= set(DAYS)

    def hours(self) -> Hours:
        """Return them as covered time."""
        start, end = _minute(self.begins), _minute(self.ends)
        if end <= start:
            end += MINUTES_A_DAY
        windows = tuple(Window(day, start, end) for day in sorted(set(self.weekdays)))
        return Hours(self.zone, always_on=False, windows=windows)


def quiet_until(quiet: Quiet, at: datetime) -> datetime | None:
    """Return when the quiet hours that hold at an instant end; None outside them.

    Those that never end hold nothing back: what waits for them would never leave.
    """
    if quiet.never_ends:
        return None
    for each in covered_intervals(quiet.hours(), at, at + _FURTHEST):
        return each.ends_at if each.begins_at <= at else None
    return None


def _minute(of_day: time) -> int:
    return of_day.hour * 60 + of_day.minute
