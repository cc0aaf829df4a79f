"""An SLA clock: one pure, replayable function of (timeline, terms, calendar) (domain.md, Time).

The clock reads nothing but what had been said by the instant that it is asked for, so that it gives
again, at any later time, what it showed then. Deadlines are kept at the instant itself; a breach is
decided on instants, never on a rounded share.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from contracts.rules.calendar import calendar_version
from contracts.rules.coverage import Hours, NeverCovered, covered_duration, covered_instant
from contracts.rules.coverage_explained import Reason, explained
from tickets.choices import Due
from tickets.rules.deadlines import Promise, resumed
from tickets.rules.pauses import Pause, Rests
from tickets.rules.timeline import Heard, Mark, Timeline


class ClockState(StrEnum):
    """How a promise stands."""

    RUNNING = "running"
    PAUSED = "paused"
    MET = "met"
    MISSED = "missed"


def state_of(
    due_at: datetime, *, stopped_at: datetime | None, paused_at: datetime | None, at: datetime
) -> ClockState:
    """Return how a promise stands at an instant.

    ``stopped_at`` is when it was kept, ``paused_at`` since when it rests; None for not.
    """
    if stopped_at is not None:
        return ClockState.MET if stopped_at <= due_at else ClockState.MISSED
    if due_at < (paused_at or at):
        return ClockState.MISSED
    return ClockState.PAUSED if paused_at else ClockState.RUNNING


@dataclass(frozen=True)
class Promised:
    """What the contract promises for each impact, in which hours, and whether waiting pauses it."""

    by_impact: Mapping[str, Promise]
    hours: Hours
    pauses: bool


@dataclass(frozen=True)
class Span:
    """A half-open stretch of the way to a deadline, and why it counts or not.

    The coverage gives the reason; without one it is a pause, told at ``line`` of the timeline.
    """

    begins_at: datetime
    ends_at: datetime | None
    is_counted: bool
    reason: Reason | None = None
    line: int | None = None


@dataclass(frozen=True)
class Clock:
    """A promise as it stood at an instant; durations are of covered, unpaused time.

    ``explanation`` leads from the start to the deadline: what counts of it sums to ``within``.
    While the clock is paused it ends with a pause without end, and ``left`` is still to come.
    ``calendar`` is the version of the holidays and zone changes by which it was reckoned.
    """

    kind: Due
    impact: str
    within: timedelta
    starts_at: datetime
    due_at: datetime
    stopped_at: datetime | None
    state: ClockState
    elapsed: timedelta
    explanation: tuple[Span, ...]
    calendar: str

    @property
    def is_resting(self) -> bool:
        """The way to the deadline ends with a pause that goes on."""
        return bool(self.explanation) and self.explanation[-1].ends_at is None

    @property
    def left(self) -> timedelta:
        """What is left of the promised time; nothing once it has passed."""
        return max(self.within - self.elapsed, timedelta())


def clock_of(kind: Due, timeline: Timeline, promised: Promised, *, at: datetime) -> Clock | None:
    """Return the clock of a promise as it stood at an instant, from what had been said by then.

    None where nothing is promised for the impact, or where no covered time will ever come; what was
    missed under another impact stays. ``kind`` is the first answer, the restoration or the news.
    """
    run = _Run(kind, promised, timeline.impact, timeline.starts_at)
    for mark in timeline.marks:
        if mark.at <= at:
            run.hear(mark)
    return run.clock(at)


@dataclass(frozen=True)
class _Deadline:
    """A deadline, with what it follows from."""

    due_at: datetime
    impact: str
    within: timedelta
    pauses: tuple[Pause, ...]


@dataclass
class _Run:
    """A clock while the timeline is read from the first mark on."""

    kind: Due
    promised: Promised
    impact: str
    since: datetime
    stopped_at: datetime | None = None
    rests: Rests = field(default_factory=Rests)
    breached: list[_Deadline] = field(default_factory=list)

    def hear(self, mark: Mark) -> None:
        hearing: dict[Heard, Callable[[Mark], None]] = {
            Heard.IMPACT: self._change,
            Heard.WAITS: self._rest,
            Heard.GOES_ON: self._rest,
            Heard.CONTACT: self._answer,
            Heard.RESTORED: self._stop,
            Heard.NOT_RESTORED: self._run_on,
        }
        hearing[mark.heard](mark)

    def _change(self, mark: Mark) -> None:
        """Take another impact; what was missed by then stays missed, however low it becomes."""
        passed_at = self.stopped_at or (self.rests.since.at if self.rests.since else mark.at)
        before = self._deadline()
        if self.kind != Due.NEWS and before is not None and before.due_at < passed_at:
            self.breached.append(before)
        self.impact = mark.impact

    def _rest(self, mark: Mark) -> None:
        if self.promised.pauses:
            self.rests.hear(mark)

    def _answer(self, mark: Mark) -> None:
        if self.kind == Due.RESPOND:
            self.stopped_at = self.stopped_at or mark.at
        elif self.kind == Due.NEWS:
            self.since = mark.at
            self.rests.over.clear()  # over by then, even if a fast clock ended it later

    def _stop(self, mark: Mark) -> None:
        if self.kind != Due.RESPOND:
            self.stopped_at = mark.stated_at or mark.at

    def _run_on(self, _mark: Mark) -> None:
        if self.kind != Due.RESPOND:
            self.stopped_at = None

    def _deadline(self) -> _Deadline | None:
        within = _within(self.kind, self.promised.by_impact.get(self.impact))
        if within is None:
            return None
        pauses = tuple(_clipped(self.rests.over, self.since))
        try:
            due_at = due_after(self.promised.hours, self.since, within, pauses)
        except NeverCovered:
            return None
        return _Deadline(due_at, self.impact, within, pauses)

    def clock(self, at: datetime) -> Clock | None:
        now = self._deadline()
        standing = [*self.breached, now] if now is not None else self.breached
        if not standing:
            return None
        binding = min(standing, key=lambda each: each.due_at)
        return Clock(
            kind=self.kind,
            impact=binding.impact,
            within=binding.within,
            starts_at=self.since,
            due_at=binding.due_at,
            stopped_at=self.stopped_at,
            state=self._state(binding.due_at, at),
            elapsed=self._elapsed(at),
            explanation=tuple(self._explained(binding)),
            calendar=calendar_version(
                self.promised.hours, range(self.since.year, binding.due_at.year + 1)
            ),
        )

    def _state(self, due_at: datetime, at: datetime) -> ClockState:
        paused_at = self.rests.since.at if self.rests.since else None
        return state_of(due_at, stopped_at=self.stopped_at, paused_at=paused_at, at=at)

    def _elapsed(self, at: datetime) -> timedelta:
        until = self.stopped_at or at
        if self.rests.since is not None:
            until = min(until, self.rests.since.at)
        counted = covered_duration(self.promised.hours, self.since, until)
        for pause in _clipped(self.rests.over, self.since, until):
            counted -= covered_duration(
                self.promised.hours, pause.begins_at, pause.ends_at or until
            )
        return counted

    def _explained(self, deadline: _Deadline) -> Iterable[Span]:
        until, rest = deadline.due_at, self.rests.since
        if rest is not None and (self.stopped_at is None and rest.at < until):
            until = max(rest.at, self.since)
        else:
            rest = None
        begins_at = self.since
        for pause in _clipped(deadline.pauses, self.since, until):
            yield from _counted(self.promised.hours, begins_at, pause.begins_at)
            yield Span(pause.begins_at, pause.ends_at, is_counted=False, line=pause.line)
            begins_at = pause.ends_at or until
        yield from _counted(self.promised.hours, begins_at, until)
        if rest is not None:
            yield Span(until, None, is_counted=False, line=rest.line)


def due_after(
    hours: Hours, since: datetime, within: timedelta, pauses: Iterable[Pause]
) -> datetime:
    """Return the instant at which a covered duration has passed since an instant, pauses left out.

    ``pauses`` are over, in order, and do not overlap.

    :raises NeverCovered: within ten years the coverage never adds up to the duration.
    """
    due_at = covered_instant(hours, since, within)
    for pause in _clipped(pauses, since):
        if pause.ends_at is not None:
            due_at = resumed(
                due_at, hours=hours, paused_at=pause.begins_at, resumed_at=pause.ends_at
            )
    return due_at


def _within(kind: Due, promise: Promise | None) -> timedelta | None:
    if promise is None:
        return None
    return {
        Due.RESPOND: promise.respond_within,
        Due.RESTORE: promise.restore_within,
        Due.NEWS: promise.news_every,
    }[kind]


def _clipped(
    pauses: Iterable[Pause], since: datetime, until: datetime | None = None
) -> Iterable[Pause]:
    """Yield what of the pauses lies between two instants."""
    for pause in pauses:
        begins_at = max(pause.begins_at, since)
        ends_at = pause.ends_at
        if until is not None:
            ends_at = min(ends_at or until, until)
        if ends_at is None or begins_at < ends_at:
            yield Pause(begins_at, ends_at, pause.line)


def _counted(hours: Hours, begins_at: datetime, ends_at: datetime) -> Iterable[Span]:
    for each in explained(hours, begins_at, ends_at):
        yield Span(each.begins_at, each.ends_at, each.counts, each.reason)
