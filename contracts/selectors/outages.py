"""Questions about outages and maintenance: which there are, what waits for whom, what was said."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import OuterRef, Q, QuerySet, Subquery

from contracts.choices import EventKind, Kind, MaintenanceState, OutageState, RoundKind
from contracts.models import (
    Configuration,
    ContractEvent,
    Maintenance,
    MaintenanceAcceptance,
    Outage,
    OutageSegment,
    ResponsibilityRound,
    User,
)
from contracts.models.maintenance import MaintenanceQuerySet
from contracts.models.outage import OutageQuerySet

NUMBERED = re.compile("#[0-9]{1,18}")
"""How an outage is called that no incident made."""


def outages_seen_by(user: User) -> OutageQuerySet:
    """Return the outages that a person may see, the newest first, with all that is read of them."""
    return Outage.objects.visible_to(user).standing().whole().order_by("-begins_at", "-pk")


@dataclass(frozen=True)
class NamedOutage:
    """An outage by its key, and the incident that made it, if one did."""

    pk: int
    reference: str


def outages_named(user: User, names: Collection[str]) -> dict[str, NamedOutage]:
    """Return of the outages that statements name those that a person may see, by their names.

    Whoever sees an outage reads its incident too: domain.md, Who sees what.
    """
    numbers = [each[1:] for each in names if NUMBERED.fullmatch(each)]
    asked = Q(reference__in=[each for each in names if each]) | Q(reference="", pk__in=numbers)
    seen = Outage.objects.visible_to(user).filter(asked)
    return {
        reference or f"#{pk}": NamedOutage(pk, reference)
        for pk, reference in seen.order_by().values_list("pk", "reference")
    }


def outages_waiting_for(user: User) -> OutageQuerySet:
    """Return what waits for a person's word on whose it was, what is due first on top.

    To be settled is for managers; of those where one has said something, for the other vendor's.
    """
    seen = Outage.objects.visible_to(user).whole().order_by("answer_by", "begins_at", "pk")
    last = ResponsibilityRound.objects.filter(outage=OuterRef("pk")).order_by("-number")
    told = seen.annotate(
        last_kind=Subquery(last.values("kind")[:1]),
        last_of=Subquery(last.values("organisation")[:1]),
    )
    to_settle = Q(state=OutageState.TO_SETTLE) & ~Q(
        last_kind=RoundKind.OFFERED, last_of=user.organisation_id
    )
    match user.kind:
        case Kind.MANUFACTURER:
            own = Q(state=OutageState.COUNTERED) | Q(
                state=OutageState.RECORDED, ends_at__isnull=False
            )
        case Kind.PUBLISHER:
            own = Q(state=OutageState.PROPOSED)
        case _:
            return seen.none()
    return told.filter(own | to_settle if user.is_manager else own)


def overlapping(outage: Outage, user: User) -> OutageQuerySet:
    """Return what else a person sees recorded of the same system in the same time."""
    beside = Outage.objects.visible_to(user).standing().exclude(pk=outage.pk)
    later = beside.filter(
        Q(ends_at__isnull=True) | Q(ends_at__gt=outage.begins_at),
        configuration=outage.configuration_id,
    )
    found = later if outage.ends_at is None else later.filter(begins_at__lt=outage.ends_at)
    return found.order_by("begins_at", "pk")


@dataclass(frozen=True)
class SaidInRound:
    """A round, and the segments with their percentages that it is about."""

    round: ResponsibilityRound
    segments: Sequence[OutageSegment]


def rounds_of(outage: Outage) -> list[SaidInRound]:
    """Return what the vendors said of an outage, in order; its segments are fetched with it."""
    rounds = outage.rounds.select_related("by", "organisation").order_by("number")
    return [SaidInRound(each, outage.of_version(each.version)) for each in rounds]


@dataclass(frozen=True)
class SaidInterval:
    """The line of the journal that says when a system was down, and the segments of that time."""

    event: ContractEvent
    segments: Sequence[OutageSegment]

    @property
    def reason(self) -> str:
        """Why it was corrected, where somebody did it by hand."""
        reason: str = self.event.detail.get("reason", "")
        return reason


def intervals_of(outage: Outage) -> list[SaidInterval]:
    """Return when it was down by what was known, first and after each correction, in order."""
    kinds = (EventKind.OUTAGE_RECORDED, EventKind.OUTAGE_CORRECTED)
    events = ContractEvent.objects.filter(
        configuration=outage.configuration_id, kind__in=kinds, detail__outage=outage.pk
    )
    told = events.select_related("by__organisation").order_by("pk")
    return [SaidInterval(each, outage.of_version(each.detail["version"])) for each in told]


def systems_of(user: User) -> QuerySet[Configuration]:
    """Return the systems in use of which a person can record something, by their names."""
    seen = Configuration.objects.visible_to(user).in_use().filter(first_proposed_at__isnull=False)
    return seen.select_related("client").order_by("name", "pk")


def maintenance_seen_by(user: User) -> MaintenanceQuerySet:
    """Return the windows that a person may see, the latest first, with all that is read of them."""
    return Maintenance.objects.visible_to(user).whole().order_by("-begins_at", "-pk")


def maintenance_waiting_for(user: User) -> MaintenanceQuerySet:
    """Return the windows that wait for a person's company, the first to begin on top."""
    given = MaintenanceAcceptance.objects.filter(organisation=user.organisation_id)
    waiting = Maintenance.objects.visible_to(user).filter(state=MaintenanceState.PROPOSED)
    return waiting.exclude(acceptances__in=given).whole().order_by("begins_at", "pk")
