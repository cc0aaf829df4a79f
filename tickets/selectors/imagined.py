"""An incident that is in no table: for rehearsing with the rules of real ones what would happen."""

from datetime import datetime

from contracts.choices import Impact
from contracts.models import Contract, Terms
from tickets.choices import Channel, Queue
from tickets.models import Escalation, Incident
from tickets.rules.priorities import priority_of

NOWHERE = 0
"""The key of what is never saved; no row has it."""


def imagined_incident(
    contract: Contract, terms: Terms, *, impact: Impact, queue: Queue, at: datetime
) -> Incident:
    """Return what would be filed under a contract at an instant, without escalation, unsaved."""
    agreement = contract.agreement
    made = Incident(
        pk=NOWHERE,
        client_id=contract.client_id,
        agreement=agreement,
        manufacturer=agreement.manufacturer,
        publisher=agreement.publisher,
        contract=contract,
        terms=terms,
        impact=impact,
        priority=priority_of(impact, forced_by=None),
        queue=queue,
        channel=Channel.BROWSER,
        opened_at=at,
    )
    put_legs(made)
    return made


def put_legs(incident: Incident, *legs: Escalation) -> None:
    """Let these be the escalations of an imagined incident, as if they had been fetched with it."""
    incident._prefetched_objects_cache = {"escalations": list(legs)}  # type: ignore[attr-defined]  # noqa: SLF001  Django has no other way in
