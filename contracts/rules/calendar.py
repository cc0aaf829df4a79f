"""Covered time, compiled: for each year its intervals and their running sums, found by bisection.

A question over any span looks into the years at its two ends, and adds one sum for each between.
Years are UTC's, so that every interval belongs to exactly one piece of one year.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import MAXYEAR, datetime
from functools import lru_cache
from hashlib import sha256

from contracts.rules.hours import Hours, Minutes, joined, usual_spans
from contracts.rules.local_days import (
    DAY,
    MINUTE,
    SteadyStretch,
    day_number,
    day_numbered,
    instant_at,
    micros_of,
    steady_stretches,
    year_bounds,
)
from contracts.rules.public_holidays import PACKAGE_VERSION, public_holidays

_CALENDARS, _YEARS = 256, 24
_THURSDAY = 3  # the first of January 1970
_DIGITS = 8


@dataclass(frozen=True)
class CoveredYear:
    """The covered intervals of a year, in order and disjoint; ``sums`` through the end of each."""

    starts: "array[int]"
    ends: "array[int]"
    sums: "array[int]"

    @property
    def total(self) -> int:
        return self.sums[-1] if self.sums else 0

    def covered_before(self, micros: int) -> int:
        """Return how much of the year is covered before an instant of it."""
        place = bisect_right(self.starts, micros) - 1
        if place < 0:
            return 0
        return self.sums[place] - max(0, self.ends[place] - micros)

    def reached(self, amount: int) -> int:
        """Return the first instant by which an amount, at most the total, was covered."""
        place = bisect_left(self.sums, amount)
        return self.ends[place] - (self.sums[place] - amount)

    def between(self, begins: int, ends: int) -> Iterator[tuple[int, int]]:
        """Yield what is covered between two instants."""
        first = max(0, bisect_right(self.starts, begins) - 1)
        for place in range(first, bisect_left(self.starts, ends)):
            start, end = max(self.starts[place], begins), min(self.ends[place], ends)
            if start < end:
                yield start, end


class Calendar:
    """The compiled years of some hours, the latest used of them; answers are in microseconds."""

    def __init__(self, hours: Hours) -> None:
        self._hours = hours
        self._week = [usual_spans(hours, weekday) for weekday in range(7)]
        self._own = {day_number(each.day): joined(each.spans) for each in hours.exceptions}
        self._years: dict[int, CoveredYear] = {}

    def covered(self, begins_at: datetime, ends_at: datetime) -> int:
        """Return how much is covered between two instants in UTC, the first before the second."""
        first, last = begins_at.year, ends_at.year
        before = self._year(first).covered_before(micros_of(begins_at))
        after = self._year(last).covered_before(micros_of(ends_at))
        return sum(self._year(year).total for year in range(first, last)) + after - before

    def instant(self, since: datetime, amount: int, *, latest: int) -> datetime | None:
        """Return the first instant by which an amount is covered since an instant in UTC.

        None where it would be after ``latest``.
        """
        year = since.year
        amount += self._year(year).covered_before(micros_of(since))
        while amount > self._year(year).total:
            amount -= self._year(year).total
            year += 1
            if year > MAXYEAR or year_bounds(year)[0] > latest:
                return None
        found = self._year(year).reached(amount)
        return None if found > latest else instant_at(found)

    def intervals(self, begins_at: datetime, ends_at: datetime) -> list[tuple[int, int]]:
        """Return what is covered between two instants in UTC, in order, joined."""
        begins, ends = micros_of(begins_at), micros_of(ends_at)
        found: list[tuple[int, int]] = []
        for year in range(begins_at.year, ends_at.year + 1):
            for start, end in self._year(year).between(begins, ends):
                if found and found[-1][1] == start:
                    found[-1] = (found[-1][0], end)
                else:
                    found.append((start, end))
        return found

    def _year(self, year: int) -> CoveredYear:
        found = self._years.get(year)
        if found is None:
            if len(self._years) >= _YEARS:
                self._years = {}
            found = self._years[year] = self._compiled(year)
        return found

    def _compiled(self, year: int) -> CoveredYear:
        starts, ends, sums = array("q"), array("q"), array("q")
        for stretch in steady_stretches(self._hours.zone, year):
            for start, end in self._covered_in(stretch):
                if ends and ends[-1] == start:
                    ends[-1] = end
                    sums[-1] += end - start
                else:
                    sums.append(end - start + (sums[-1] if sums else 0))
                    starts.append(start)
                    ends.append(end)
        return CoveredYear(starts, ends, sums)

    def _covered_in(self, stretch: SteadyStretch) -> Iterator[tuple[int, int]]:
        first, last = days_of(stretch)
        closed = days_left_out(self._hours.without_holidays_of, first, last)
        particular: dict[int, tuple[Minutes, ...]] = {**dict.fromkeys(closed, ()), **self._own}
        for day in range(first, last + 1):
            midnight = day * DAY - stretch.offset
            usual = self._week[weekday_of(day)]
            for first_minute, last_minute in particular.get(day, usual):
                start = max(midnight + first_minute * MINUTE, stretch.begins)
                end = min(midnight + last_minute * MINUTE, stretch.ends)
                if start < end:
                    yield start, end


@lru_cache(maxsize=_CALENDARS)
def calendar_of(hours: Hours) -> Calendar:
    """Return the compiled calendar of hours, the same for equal ones."""
    return Calendar(hours)


def days_of(stretch: SteadyStretch) -> tuple[int, int]:
    """Return the numbers of the first and the last local day that lie in a stretch."""
    return (stretch.begins + stretch.offset) // DAY, (stretch.ends + stretch.offset - 1) // DAY


def days_left_out(of: str, first: int, last: int) -> set[int]:
    """Return the numbers of the public holidays of a country in the years of two local days."""
    if not of:
        return set()
    years = range(day_numbered(first).year, day_numbered(last).year + 1)
    return {day_number(day) for year in years for day in public_holidays(of, year)}


def weekday_of(number: int) -> int:
    """Return the day of the week, Monday 0, of a day's number."""
    return (number + _THURSDAY) % 7


def calendar_version(hours: Hours, years: Iterable[int]) -> str:
    """Return which calendar the hours were reckoned by in some years: *0.109-3f2a9c1b*.

    First the version of the `holidays` package, where public holidays are left out; then digits
    that differ as soon as one of those holidays does, or a change of the zone's clocks. So an
    upgrade that moves no day of these years keeps the digits.
    """
    of, digest = hours.without_holidays_of, sha256()
    for year in sorted(set(years)):
        days = sorted(public_holidays(of, year)) if of else []
        said = [day.isoformat() for day in days]
        said += [f"{each.begins}{each.offset:+}" for each in steady_stretches(hours.zone, year)]
        digest.update(" ".join([str(year), *said, "\n"]).encode())
    digits = digest.hexdigest()[:_DIGITS]
    return f"{PACKAGE_VERSION}-{digits}" if of else digits
