"""The gap meter: when an incident breaks the client's promise though the publisher keeps its own.

An incident that is escalated at an instant ``t`` of the client's hours is due at D(t), by the
promise to the client; the publisher, which keeps its own promise, is done at U(t) at the latest.
The two are compared between neighbouring leaps of either, which is exact. Source: domain.md, Time,
underpinning targets.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from contracts.choices import Impact, Promised
from contracts.rules.covered_line import Line, instant_of
from contracts.rules.gap_calendar import Span, by_hour_of_week, joined, months_between
from contracts.rules.promised_lines import Beneath, Lines, Stretch, leaps


@dataclass(frozen=True)
class Worst:
    """The incident that is late by most: one that comes just after ``at``."""

    at: datetime
    due_at: datetime
    done_at: datetime

    @property
    def excess(self) -> timedelta:
        return self.done_at - self.due_at


@dataclass(frozen=True)
class PromiseGap:
    """How one promise to the client fares: amounts of the client's covered time.

    ``uncovered``: the publisher does not work then, or promises nothing. ``too_loose``: it works,
    and may be done too late. ``breaking``: an incident that comes then breaks the promise; what is
    uncovered and yet done in time is not in it. ``unpromised``: the publisher has no such target.
    """

    promised: Promised
    uncovered: timedelta
    too_loose: timedelta
    breaking: timedelta
    unpromised: timedelta
    worst: Worst | None


@dataclass(frozen=True)
class ImpactGap:
    """The gap of one impact, of all its promises together, and where in the year it lies."""

    impact: Impact
    promises: Sequence[PromiseGap]
    breaking: timedelta
    months: Sequence[timedelta]
    week: Sequence[timedelta]
    """By local hour of the week, from Monday 00:00."""


@dataclass(frozen=True)
class Gap:
    """A span of a contract under the gap meter."""

    begins_at: datetime
    ends_at: datetime
    covered: timedelta
    """The client's covered time."""
    months: Sequence[date]
    """The first days of the months of the span."""
    week: Sequence[timedelta]
    """The client's covered time by local hour of the week."""
    impacts: Sequence[ImpactGap]

    @property
    def is_open(self) -> bool:
        return any(each.breaking for each in self.impacts)


@dataclass
class _Found:
    """What is added up of one promise."""

    uncovered: int = 0
    too_loose: int = 0
    unpromised: int = 0
    breaking: list[Span] = field(default_factory=list)
    worst: tuple[int, int, int] | None = None

    def is_later(self, due: int, done: int) -> bool:
        return self.worst is None or done - due > self.worst[2] - self.worst[1]


def gap_of(stretches: Sequence[Stretch], zone: ZoneInfo) -> Gap:
    """Lay the publisher's promise under the one to the client, over stretches that follow closely.

    ``zone``: that of the contract, in whose months and hours of the week the gap is told.
    """
    both = [Lines(each) for each in stretches]
    begins, ends = both[0].begins, both[-1].ends
    months = months_between(begins, ends, zone)
    covered = joined(
        (start, min(end, lines.ends))
        for lines in both
        for start, end in zip(lines.client.starts, lines.client.ends, strict=True)
        if start < lines.ends
    )
    promised = {key for lines in both for key in lines.promised}
    impacts = []
    for impact in Impact:
        kinds = [each for each in Promised if (impact, each) in promised]
        if kinds:
            found = {each: _found(both, impact, each) for each in kinds}
            impacts.append(_impact_gap(impact, found, months, zone))
    return Gap(
        begins_at=instant_of(begins),
        ends_at=instant_of(ends),
        covered=_sum(covered),
        months=[first for first, _span in months],
        week=[_duration(each) for each in by_hour_of_week(covered, zone)],
        impacts=impacts,
    )


def _impact_gap(
    impact: Impact,
    found: Mapping[Promised, _Found],
    months: Sequence[tuple[date, Span]],
    zone: ZoneInfo,
) -> ImpactGap:
    breaking = joined(span for each in found.values() for span in each.breaking)
    line = Line(breaking)
    return ImpactGap(
        impact=impact,
        promises=[_promise_gap(promised, each) for promised, each in found.items()],
        breaking=_duration(line.whole),
        months=[
            _duration(line.passed(end) - line.passed(start)) for _first, (start, end) in months
        ],
        week=[_duration(each) for each in by_hour_of_week(breaking, zone)],
    )


def _promise_gap(promised: Promised, found: _Found) -> PromiseGap:
    return PromiseGap(
        promised=promised,
        uncovered=_duration(found.uncovered),
        too_loose=_duration(found.too_loose),
        breaking=_sum(found.breaking),
        unpromised=_duration(found.unpromised),
        worst=Worst(*map(instant_of, found.worst)) if found.worst else None,
    )


def _found(both: Sequence[Lines], impact: Impact, promised: Promised) -> _Found:
    found = _Found()
    for lines in both:
        due_within = lines.promised.get((impact, promised))
        if due_within is None:
            continue
        beneath = lines.beneath(impact, promised)
        if beneath is None:
            _add_unpromised(found, lines)
        else:
            _add(found, lines, beneath, due_within=due_within)
    return found


def _add_unpromised(found: _Found, lines: Lines) -> None:
    for start, end in zip(lines.client.starts, lines.client.ends, strict=True):
        if start < lines.ends:
            span = start, min(end, lines.ends)
            found.unpromised += span[1] - span[0]
            found.uncovered += span[1] - span[0]
            found.breaking.append(span)


def _add(found: _Found, lines: Lines, beneath: Beneath, *, due_within: int) -> None:
    client = lines.client
    cuts = lines.cuts([*leaps(client, due_within), *beneath.leaps()])
    for start, end in pairwise(cuts):
        passed, is_covered = client.read(start)
        if not is_covered:
            continue
        due = client.exceeded(passed + due_within)
        done = beneath.done_at(start)
        if beneath.line.covers(start):
            late = end - start if done > due else 0
            found.too_loose += late
        else:  # the publisher's clock stands, the client's runs: it catches up with it
            late = min(max(done - due, 0), end - start)
            found.uncovered += end - start
        if late:
            found.breaking.append((start, start + late))
            if found.is_later(due, done):
                found.worst = start, due, done


def _duration(amount: int) -> timedelta:
    return timedelta(microseconds=amount)


def _sum(spans: Iterable[Span]) -> timedelta:
    return _duration(sum(end - start for start, end in spans))
