"""Whose court the ball was in, from the timeline; and whose it is in now, from the row."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from contracts.models import Contract
from tickets.choices import Holder, Status
from tickets.models import Custody, Incident, IncidentEvent
from tickets.rules.custody import CHANGES, Court, Stretch, Told, stretches_of, sums_of


def custody_of(
    incident: Incident, events: Iterable[IncidentEvent], *, at: datetime
) -> list[Stretch]:
    """Return who had an incident from its opening to its closing, until ``at`` while it lives.

    It begins with the real call of a phoned one, as its clocks do: from then on the manufacturer
    had the client's ear. ``events`` are its lines in their order, those that vendors read included.
    """
    ends_at = incident.closed_at or at
    told = (_told(each) for each in events if each.kind in CHANGES)
    return stretches_of(told, starts_at=incident.clock_starts_at, ends_at=ends_at)


def _told(event: IncidentEvent) -> Told:
    return Told(event.kind, event.at, event.detail.get("to", ""))


def changes_of(incidents: Sequence[Incident]) -> Mapping[int, list[IncidentEvent]]:
    """Return the lines of incidents that say whose court they were in, in one query."""
    lines: dict[int, list[IncidentEvent]] = defaultdict(list)
    found = IncidentEvent.objects.filter(incident__in=incidents, kind__in=CHANGES)
    for line in found.order_by("incident_id", "sequence"):
        lines[line.incident_id].append(line)
    return lines


def custody_when_closed(
    incident: Incident, events: Iterable[IncidentEvent], contract: Contract
) -> Custody:
    """Return the sums of a closed incident as reports add them up, not saved."""
    closed_at = incident.closed_at
    if closed_at is None:
        raise ValueError(f"{incident.reference} is not closed")
    begins_at = incident.clock_starts_at
    sums = sums_of(custody_of(incident, events, at=closed_at))
    return Custody(
        incident=incident,
        client_id=incident.client_id,
        manufacturer_id=incident.manufacturer_id,
        publisher_id=incident.publisher_id,
        contract=contract,
        month=contract.day_of(closed_at).replace(day=1),
        begins_at=begins_at,
        ends_at=max(closed_at, begins_at),
        **{f"of_{holder}": length for holder, length in sums.items()},
    )


def holder_of(incident: Incident) -> Holder:
    """Return in whose court an incident is now, its open escalations fetched with it."""
    leg = next((each for each in incident.escalations.all() if each.is_open), None)
    return Court(
        is_waiting=incident.status == Status.WAITING,
        is_outside=incident.third_party_since is not None,
        is_joint=leg is not None and leg.is_joint,
        is_escalated=leg is not None,
    ).holder
