"""The stage of a rehearsal: an imagined incident, on which time passes as on a real one."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from contracts.choices import Priority
from contracts.models import Organisation, User
from contracts.models.roster import DUTY_MANAGERS
from escalation.choices import DueKind, DueOutcome
from escalation.models import DueAction
from escalation.rules.plan import Wanted
from escalation.rules.rehearsal import Cue
from escalation.selectors import CALLS
from escalation.use_cases.notify import told_of
from escalation.use_cases.plan_due import drafted_row, wanted_of
from escalation.use_cases.sweep_due import is_overtaken
from tickets.access import open_leg
from tickets.choices import Audience, Due, EventKind, Queue, Status
from tickets.models import Escalation, Incident, IncidentEvent
from tickets.selectors.imagined import NOWHERE, put_legs
from tickets.selectors.on_call import managers_on_call, on_call
from tickets.use_cases.climb_escalation import name_at_level
from tickets.use_cases.escalate import drafted_leg
from tickets.use_cases.first_contact import put_acknowledged
from tickets.use_cases.keep_time import resume_clocks, start_clocks

MOST_CALLS = 6
"""So many of the hourly calls of both duty managers are played."""
_FIRST_LEVEL = 1

_TOLD_AS = {
    DueKind.CLIMB: EventKind.CLIMBED,
    DueKind.CALL_MANAGERS: EventKind.MANAGERS_CALLED,
    DueKind.WARN: EventKind.PROMISE_WARNED,
    DueKind.TELL_MISSED: EventKind.PROMISE_MISSED,
}


@dataclass(frozen=True)
class Event:
    """Something that happened on the stage, to whom it is told, and which rosters were asked.

    ``status`` is where the incident then stands; ``manager`` leads the critical situation;
    ``stood_down`` are those called before, who learn by it that they can stand down.
    """

    at: datetime
    kind: EventKind
    told: Sequence[User]
    asked: Sequence[tuple[Organisation, int]]
    is_urgent: bool
    status: Status
    level: int = 0
    percent: int = 0
    promise: Due = Due.NOTHING
    manager: User | None = None
    stood_down: frozenset[int] = frozenset()


@dataclass
class Stage:
    """An imagined incident with what people are to do about it, the earliest first."""

    incident: Incident
    cues: list[tuple[datetime, Cue]]
    leg: Escalation | None = None
    lines: list[IncidentEvent] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    untold: list[tuple[int, IncidentEvent, bool]] = field(default_factory=list)
    rows: dict[str, DueAction] = field(default_factory=dict)
    calls: int = 0
    goes_on: bool = False

    def play(self) -> None:
        """Let the incident come, and time pass until nothing more is due."""
        now = self.incident.opened_at
        self._begin(now)
        while True:
            wanted = self._wanted()
            due = min(wanted.values(), key=lambda each: each.due_at, default=None)
            coming = min(
                [each[0] for each in self.cues[:1]] + ([due.due_at] if due else []), default=None
            )
            if coming is None or coming > now:
                self._settle()
            if self.cues and (due is None or self.cues[0][0] <= max(now, due.due_at)):
                now, cue = self.cues.pop(0)
                self._hear(cue, now)
            elif due is not None:
                now = max(now, due.due_at)
                self._do(due, wanted, now)
            else:
                return

    def _wanted(self) -> dict[str, Wanted]:
        wanted = wanted_of(self.incident, self.rows, self.lines)
        if self.calls < MOST_CALLS:
            return wanted
        kept = {key: each for key, each in wanted.items() if each.kind != DueKind.CALL_MANAGERS}
        self.goes_on = len(kept) < len(wanted)
        return kept

    # --- What time does ---------------------------------------------------------------------------

    def _begin(self, at: datetime) -> None:
        """File it, and escalate it at once where it is software, as a worker does."""
        held = self.incident
        start_clocks(held)
        self._tell(EventKind.ROUTED, at, to=held.queue)
        if held.queue != Queue.SOFTWARE:
            return
        self.leg = drafted_leg(held, at=at)
        self.leg.pk = NOWHERE
        put_legs(held, self.leg)
        held.priority, held.shared_at = Priority.HIGH, at
        called = on_call(held, self.leg, at=at).if_on_duty()
        self._tell(EventKind.REQUESTED, at, [(held.publisher, self.leg.level)], **called)

    def _do(self, due: Wanted, wanted: dict[str, Wanted], at: datetime) -> None:
        row = drafted_row(self.incident, self.leg, due)
        is_told = not is_overtaken(due, wanted, at=at)
        row.end(DueOutcome.DONE if is_told else DueOutcome.OVERTAKEN, at)
        self.rows[due.key] = row
        if is_told:
            self._carry_out(due, at)

    def _carry_out(self, due: Wanted, at: datetime) -> None:
        if due.kind == DueKind.CLIMB:
            self._climb(due, at)
        elif due.kind == DueKind.CALL_MANAGERS:
            self._call_managers(at)
        else:
            self._tell(_TOLD_AS[due.kind], at, None, due)

    def _climb(self, due: Wanted, at: datetime) -> None:
        held, leg = self.incident, self.leg
        assert leg is not None  # noqa: S101  what climbs is an escalation
        leg.level = due.level
        called = on_call(held, leg, at=at)
        name_at_level(held, leg, called, at=at)
        asked = [(held.publisher, leg.level)]
        self._tell(EventKind.CLIMBED, at, asked, due, **called.told())

    def _call_managers(self, at: datetime) -> None:
        self.calls += 1
        people = [
            each for called in managers_on_call(self.incident, at=at) for each in called.people
        ]
        vendors = (self.incident.manufacturer, self.incident.publisher)
        asked = [(vendor, DUTY_MANAGERS) for vendor in vendors]
        self._tell(EventKind.MANAGERS_CALLED, at, asked, told=[each.pk for each in people])

    # --- What people do ---------------------------------------------------------------------------

    def _hear(self, cue: Cue, at: datetime) -> None:
        {
            Cue.ANSWER: self._answer,
            Cue.ACKNOWLEDGE: self._acknowledge,
            Cue.WAIT: self._wait,
            Cue.RESUME: self._resume,
        }[cue](at)

    def _answer(self, at: datetime) -> None:
        self.incident.responded_at = self.incident.responded_at or at
        self._note(EventKind.CALLED, at)

    def _acknowledge(self, at: datetime) -> None:
        """Let whoever is on duty have it or, where nobody is, the first of those called instead."""
        leg = self.leg
        assert leg is not None  # noqa: S101  only software is acknowledged
        people = on_call(self.incident, leg, at=at).people
        if people:
            put_acknowledged(leg, by=people[0], at=at)
            self._tell(EventKind.ACKNOWLEDGED, at, None)
            self.lines[-1].by = people[0]

    def _wait(self, at: datetime) -> None:
        held = self.incident
        began_from = held.status
        held.status, held.waiting_since = Status.WAITING, at
        held.responded_at = held.responded_at or at
        self._note(EventKind.MOVED, at, from_=began_from, to=Status.WAITING)

    def _resume(self, at: datetime) -> None:
        resume_clocks(self.incident, at=at)
        self.incident.status, self.incident.waiting_since = Status.OPEN, None
        self._note(EventKind.MOVED, at, from_=Status.WAITING, to=Status.OPEN)

    # --- What is told -----------------------------------------------------------------------------

    def _at_work(self) -> list[tuple[Organisation, int]]:
        """Return the rosters that are asked who works on it, where nobody is named."""
        leg = open_leg(self.incident)
        asked = [(self.incident.manufacturer, _FIRST_LEVEL)]
        if leg is not None and leg.engineer is None:
            asked.append((self.incident.publisher, leg.level))
        return asked

    def _tell(
        self,
        kind: EventKind,
        at: datetime,
        asked: Sequence[tuple[Organisation, int]] | None = (),
        due: Wanted | None = None,
        **detail: Any,
    ) -> None:
        """Write a line; ``asked``: the rosters that it asked, None for those of who works on it."""
        line = self._line(kind, at, detail)
        self.events.append(self._event(line, due, asked or ()))
        self.untold.append((len(self.events) - 1, line, asked is None))

    def _note(self, kind: EventKind, at: datetime, **detail: Any) -> None:
        """Write what people do themselves; of whom it is told nothing is said here."""
        self.events.append(self._event(self._line(kind, at, detail), None, ()))

    def _settle(self) -> None:
        """Tell of all that happened at one instant, once it has: a sweep does what is due at once,
        and its news is followed after."""
        for place, line, is_of_work in self.untold:
            called = self._called(place) if line.kind == EventKind.ACKNOWLEDGED else []
            told = told_of(line, self.incident, called=called)
            stood_down = frozenset(each.pk for each in called)
            changed = replace(self.events[place], told=told, stood_down=stood_down)
            if is_of_work:
                changed = replace(changed, asked=self._at_work())
            self.events[place] = changed
        self.untold.clear()

    def _called(self, place: int) -> list[User]:
        """Return whom the steps before a place called."""
        steps = [each for each in self.events[:place] if each.kind in CALLS]
        return [person for step in steps for person in step.told]

    def _line(self, kind: EventKind, at: datetime, detail: dict[str, Any]) -> IncidentEvent:
        line = IncidentEvent(
            incident=self.incident,
            sequence=len(self.lines) + 1,
            kind=kind,
            at=at,
            audience=Audience.VENDORS,
            detail=detail,
        )
        self.lines.append(line)
        return line

    def _event(
        self, line: IncidentEvent, due: Wanted | None, asked: Sequence[tuple[Organisation, int]]
    ) -> Event:
        leg = self.leg
        return Event(
            at=line.at,
            kind=EventKind(line.kind),
            told=(),
            asked=asked,
            is_urgent=self.incident.priority == Priority.HIGH,
            status=Status(self.incident.status),
            level=leg.level if leg else 0,
            percent=due.percent if due else 0,
            promise=due.promise if due else Due.NOTHING,
            manager=leg.critical_manager if leg else None,
        )
