"""Durations and figures as people write them: 15 min, 4 h, 1 h 30, 1:30; 99,9 and 99.9.

A duration is of covered time, so a day in it is twenty-four hours that count.
"""

import re
from datetime import timedelta
from decimal import Decimal, InvalidOperation

_LONGEST = 40
_SPACES = re.compile(r"[\s\u00a0\u202f]+")
_CLOCK = re.compile(r"(\d{1,4}):([0-5]\d)")
_HOURS_AND_MINUTES = re.compile(r"(\d{1,4})h([0-5]\d)")
_DAYS, _HOURS = r"d|day|days|j|jr|jrs|jour|jours", r"h|hr|hrs|hour|hours|heure|heures"
_MINUTES, _SECONDS = (
    r"min|mins|mn|m|minute|minutes|'|’",
    r"s|sec|secs|second|seconds|seconde|secondes",
)
_PART = r"(?:(\d{{1,6}}(?:[.,]\d{{1,4}})?)(?:{unit}))?"
_PARTS = re.compile("".join(_PART.format(unit=u) for u in (_DAYS, _HOURS, _MINUTES, _SECONDS)))
_UNITS = (
    timedelta(days=1),
    timedelta(hours=1),
    timedelta(minutes=1),
    timedelta(seconds=1),
)
_A_SECOND = timedelta(seconds=1)
_GROUPED = re.compile(r"\d{1,3}(,\d{3})+(\.\d+)?|\d{1,3}(\.\d{3})+,\d+")
_AMBIGUOUS = re.compile(r"\d+\.\d{3}")


def read_duration(text: str) -> timedelta | None:
    """Read a duration; None where it is none, or where no unit says of what a number is."""
    if len(text) > _LONGEST:
        return None
    said = _SPACES.sub("", text).lower()
    if found := _CLOCK.fullmatch(said) or _HOURS_AND_MINUTES.fullmatch(said):
        return timedelta(hours=int(found[1]), minutes=int(found[2]))
    parts = _PARTS.fullmatch(said)
    if parts is None or not any(parts.groups()):
        return None
    return sum(
        (_times(count, unit) for count, unit in zip(parts.groups(), _UNITS, strict=True) if count),
        timedelta(),
    )


def _times(count: str, unit: timedelta) -> timedelta:
    seconds = Decimal(count.replace(",", ".")) * int(unit.total_seconds())
    return timedelta(seconds=int(seconds.to_integral_value()))


def write_duration(length: timedelta) -> str:
    """Write a duration so that it can be read again: 15 min, 4 h, 1 h 30, 48 h.

    Never in days, since those could be taken for working days.
    """
    minutes, rest = divmod(length, _UNITS[2])
    hours, minutes = divmod(minutes, 60)
    seconds = rest // _A_SECOND
    if seconds:
        counts = ((hours, "h"), (minutes, "min"), (seconds, "s"))
        return " ".join(f"{count} {unit}" for count, unit in counts if count)
    if not hours:
        return f"{minutes} min"
    return f"{hours} h {minutes:02}" if minutes else f"{hours} h"


def read_figure(text: str, *, decimals: int) -> Decimal | None:
    """Read a figure with a comma or a point, and thousands set apart; None where it is none.

    ``decimals``: how many it may have at most. With two of them 12,000 are thousands, and 12.000
    is not read, since half of its readers would take it for twelve.
    """
    said = _SPACES.sub("", text).removesuffix("%")
    if decimals < len("000"):
        if _AMBIGUOUS.fullmatch(said):
            return None
        if _GROUPED.fullmatch(said):
            said = _ungrouped(said)
    try:
        found = Decimal(said.replace(",", "."))
    except InvalidOperation:
        return None
    is_plain = len(said) <= _LONGEST and not set(said.lower()) & set("einfs_")
    return found if is_plain else None


def _ungrouped(said: str) -> str:
    is_comma_last = said.rfind(",") > said.rfind(".") >= 0
    return said.replace(".", "") if is_comma_last else said.replace(",", "")
