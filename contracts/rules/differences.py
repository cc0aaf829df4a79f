"""What changed between two lists of items: added, removed, or changed field by field.

Items are paired by what identifies them best: the serial number; else product, host and role; else
product and host; else host and role, as where a server's system was upgraded; else the product.
What pairs with nothing came or went. Source: domain.md, Configuration.
"""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, fields
from operator import attrgetter


@dataclass(frozen=True)
class Line:
    """An item as it is compared: plain words, so that two revisions can be laid side by side."""

    product: str
    quantity: int = 1
    serial_number: str = ""
    host: str = ""
    role: str = ""
    site: str = ""


FIELDS = tuple(each.name for each in fields(Line))
_IN_FULL = attrgetter(*FIELDS)


@dataclass(frozen=True)
class Change:
    """An item as it was and as it is; one of the two is missing where it came or went."""

    before: Line | None
    after: Line | None

    @property
    def fields(self) -> tuple[str, ...]:
        """Return the names of the fields that differ; none where the item came or went."""
        before, after = self.before, self.after
        if before is None or after is None:
            return ()
        return tuple(name for name in FIELDS if getattr(before, name) != getattr(after, name))


@dataclass(frozen=True)
class Difference:
    """All that changed, in the order of the newer list, what is gone last; and how much did not."""

    changes: tuple[Change, ...]
    unchanged: int

    @property
    def added(self) -> tuple[Line, ...]:
        return tuple(each.after for each in self.changes if each.before is None and each.after)

    @property
    def removed(self) -> tuple[Line, ...]:
        return tuple(each.before for each in self.changes if each.after is None and each.before)

    @property
    def changed(self) -> tuple[Change, ...]:
        return tuple(each for each in self.changes if each.before and each.after)

    def __bool__(self) -> bool:
        return bool(self.changes)


Key = Callable[[Line], Hashable]

_KEYS: tuple[Key, ...] = (
    lambda line: line,
    lambda line: line.serial_number.casefold() or None,
    lambda line: (line.product, line.host.casefold(), line.role.casefold()),
    lambda line: (line.product, line.host.casefold()) if line.host else None,
    lambda line: (line.host.casefold(), line.role.casefold()) if line.host and line.role else None,
    lambda line: line.product,
)
"""The ways in which two lines can be the same item, the surest first; None identifies nothing."""


def difference(before: Sequence[Line], after: Sequence[Line]) -> Difference:
    """Return what changed from one list of items to another; their orders do not matter."""
    pairs: dict[int, int] = {}
    old, new = _sorted(before), _sorted(after)
    for key in _KEYS:
        _pair(before, after, old, new, key=key, into=pairs)
        taken = set(pairs.values())
        old = [each for each in old if each not in taken]
        new = [each for each in new if each not in pairs]
    changes = [
        Change(before[pairs[place]] if place in pairs else None, line)
        for place, line in enumerate(after)
        if place not in pairs or before[pairs[place]] != line
    ]
    gone = [Change(before[place], None) for place in sorted(old)]
    same = sum(before[was] == after[now] for now, was in pairs.items())
    return Difference((*changes, *gone), same)


def _sorted(lines: Sequence[Line]) -> list[int]:
    """Return the places of lines in an order of their own, so that equals pair the same way."""
    return sorted(range(len(lines)), key=lambda place: _IN_FULL(lines[place]))


def _pair(
    before: Sequence[Line],
    after: Sequence[Line],
    old: Sequence[int],
    new: Sequence[int],
    *,
    key: Key,
    into: dict[int, int],
) -> None:
    waiting: dict[Hashable, list[int]] = {}
    for place in reversed(old):
        if (identity := key(before[place])) is not None:
            waiting.setdefault(identity, []).append(place)
    for place in new:
        if candidates := waiting.get(key(after[place])):
            into[place] = candidates.pop()
