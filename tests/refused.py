"""What the database itself refuses, by the name of the constraint."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import IntegrityError, connection, transaction


@contextmanager
def refused_by(constraint: str) -> Iterator[None]:
    """Expect the database to refuse what happens inside, even when it looks only at the end."""
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():  # noqa: PT012
        yield
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def empty(table: str) -> None:
    """Empty a table as somebody does who is let into the database, and what refers to it."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"TRUNCATE {table} CASCADE")
