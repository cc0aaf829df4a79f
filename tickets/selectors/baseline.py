"""The revision that an incident is judged by: what stood at opening, and what it had changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q

from contracts.difference_words import line_of_item
from contracts.models import Revision, RevisionItem, User
from contracts.models.revision import RevisionQuerySet
from contracts.rules.differences import Difference, difference
from tickets.models import Incident

RECENT = timedelta(days=30)
"""A change this fresh is said on the incident: what changed last is looked at first."""


@dataclass(frozen=True)
class Baseline:
    """The revision in force at opening, its items, and how it differs from the one before."""

    revision: Revision
    items: Sequence[RevisionItem]
    before: Revision | None
    changed: Difference | None
    changed_for: timedelta | None


def baseline_of(incident: Incident, user: User) -> Baseline | None:
    """Return what was in force at opening, in one query; None where nothing was.

    What this person may not see of the configuration's past is left out.
    """
    revision = incident.revision
    if revision is None:
        return None
    earlier = _earlier(revision, user).values("pk")[:1]
    rows = (
        RevisionItem.objects.filter(Q(revision=revision) | Q(revision__in=earlier))
        .select_related("product", "revision")
        .order_by("pk")
    )
    items: list[RevisionItem] = []
    items_before: list[RevisionItem] = []
    for row in rows:
        (items if row.revision_id == revision.pk else items_before).append(row)
    before = items_before[0].revision if items_before else None
    lines, lines_before = map(line_of_item, items), map(line_of_item, items_before)
    return Baseline(
        revision=revision,
        items=items,
        before=before,
        changed=difference(list(lines_before), list(lines)) if before else None,
        changed_for=_fresh_for(incident) if before else None,
    )


def changed_for(incident: Incident, user: User) -> timedelta | None:
    """Return for how long a recent change had been in force; None where there was none."""
    fresh_for = _fresh_for(incident)
    if incident.revision is None or fresh_for is None:
        return None
    return fresh_for if _earlier(incident.revision, user).exists() else None


def _fresh_for(incident: Incident) -> timedelta | None:
    since = in_force_since(incident)
    stood_for = incident.clock_starts_at - since if since else None
    return stood_for if stood_for is not None and stood_for <= RECENT else None


def in_force_since(incident: Incident) -> datetime | None:
    """Return since when the revision had been in force."""
    in_force = incident.revision.in_force if incident.revision else None
    return in_force.lower if in_force else None


def _earlier(revision: Revision, user: User) -> RevisionQuerySet:
    """Keep what stood before a revision and this person may see, the last first."""
    begins_at = revision.in_force.lower if revision.in_force else None
    return (
        Revision.objects.visible_to(user)
        .filter(configuration=revision.configuration_id, in_force__startswith__lt=begins_at)
        .order_by("-in_force__startswith")
    )
