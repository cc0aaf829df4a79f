"""Why an incident was routed as it was, and its text with the words that weighed most."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from tickets.choices import Queue
from tickets.models import Incident
from tickets.rules.features import part_left_out
from tickets.rules.folding import words_of
from tickets.rules.titles import read_by_router
from tickets.web.signals import name_of

_A_STEM = 4  # letters
_FOR = (mark_safe("<mark>"), mark_safe("</mark>"))
_AGAINST = (mark_safe("<u>"), mark_safe("</u>"))


@dataclass(frozen=True)
class Piece:
    """A stretch of the client's text; marked where it spoke for the label, or against it."""

    text: str
    is_for: bool = False
    is_against: bool = False

    @property
    def marks(self) -> tuple[SafeString, SafeString] | tuple[str, str]:
        """What stands before and behind it."""
        if self.is_for:
            return _FOR
        return _AGAINST if self.is_against else ("", "")


@dataclass(frozen=True)
class Telling:
    """Words of the report that weighed, and what they name where the words do not say it."""

    term: str
    names: str = ""

    def __str__(self) -> str:
        if not self.term:
            return self.names
        quoted = _("“%(term)s”") % {"term": self.term}
        return f"{quoted} ({self.names})" if self.names else quoted


@dataclass(frozen=True)
class Reading:
    """How the classifier read a report; the label is empty where it said nothing.

    It ``is_dearer`` where costs sent the report to the other queue, and it still stands there.
    """

    label: str
    percent: int
    is_sure: bool
    is_dearer: bool
    terms: list[Telling]
    against: list[Telling]
    pieces: list[Piece]

    @property
    def marked(self) -> SafeString:
        """The text, escaped, with the words that weighed most marked, those against underlined."""
        return format_html_join(
            "",
            "{}{}{}",
            ((each.marks[0], each.text, each.marks[1]) for each in self.pieces),
        )


def reading_of(incident: Incident) -> Reading:
    """Return how an incident was read, with its text in pieces."""
    terms = [_telling(each) for each in incident.reasons if each.get("weight", 0) > 0]
    against = [_telling(each) for each in incident.reasons if each.get("weight", 0) < 0]
    label = str(Queue(incident.label).label).lower() if incident.label else ""
    return Reading(
        label=label,
        percent=int(100 * (incident.confidence or 0)),
        is_sure=bool(label) and _went_where_it_read(incident),
        is_dearer=bool(label) and _is_where_costs_sent_it(incident),
        terms=terms,
        against=against,
        pieces=list(
            pieces_of(
                read_by_router(incident.title, incident.description),
                [each.term for each in terms if each.term],
                [each.term for each in against if each.term],
            )
        ),
    )


def _telling(reason: dict[str, Any]) -> Telling:
    name = name_of(reason.get("signal", ""))
    said = {word[:_A_STEM] for word in words_of(reason["term"])}
    is_said = any(word[:_A_STEM] in said for word in words_of(name) if len(word) >= _A_STEM)
    return Telling(reason["term"], "" if is_said else name)


def _went_where_it_read(incident: Incident) -> bool:
    return incident.queue == incident.label


def _is_where_costs_sent_it(incident: Incident) -> bool:
    by_costs = incident.first_queue not in (incident.label, Queue.TRIAGE)
    return by_costs and incident.queue == incident.first_queue


def pieces_of(text: str, terms: list[str], against: list[str]) -> Iterator[Piece]:
    """Cut a text at the terms that are found in it, whatever their case and line breaks.

    Underscores part words, as they do for the router, and what it does not read of a long text has
    none.
    """
    if not terms and not against:
        yield Piece(text)
        return
    longest_first = sorted({*terms, *against}, key=lambda each: (-len(each), each))
    either = "|".join(r"\s+".join(map(re.escape, each.split())) for each in longest_first)
    wanted = re.compile(rf"(?<![^\W_])(?:{either})(?![^\W_])", re.IGNORECASE)
    speak_for = {_squeezed(each) for each in terms}
    first, last = part_left_out(text)
    end = 0
    for found in chain(wanted.finditer(text, 0, first), wanted.finditer(text, last)):
        if found.start() > end:
            yield Piece(text[end : found.start()])
        is_for = _squeezed(found[0]) in speak_for
        yield Piece(found[0], is_for=is_for, is_against=not is_for)
        end = found.end()
    if end < len(text):
        yield Piece(text[end:])


def _squeezed(term: str) -> str:
    return " ".join(term.casefold().split())
