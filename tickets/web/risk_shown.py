"""Euros at risk as a vendor reads them: beside an incident's clocks, and in a queue's order."""

from datetime import datetime

from django.core.cache import caches

from contracts.models import User
from contracts.selectors.at_risk import AtRisk
from tickets.models import Incident
from tickets.selectors.at_risk import most_at_risk, risks_of


def risk_said(user: User, incident: Incident, *, at: datetime) -> AtRisk | None:
    """Return what is at risk of one incident; nothing for a client, or where it costs nothing."""
    return risks_of(user, [incident], at=at).get(incident.reference)


def ranked_lately(user: User, *, at: datetime) -> list[int]:
    """Return which incidents a queue puts first, at most a minute late: a page asks every 3 s."""
    kept, key = caches["minute"], f"at-risk:{user.organisation_id}"
    found: list[int] | None = kept.get(key)
    if found is None:
        found = most_at_risk(user, at=at)
        kept.set(key, found)
    return found
