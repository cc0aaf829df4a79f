"""Euros at risk as a vendor reads them: beside an incident's clocks, and in a queue's order."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.core.cache import caches

from contracts.choices import Kind
from contracts.models import User
from contracts.selectors.at_risk import AtRisk
from tickets.choices import UNRESTORED
from tickets.models import Incident
from tickets.selectors.at_risk import most_at_risk, risks_of


def risk_said(user: User, incident: Incident, *, at: datetime) -> AtRisk | None:
    """Return what is at risk of one incident, at most a minute late.

    Nothing for a client, or where it costs nothing.
    """
    return risks_lately(user, [incident], at=at).get(incident.reference)


def risks_lately(
    user: User, incidents: Sequence[Incident], *, at: datetime
) -> Mapping[str, AtRisk]:
    """Return what is at risk of incidents, by reference, at most a minute late.

    They are read far more often than what an outage costs changes.
    """
    if user.kind == Kind.CLIENT:
        return {}
    kept = caches["minute"]
    lasting = [each for each in incidents if each.status in UNRESTORED]
    asked = {f"at-risk:{each.reference}": each for each in lasting}
    found: dict[str, AtRisk | None] = kept.get_many(asked)
    missing = {key: each for key, each in asked.items() if key not in found}
    risks = risks_of(user, missing.values(), at=at)
    fresh = {key: risks.get(each.reference) for key, each in missing.items()}
    kept.set_many(fresh)
    return {each.reference: each for each in (found | fresh).values() if each is not None}


def ranked_lately(user: User, *, at: datetime) -> list[int]:
    """Return which incidents a queue puts first, at most a minute late: a page asks every 3 s."""
    kept, key = caches["minute"], f"at-risk:{user.organisation_id}"
    found: list[int] | None = kept.get(key)
    if found is None:
        found = most_at_risk(user, at=at)
        kept.set(key, found)
    return found
