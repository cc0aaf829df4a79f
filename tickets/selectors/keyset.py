"""Pages by key: each costs the same wherever it lies, and nothing is counted."""

import base64
import binascii
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from typing import Any, Generic, TypeVar

from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, F, Func, IntegerField, Q, QuerySet, Value

Row = TypeVar("Row")

SIZE = 50
RANK = "rank"
_LARGEST = 2**63


@dataclass(frozen=True)
class Page(Generic[Row]):
    """Rows, and the cursors of the pages beside them; empty where there is none."""

    rows: list[Row]
    next: str = ""
    previous: str = ""


def keyset_page(
    rows: QuerySet[Any, Row],
    keys: Sequence[str],
    *,
    cursor: str,
    size: int = SIZE,
    ranked: Sequence[int] | None = None,
) -> Page[Row]:
    """Return the page that a cursor names, ordered by ``keys`` (a leading minus descends).

    All keys run in one direction and the last is unique, or all of them together. A cursor that
    cannot be read is the first page: it comes from an address that somebody may have cut.
    ``ranked``: the ids of the rows that come before all others, in their order; the first of the
    keys is `RANK` then.
    """
    names = [key.lstrip("-") for key in keys]
    backwards, values = _read(cursor, names)
    descends = keys[0].startswith("-") != backwards
    parts = [rows] if ranked is None else _by_rank(rows, ranked)
    if values is not None:
        beyond = _beyond(names, values, "lt" if descends else "gt")
        parts = [each.filter(beyond) for each in parts]
    order = [f"-{name}" if descends else name for name in names]
    parts = [each.order_by(*order) for each in parts]
    found = _first_of(reversed(parts) if descends else parts, size + 1)
    has_more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    if not found:
        return Page([])
    has_next = has_more if not backwards else values is not None
    has_previous = values is not None if not backwards else has_more
    return Page(
        found,
        next=_write(found[-1], names, "n") if has_next else "",
        previous=_write(found[0], names, "p") if has_previous else "",
    )


def _by_rank(rows: QuerySet[Any, Row], ranked: Sequence[int]) -> list[QuerySet[Any, Row]]:
    """Return the ranked rows, and all others after them: these keep the index of their keys."""
    ids = Value(list(ranked), output_field=ArrayField(BigIntegerField()))
    place = Func(ids, F("id"), function="array_position", output_field=IntegerField())
    last = Value(len(ranked) + 1, output_field=IntegerField())
    return [
        rows.filter(pk__in=ranked).annotate(**{RANK: place}),
        rows.exclude(pk__in=ranked).annotate(**{RANK: last}),
    ]


def _first_of(parts: Iterable[QuerySet[Any, Row]], most: int) -> list[Row]:
    found: list[Row] = []
    for each in parts:
        if len(found) < most:
            found += each[: most - len(found)]
    return found


def is_cursor(cursor: str, keys: Sequence[str]) -> bool:
    """Tell whether a cursor can be read as a place along the keys; an empty one is the start."""
    return not cursor or _read(cursor, [key.lstrip("-") for key in keys])[1] is not None


def _beyond(names: Sequence[str], values: Sequence[Any], side: str) -> Q:
    """Compile (a, b) > (x, y), with a plain bound on the first key so that its index is used."""
    beyond, equal = Q(), Q()
    for name, value in zip(names, values, strict=True):
        beyond |= equal & Q(**{f"{name}__{side}": value})
        equal &= Q(**{name: value})
    return beyond & Q(**{f"{names[0]}__{side}e": values[0]})


def _write(row: Any, names: Sequence[str], side: str) -> str:
    read = row.__getitem__ if isinstance(row, dict) else partial(getattr, row)
    values = [_plain(read(name)) for name in names]
    return base64.urlsafe_b64encode(json.dumps([side, *values]).encode()).decode().rstrip("=")


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value if isinstance(value, int) else str(value)


def _read(cursor: str, names: Sequence[str]) -> tuple[bool, list[Any] | None]:
    if not cursor:
        return False, None
    try:
        side, *written = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        values = [_value(name, each) for name, each in zip(names, written, strict=True)]
    except (binascii.Error, ValueError, TypeError, RecursionError):
        return False, None
    if side not in ("n", "p"):
        return False, None
    return side == "p", values


def _value(name: str, written: Any) -> Any:
    """Read one key: those that end in ``_at`` are instants, all others whole numbers.

    Two of grouped rows are named: a month is its first day, a contract's number is text.
    """
    if name.endswith("_at"):
        at = datetime.fromisoformat(written)
        if at.tzinfo is None:
            raise ValueError(written)
        return at
    if name == "month":
        return date.fromisoformat(written)
    if name == "contract__number" and isinstance(written, str) and written.isprintable():
        return written
    if isinstance(written, int) and abs(written) < _LARGEST:
        return written
    raise TypeError(written)
