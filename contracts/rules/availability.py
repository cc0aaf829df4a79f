"""What was committed of a stretch of time, what of it outages hold, and who answers for that.

Instants are whole seconds since 1970 in UTC, spans half-open. Seconds held are Fractions: where k
outages of one configuration hold a second, each holds 1/k of it. Source: domain.md, Statement,
steps 1 to 4.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from math import floor

from contracts.choices import Party
from contracts.rules.penalty import availability_of
from contracts.rules.responsibility import HUNDREDTHS, VENDORS, Responsibility

Span = tuple[int, int]
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SECOND = timedelta(seconds=1)
_SHOWN = 4  # decimals


class EndsBeforeItBegins(ValueError):
    """A stretch of time that ends before it begins."""


class SegmentsOverlap(ValueError):
    """Two segments of one outage hold the same second: it would be counted twice."""


@dataclass(frozen=True)
class Segment:
    """A stretch of an outage for which the same parties answer.

    :raises EndsBeforeItBegins: it does.
    """

    begins: int
    ends: int
    responsibility: Responsibility

    def __post_init__(self) -> None:
        if self.ends < self.begins:
            raise EndsBeforeItBegins(self.begins, self.ends)


@dataclass(frozen=True)
class Down:
    """One outage of a configuration: one identity, whatever the number of its segments.

    :raises SegmentsOverlap: two of them hold the same second.
    """

    reference: str
    segments: tuple[Segment, ...]

    def __post_init__(self) -> None:
        ordered = sorted(self.segments, key=lambda each: (each.begins, each.ends))
        if any(one.ends > other.begins for one, other in pairwise(ordered)):
            raise SegmentsOverlap(self.reference)


@dataclass(frozen=True)
class Part:
    """What one outage holds of a slice: ``of`` (1/k) of each second, with its percentages."""

    reference: str
    of: Fraction
    responsibility: Responsibility


@dataclass(frozen=True)
class Slice:
    """A committed span that the same outages hold from end to end."""

    begins: int
    ends: int
    parts: tuple[Part, ...]

    @property
    def seconds(self) -> int:
        return self.ends - self.begins

    def held_by(self, parties: Collection[Party]) -> Fraction:
        """Return the seconds for which some parties answer."""
        hundredths = sum(
            each.responsibility.hundredths(party) for each in self.parts for party in parties
        )
        return Fraction(self.seconds * hundredths, HUNDREDTHS * len(self.parts))


@dataclass(frozen=True)
class Measured:
    """A configuration's committed seconds, and what outages hold of them.

    ``slices`` explain ``held`` down to the second, in order of time.
    """

    committed: int
    held: Mapping[Party, Fraction]
    slices: tuple[Slice, ...]

    @property
    def downtime(self) -> Fraction:
        """The seconds for which the vendors answer."""
        return self.held_by(VENDORS)

    @property
    def availability(self) -> Fraction | None:
        """A part of 1; None where nothing was committed, so that nothing is measured."""
        return self.availability_of(VENDORS)

    def held_by(self, parties: Collection[Party]) -> Fraction:
        """Return the seconds for which some parties answer."""
        return sum((self.held[each] for each in parties), Fraction(0))

    def availability_of(self, parties: Collection[Party]) -> Fraction | None:
        """Return what the availability would be with the percentages of some parties alone."""
        if not self.committed:
            return None
        return availability_of(self.committed, self.held_by(parties))


def measure(committed: Sequence[Span], outages: Sequence[Down]) -> Measured:
    """Lay outages over committed time.

    The order of outages, and segments that are cut in two, change nothing of what is returned.
    """
    spans = union(committed)
    slices = tuple(_joined(_slices(spans, outages)))
    return Measured(length(spans), _held(slices), slices)


def shown_availability(availability: Fraction) -> Decimal:
    """Return an availability in percent as it is shown: four decimals, rounded down."""
    return Decimal(floor(availability * 100 * 10**_SHOWN)).scaleb(-_SHOWN)


def second_of(at: datetime) -> int:
    """Return the whole second, since 1970, in which an aware instant lies."""
    return (at - _EPOCH) // _SECOND


def instant_of(second: int) -> datetime:
    """Return the instant, in UTC, at which a second since 1970 begins."""
    return _EPOCH + timedelta(seconds=second)


def length(spans: Iterable[Span]) -> int:
    """Return how many seconds disjoint spans have together."""
    return sum(end - start for start, end in spans)


def union(spans: Iterable[Span]) -> list[Span]:
    """Return spans in order, joined where they touch or overlap; empty ones left out."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if start >= end:
            continue
        if found and found[-1][1] >= start:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found


