"""How long a repair lasts by the clock on the wall, when work is done in covered hours only.

Units are whole seconds; what is worked is covered time. A year of covered hours is taken as a round
that comes again and again, so that nothing depends on where it begins. Source: domain.md, Time.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, timedelta
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo

from contracts.rules.coverage import Hours, NeverCovered, covered_intervals
from contracts.rules.covered_line import Line
from contracts.rules.gap_calendar import midnight

MONTHS = 12
_SECOND = timedelta(seconds=1)
Span = tuple[int, int]


def first_of_months(day: date) -> list[date]:
    """Return the first days of the twelve months from a day's own on, and of the one after them."""
    months = range(day.month - 1, day.month + MONTHS)
    return [date(day.year + each // MONTHS, each % MONTHS + 1, 1) for each in months]


def repair_time(
    hands_on: timedelta, respond_within: timedelta, restore_within: timedelta | None
) -> timedelta:
    """Return the covered time from a failure to the end of its repair, if the promise is kept.

    Somebody starts when the response is due, and works as long as the product takes; no longer
    than until the restoration is due, where one is promised.
    """
    whole = respond_within + hands_on
    return whole if restore_within is None else min(whole, restore_within)


class Round:
    """A year of covered time that comes again and again; in seconds since it begins.

    ``bounds``: where its months begin, and where it ends.
    """

    def __init__(self, spans: Sequence[Span], bounds: Sequence[int]) -> None:
        self.spans, self.bounds = tuple(spans), tuple(bounds)
        self.line = Line(self.spans)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Round) and self._content == other._content

    def __hash__(self) -> int:
        return hash(self._content)

    @property
    def _content(self) -> tuple[object, ...]:
        return self.spans, self.bounds

    @property
    def length(self) -> int:
        return self.bounds[-1]

    @property
    def covered(self) -> int:
        """Covered seconds of the whole round."""
        return self.line.whole

    @property
    def is_unbroken(self) -> bool:
        return self.covered == self.length

    def passed(self, at: int) -> int:
        """Return how much covered time has passed at an instant of any turn."""
        turns, within = divmod(at, self.length)
        return turns * self.covered + self.line.passed(within)

    def done_at(self, at: int, amount: int) -> int:
        """Return the first instant at which an amount has passed since another.

        :raises NeverCovered: the round has no covered time.
        """
        if not amount:
            return at
        if not self.covered:
            raise NeverCovered
        turns, left = divmod(self.passed(at) + amount, self.covered)
        if not left:
            turns, left = turns - 1, self.covered
        return turns * self.length + self.line.reached(left)

    @lru_cache(maxsize=256)  # noqa: B019  calendars that are alike share what was reckoned
    def mean_repair(self, amount: int) -> Fraction:
        """Return how long a repair of a covered amount lasts on average; exact, in seconds.

        The failure comes at any instant of the round, each as likely as the others.

        :raises NeverCovered: the round has no covered time.
        """
        if not amount:
            return Fraction(0)
        twice = sum(self._twice_area(*each, amount) for each in self._stretches(amount))
        return Fraction(twice, 2 * self.length)

    def _twice_area(self, start: int, end: int, amount: int) -> int:
        """Return the integral, doubled, of the repair's length over a stretch without a leap."""
        done = self.done_at(end, amount)
        if self.line.covers(start):  # both clocks run: the repair lasts as long all along
            return 2 * (done - end) * (end - start)
        return 2 * done * (end - start) - (end * end - start * start)

    def _stretches(self, amount: int) -> Iterator[Span]:
        if not self.covered:
            raise NeverCovered
        leaps = (self.line.reached((each - amount) % self.covered) for each in self.line.after)
        cuts = {0, self.length, *self.line.starts, *self.line.ends, *leaps}
        return pairwise(sorted(cuts))


def round_of(hours: Hours, day: date, zone: ZoneInfo) -> Round:
    """Return the twelve months of a contract's hours from the month of a day on."""
    bounds = [midnight(first, zone).astimezone(UTC) for first in first_of_months(day)]
    begins, ends = bounds[0], bounds[-1]
    spans = [
        ((each.begins_at - begins) // _SECOND, (each.ends_at - begins) // _SECOND)
        for each in covered_intervals(hours, begins, ends)
    ]
    return Round(spans, [(each - begins) // _SECOND for each in bounds])
