"""Look for what should have happened and did not; say it, and make good what can be made good."""

import logging
from collections.abc import Sequence
from datetime import datetime

from celery.exceptions import SoftTimeLimitExceeded

from escalation.choices import LapseKind, Sweep
from escalation.lapses_of_time import Lapse
from escalation.selectors import lapses
from escalation.use_cases.note_run import note_run
from escalation.use_cases.plan_due import plan_due
from tickets.choices import EventKind
from tickets.models import IncidentEvent
from tickets.use_cases.escalate import open_escalation

logger = logging.getLogger(__name__)


def audit_escalation(*, at: datetime) -> Sequence[Lapse]:
    """Log every lapse, escalate and plan what was left without; returns what was found.

    Events, e-mails and what is due are tried again by their sweeps already; they are only named.
    """
    found = lapses(at=at)
    for lapse in found:
        logger.error("%s %s since %s", lapse.kind, lapse.pk, lapse.since.isoformat())
        _made_good(lapse, at=at)
    note_run(Sweep.AUDIT, at=at)
    return found


def _made_good(lapse: Lapse, *, at: datetime) -> None:
    """Make good what can be; one that somebody holds keeps the others from nothing."""
    try:
        if lapse.kind == LapseKind.UNESCALATED:
            _escalate(lapse.pk, at=at)
        elif lapse.kind == LapseKind.UNPLANNED:
            plan_due(lapse.pk, at=at)
    except SoftTimeLimitExceeded:
        raise
    except Exception:
        logger.exception("could not make good %s %s", lapse.kind, lapse.pk)


def _escalate(incident_id: int, *, at: datetime) -> None:
    """Escalate under the routing that was followed in vain; all its guards hold here too."""
    routings = IncidentEvent.objects.filter(incident=incident_id, kind=EventKind.ROUTED)
    open_escalation(routings.latest("sequence"), at=at)