def intersection(some: Iterable[Span], others: Iterable[Span]) -> list[Span]:
    """Return what lies in some spans and in others, in order and joined."""
    one, other = union(some), union(others)
    found: list[Span] = []
    left = right = 0
    while left < len(one) and right < len(other):
        start, end = max(one[left][0], other[right][0]), min(one[left][1], other[right][1])
        if start < end:
            found.append((start, end))
        if one[left][1] <= other[right][1]:
            left += 1
        else:
            right += 1
    return found


def difference(some: Iterable[Span], without: Iterable[Span]) -> list[Span]:
    """Return what lies in some spans and in none of others, in order and joined."""
    gone = union(without)
    found: list[Span] = []
    for start, end in union(some):
        at = start
        for first, last in gone:
            if last <= at:
                continue
            if first >= end:
                break
            if first > at:
                found.append((at, first))
            at = last
        if at < end:
            found.append((at, end))
    return found


def _slices(committed: Sequence[Span], outages: Sequence[Down]) -> Iterable[Slice]:
    """Yield the committed spans between neighbouring edges of the segments that hold them."""
    edges: dict[int, list[tuple[int, Segment | None]]] = defaultdict(list)
    for place, outage in enumerate(outages):
        for segment in outage.segments:
            for start, end in intersection(committed, [(segment.begins, segment.ends)]):
                edges[start].append((place, segment))
                edges[end].append((place, None))
    holding: dict[int, Segment] = {}
    for start, end in pairwise(sorted(edges)):
        _turn(holding, edges[start])
        if holding:
            yield Slice(start, end, _parts(holding, outages))


def _turn(holding: dict[int, Segment], changes: Sequence[tuple[int, Segment | None]]) -> None:
    """Change which outages hold; where one segment ends and the next begins, the next holds."""
    for place, segment in changes:
        if segment is None:
            holding.pop(place, None)
    holding.update({place: segment for place, segment in changes if segment is not None})


def _parts(holding: Mapping[int, Segment], outages: Sequence[Down]) -> tuple[Part, ...]:
    of = Fraction(1, len(holding))
    parts = [
        Part(outages[place].reference, of, segment.responsibility)
        for place, segment in holding.items()
    ]
    return tuple(sorted(parts, key=_by_what_it_says))


def _by_what_it_says(part: Part) -> tuple[object, ...]:
    return part.reference, *part.responsibility.percents.values()


def _joined(slices: Iterable[Slice]) -> Iterable[Slice]:
    """Join neighbours that the same outages hold in the same way."""
    last: Slice | None = None
    for each in slices:
        if last is not None and (last.ends, last.parts) == (each.begins, each.parts):
            last = Slice(last.begins, each.ends, last.parts)
            continue
        if last is not None:
            yield last
        last = each
    if last is not None:
        yield last


def _held(slices: Iterable[Slice]) -> Mapping[Party, Fraction]:
    """Return the seconds of each party; added up as whole numbers for each k."""
    sums: dict[tuple[Party, int], int] = defaultdict(int)
    for each in slices:
        for part in each.parts:
            for party in Party:
                hundredths = part.responsibility.hundredths(party)
                sums[party, len(each.parts)] += each.seconds * hundredths
    held = dict.fromkeys(Party, Fraction(0))
    for (party, sharing), amount in sums.items():
        held[party] += Fraction(amount, sharing * HUNDREDTHS)
    return held
