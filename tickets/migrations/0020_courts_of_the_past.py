"""In whose court incidents were that had been closed before it was kept, batch by batch.

Each batch by itself, and begun again where it was left: nobody waits for the whole of it. It reads
the timeline by the rules of the day on which it runs.
"""

from collections import defaultdict
from zoneinfo import ZoneInfo

from django.db import migrations

from tickets.rules.custody import CHANGES, Told, stretches_of, sums_of

BATCH = 500


def keep_past(apps, schema_editor):
    """Write the sums of incidents that were closed before they were kept, batch by batch."""
    incidents = apps.get_model("tickets", "Incident").objects
    last = 0
    while True:
        due = incidents.filter(status="closed", custody=None, pk__gt=last).order_by("pk")
        batch = list(due.select_related("contract")[:BATCH])
        if not batch:
            return
        _keep(apps, batch)
        last = batch[-1].pk


def _keep(apps, batch):
    lines = defaultdict(list)
    events = apps.get_model("tickets", "IncidentEvent").objects.filter(
        incident__in=batch, kind__in=CHANGES
    )
    for event in events.order_by("incident_id", "sequence"):
        told = Told(event.kind, event.at, event.detail.get("to", ""))
        lines[event.incident_id].append(told)
    custody = apps.get_model("tickets", "Custody")
    rows = [_row(custody, each, lines[each.pk]) for each in batch]
    custody.objects.bulk_create(rows, ignore_conflicts=True)  # some may be closing by now


def _row(custody, incident, lines):
    begins_at = incident.called_at or incident.opened_at
    ends_at = max(incident.closed_at, begins_at)
    sums = sums_of(stretches_of(lines, starts_at=begins_at, ends_at=ends_at))
    closed_on = incident.closed_at.astimezone(ZoneInfo(incident.contract.time_zone)).date()
    return custody(
        incident=incident,
        client_id=incident.client_id,
        manufacturer_id=incident.manufacturer_id,
        publisher_id=incident.publisher_id,
        contract_id=incident.contract_id,
        month=closed_on.replace(day=1),
        begins_at=begins_at,
        ends_at=ends_at,
        **{f"of_{holder}": length for holder, length in sums.items()},
    )


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ('tickets', '0019_words_of_moved_deadlines'),
    ]

    operations = [
        migrations.RunPython(keep_past, migrations.RunPython.noop, elidable=True),
    ]
