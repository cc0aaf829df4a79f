"""Writes batches while the next ones are cast, two at a time: PostgreSQL has its own processes."""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager

from django.db import connection, transaction

from portal.population.sheets import Load, pour

AT_A_TIME = 2
_WORDS_AT_ONCE = 256 * 1024  # kB

Write = Callable[[Sequence[Load]], None]


@contextmanager
def writer(*, trusted: bool) -> Iterator[Write]:
    """Yield what writes a batch; all are written at the end, and an error comes out.

    Inside somebody's transaction all stays in it. ``trusted``: no key is looked up.
    """
    if connection.in_atomic_block:
        yield lambda loads: _write(loads, trusted=trusted)
        return
    under_way: deque[Future[None]] = deque()

    def write(loads: Sequence[Load]) -> None:
        if len(under_way) > AT_A_TIME:  # one more waits, so that no hand is idle
            under_way.popleft().result()
        under_way.append(hands.submit(_write_apart, loads, trusted=trusted))

    with ThreadPoolExecutor(AT_A_TIME) as hands:
        yield write
        for written in under_way:
            written.result()


def _write_apart(loads: Sequence[Load], *, trusted: bool) -> None:
    try:
        _write(loads, trusted=trusted)
    finally:
        connection.close()  # the thread's own


def _write(loads: Sequence[Load], *, trusted: bool) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        if trusted:  # copies name what their moulds name
            cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("SET LOCAL gin_pending_list_limit = %s", [_WORDS_AT_ONCE])
        pour(loads)


def sort_words_in() -> None:
    """Sort what was written into the index of words, which gathered it: all at once is quicker."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT gin_clean_pending_list('incident_words')")
