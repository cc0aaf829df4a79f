"""A clock explained in words: what counted on the way to a deadline, and the rule behind it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from contracts.calendar_words import say_reason
from contracts.choices import Kind
from contracts.models import User
from tickets.choices import Due
from tickets.models import Incident, IncidentEvent
from tickets.rules.clock import Clock, ClockState, Span
from tickets.rules.effect import Shift, Stand, Turn
from tickets.wording import who


@dataclass(frozen=True)
class StateShown:
    """How a promise stands, in a word, with its look and its glyph."""

    words: Promise
    look: str
    glyph: str


STATES: Mapping[str, StateShown] = {
    ClockState.RUNNING: StateShown(pgettext_lazy("clock", "runs"), "", "clock"),
    ClockState.PAUSED: StateShown(gettext_lazy("paused"), "is-client", "pause"),
    ClockState.MET: StateShown(gettext_lazy("kept"), "is-ok", "check"),
    ClockState.MISSED: StateShown(gettext_lazy("missed"), "is-crit", "alert"),
}
"""THE table of a promise's states, for every page and reader."""

STARTS: Mapping[Due, Promise] = {
    Due.RESPOND: gettext_lazy("It runs from filing, or from the call, to a person’s first answer."),
    Due.RESTORE: gettext_lazy("It runs from filing, or from the call, until service is back."),
    Due.NEWS: gettext_lazy("It runs from the last news that the client was given."),
}


@dataclass(frozen=True)
class Step:
    """A stretch of the way to a deadline, in words; one that is not over has no end."""

    begins_at: datetime
    ends_at: datetime | None
    is_counted: bool
    why: str

    @property
    def length(self) -> timedelta | None:
        return self.ends_at - self.begins_at if self.ends_at else None


@dataclass(frozen=True)
class ShownStand:
    """A deadline with its state in words; without a deadline nothing is promised."""

    due_at: datetime | None
    state: str
    look: str
    glyph: str


@dataclass(frozen=True)
class ShownShift:
    """The clock of an incident as it stands and as it would, in words."""

    incident: Incident
    label: str
    now: ShownStand
    then: ShownStand
    breach: str
    """What becomes of a breach; empty where it stays as it is."""
    is_worse: bool


def shown_shift(incident: Incident, shift: Shift) -> ShownShift:
    """Return two readings of a clock in words."""
    breaches = {Turn.APPEARS: _("a breach appears"), Turn.GOES: _("a breach goes"), None: ""}
    return ShownShift(
        incident,
        str(shift.kind.label),
        _shown_stand(shift.now),
        _shown_stand(shift.then),
        breaches[shift.breach],
        is_worse=shift.breach == Turn.APPEARS,
    )


def _shown_stand(stand: Stand) -> ShownStand:
    if stand.state is None:
        return ShownStand(None, "", "", "")
    shown = STATES[stand.state]
    return ShownStand(stand.due_at, str(shown.words), shown.look, shown.glyph)


def steps_of(clock: Clock, lines: Mapping[int, IncidentEvent], *, reader: User) -> list[Step]:
    """Return the explanation of a clock to its reader; ``lines`` of the timeline by their place."""
    return [
        Step(
            span.begins_at,
            span.ends_at,
            span.is_counted,
            _say(span, lines.get(span.line or 0), reader),
        )
        for span in clock.explanation
    ]


def why_not_as_of(incident: Incident, as_of: datetime, *, at: datetime) -> str:
    """Return why a clock cannot be read as of an instant, or nothing where it can."""
    if as_of > at:
        return _("This instant is in the future.")
    if as_of < incident.opened_at:
        return _("The incident had not been filed yet.")
    return ""


def _say(span: Span, line: IncidentEvent | None, reader: User) -> str:
    if span.reason is not None:
        return say_reason(span.reason)
    reason = line.detail.get("reason", "") if line else ""
    if reader.kind == Kind.CLIENT or line is None:
        return _("Paused: an answer of yours was waited for: %(reason)s") % {"reason": reason}
    return _("Paused: %(who)s waits for the client: %(reason)s") % {
        "who": who(line),
        "reason": reason,
    }
