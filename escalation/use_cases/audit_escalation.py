"""Look for what should have happened and did not; say it, and make good what can be made good."""

import logging
from collections.abc import Sequence
from datetime import datetime

from escalation.choices import LapseKind
from escalation.selectors import Lapse, lapses
from tickets.choices import EventKind
from tickets.models import IncidentEvent
from tickets.use_cases.escalate import open_escalation

logger = logging.getLogger(__name__)


def audit_escalation(*, at: datetime) -> Sequence[Lapse]:
    """Log every lapse, and escalate what was left in *software*; returns what was found.

    Events and e-mails are tried again by their sweeps already; here they are only named.
    """
    found = lapses(at=at)
    for lapse in found:
        logger.error("%s %s since %s", lapse.kind, lapse.pk, lapse.since.isoformat())
        if lapse.kind == LapseKind.UNESCALATED:
            _escalate(lapse.pk, at=at)
    return found


def _escalate(incident_id: int, *, at: datetime) -> None:
    """Escalate under the routing that was followed in vain; all its guards hold here too."""
    routings = IncidentEvent.objects.filter(incident=incident_id, kind=EventKind.ROUTED)
    open_escalation(routings.latest("sequence"), at=at)
