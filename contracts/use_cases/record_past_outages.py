"""Record the outages of incidents from before outages were kept, many at once.

Nothing happens by it: no line of the journal is written, and nobody is told.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from contracts.choices import OutageSource
from contracts.models import Outage, OutageSegment
from contracts.use_cases.write_outage import whole_second


@dataclass(frozen=True)
class PastOutage:
    """What an incident tells: of which system, under which reference, from when until when."""

    configuration: int
    reference: str
    since: datetime
    until: datetime | None

    @property
    def lasted_some_time(self) -> bool:
        return self.until is None or whole_second(self.until) > whole_second(self.since)


@transaction.atomic
def record_past_outages(past: Sequence[PastOutage], *, at: datetime) -> list[Outage]:
    """Record those that are not recorded yet, each lasting as its incident says."""
    known = set(
        Outage.objects.filter(reference__in=[each.reference for each in past]).values_list(
            "reference", flat=True
        )
    )
    new = [each for each in past if each.reference not in known and each.lasted_some_time]
    made = Outage.objects.bulk_create(
        Outage(
            configuration_id=each.configuration,
            reference=each.reference,
            source=OutageSource.INCIDENT,
            begins_at=whole_second(each.since),
            ends_at=None if each.until is None else whole_second(each.until),
            recorded_at=at,
        )
        for each in new
    )
    OutageSegment.objects.bulk_create(
        OutageSegment(outage=each, version=1, begins_at=each.begins_at, ends_at=each.ends_at)
        for each in made
    )
    Outage.objects.filter(pk__in=[each.pk for each in made]).update(version=1)
    return made
