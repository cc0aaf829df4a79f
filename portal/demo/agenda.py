"""The demonstration's past, told in the order of its days though several stories run beside."""

import heapq
from collections.abc import Iterator
from datetime import datetime
from itertools import count, islice


class Agenda:
    """Goes on with whichever story comes next: numbers and books follow the days, as in life.

    A story yields the instant of each of its acts, and acts when it is resumed.
    """

    def __init__(self) -> None:
        self._waiting: list[tuple[datetime, int, Iterator[datetime]]] = []
        self._places = count()

    def add(self, story: Iterator[datetime]) -> None:
        """Let a story do what it waited for, if anything, and note when it goes on."""
        for at in islice(story, 1):
            heapq.heappush(self._waiting, (at, next(self._places), story))

    def play(self) -> None:
        """Play all stories to their end, those too that are added meanwhile."""
        while self._waiting:
            _at, _place, story = heapq.heappop(self._waiting)
            self.add(story)
