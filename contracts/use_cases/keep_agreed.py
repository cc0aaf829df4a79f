"""What was agreed of an outage stands in the months that were issued, whatever is said after it.

An outage may lie in an issued month and in another, and its part in the other is corrected: what
was agreed of the issued part stays, unless its line is contested or reopened. Source: domain.md,
Availability: the issued statement is never edited.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from contracts.choices import RoundKind
from contracts.models import Outage, OutageSegment, ResponsibilityRound
from contracts.rules.outage_changes import Interval, clipped, differences, interval_of
from contracts.rules.outages import Stretch
from contracts.use_cases.check_issued import see_that_not_issued
from contracts.use_cases.write_outage import stretches_of


def see_that_agreed_stands(held: Outage, said: Sequence[Stretch], *, at: datetime) -> None:
    """Refuse a word on whose an outage was that says otherwise of what was issued as agreed.

    Of seconds that were not agreed whatever is right can be said.

    :raises MonthIssued: it does; which month, and what would be right.
    """
    last = last_agreement(held)
    if last is None:
        return
    agreed = stretches_of(held.of_version(last.version))
    changed = differences(agreed, said, now=at)
    for interval in (interval_of(agreed, now=at), interval_of(said, now=at)):
        changed = clipped(changed, interval)
    see_that_not_issued(held.configuration, changed)


def agreed_part(held: Outage, changed: Sequence[Interval], *, at: datetime) -> list[Interval]:
    """Return of some time what lies in the outage as it was last agreed, if ever."""
    last = last_agreement(held)
    if last is None:
        return []
    return clipped(changed, interval_of(stretches_of(held.of_version(last.version)), now=at))


def last_agreement(outage: Outage) -> ResponsibilityRound | None:
    """Return the last round that ended in an agreement, if any.

    A proposal that laid nothing on the publisher was agreed as it was made.
    """
    ends = Q(kind__in=[RoundKind.ACCEPTED, RoundKind.SETTLED, RoundKind.DEEMED])
    of_publisher = OutageSegment.objects.filter(
        outage=OuterRef("outage"), version=OuterRef("version"), publisher__gt=0
    )
    alone = Q(kind=RoundKind.PROPOSED) & ~Exists(of_publisher)
    return outage.rounds.filter(ends | alone).last()
