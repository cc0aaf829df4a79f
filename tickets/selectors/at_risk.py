"""Euros at risk of incidents, for vendors: of those of a page, and which of them come first.

A client is told nothing of it. Source: issue 6, Measured availability; domain.md, Who sees what.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from contracts.choices import Kind
from contracts.models import User
from contracts.selectors.at_risk import AtRisk, at_risk, ranked_at_risk
from tickets.choices import UNRESTORED
from tickets.models import Incident
from tickets.rules import references

_TOLD = frozenset({Kind.MANUFACTURER, Kind.PUBLISHER})


def risks_of(user: User, incidents: Iterable[Incident], *, at: datetime) -> Mapping[str, AtRisk]:
    """Return what is at risk of incidents whose outage lasts, by their references.

    What costs nothing however long it lasts is left out. One query where no outage lasts.
    """
    if user.kind not in _TOLD:
        return {}
    lasting = [each.reference for each in incidents if each.status in UNRESTORED]
    found = at_risk(lasting, at=at).values()
    return {each.reference: each for each in found if each.is_some}


def most_at_risk(user: User, *, at: datetime) -> list[int]:
    """Return the keys of incidents under a vendor's agreements of which the most is at risk first.

    Whether this person may see them all is for the list to say that is put in this order.
    """
    keys = [references.exact(each.reference) for each in ranked_at_risk(user, at=at)]
    return [key for key in keys if key is not None]
