"""When an SLA clock rests: the one reading of pauses, for clocks, deadlines and shares alike.

A clock pauses while the client is waited for, only where the contract says so (domain.md, Time).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from tickets.rules.timeline import Heard, Mark


@dataclass(frozen=True)
class Pause:
    """A stretch in which the client was waited for; ``line`` told it. One without end goes on."""

    begins_at: datetime
    ends_at: datetime | None
    line: int


@dataclass
class Rests:
    """Pauses while the marks of a timeline are heard: those that are over, and the open one."""

    over: list[Pause] = field(default_factory=list)
    since: Mark | None = None

    def hear(self, mark: Mark) -> None:
        if mark.heard == Heard.WAITS and self.since is None:
            self.since = mark
        elif mark.heard == Heard.GOES_ON and self.since is not None:
            self.over.append(Pause(self.since.at, mark.at, self.since.line))
            self.since = None

    def __iter__(self) -> Iterator[Pause]:
        yield from self.over
        if self.since is not None:
            yield Pause(self.since.at, None, self.since.line)


def pauses_in(marks: Iterable[Mark]) -> list[Pause]:
    """Return the pauses that marks tell, in their order; what goes on comes last, without end."""
    rests = Rests()
    for mark in marks:
        rests.hear(mark)
    return list(rests)
