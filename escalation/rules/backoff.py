"""When to try an e-mail again: soon, then more and more seldom, for about a day."""

from datetime import timedelta

LEASE = timedelta(minutes=2)
"""How long a worker may take to send one; after that it counts as dead and another tries."""

PAUSES = tuple(
    timedelta(seconds=seconds)
    for seconds in (15, 60, 5 * 60, 15 * 60, 3600, 3 * 3600, 6 * 3600, 12 * 3600)
)

MOST_ATTEMPTS = len(PAUSES) + 1


def pause_after(attempts: int) -> timedelta | None:
    """Return how long to wait after so many failed attempts; None when to give up."""
    return PAUSES[attempts - 1] if 1 <= attempts <= len(PAUSES) else None
