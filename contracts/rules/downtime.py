"""How long some parties answer for, without the explanation: what `measure` says, in a sweep.

For questions asked of many outages at once: it looks at each edge of a segment once, whatever the
number of outages that hold the same second. Source: domain.md, Statement, steps 1 to 4.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from fractions import Fraction
from itertools import pairwise

from contracts.choices import Party
from contracts.rules.availability import Down, Span, intersection, length, union
from contracts.rules.penalty import availability_of
from contracts.rules.responsibility import HUNDREDTHS


def downtime_of(
    committed: Sequence[Span], outages: Sequence[Down], *, parties: Collection[Party]
) -> Fraction:
    """Return the committed seconds for which some parties answer, as `measure` counts them."""
    holding = part = 0
    sums: dict[int, int] = defaultdict(int)
    changes = _changes(union(committed), outages, parties)
    for start, end in pairwise(sorted(changes)):
        more, of_parties = changes[start]
        holding, part = holding + more, part + of_parties
        sums[holding] += (end - start) * part
    return sum(
        (Fraction(amount, sharing * HUNDREDTHS) for sharing, amount in sums.items() if sharing),
        Fraction(0),
    )


def availability_by(
    committed: Sequence[Span], outages: Sequence[Down], *, parties: Collection[Party]
) -> Fraction | None:
    """Return the availability with the percentages of some parties; None: nothing committed."""
    spans = union(committed)
    if not spans:
        return None
    return availability_of(length(spans), downtime_of(spans, outages, parties=parties))


def _changes(
    spans: Sequence[Span], outages: Sequence[Down], parties: Collection[Party]
) -> dict[int, tuple[int, int]]:
    """Return by how much, at each edge, more outages hold and for how much parties answer."""
    changes: dict[int, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for segment in (each for outage in outages for each in outage.segments):
        part = sum(segment.responsibility.hundredths(party) for party in parties)
        for start, end in intersection(spans, [(segment.begins, segment.ends)]):
            for edge, sign in ((start, 1), (end, -1)):
                holding, of_parties = changes[edge]
                changes[edge] = (holding + sign, of_parties + sign * part)
    return changes
