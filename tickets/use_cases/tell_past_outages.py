"""Tell of the outages of incidents that were there before outages were kept."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Q

from contracts.choices import Impact
from contracts.models import Outage
from contracts.use_cases.record_past_outages import PastOutage, record_past_outages
from tickets.models import Incident

BATCH = 1_000


def tell_past_outages(*, after: int = 0, at: datetime) -> Iterator[list[Outage]]:
    """Record the outages of incidents after a key, batch by batch; told again, nothing changes.

    What has another impact by now is not told: from when until when it was an outage, only its
    timeline knows.
    """
    counted = Q(impact=Impact.OUTAGE) | Q(impact=Impact.DEGRADED, terms__degraded_is_outage=True)
    rows = Incident.objects.filter(counted, configuration__isnull=False).order_by("pk")
    while batch := list(rows.filter(pk__gt=after).only(*_READ)[:BATCH]):
        after = batch[-1].pk
        yield record_past_outages([_past(each) for each in batch], at=at)


_READ = ("configuration", "down_since", "called_at", "opened_at", "restored_at")


def _past(incident: Incident) -> PastOutage:
    since = incident.down_since or incident.clock_starts_at
    return PastOutage(
        incident.configuration_id or 0, incident.reference, since, incident.restored_at
    )
