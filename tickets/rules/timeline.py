"""What the clocks of an incident hear of its timeline, in plain values."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Heard(StrEnum):
    """What a clock hears of a timeline."""

    IMPACT = "impact"
    WAITS = "waits"
    GOES_ON = "goes_on"
    CONTACT = "contact"
    RESTORED = "restored"
    NOT_RESTORED = "not_restored"


@dataclass(frozen=True)
class Mark:
    """Something said at an instant: the new ``impact``, or since when service is back.

    ``line`` is the place in the timeline of what said so, where one reads who and why.
    """

    heard: Heard
    at: datetime
    line: int
    impact: str = ""
    stated_at: datetime | None = None


@dataclass(frozen=True)
class Timeline:
    """What the clocks of an incident hear: the first impact, and marks in the order of saying.

    Clocks start at filing, or at the real call of a phoned incident.
    """

    starts_at: datetime
    impact: str
    marks: Sequence[Mark]
