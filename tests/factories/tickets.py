"""Incidents, opened through the use case as every door does."""

from datetime import datetime, timedelta
from typing import Any

from contracts.choices import Impact
from contracts.models import Configuration, User
from tests.factories.contracts import MORNING
from tickets.choices import Channel, EventKind, Queue
from tickets.models import Incident, IncidentEvent
from tickets.use_cases.escalate import open_escalation
from tickets.use_cases.hand_over import route_incident
from tickets.use_cases.open_incident import IncidentReport, open_incident

SOFTWARE_WORDS = (
    "SQL Server 2000 ne démarre plus : la base est suspecte depuis le correctif, "
    "erreur de connexion, journal des transactions plein"
)
HARDWARE_WORDS = "Disque en panne : voyant orange fixe sur le tiroir, le serveur bipe"


def incident(on: Configuration, by: User, *, at: datetime = MORNING, **fields: Any) -> Incident:
    defaults: dict[str, Any] = {
        "contract": on.contract,
        "configuration": on,
        "description": SOFTWARE_WORDS,
        "impact": Impact.OUTAGE,
        "channel": Channel.BROWSER,
        "down_since": at - timedelta(minutes=5),
        "contact_name": by.name,
        "contact_phone": "0102030405",
    }
    return open_incident(IncidentReport(**(defaults | fields)), by=by, at=at)


def last_routing(of: Incident) -> IncidentEvent:
    found = of.events.filter(kind=EventKind.ROUTED).order_by("-sequence").first()
    assert found is not None
    return found


def put_in(of: Incident, queue: Queue, *, by: User, at: datetime = MORNING) -> Incident:
    """Bring an incident to a queue, whatever the classifier made of its words."""
    if Incident.objects.get(pk=of.pk).queue != queue:
        route_incident(of, queue=queue, reason="for the test", by=by, at=at)
    return Incident.objects.get(pk=of.pk)


def escalated(of: Incident, *, by: User, at: datetime = MORNING) -> Incident:
    """Bring an incident to *software* and let the leg open, as a worker does."""
    moved = put_in(of, Queue.SOFTWARE, by=by, at=at)
    open_escalation(last_routing(moved), at=at)
    return Incident.objects.get(pk=of.pk)
