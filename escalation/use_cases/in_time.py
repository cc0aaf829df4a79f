"""Begin one thing after the other until a sweep has lasted long enough; the next one goes on."""

import time
from collections.abc import Iterable, Iterator
from datetime import timedelta

LONGEST_SWEEP = timedelta(seconds=30)
"""A sweep begins nothing further after this, so that its task's time never ends amid its work."""


def in_time(waiting: Iterable[int], *, longest: timedelta | None = None) -> Iterator[int]:
    """Yield the keys of what waits, one by one, while there is time; nobody sets its clock.

    ``longest``: shorter than any sweep may last, where somebody waits for it.
    """
    ends = time.monotonic() + (longest or LONGEST_SWEEP).total_seconds()
    for pk in waiting:
        if time.monotonic() >= ends:
            return
        yield pk
