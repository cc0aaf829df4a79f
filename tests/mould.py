"""A mould of the database: rows that use cases built once, which each test then gets at once.

Nothing else is poured than what the use cases wrote: their rows are read back as they are, and put
in again without the triggers that have already passed them.
"""

import pickle
from collections.abc import Callable
from dataclasses import dataclass
from io import StringIO
from typing import Generic, TypeVar, cast

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from psycopg2 import sql

Built = TypeVar("Built")

_COLUMNS = """
    SELECT table_name, array_agg(column_name::text ORDER BY ordinal_position)
    FROM information_schema.columns
    JOIN information_schema.tables USING (table_schema, table_name)
    WHERE table_schema = current_schema() AND table_type = 'BASE TABLE'
        AND is_generated = 'NEVER'
    GROUP BY table_name
"""


@dataclass(frozen=True)
class _Poured:
    built: bytes
    rows: dict[str, str]


class Mould(Generic[Built]):
    """What a function builds in an empty database: by its use cases once, then as rows."""

    def __init__(self, build: Callable[[], Built]) -> None:
        self._build = build
        self._poured: _Poured | None = None

    def pour(self) -> Built:
        """Put the rows into the database and return what was built, as if it were built anew."""
        if self._poured is None:
            return self._built_by_use_cases()
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
            for table, rows in self._poured.rows.items():
                cursor.copy_expert(f"COPY {table} FROM STDIN", StringIO(rows))
            cursor.execute("SET LOCAL session_replication_role = origin")
        # Written by this process a moment ago
        return cast("Built", pickle.loads(self._poured.built))  # noqa: S301

    def _built_by_use_cases(self) -> Built:
        with connection.cursor() as cursor:
            before = _filled(cursor)
            built = self._build()
            rows = {table: _rows(cursor, table) for table in _filled(cursor) - before}
            if _may_leave_out_triggers(cursor):
                self._poured = _Poured(pickle.dumps(built), rows)
        return built


def _may_leave_out_triggers(cursor: CursorWrapper) -> bool:
    cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
    return bool(cursor.fetchone() == (True,))


def _filled(cursor: CursorWrapper) -> set[str]:
    """Return the tables that hold rows, each with its columns as COPY wants them written."""
    cursor.execute(_COLUMNS)
    tables = [
        (
            sql.Identifier(table),
            sql.SQL("{} ({})").format(
                sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, columns))
            ),
        )
        for table, columns in cursor.fetchall()
    ]
    found = set()
    for name, written in tables:
        cursor.execute(sql.SQL("SELECT EXISTS (SELECT FROM {})").format(name))
        if cursor.fetchone() == (True,):
            found.add(written.as_string(cursor.cursor))
    return found


def _rows(cursor: CursorWrapper, table: str) -> str:
    written = StringIO()
    cursor.copy_expert(f"COPY {table} TO STDOUT", written)
    return written.getvalue()
