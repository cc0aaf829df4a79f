"""Promises in plain words: the hours of a coverage, day by day only where days differ."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from contracts.models import Coverage
from contracts.rules.coverage import MINUTES_A_DAY, Window


def say_hours(coverage: Coverage) -> list[str]:
    """Say when a promise counts: *Monday to Friday, 08:00–18:00*."""
    hours = coverage.hours()
    if hours.always_on:
        return [_("Round the clock, 7 days a week")]
    return [_say_days(days, windows) for days, windows in _alike(hours.windows)]


def _alike(windows: Sequence[Window]) -> list[tuple[list[int], str]]:
    """Gather neighbouring days that have the same windows."""
    by_day = [(day, _say_windows(w for w in windows if w.weekday == day)) for day in range(7)]
    groups = groupby(by_day, key=lambda each: each[1])
    return [([day for day, _said in days], said) for said, days in groups if said]


def _say_windows(windows: Iterable[Window]) -> str:
    ordered = sorted(windows, key=lambda window: window.start)
    return ", ".join(f"{_clock(each.start)}–{_clock(each.end)}" for each in ordered)


def _say_days(days: Sequence[int], windows: str) -> str:
    first, last = str(WEEKDAYS[days[0]]).capitalize(), str(WEEKDAYS[days[-1]])
    if len(days) == 1:
        return _("%(day)s, %(hours)s") % {"day": first, "hours": windows}
    return _("%(first)s to %(last)s, %(hours)s") % {
        "first": first,
        "last": last,
        "hours": windows,
    }


def _clock(minute: int) -> str:
    """Write a minute of a week's day; the end of a day is 24:00, as contracts say."""
    if minute == MINUTES_A_DAY:
        return "24:00"
    hour, rest = divmod(minute % MINUTES_A_DAY, 60)
    return f"{hour:02}:{rest:02}"
