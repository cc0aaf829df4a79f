"""Why an incident was routed as it was, and its text with the words that weighed most."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe

from tickets.choices import Queue
from tickets.models import Incident

_MARK, _MARK_ENDS = mark_safe("<mark>"), mark_safe("</mark>")


@dataclass(frozen=True)
class Piece:
    """A stretch of the client's text; marked where it spoke for the label."""

    text: str
    is_marked: bool


@dataclass(frozen=True)
class Reading:
    """How the classifier read a report; the label is empty where it said nothing."""

    label: str
    percent: int
    is_sure: bool
    terms: list[str]
    pieces: list[Piece]

    @property
    def marked(self) -> SafeString:
        """The text, escaped, with the words that weighed most in a mark."""
        return format_html_join(
            "",
            "{}{}{}",
            (
                (_MARK, each.text, _MARK_ENDS) if each.is_marked else ("", each.text, "")
                for each in self.pieces
            ),
        )


def reading_of(incident: Incident) -> Reading:
    """Return how an incident was read, with its text in pieces."""
    terms = [each["term"] for each in incident.reasons if each.get("weight", 0) > 0]
    label = str(Queue(incident.label).label).lower() if incident.label else ""
    return Reading(
        label=label,
        percent=int(100 * (incident.confidence or 0)),
        is_sure=bool(label) and _went_where_it_read(incident),
        terms=terms,
        pieces=list(pieces_of(incident.description, terms)),
    )


def _went_where_it_read(incident: Incident) -> bool:
    return incident.queue == incident.label


def pieces_of(text: str, terms: list[str]) -> Iterator[Piece]:
    """Cut a text at the terms that are found in it, whatever their case."""
    if not terms:
        yield Piece(text, is_marked=False)
        return
    longest_first = sorted(terms, key=len, reverse=True)
    either = "|".join(map(re.escape, longest_first))
    wanted = re.compile(rf"(?<!\w)(?:{either})(?!\w)", re.IGNORECASE)
    end = 0
    for found in wanted.finditer(text):
        if found.start() > end:
            yield Piece(text[end : found.start()], is_marked=False)
        yield Piece(found[0], is_marked=True)
        end = found.end()
    if end < len(text):
        yield Piece(text[end:], is_marked=False)
