"""Both parties' words as lines of covered time, and when what they promise is due.

What is due, by either word, only ever grows by as much as the instant does, or stands still, or
leaps: between neighbouring leaps one comparison is exact. Source: domain.md, Time.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from contracts.choices import Impact, Promised
from contracts.rules.coverage import Hours, covered_intervals, instant_if_ever
from contracts.rules.covered_line import Line, amount_of, spans_of, stamp_of

_NO_TIME = timedelta()


@dataclass(frozen=True)
class Word:
    """What one party promises another: hours, and within how much of them what is done."""

    hours: Hours
    within: Mapping[tuple[Impact, Promised], timedelta]
    round_the_clock: frozenset[Impact] = frozenset()
    """What is promised in every second, whatever the hours are."""

    def hours_for(self, impact: Impact) -> Hours:
        """Return the hours in which what is promised for an impact counts."""
        return Hours(self.hours.zone) if impact in self.round_the_clock else self.hours


@dataclass(frozen=True)
class Stretch:
    """A half-open stretch of time in which both words stay what they are; None: nothing said."""

    begins_at: datetime
    ends_at: datetime
    to_client: Word
    of_publisher: Word | None


@dataclass(frozen=True)
class Beneath:
    """One promise of the publisher: its covered time, and within how much of it it is done."""

    line: Line
    within: int

    def done_at(self, at: int) -> int:
        """Return when it is done at the latest with what comes just after an instant."""
        passed, is_covered = self.line.read(at)
        due = passed + self.within
        return self.line.exceeded(due) if is_covered else self.line.reached(due)

    def leaps(self) -> Iterator[int]:
        """Yield the instants around which `done_at` stops, starts or leaps."""
        return leaps(self.line, self.within)


class Lines:
    """The covered time of both parties from a stretch's begin on, as far as its incidents reach.

    A promise that its hours never come to is never due: it is left out, and stops no other.
    """

    def __init__(self, stretch: Stretch) -> None:
        self.begins, self.ends = stamp_of(stretch.begins_at), stamp_of(stretch.ends_at)
        self._stretch, self._publisher = stretch, dict[bool, tuple[Line, timedelta]]()
        word = stretch.to_client
        self.client, longest = _line(word.hours, word, stretch)
        self.promised = {
            key: amount_of(within) for key, within in word.within.items() if within <= longest
        }
        """Within how much of the client's covered time each promise to it is due."""

    def beneath(self, impact: Impact, promised: Promised) -> Beneath | None:
        """Return what the publisher promises for one promise; None where it promises nothing."""
        word = self._stretch.of_publisher
        within = word.within.get((impact, promised)) if word else None
        if word is None or within is None:
            return None
        is_always = impact in word.round_the_clock
        if is_always not in self._publisher:
            self._publisher[is_always] = _line(word.hours_for(impact), word, self._stretch)
        line, longest = self._publisher[is_always]
        return Beneath(line, amount_of(within)) if within <= longest else None

    def cuts(self, more: Iterable[int]) -> list[int]:
        """Return the instants of the stretch at which its begin, end, or ``more`` cut it."""
        inside = {at for at in more if self.begins < at < self.ends}
        return [self.begins, *sorted(inside), self.ends]


def leaps(line: Line, within: int) -> Iterator[int]:
    """Yield the instants at which what is due after an amount of a line stops, starts or leaps."""
    yield from line.starts
    yield from line.ends
    for passed in line.after:
        if passed > within:
            yield line.reached(passed - within)


def _line(hours: Hours, word: Word, stretch: Stretch) -> tuple[Line, timedelta]:
    """Return a party's covered time up to the latest instant at which anything of it is due.

    With the longest promise that the hours come to after whatever incident of the stretch.
    """
    longest, until = next(_reached(hours, word, stretch.ends_at))
    spans = spans_of(covered_intervals(hours, stretch.begins_at, max(until, stretch.ends_at)))
    return Line(spans), longest


def _reached(hours: Hours, word: Word, since: datetime) -> Iterator[tuple[timedelta, datetime]]:
    """Yield the promises that the hours come to, the longest first and nothing at all last."""
    for within in sorted({_NO_TIME, *word.within.values()}, reverse=True):
        until = instant_if_ever(hours, since, within)
        if until is not None:
            yield within, until
