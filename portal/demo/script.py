"""How a story is written down, and how it is read.

A story is a table in `stories/*.toml`: who reports what, when and on which platform, and the steps
that follow. ``queue`` is where it belongs, whatever the classifier says (without it, the classifier
decides); ``down`` are the minutes for which service had been down when it was reported. It begins
``minutes_ago``, or ``days_ago`` at a time of day in Paris (on a weekend: the Friday before, unless
``on_any_day``). A step is a row: minutes after the opening, the person's key (empty: the portal
itself), the act's name (`portal.demo.acts`) and what it takes.
"""

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from contracts.choices import Impact
from portal.demo.acts import ACTS, Act
from tickets.choices import Channel, Queue

STORIES = Path(__file__).parent / "stories"
PARIS = ZoneInfo("Europe/Paris")
_SATURDAY = 5


@dataclass(frozen=True)
class Step:
    """So long after the opening, a person acts."""

    after: timedelta
    by: str
    act: Act


@dataclass(frozen=True)
class Story:
    """An incident from its report on."""

    on: str
    by: str
    impact: Impact
    title: str
    text: str
    queue: Queue | None = None
    minutes_ago: int | None = None
    days_ago: int = 0
    at: str = "09:00"
    on_any_day: bool = False
    down: int | None = None
    channel: Channel = Channel.BROWSER
    caller: str = ""
    phone: str = ""
    external: str = ""
    steps: Sequence[Step] = field(default=())

    def opened_at(self, now: datetime) -> datetime:
        """Return when the story begins for somebody who loads it now."""
        if self.minutes_ago is not None:
            return now - timedelta(minutes=self.minutes_ago)
        day = now.astimezone(PARIS).date() - timedelta(days=self.days_ago)
        while day.weekday() >= _SATURDAY and not self.on_any_day:
            day -= timedelta(days=1)
        return datetime.combine(day, time.fromisoformat(self.at), PARIS)


def read_stories(folder: Path = STORIES) -> list[Story]:
    """Return all stories, file by file."""
    return [story for path in sorted(folder.glob("*.toml")) for story in _stories_in(path)]


def _stories_in(path: Path) -> Iterator[Story]:
    for row in tomllib.loads(path.read_text(encoding="utf-8"))["story"]:
        steps = [_step(*written) for written in row.pop("steps", ())]
        row["impact"] = Impact(row["impact"])
        row["queue"] = Queue(row["queue"]) if "queue" in row else None
        row["channel"] = Channel(row.get("channel", Channel.BROWSER))
        yield Story(**row, steps=steps)


def _step(after: int, by: str, act: str, *what: Any) -> Step:
    return Step(timedelta(minutes=after), by, ACTS[act](*what))
