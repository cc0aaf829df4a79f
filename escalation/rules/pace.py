"""How fast news leaves for one person: gathered for two minutes, and only so many an hour."""

from collections.abc import Sequence
from datetime import datetime, timedelta

GATHERED_FOR = timedelta(minutes=2)
"""The first piece of news starts it; what is urgent waits for nothing."""

HOUR = timedelta(hours=1)
MOST_SHOWN = 10
"""So many pieces of news one mail spells out; the others it counts."""
MOST_SHOWN_WHEN_HELD = 3
"""The same in a mail that the ceiling of the hour held back."""


def free_at(sent: Sequence[datetime], at: datetime, *, most: int) -> datetime | None:
    """Return when a person may be sent something again; None when at once.

    ``sent`` are the instants at which something left for them, in any order; within any hour,
    half-open, at most ``most`` leave.
    """
    recent = sorted((each for each in sent if at - HOUR < each), reverse=True)
    return recent[most - 1] + HOUR if len(recent) >= most else None
