"""Walks the hash chain of every timeline and tells where those that were tampered with break."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Exists, OuterRef

from tickets.journal import content_of
from tickets.models import Incident, IncidentEvent
from tickets.rules import references
from tickets.rules.chain import GENESIS, seal

_CHUNK = 5_000


class Command(BaseCommand):
    help = __doc__

    def handle(self, *, verbosity: int, **_options: Any) -> None:
        walked = broken = 0
        for incident, lines in timelines():
            walked += 1
            found = first_break(lines)
            if found:
                broken += 1
                self.stderr.write(f"{references.written(incident)}: {found}")
        for incident in bare_incidents():
            walked += 1
            broken += 1
            self.stderr.write(f"{references.written(incident)}: the whole timeline is missing")
        if broken:
            raise CommandError(f"{broken} of {walked} timelines are not as they were written.")
        if verbosity:
            self.stdout.write(f"All {walked} timelines are as they were written.")


def timelines() -> Iterator[tuple[int, Iterator[IncidentEvent]]]:
    """Yield the incidents that have a timeline, each with its lines; a server-side cursor."""
    events = IncidentEvent.objects.select_related("incident").only(
        *("sequence", "kind", "at", "by_id", "organisation_id", "audience", "detail"),
        *("previous_hash", "hash", "incident__last_sequence", "incident__last_hash"),
    )
    in_order = events.order_by("incident_id", "sequence").iterator(chunk_size=_CHUNK)
    yield from groupby(in_order, key=lambda event: event.incident_id)


def bare_incidents() -> Iterator[int]:
    """Yield the incidents whose timeline is gone altogether: each is born with its first line."""
    events = IncidentEvent.objects.filter(incident=OuterRef("pk"))
    bare = Incident.objects.filter(~Exists(events)).order_by("pk").values_list("pk", flat=True)
    yield from bare.iterator(chunk_size=_CHUNK)


def first_break(lines: Iterator[IncidentEvent]) -> str:
    """Return what is wrong with the first line that does not hold; nothing when all hold."""
    previous, event = GENESIS, None
    for sequence, event in enumerate(lines, start=1):
        wrong = _wrong_with(event, sequence, previous)
        if wrong:
            return wrong
        previous = event.hash
    return _wrong_with_the_end(event) if event else "the timeline is empty"


def _wrong_with(event: IncidentEvent, sequence: int, previous: str) -> str:
    if event.sequence != sequence:
        return f"line {sequence} is missing"
    if event.previous_hash != previous:
        return f"line {sequence} does not follow the one before"
    if seal(previous, content_of(event)) != event.hash:
        return f"line {sequence} was changed"
    return ""


def _wrong_with_the_end(last: IncidentEvent) -> str:
    incident = last.incident
    if (incident.last_sequence, incident.last_hash) == (last.sequence, last.hash):
        return ""
    return f"it ends at line {last.sequence}, not at line {incident.last_sequence}"
