"""What months of contracts are reckoned from, fetched for many contracts in as many queries.

Plain values in whole seconds since 1970, by configuration.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from contracts.choices import EventKind, OutageState, SplitMethod
from contracts.models import (
    Configuration,
    Contract,
    ContractEvent,
    Maintenance,
    OutageSegment,
    Placement,
    Revision,
    Statement,
    Terms,
)
from contracts.rules.availability import Span, intersection, second_of
from contracts.rules.contract_years import earlier_months
from contracts.rules.fee_shares import Stay
from contracts.rules.gap_calendar import first_of_month_after, midnight
from contracts.rules.responsibility import Responsibility
from contracts.selectors.fee_history import stays_of

FOREVER = 2**40
"""The end of what lasts still: the year 36 812."""
_NO_MONEY = Decimal(0)


@dataclass(frozen=True)
class SegmentRead:
    """A segment of an outage's current version; ``responsibility``: agreed or proposed, if any."""

    begins: int
    ends: int
    responsibility: Responsibility | None
    is_unknown: bool


@dataclass(frozen=True)
class OutageRead:
    """An outage as it stands; ``ends`` is `FOREVER` while it lasts.

    ``name``: its incident's reference, or its own number where it has none.
    """

    pk: int
    name: str
    configuration: int
    state: OutageState
    begins: int
    ends: int
    segments: tuple[SegmentRead, ...]

    @property
    def is_agreed(self) -> bool:
        return self.state == OutageState.AGREED

    @property
    def lasts(self) -> bool:
        return self.ends == FOREVER


Outages = Mapping[int, Sequence[OutageRead]]
"""Outages by configuration."""


@dataclass
class Ground:
    """All that a contract's months are reckoned from."""

    contract: Contract
    versions: Sequence[Terms]
    systems: dict[int, Configuration] = field(default_factory=dict)
    placed: dict[int, list[Span]] = field(default_factory=lambda: defaultdict(list))
    in_force: Mapping[int, Sequence[Span]] = field(default_factory=dict)
    maintenance: Mapping[int, Sequence[Span]] = field(default_factory=dict)
    outages: Outages = field(default_factory=dict)
    stays: Sequence[Stay] = ()
    issued: dict[date, Decimal] = field(default_factory=dict)
    """What issued months came to, with their corrections; where there is an annual cap."""
    split: SplitMethod | None = None
    """How a month was shared that was issued; else the agreement says it."""
    is_blind: bool = False
    """Whether nobody can read its hours, and nothing is reckoned as promised."""

    @property
    def split_method(self) -> SplitMethod:
        return self.split or SplitMethod(self.contract.agreement.split_method)

    @property
    def zone(self) -> ZoneInfo:
        return self.contract.zone()

    def version_of(self, month: date) -> Terms:
        """Return the terms of a month's money: those of its first day of the contract."""
        day = max(month, self.contract.starts_on)
        begun = [each for each in self.versions if each.effective_on <= day]
        return begun[-1] if begun else self.versions[0]

    def earlier(self, month: date) -> list[date]:
        """Return the months that have used up a month's annual cap, where there is one."""
        if self.version_of(month).annual_cap is None:
            return []
        return earlier_months(self.contract.starts_on, month)


def promised_versions(contracts: Sequence[Contract]) -> dict[int, list[Terms]]:
    """Return the approved terms of contracts, in order of their days."""
    found: dict[int, list[Terms]] = defaultdict(list)
    rows = Terms.objects.approved().filter(contract__in=contracts)
    for each in with_money(rows).order_by("effective_on"):
        found[each.contract_id].append(each)
    return found


def with_money(terms: QuerySet[Terms]) -> QuerySet[Terms]:
    """Fetch in a fixed number of queries the hours and the money of terms."""
    return terms.select_related("coverage").prefetch_related(
        "bands", "coverage__windows", "coverage__exceptions"
    )


def grounds_of(
    contracts: Sequence[Contract],
    months: tuple[date, date],
    versions: Mapping[int, Sequence[Terms]],
) -> dict[int, Ground]:
    """Return what contracts' months are reckoned from, by their keys.

    ``months``: the first and the last one. Contracts without terms are left out.
    """
    grounds = {
        each.pk: Ground(each, versions[each.pk]) for each in contracts if versions.get(each.pk)
    }
    _add_issued(grounds)
    first = min([months[0], *_not_issued(grounds.values(), months[1])])
    zones = {each.zone for each in grounds.values()}
    if not zones:
        return grounds
    begins_at = min(midnight(first, zone) for zone in zones)
    ends_at = max(midnight(first_of_month_after(months[1]), zone) for zone in zones)
    _add_placements(grounds, (second_of(begins_at), second_of(ends_at)))
    systems = {pk for ground in grounds.values() for pk in ground.systems}
    in_force = _in_force(systems, begins_at, ends_at)
    maintenance = _maintenance(systems, begins_at, ends_at)
    outages = _outages(systems, begins_at, ends_at)
    for ground in grounds.values():
        ground.in_force, ground.maintenance, ground.outages = in_force, maintenance, outages
    return grounds


