"""Beat, whose memory of its last runs may not lie in the future.

Celery starts a sweep so many seconds after its last run. After the machine's clock was set back, by
hand or by its time server, that run lies ahead, and nothing would be started until the clock
has come there again: two hours without a sweep for a clock that was two hours fast. Nor does
anything wait for its whole rhythm then: its last run, noted ahead of now, already counts as none.

It reads the product's clock, as every other door does: whoever moves that, moves beat.
"""

import logging
from datetime import datetime, timedelta
from typing import Any

from celery.beat import PersistentScheduler, ScheduleEntry
from django.utils import timezone

from portal.timetable import HEART, TIMETABLE

logger = logging.getLogger(__name__)

_SLACK = timedelta(seconds=5)
"""What a time server corrects at once now and then; every sweep may wait so much longer."""


def product_now() -> datetime:
    """Return the product's time; a function with a name, for beat's memory keeps that name."""
    return timezone.now()


class _Line(ScheduleEntry):
    """A line of the timetable, due by the product's clock and not by the machine's."""

    def __init__(self, *words: Any, **more: Any) -> None:
        super().__init__(*words, **more)
        due: Any = self.schedule
        due.nowfun = product_now

    def default_now(self) -> datetime:
        return product_now()


class Timetable(PersistentScheduler):
    """Celery's scheduler, which looks at each tick whether its clock was set back."""

    Entry = _Line

    def setup_schedule(self) -> None:
        """Fetch the last runs; the heart waits its rhythm, so that the others have begun by then.

        After hours without any run it would else be silent once because of what just starts.
        """
        super().setup_schedule()
        self.schedule[HEART].last_run_at = product_now()

    def tick(self, *words: Any, **more: Any) -> float:
        """Start what is due; after a clock was set back, also what has a rhythm, at once."""
        self._forget_the_future()
        seconds: float = super().tick(*words, **more)
        return seconds

    def _forget_the_future(self) -> None:
        now = product_now()
        ahead = [
            each
            for each in self.schedule.values()
            if each.last_run_at and each.last_run_at > now + _SLACK
        ]
        if not ahead:
            return
        logger.warning("the clock was set back: %s runs are counted from now", len(ahead))
        for each in ahead:
            each.last_run_at = now - _rhythm(each.name)
        self._heap = None  # made anew from the schedule


def _rhythm(name: str | None) -> timedelta:
    """Return how long after a run the next is due; nothing for what is due at an hour."""
    entry = TIMETABLE.get(name or "")
    every = entry["schedule"] if entry else None
    return every if isinstance(every, timedelta) else timedelta()
