"""Let one worker at a time do what only one need do; the others do not wait, they go on."""

from collections.abc import Iterator
from contextlib import contextmanager
from zlib import crc32

from django.db import connection


@contextmanager
def turn(name: str) -> Iterator[bool]:
    """Take a turn if nobody has it, and tell whether it is ours; it ends with the block.

    The database's own lock of a session: it outlives the transactions inside, and a worker that is
    killed gives it back with its connection.
    """
    key = crc32(name.encode())
    is_ours = _asked("SELECT pg_try_advisory_lock(%s)", key)
    try:
        yield is_ours
    finally:
        if is_ours:
            _asked("SELECT pg_advisory_unlock(%s)", key)


def _asked(question: str, key: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(question, [key])
        row = cursor.fetchone()
    return bool(row and row[0])