def _not_issued(grounds: Iterable[Ground], month: date) -> list[date]:
    return [
        each for ground in grounds for each in ground.earlier(month) if each not in ground.issued
    ]


def _add_issued(grounds: Mapping[int, Ground]) -> None:
    """Add the penalties of issued months, with their corrections."""
    capped = [
        pk
        for pk, ground in grounds.items()
        if any(each.annual_cap is not None for each in ground.versions)
    ]
    if not capped:
        return
    rows = Statement.objects.filter(contract__in=capped).values_list(
        "contract_id", "month", F("penalty") + Coalesce(Sum("corrections__penalty"), _NO_MONEY)
    )
    for contract, of, penalty in rows:
        grounds[contract].issued[of] = penalty


def _add_placements(grounds: Mapping[int, Ground], span: Span) -> None:
    """Add the systems that both vendors knew: those of a span, and who ever shared the fee."""
    rows = Placement.objects.filter(
        contract__in=grounds, configuration__first_proposed_at__isnull=False
    ).select_related("configuration")
    placements: dict[int, list[Placement]] = defaultdict(list)
    for each in rows:
        placements[each.contract_id].append(each)
        placed = _span(each.during)
        if intersection([span], [placed]):
            ground = grounds[each.contract_id]
            ground.systems[each.configuration_id] = each.configuration
            ground.placed[each.configuration_id].append(placed)
    sharings = _sharings(grounds)
    for pk, ground in grounds.items():
        ground.stays = stays_of(placements[pk], sharings[pk])


def _sharings(contracts: Iterable[int]) -> Mapping[int, Sequence[ContractEvent]]:
    rows = ContractEvent.objects.filter(kind=EventKind.FEE_SHARED, contract__in=contracts)
    found: dict[int, list[ContractEvent]] = defaultdict(list)
    for each in rows.order_by("at", "id"):
        if each.contract_id is not None:
            found[each.contract_id].append(each)
    return found


def _in_force(systems: set[int], begins_at: datetime, ends_at: datetime) -> dict[int, list[Span]]:
    rows = Revision.objects.filter(
        configuration__in=systems, in_force__overlap=DateTimeTZRange(begins_at, ends_at)
    )
    found: dict[int, list[Span]] = defaultdict(list)
    for configuration, during in rows.values_list("configuration_id", "in_force"):
        found[configuration].append(_span(during))
    return found


def _maintenance(
    systems: set[int], begins_at: datetime, ends_at: datetime
) -> dict[int, list[Span]]:
    rows = Maintenance.objects.counting().filter(
        configuration__in=systems, begins_at__lt=ends_at, ends_at__gt=begins_at
    )
    found: dict[int, list[Span]] = defaultdict(list)
    for configuration, begins, ends in rows.values_list("configuration_id", "begins_at", "ends_at"):
        found[configuration].append((second_of(begins), second_of(ends)))
    return found


def _outages(systems: set[int], begins_at: datetime, ends_at: datetime) -> Outages:
    lasting = Q(outage__ends_at__isnull=True) | Q(outage__ends_at__gt=begins_at)
    rows = (
        OutageSegment.objects.current()
        .filter(lasting, outage__configuration__in=systems, outage__begins_at__lt=ends_at)
        .exclude(outage__state=OutageState.VOID)
        .select_related("outage")
        .order_by("outage__begins_at", "outage_id", "begins_at")
    )
    segments: dict[int, list[OutageSegment]] = defaultdict(list)
    for each in rows:
        segments[each.outage_id].append(each)
    found: dict[int, list[OutageRead]] = defaultdict(list)
    for rows_of_one in segments.values():
        read = _outage_read(rows_of_one)
        found[read.configuration].append(read)
    return found


def _outage_read(rows: Sequence[OutageSegment]) -> OutageRead:
    outage = rows[0].outage
    return OutageRead(
        pk=outage.pk,
        name=outage.reference or f"#{outage.pk}",
        configuration=outage.configuration_id,
        state=OutageState(outage.state),
        begins=second_of(outage.begins_at),
        ends=FOREVER if outage.ends_at is None else second_of(outage.ends_at),
        segments=tuple(_segment_read(each) for each in rows),
    )


def _segment_read(row: OutageSegment) -> SegmentRead:
    return SegmentRead(
        begins=second_of(row.begins_at),
        ends=FOREVER if row.ends_at is None else second_of(row.ends_at),
        responsibility=row.responsibility,
        is_unknown=row.is_unknown,
    )


def _span(during: DateTimeTZRange) -> Span:
    return (
        0 if during.lower is None else second_of(during.lower),
        FOREVER if during.upper is None else second_of(during.upper),
    )
