"""Pages by key: each costs the same wherever it lies, and nothing is counted."""

import base64
import binascii
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import reduce
from typing import Any, Generic, TypeVar

from django.contrib.postgres.fields import ArrayField
from django.db.models import (
    BigIntegerField,
    CharField,
    DateField,
    DateTimeField,
    F,
    Func,
    IntegerField,
    Q,
    QuerySet,
    Value,
)

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
    first: Q | None = None,
) -> Page[Row]:
    """Return the page that a cursor names, ordered by ``keys`` (a leading minus descends).

    All keys run in one direction and the last is unique, or all of them together; none is null. A
    key may lie on a row beside, as ``client__name``, or be annotated. A cursor that cannot be read
    is the first page: it comes from an address that somebody may have cut.
    ``ranked``: the ids of the rows that come before all others, in their order; the first of the
    keys is `RANK` then. ``first``: which rows come before all others, where the keys descend, from
    `RANK` on.
    """
    names = [key.lstrip("-") for key in keys]
    backwards, values = _read(rows, cursor, names)
    descends = keys[0].startswith("-") != backwards
    parts = [rows] if ranked is None else _by_rank(rows, ranked)
    parts = parts if first is None else _others_and(first, rows)
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


def _others_and(first: Q, rows: QuerySet[Any, Row]) -> list[QuerySet[Any, Row]]:
    """Return the rows that do not come first, of the lower rank, and those that do."""
    ranks = [Value(each, output_field=IntegerField()) for each in (0, 1)]
    parts = (rows.exclude(first), rows.filter(first))
    return [part.annotate(**{RANK: rank}) for part, rank in zip(parts, ranks, strict=True)]


def _first_of(parts: Iterable[QuerySet[Any, Row]], most: int) -> list[Row]:
    found: list[Row] = []
    for each in parts:
        if len(found) < most:
            found += each[: most - len(found)]
    return found


def is_cursor(rows: QuerySet[Any, Any], cursor: str, keys: Sequence[str]) -> bool:
    """Tell whether a cursor can be read as a place along the keys; an empty one is the start."""
    return not cursor or _read(rows, cursor, [key.lstrip("-") for key in keys])[1] is not None


def _beyond(names: Sequence[str], values: Sequence[Any], side: str) -> Q:
    """Compile (a, b) > (x, y), with a plain bound on the first key so that its index is used."""
    beyond, equal = Q(), Q()
    for name, value in zip(names, values, strict=True):
        beyond |= equal & Q(**{f"{name}__{side}": value})
        equal &= Q(**{name: value})
    return beyond & Q(**{f"{names[0]}__{side}e": values[0]})


def _write(row: Any, names: Sequence[str], side: str) -> str:
    place = json.dumps([side, *(_plain(_key_of(row, name)) for name in names)], ensure_ascii=False)
    return base64.urlsafe_b64encode(place.encode()).decode().rstrip("=")


def _key_of(row: Any, name: str) -> Any:
    return row[name] if isinstance(row, dict) else reduce(getattr, name.split("__"), row)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value if isinstance(value, int) else str(value)


def _read(
    rows: QuerySet[Any, Any], cursor: str, names: Sequence[str]
) -> tuple[bool, list[Any] | None]:
    if not cursor:
        return False, None
    try:
        side, *written = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        fields = [_field_of(rows, name) for name in names]
        values = [_value(*each) for each in zip(fields, written, strict=True)]
    except (binascii.Error, ValueError, TypeError, OverflowError, RecursionError):
        return False, None
    if side not in ("n", "p"):
        return False, None
    return side == "p", values


def _field_of(rows: QuerySet[Any, Any], name: str) -> Any:
    """Return the field of a key: of a row, of one beside, or of what was reckoned with it."""
    if name == RANK:
        return IntegerField()
    if name in rows.query.annotations:
        return rows.query.annotations[name].output_field
    model, field = rows.model, None
    for step in name.split("__"):
        field = model._meta.get_field(step)  # noqa: SLF001  a documented interface
        model = field.related_model
    return field


def _value(field: Any, written: Any) -> Any:
    """Read one key, an instant, a day, a text or a whole number, as its field has them."""
    match field:
        case DateTimeField():
            at = datetime.fromisoformat(written)
            if at.tzinfo is None:
                raise ValueError(written)
            return at.astimezone(UTC)  # no database takes all the zones that Python reads
        case DateField():
            return date.fromisoformat(written)
        case CharField() if isinstance(written, str) and "\0" not in written:
            written.encode()  # half a letter is none, and no database takes it
            return written
        case IntegerField() if isinstance(written, int) and abs(written) < _LARGEST:
            return written
    raise TypeError(written)
