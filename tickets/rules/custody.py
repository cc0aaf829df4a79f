"""Whose court: every instant of an incident's life belongs to exactly one party (domain.md, Time).

Where several could be meant, the first of these has it: the client while it is waited for; a third
party from the agent's word until somebody says that it is back; both vendors on a joint bridge; the
publisher while an escalation is open, acknowledged or not; the manufacturer all else, restored and
resolved incidents included. What lies underneath goes on: a third party that was with it before the
client was asked has it again once the client has answered.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from tickets.choices import EventKind, Holder, Status

VENDORS = frozenset({Holder.MANUFACTURER, Holder.PUBLISHER, Holder.JOINT})
"""Who is one to a client whose agreement does not name who has an incident."""

_LEFT = frozenset({EventKind.RETURNED, EventKind.WITHDRAWN, EventKind.LEG_RESOLVED})
CHANGES = frozenset(
    {
        *(EventKind.REQUESTED, EventKind.JOINED, EventKind.MOVED),
        *(EventKind.TO_THIRD_PARTY, EventKind.FROM_THIRD_PARTY),
        *_LEFT,
    }
)
"""Lines that may put an incident into another court; all others leave it where it is."""


@dataclass(frozen=True)
class Told:
    """A line of a timeline; ``reached`` is the status that a move led to."""

    kind: str
    at: datetime
    reached: str = ""


@dataclass(frozen=True)
class Stretch:
    """A half-open time, never empty, during which one party had the incident."""

    holder: Holder
    begins_at: datetime
    ends_at: datetime

    @property
    def length(self) -> timedelta:
        return self.ends_at - self.begins_at


@dataclass
class Court:
    """What decides whose court an incident is in."""

    is_waiting: bool = False
    is_outside: bool = False
    is_joint: bool = False
    is_escalated: bool = False

    @property
    def holder(self) -> Holder:
        if self.is_waiting:
            return Holder.CLIENT
        if self.is_outside:
            return Holder.THIRD_PARTY
        if self.is_joint:
            return Holder.JOINT
        return Holder.PUBLISHER if self.is_escalated else Holder.MANUFACTURER

    def hear(self, line: Told) -> None:
        """Take in the next line of the timeline."""
        if line.kind == EventKind.MOVED:
            self.is_waiting = line.reached == Status.WAITING
        elif line.kind in {EventKind.TO_THIRD_PARTY, EventKind.FROM_THIRD_PARTY}:
            self.is_outside = line.kind == EventKind.TO_THIRD_PARTY
        elif line.kind == EventKind.REQUESTED:
            self.is_escalated = True
        elif line.kind == EventKind.JOINED:
            self.is_joint = True
        elif line.kind in _LEFT:
            self.is_escalated = self.is_joint = False


def stretches_of(lines: Iterable[Told], *, starts_at: datetime, ends_at: datetime) -> list[Stretch]:
    """Return who had an incident from one instant to another, which its lines tell in their order.

    The stretches follow one another without gap, begin and end with the life, and sum to it. An end
    before the last line cuts what comes after it and changes nothing before. A line whose instant
    lies before that of an earlier one, as after a clock was set back, counts from that one's.
    """
    court, stretches = Court(), list[Stretch]()
    holder, since, until = court.holder, starts_at, starts_at
    for line in lines:
        until = max(until, min(line.at, ends_at))
        court.hear(line)
        if court.holder != holder:
            if since < until:
                stretches.append(Stretch(holder, since, until))
            holder, since = court.holder, until
    if since < ends_at:
        stretches.append(Stretch(holder, since, ends_at))
    return list(_joined(stretches))


def _joined(stretches: Iterable[Stretch]) -> Iterable[Stretch]:
    """Join neighbours of one holder, between whom others had it for no time at all."""
    last: Stretch | None = None
    for each in stretches:
        if last is not None and last.holder == each.holder:
            last = Stretch(last.holder, last.begins_at, each.ends_at)
            continue
        if last is not None:
            yield last
        last = each
    if last is not None:
        yield last


def sums_of(stretches: Iterable[Stretch]) -> dict[Holder, timedelta]:
    """Return how long each party had an incident, those included who never had it."""
    sums = {holder: timedelta() for holder in Holder}
    for each in stretches:
        sums[each.holder] += each.length
    return sums
