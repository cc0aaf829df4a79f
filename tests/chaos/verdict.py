"""What must hold at the end of a chaos run, each with the figure found."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from escalation.choices import Medium
from tests.chaos.crew import CALLERS, MAILERS, SLOTS, Crew, Fault
from tests.chaos.stream import Stream
from tests.chaos.witness import Twice, Witness

_NEAR, _AROUND = 8.0, 30.0
"""Seconds between an acceptance and the fault that kept its sender from noting it; and how far
around one without such a fault everything that was done is named."""


@dataclass(frozen=True)
class Line:
    """A figure: what it counts, what it must be, what it is."""

    what: str
    wanted: object
    found: object
    is_bound: bool = False

    @property
    def holds(self) -> bool:
        if self.is_bound:
            return int(str(self.found)) <= int(str(self.wanted))
        return self.wanted == self.found


def verdict(
    crew: Crew,
    witnesses: tuple[Witness, Witness],
    stream: Stream,
    left: Mapping[str, int],
    found: Mapping[str, Any],
) -> list[Line]:
    """Return every figure of the run; ``witnesses`` took the mails and the calls."""
    post, gateway = witnesses
    return [
        Line("requests that were never answered", 0, stream.given_up),
        Line("incidents: answered, filed", len(stream.filed), found["incidents"]),
        *_of_notes(stream, found["notes"]),
        *_of_escalations(found),
        *_of_news(found),
        *_of_sent("mails", crew, MAILERS, post, found[Medium.EMAIL]),
        *_of_sent("calls", crew, CALLERS, gateway, found[Medium.WEBHOOK]),
        *(Line(f"left: {what}", 0, count) for what, count in left.items()),
        Line("due actions overdue", 0, found["overdue"]),
        Line("lapses", {}, found["lapses"]),
        Line("differences of clocks", [], found["clock_differences"]),
    ]


def _of_notes(stream: Stream, kept: Mapping[str, int]) -> list[Line]:
    ours = {words: count for words, count in kept.items() if words.startswith("note ")}
    return [
        Line("notes answered that are lost", 0, len(set(stream.notes) - set(ours))),
        Line("notes written twice", 0, sum(count - 1 for count in ours.values())),
    ]


def _of_escalations(found: Mapping[str, Any]) -> list[Line]:
    return [
        Line("routings to software, escalations", found["routings"], found["legs"]),
        Line("routings without escalation", 0, found["routings_without_leg"]),
        Line("routings with two", 0, found["doubled_legs"]),
        Line("lines of a request in the journal", found["legs"], found["requested_lines"]),
        Line("climbs done, lines of a climb", found["climbs_done"], found["climbs"]),
        Line("levels climbed to twice", 0, found["climbed_twice"]),
        Line("climbs for one deadline twice", 0, found["deadlines_twice"]),
        Line("levels of legs left alone, not climbed to", 0, found["climbs_missing"]),
        Line("calls of the managers made twice", 0, found["called_twice"]),
        Line("(levels of legs left alone)", found["climbs_wanted"], found["climbs_wanted"]),
        Line("(calls of the managers)", found["calls"], found["calls"]),
    ]


def _of_news(found: Mapping[str, Any]) -> list[Line]:
    return [
        Line("consequences of events, drawn", found["consequences_wanted"], found["consequences"]),
        Line(
            "consequences of the register's events, drawn",
            found["register_consequences_wanted"],
            found["register_consequences"],
        ),
        Line("news of requests", found["news_of_requests_wanted"], found["news_of_requests"]),
        Line("(news of climbs and calls)", found["news_of_levels"], found["news_of_levels"]),
        Line("news of climbs and calls, lost", 0, found["news_of_levels_missing"]),
        Line("news told twice to one person", 0, found["news_doubled"]),
        Line("news without its mail", 0, found["news_without_mail"]),
        Line("news without its call, where one is wanted", 0, found["news_without_call"]),
        Line("(news in all)", found["news"], found["news"]),
    ]


def _of_sent(
    what: str, crew: Crew, senders: tuple[str, ...], witness: Witness, found: Mapping[str, Any]
) -> list[Line]:
    """The same may be accepted twice only where its sender was hurt with it in its hands.

    A mailer has one mail in its hands, a caller a call in each slot. Killed, paused beyond its
    lease, cut off from PostgreSQL or from Redis, at whose loss Celery ends what is being done,
    after the server’s answer and before the commit that notes it, it leaves what is sent again,
    under the same Message-ID or webhook-id. Paused before it has sent
    what it holds, it sends it when it is woken, though another has done so when the lease was over.
    So each fault explains at most as much as each sender had in its hands.
    """
    sent, taken, doubled = set(found["sent"]), witness.names, witness.doubled()
    hurts = _hurts(crew, senders)
    return [
        Line(f"({what} accepted)", len(witness.accepted), len(witness.accepted)),
        Line(f"{what} noted as sent, never accepted", 0, len(sent - taken)),
        Line(f"{what} accepted, not noted as sent", 0, len(taken - sent)),
        Line(f"{what} given up", 0, found["failed"]),
        Line(f"{what} sent twice, at most", len(hurts), len(doubled), is_bound=True),
        Line(
            f"{what} sent twice without a fault to explain it",
            [],
            _unexplained(crew, doubled, hurts),
        ),
    ]


@dataclass(frozen=True)
class Hurt:
    """What may have kept one sender from noting what it held; and when it was woken, if paused."""

    at: float
    woken_at: float | None = None

    def from_explaining(self, twice: Twice) -> float | None:
        """Return how many seconds lie between this and what it would explain; none if it cannot."""
        away = [abs(self.at - twice.first)]
        if self.woken_at is not None and self.at < twice.first and self.woken_at <= twice.again:
            away.append(twice.again - self.woken_at)
        return min(away) if min(away) < _NEAR else None


def _hurts(crew: Crew, senders: tuple[str, ...]) -> list[Hurt]:
    """Return what may have come between answer and commit, once for all that each sender held;
    the end of PostgreSQL, and of Redis, hurts each of them."""
    held = {name: SLOTS.get(name, 1) for name in senders}
    wakings = crew.happened("resume", senders)
    struck = [
        *((fault.whom, Hurt(fault.at)) for fault in crew.happened("kill", senders)),
        *(
            (fault.whom, Hurt(fault.at, _next_of(fault, wakings)))
            for fault in crew.happened("pause", senders)
        ),
    ]
    return [
        *(hurt for whom, hurt in struck for _held in range(held[whom])),
        *(
            Hurt(each.at)
            for each in [*crew.happened("postgres"), *crew.happened("redis", ("stopped",))]
            for _held in range(sum(held.values()))
        ),
    ]


def _next_of(pause: Fault, wakings: list[Fault]) -> float | None:
    later = [each.at for each in wakings if each.whom == pause.whom and each.at > pause.at]
    return min(later, default=None)


def _unexplained(crew: Crew, doubled: list[Twice], hurts: list[Hurt]) -> list[str]:
    """Give each that was sent twice a fault of its own, the nearest first; name those without."""
    left, unexplained = list(hurts), []
    for twice in sorted(doubled, key=lambda each: each.first):
        near = [
            (away, place)
            for place, hurt in enumerate(left)
            if (away := hurt.from_explaining(twice)) is not None
        ]
        if near:
            del left[min(near)[1]]
        else:
            unexplained.append(_told(twice, crew))
    return unexplained


def _told(twice: Twice, crew: Crew) -> str:
    """Say when the same was accepted again, and what was done around the first time."""
    around = [
        f"{fault.kind} {fault.whom} {fault.at - twice.first:+.1f} s"
        for fault in crew.faults
        if abs(fault.at - twice.first) < _AROUND
    ]
    again = f"{twice.name} again after {twice.again - twice.first:.1f} s"
    return ", ".join([again, *around])
