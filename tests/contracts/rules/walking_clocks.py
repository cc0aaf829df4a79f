"""Whose duty it is by brute force: walks minute by minute along the clocks of a zone."""

from bisect import bisect_right
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from contracts.rules.duty import Layer

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def minutes_of(begins_at: datetime, ends_at: datetime) -> Iterator[datetime]:
    while begins_at < ends_at:
        yield begins_at
        begins_at += MINUTE


class Brute:
    """Whose turn it is, by the first minute at which the clocks show a local time or a later one.

    ``walls`` knows that minute for every local quarter of an hour that the test can meet.
    """

    def __init__(self, layer: Layer, walls: dict[datetime, datetime]) -> None:
        self.layer = layer
        self.handed = [
            (instant, (wall.date() - layer.first_day).days // layer.days)
            for wall, instant in walls.items()
            if wall.hour * 60 + wall.minute == layer.handover
            and wall.date() >= layer.first_day
            and (wall.date() - layer.first_day).days % layer.days == 0
        ]
        self.open = [
            (instant, walls.get(wall + (layer.hours.end - layer.hours.start) * MINUTE, instant))
            for wall, instant in walls.items()
            if layer.hours and wall.hour * 60 + wall.minute == layer.hours.start
        ]

    def at(self, at: datetime) -> int | None:
        handed = [number for instant, number in self.handed if instant <= at]
        if at < self.layer.begins_at or not handed:
            return None
        if self.layer.hours and not any(first <= at < last for first, last in self.open):
            return None
        return self.layer.turns[max(handed) % len(self.layer.turns)]


def walls_of(zone: str, around: date, days: int) -> dict[datetime, datetime]:
    """Return when each local quarter of an hour is reached, by walking through the minutes."""
    begins_at = datetime.combine(around, datetime.min.time(), tzinfo=UTC) - days * DAY
    minutes = list(minutes_of(begins_at, begins_at + 2 * days * DAY))
    shown: list[datetime] = []
    reached: list[datetime] = []
    for minute in minutes:
        wall = minute.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
        if not shown or wall > shown[-1]:
            shown.append(wall)
            reached.append(minute)
    found, wall = {}, shown[0].replace(minute=0) + timedelta(hours=1)
    while wall < shown[-1]:
        found[wall] = reached[bisect_right(shown, wall - timedelta(microseconds=1))]
        wall += 15 * MINUTE
    return found
