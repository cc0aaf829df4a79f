"""How well reports were routed, against where they turned out to belong.

Everything is counted over a stretch of time, what came by its opening and what is known by its
lesson, each by an index; and only over incidents that the reader may see.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime, tzinfo
from itertools import chain
from typing import Any

from django.db.models import Count, F, Q
from django.db.models.functions import TruncWeek

from contracts.models import User
from tickets.choices import Queue
from tickets.models import Incident
from tickets.models.incident import IncidentQuerySet

MOST_WRONG = 10


@dataclass(frozen=True)
class Tally:
    """How the router read reports, and what people made of it.

    ``left_to_sort`` of the ``opened`` went to triage. The rest counts ``incidents`` whose truth
    was said: ``right`` of the ``guessed`` are those whose better guess was the truth, triage or
    not; ``routed_right`` of the ``routed`` those that went at once to where they belong;
    ``confirmed`` of the ``sorted_by_hand`` those where a person first chose what was guessed.
    """

    opened: int = 0
    left_to_sort: int = 0
    incidents: int = 0
    guessed: int = 0
    right: int = 0
    routed: int = 0
    routed_right: int = 0
    sorted_by_hand: int = 0
    confirmed: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        sums = {
            each.name: getattr(self, each.name) + getattr(other, each.name) for each in fields(self)
        }
        return Tally(**sums)


@dataclass(frozen=True)
class Week:
    """A week in one language; ``starts_on`` is its Monday in the reader's zone."""

    starts_on: date
    lang: str
    tally: Tally


def quality_by_week(reader: User, *, since: datetime, zone: tzinfo) -> list[Week]:
    """Return the weeks in which reports came or truths were said, newest first, by language."""
    rows = chain(_came(reader, since=since, zone=zone), _turned_out(reader, since=since, zone=zone))
    tallies: dict[tuple[date, str], Tally] = defaultdict(Tally)
    for row in rows:
        starts_on = row["week"].astimezone(zone).date()
        counts = {each.name: row.get(each.name, 0) for each in fields(Tally)}
        tallies[starts_on, row["lang"]] += Tally(**counts)
    newest_first = sorted(tallies, key=lambda each: (-each[0].toordinal(), each[1]))
    return [Week(*place, tallies[place]) for place in newest_first]


def _came(reader: User, *, since: datetime, zone: tzinfo) -> Iterable[Mapping[str, Any]]:
    return (
        Incident.objects.visible_to(reader)
        .filter(opened_at__gte=since)
        .annotate(week=TruncWeek("opened_at", tzinfo=zone))
        .values("week", "lang")
        .annotate(
            opened=Count("pk"),
            left_to_sort=Count("pk", filter=Q(first_queue=Queue.TRIAGE)),
        )
        .order_by()
    )


def _turned_out(reader: User, *, since: datetime, zone: tzinfo) -> Iterable[Mapping[str, Any]]:
    was_guessed = ~Q(label="")
    was_sorted = ~Q(sorted_as="") & was_guessed
    return (
        _known(reader, since=since)
        .annotate(week=TruncWeek("lesson__at", tzinfo=zone))
        .values("week", "lang")
        .annotate(
            incidents=Count("pk"),
            guessed=Count("pk", filter=was_guessed),
            right=Count("pk", filter=Q(label=F("lesson__label"))),
            routed=Count("pk", filter=Q(first_queue__in=[Queue.HARDWARE, Queue.SOFTWARE])),
            routed_right=Count("pk", filter=Q(first_queue=F("lesson__label"))),
            sorted_by_hand=Count("pk", filter=was_sorted),
            confirmed=Count("pk", filter=was_sorted & Q(label=F("sorted_as"))),
        )
        .order_by()
    )


def surest_mistakes(reader: User, *, since: datetime) -> Sequence[Incident]:
    """Return the incidents about which the router was surest and wrong."""
    wrong = _known(reader, since=since).exclude(label="").exclude(label=F("lesson__label"))
    shown = wrong.select_related("lesson", "client").order_by("-confidence", "-pk")
    return list(shown[:MOST_WRONG])


def _known(reader: User, *, since: datetime) -> IncidentQuerySet:
    return Incident.objects.visible_to(reader).filter(lesson__at__gte=since)
