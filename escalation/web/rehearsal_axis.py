"""The axis of a rehearsal's picture: stretched where much happens, broken where little does."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from math import sqrt

from escalation.use_cases.rehearse import Rehearsal

WIDTH, LEFT, RIGHT = 1000, 152, 26
_SHORTEST, _LONGEST = 3.0, 14.0
_MINUTE, _HOUR = timedelta(minutes=1), timedelta(hours=1)


@dataclass(frozen=True)
class Axis:
    """Where an instant lies: between two that are told of it is shared out evenly."""

    instants: Sequence[datetime]
    places: Sequence[float]

    def x(self, at: datetime) -> float:
        found = min(max(bisect_right(self.instants, at) - 1, 0), len(self.instants) - 2)
        first, last = self.instants[found], self.instants[found + 1]
        share = min(max((at - first) / (last - first), 0.0), 1.0)
        return self.places[found] + share * (self.places[found + 1] - self.places[found])

    def breaks(self) -> list[float]:
        pairs = zip(pairwise(self.instants), pairwise(self.places), strict=True)
        return [
            (left + right) / 2
            for (first, last), (left, right) in pairs
            if _weight(first, last) >= _LONGEST
        ]


def axis_of(rehearsal: Rehearsal) -> Axis:
    """Return the axis from the beginning to what is told last."""
    first, last = rehearsal.scenario.at, rehearsal.ends_at
    instants = {first, *(each.event.at for each in rehearsal.happenings)}
    instants |= {each.due_at for each in rehearsal.deadlines}
    if rehearsal.clock_starts_at is not None and rehearsal.clock_starts_at < last:
        instants.add(rehearsal.clock_starts_at)
    if len(instants) == 1:
        instants.add(first + _HOUR)
    ordered = sorted(instants)
    weights = [_weight(*pair) for pair in pairwise(ordered)]
    scale = (WIDTH - LEFT - RIGHT) / sum(weights)
    places = [float(LEFT)]
    for weight in weights:
        places.append(places[-1] + weight * scale)
    return Axis(ordered, places)


def _weight(first: datetime, last: datetime) -> float:
    return min(max(sqrt((last - first) / _MINUTE), _SHORTEST), _LONGEST)
