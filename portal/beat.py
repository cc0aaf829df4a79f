"""Beat, whose memory of its last runs may not lie in the future.

Celery starts a sweep so many seconds after its last run. After the machine's clock was set back, by
hand or by its time server, that run lies ahead, and nothing would be started until the clock
has come there again: two hours without a sweep for a clock that was two hours fast. Nor does
anything wait for its whole rhythm then: its last run, noted ahead of now, already counts as none.
"""

import logging
from datetime import timedelta
from typing import Any

from celery.beat import PersistentScheduler

from portal.timetable import TIMETABLE

logger = logging.getLogger(__name__)

_SLACK = timedelta(seconds=5)
"""What a time server corrects at once now and then; every sweep may wait so much longer."""


class Timetable(PersistentScheduler):
    """Celery's scheduler, which looks at each tick whether its clock was set back."""

    def tick(self, *words: Any, **more: Any) -> float:
        """Start what is due; after a clock was set back, also what has a rhythm, at once."""
        self._forget_the_future()
        seconds: float = super().tick(*words, **more)
        return seconds

    def _forget_the_future(self) -> None:
        now = self.app.now()
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
