"""The outages of copied incidents: recorded, and of the settled ones agreed long ago."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from contracts.choices import OutageState, Role, RoundKind
from contracts.models import Outage, OutageSegment, ResponsibilityRound, User
from tickets.choices import Queue, Status
from tickets.models import Incident
from tickets.rules import references
from tickets.use_cases.tell_past_outages import tell_past_outages

_ALL, _NOTHING = Decimal(100), Decimal(0)
_READ = ("queue", "resolved_at", "manufacturer", "publisher")


@dataclass(frozen=True)
class _Settled:
    """An outage, and when and by whom it was agreed whose it was."""

    outage: Outage
    at: datetime
    manufacturer: int
    publisher: int | None
    """Only where it was the publisher's: else the manufacturer's word is enough."""

    @property
    def segment(self) -> OutageSegment:
        is_publishers = self.publisher is not None
        return OutageSegment(
            outage=self.outage,
            version=2,
            begins_at=self.outage.begins_at,
            ends_at=self.outage.ends_at,
            manufacturer=_NOTHING if is_publishers else _ALL,
            publisher=_ALL if is_publishers else _NOTHING,
            client=_NOTHING,
            third_party=_NOTHING,
        )

    def rounds(self, managers: Mapping[int, User]) -> list[ResponsibilityRound]:
        said = [(RoundKind.PROPOSED, self.manufacturer)]
        if self.publisher is not None:
            said.append((RoundKind.ACCEPTED, self.publisher))
        return [
            ResponsibilityRound(
                outage=self.outage,
                number=number,
                kind=kind,
                version=2,
                at=self.at,
                by=managers[organisation],
                organisation_id=organisation,
            )
            for number, (kind, organisation) in enumerate(said, start=1)
        ]


def settle_outages(*, after: int, now: datetime) -> None:
    """Record the outages of incidents after a key; whose the settled were follows their queue."""
    people = User.objects.filter(role=Role.MANAGER, is_active=True).order_by("-pk")
    managers = {each.organisation_id: each for each in people}
    for made in tell_past_outages(after=after, at=now):
        _agree(_settled(made), managers)


def _settled(made: Sequence[Outage]) -> list[_Settled]:
    keys = {references.exact(each.reference) or 0: each for each in made}
    closed = Incident.objects.filter(pk__in=keys, status=Status.CLOSED, resolved_at__isnull=False)
    return [
        _Settled(
            keys[each.pk],
            each.resolved_at,
            each.manufacturer_id,
            each.publisher_id if each.queue == Queue.SOFTWARE else None,
        )
        for each in closed.only(*_READ)
        if each.resolved_at is not None and keys[each.pk].is_over
    ]


def _agree(settled: Sequence[_Settled], managers: Mapping[int, User]) -> None:
    OutageSegment.objects.bulk_create(each.segment for each in settled)
    ResponsibilityRound.objects.bulk_create(
        said for each in settled for said in each.rounds(managers)
    )
    for each in settled:
        outage = each.outage
        outage.version, outage.state, outage.agreed_at = 2, OutageState.AGREED, each.at
        outage.shared_at = None if each.publisher is None else each.at
    changed = ["version", "state", "agreed_at", "shared_at"]
    Outage.objects.bulk_update([each.outage for each in settled], changed)
