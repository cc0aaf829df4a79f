"""Sheets: rows of a table gathered as text, and poured into the database by COPY."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import StringIO
from typing import Any

from django.db import connection
from django.db.models import Field, Model

from escalation.models import DueAction, Followed, Notification
from tickets.models import Comment, Custody, Escalation, Incident, IncidentEvent

NULL = r"\N"


Shift = Callable[[datetime], datetime]


@dataclass(frozen=True)
class Load:
    """Rows of one table that are ready to be written, and the statement that reads them."""

    statement: str
    rows: Sequence[str]


def pour(loads: Sequence[Load]) -> None:
    """Write rows in their order, in the caller's transaction."""
    with connection.cursor() as cursor:
        for load in loads:
            if load.rows:
                cursor.copy_expert(load.statement, StringIO("\n".join(load.rows)))


class Sheet:
    """Rows of one table; ``without`` are the columns that the database fills by itself."""

    def __init__(self, model: type[Model], *, without: Sequence[str] = ()) -> None:
        described = model._meta  # noqa: SLF001  a documented interface
        self._table = described.db_table
        self.fields: list[Field[Any, Any]] = [
            field
            for field in described.concrete_fields
            if not field.generated and field.name not in without
        ]
        self._rows: list[str] = []

    def add(self, rows: str) -> None:
        """Add rows as COPY reads them, a line each; nothing adds nothing."""
        if rows:
            self._rows.append(rows)

    def take(self) -> Load:
        """Hand over all rows; the sheet is blank again."""
        columns = ", ".join(f'"{field.column}"' for field in self.fields)
        rows, self._rows = self._rows, []
        return Load(f'COPY "{self._table}" ({columns}) FROM STDIN', rows)


class Sheets:
    """A sheet for every table that a copy has rows in."""

    def __init__(self) -> None:
        self.incidents, self.events = Sheet(Incident), Sheet(IncidentEvent)
        self.comments, self.legs = Sheet(Comment), Sheet(Escalation)
        self.followed = Sheet(Followed, without=["id"])
        self.news = Sheet(Notification, without=["id"])
        self.due = Sheet(DueAction, without=["id"])
        self.custody = Sheet(Custody)

    def take(self) -> list[Load]:
        """Hand over all rows, in an order in which every row finds what it names."""
        tables = (self.incidents, self.events, self.comments)
        after = (self.legs, self.followed, self.news, self.due, self.custody)
        return [sheet.take() for sheet in (*tables, *after)]


def cell(value: Any, field: "Field[Any, Any] | None" = None) -> str:
    """Write a value as COPY's text format reads it."""
    if field is not None and field.get_internal_type() == "JSONField":
        return escaped(json.dumps(value, ensure_ascii=False))
    if value is None:
        return NULL
    if isinstance(value, datetime):
        return value.isoformat(" ")
    if isinstance(value, bool):
        return "t" if value else "f"
    return escaped(str(value))


def escaped(text: str) -> str:
    if "\\" in text:
        text = text.replace("\\", "\\\\")
    if "\n" in text or "\t" in text or "\r" in text:
        text = text.replace("\n", "\\n").replace("\t", "\\t").replace("\r", "\\r")
    return text


class Keys:
    """Keys drawn from a table's own sequence, some thousands at a time."""

    def __init__(self, model: type[Model]) -> None:
        self._table = model._meta.db_table  # noqa: SLF001  a documented interface
        self._drawn: Iterator[int] = iter(())

    def reserve(self, count: int) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
                [self._table, count],
            )
            self._drawn = iter([key for (key,) in cursor.fetchall()])

    def next(self) -> int:
        return next(self._drawn)
