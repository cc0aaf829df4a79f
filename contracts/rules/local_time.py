"""Reads a day and a time of somebody's zone, also in the hour that autumn doubles."""

from datetime import UTC, datetime, time, timedelta, tzinfo

from contracts.rules.offer import LAST_DAY

FIRST_INSTANT = datetime.min.replace(tzinfo=UTC) + timedelta(days=1)
"""The first that stands on a clock in every zone."""
LAST_INSTANT = datetime.combine(LAST_DAY, time.max, UTC)
"""The last of the calendar that is reckoned."""
_SHORTEST = len("2026-11-24T10:42")


def read_local_time(text: str, zone: tzinfo) -> datetime | None:
    """Return the instant that is meant, or nothing where none can be read.

    Of the two in a doubled hour it is the earlier; a time that spring skips counts as the one to
    which clocks were put forward.
    """
    text = text.strip()
    if len(text) < _SHORTEST:
        return None
    try:
        local = datetime.fromisoformat(text)
        return (local if local.tzinfo else local.replace(tzinfo=zone, fold=0)).astimezone(UTC)
    except (ValueError, OverflowError):  # the first and the last day of all have no zone
        return None


def both_of_doubled(text: str, zone: tzinfo) -> tuple[datetime, datetime] | None:
    """Return the two instants that a readable time of the hour can mean that autumn doubles."""
    local = datetime.fromisoformat(text.strip())
    if local.tzinfo is not None:
        return None
    first, second = (local.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    return (first, second) if second > first else None


def is_skipped(text: str, zone: tzinfo) -> bool:
    """Tell whether a readable local time is one over which the clocks of a zone are put forward."""
    local = datetime.fromisoformat(text.strip())
    if local.tzinfo is not None:
        return False
    back = local.replace(tzinfo=zone, fold=0).astimezone(UTC).astimezone(zone)
    return back.replace(tzinfo=None) != local
