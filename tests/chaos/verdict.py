"""What must hold at the end of a chaos run, each with the figure found."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tests.chaos.crew import MAILERS, Crew, Fault
from tests.chaos.post import Post
from tests.chaos.stream import Stream

_NEAR = 8.0
"""Seconds between an acceptance and the fault that kept its sender from noting it."""


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
    crew: Crew, post: Post, stream: Stream, left: Mapping[str, int], found: Mapping[str, Any]
) -> list[Line]:
    """Return every figure of the run."""
    return [
        Line("requests that were never answered", 0, stream.given_up),
        Line("incidents: answered, filed", len(stream.filed), found["incidents"]),
        *_of_notes(stream, found["notes"]),
        *_of_escalations(found),
        *_of_news(found),
        *_of_mails(crew, post, found),
        *(Line(f"left: {what}", 0, count) for what, count in left.items()),
        Line("due actions overdue", 0, found["overdue"]),
        Line("lapses", {}, found["lapses"]),
        Line("differences of clocks", 0, found["clock_differences"]),
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
        Line("news of requests", found["news_of_requests_wanted"], found["news_of_requests"]),
        Line("(news of climbs and calls)", found["news_of_levels"], found["news_of_levels"]),
        Line("news of climbs and calls, lost", 0, found["news_of_levels_missing"]),
        Line("news told twice to one person", 0, found["news_doubled"]),
        Line("news without its mail", 0, found["news_without_mail"]),
        Line("(news in all)", found["news"], found["news"]),
    ]


def _of_mails(crew: Crew, post: Post, found: Mapping[str, Any]) -> list[Line]:
    """A mail may be accepted twice only where its sender was hurt right after the first time.

    A mailer has one mail in its hands. Killed, paused beyond its lease or cut off from PostgreSQL
    after the server’s 250 and before the commit that notes it, it leaves one mail that is sent
    again, under the same Message-ID. So each fault explains at most one mail of each mailer.
    """
    keys = {each.partition("@")[0].lstrip("<") for each in post.ids}
    doubled = post.doubled()
    hurts = _hurts(crew)
    unexplained = _unexplained([at for at, _id in doubled], hurts)
    states = found["mails"]
    return [
        Line("(mails accepted by the mail server)", len(post.accepted), len(post.accepted)),
        Line("mails noted as sent, never accepted", 0, len(set(found["sent"]) - keys)),
        Line("mails accepted, not noted as sent", 0, len(keys - set(found["sent"]))),
        Line("mails given up", 0, states.get("failed", 0)),
        Line(
            "mails sent twice, at most faults of a mailer", len(hurts), len(doubled), is_bound=True
        ),
        Line("mails sent twice without a fault to explain it", 0, unexplained),
    ]


def _hurts(crew: Crew) -> list[Fault]:
    """Return what may have come between 250 and commit; PostgreSQL's end hurts each mailer."""
    return [
        *crew.happened("kill", MAILERS),
        *crew.happened("pause", MAILERS),
        *(fault for fault in crew.happened("postgres") for _mailer in MAILERS),
    ]


def _unexplained(accepted: list[float], hurts: list[Fault]) -> int:
    """Give each doubled mail a fault of its own, the nearest first; return how many have none."""
    left, unexplained = sorted(hurt.at for hurt in hurts), 0
    for at in sorted(accepted):
        near = [each for each in left if abs(each - at) < _NEAR]
        if not near:
            unexplained += 1
            continue
        left.remove(min(near, key=lambda each, at=at: abs(each - at)))  # type: ignore[misc]
    return unexplained
