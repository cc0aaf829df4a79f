"""Hours and the reasons why time counts or not, in plain words of the active language."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.utils.dates import WEEKDAYS
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from contracts.dates import say_date
from contracts.rules.coverage_explained import Reason, Rule
from contracts.rules.hours import MINUTES_A_DAY, DayException, Minutes, Window, joined
from contracts.rules.public_holidays import names_of_holidays

_PLAIN: Mapping[Rule, Promise] = {
    Rule.ALWAYS: gettext_lazy("round the clock"),
    Rule.OUTSIDE: gettext_lazy("outside the hours that count"),
}


def say_clock(minute: int) -> str:
    """Say a minute of the day as clocks show it; 24:00 for the midnight at its end."""
    minute = minute if minute <= MINUTES_A_DAY else minute - MINUTES_A_DAY
    return f"{minute // 60:02}:{minute % 60:02}"


def say_span(span: Minutes) -> str:
    """Say from when to when: *08:00–18:00*."""
    return f"{say_clock(span[0])}–{say_clock(span[1])}"


def say_day_of_its_own(own: DayException) -> tuple[str, str]:
    """Say a day that has hours of its own, and which: *24 December 2026*, *closed (inventory)*."""
    hours = {"hours": _hours_of_day(own), "reason": own.reason}
    return say_date(own.day), _("%(hours)s (%(reason)s)") % hours


def say_days_of_their_own(exceptions: Sequence[DayException]) -> list[str]:
    """Say each such day in a line: *24 December 2026: closed (inventory)*."""
    ordered = sorted(exceptions, key=lambda each: each.day)
    lines = [
        dict(zip(("name", "value"), say_day_of_its_own(each), strict=True)) for each in ordered
    ]
    return [_("%(name)s: %(value)s") % line for line in lines]


def _hours_of_day(own: DayException) -> str:
    if own.is_closed:
        return _("closed")
    if own.is_whole:
        return _("round the clock")
    return ", ".join(say_span(each) for each in joined(own.spans))


def say_reason(reason: Reason) -> str:
    """Say why a stretch counts or does not: *Armistice Day (FR)*, *Monday, 08:00–18:00*."""
    if reason.rule == Rule.WINDOW and reason.window is not None:
        return _say_window(reason.window)
    if reason.rule == Rule.HOLIDAY and reason.day is not None:
        holiday = {"holiday": name_of_holiday(reason.of, reason.day), "country": reason.of}
        return _("public holiday: %(holiday)s (%(country)s)") % holiday
    if reason.rule == Rule.EXCEPTION and reason.day is not None:
        own = {"day": say_date(reason.day), "reason": reason.said}
        return _("agreed for %(day)s: %(reason)s") % own
    return str(_PLAIN[reason.rule])


def name_of_holiday(of: str, day: date) -> str:
    """Return what a public holiday is called, in the active language where that is known."""
    language = (get_language() or "en").partition("-")[0]
    return names_of_holidays(of, day.year, language).get(day, say_date(day))


def _say_window(window: Window) -> str:
    day = str(WEEKDAYS[window.weekday]).capitalize()
    said = {"day": day, "hours": say_span((window.start, window.end))}
    return _("%(day)s, %(hours)s") % said
