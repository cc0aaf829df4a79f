"""What a month of a contract would cost, from outages and maintenance that are only supposed.

Nothing is written. Shares of the fee, and what is left of the annual cap, are those that stand.
Source: domain.md, Statement; api.md, simulate.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from django.db.models import prefetch_related_objects

from contracts.choices import TermsState
from contracts.models import Configuration, Contract, Terms
from contracts.rules.availability import Down, Segment, Span, difference, second_of
from contracts.rules.committed import span_of_days
from contracts.rules.responsibility import Responsibility
from contracts.rules.statement import MonthResult, SystemMonth, statement_of
from contracts.selectors.fee_shares import systems_sharing
from contracts.selectors.month import annual_left, terms_in
from contracts.selectors.month_ground import Ground, grounds_of, promised_versions, with_money
from contracts.selectors.month_systems import days_in, promised_in, systems_in

WITHOUT_SYSTEM = 0
"""The key of the system that is supposed where a contract has none yet: it bears all of the fee."""


@dataclass(frozen=True)
class SupposedSystem:
    """A system in the month; ``is_assumed``: nothing is in force then, and it is supposed to be."""

    key: int
    name: str
    share: Decimal
    committed: tuple[Span, ...]
    is_assumed: bool


@dataclass(frozen=True)
class Supposed:
    """A stretch that is supposed for one system; of an outage, with whose it is."""

    system: int
    begins_at: datetime
    ends_at: datetime
    responsibility: Responsibility | None = None

    @property
    def span(self) -> Span:
        return second_of(self.begins_at), second_of(self.ends_at)


@dataclass(frozen=True)
class SimulationGround:
    """What a simulated month stands on: its days under the contract, its systems by name."""

    ground: Ground
    month: date
    span: Span
    systems: tuple[SupposedSystem, ...]
    at: datetime

    @property
    def currency(self) -> str:
        return self.ground.contract.agreement.currency

    @property
    def version(self) -> Terms:
        return self.ground.version_of(self.month)


def simulation_ground(contract: Contract, month: date, *, at: datetime) -> SimulationGround | None:
    """Return what a month, named by its first day, can be simulated from.

    Before both vendors have approved anything, what was offered last counts. None where nothing
    was offered, or the contract has no day in the month.
    """
    prefetch_related_objects([contract], "agreement")
    versions = promised_versions([contract]) or {contract.pk: _offered(contract)}
    ground = grounds_of([contract], (month, month), versions).get(contract.pk)
    days = days_in(ground, month) if ground else ()
    if ground is None or not days:
        return None
    span = span_of_days(days[0], days[-1], ground.zone)
    promised = tuple(promised_in(ground, days))
    systems = tuple(_systems(ground, month, promised))
    return SimulationGround(ground, month, span, systems, at)


def simulated(
    on: SimulationGround,
    *,
    outages: Sequence[Supposed],
    maintenance: Sequence[Supposed],
    monthly_fee: Decimal | None = None,
) -> MonthResult:
    """Return what the month would come to; each outage counts as one of its own.

    ``monthly_fee``: another one to try; by default that of the terms.
    """
    terms = terms_in(on.ground, on.month, annual_left=annual_left(on.ground, on.month, at=on.at))
    if monthly_fee is not None:
        terms = replace(terms, fee=monthly_fee)
    systems = [
        SystemMonth(
            key=each.key,
            share=Fraction(each.share),
            committed=tuple(difference(each.committed, _spans(maintenance, each.key))),
            outages=tuple(_downs(outages, each.key)),
        )
        for each in on.systems
    ]
    return statement_of(terms, systems)


def _spans(supposed: Sequence[Supposed], system: int) -> list[Span]:
    return [each.span for each in supposed if each.system == system]


def _downs(supposed: Sequence[Supposed], system: int) -> Iterator[Down]:
    for number, each in enumerate(supposed, start=1):
        if each.system == system and each.responsibility is not None:
            yield Down(f"{number}", (Segment(*each.span, each.responsibility),))


def _offered(contract: Contract) -> list[Terms]:
    offered = contract.versions.exclude(state=TermsState.DRAFT).order_by("-number")
    return list(with_money(offered)[:1])


def _systems(ground: Ground, month: date, promised: tuple[Span, ...]) -> Iterator[SupposedSystem]:
    """Yield the systems of the month; where none stood then, those of today; else a supposed one.

    A system of which nothing is in force in the month is supposed to be, so that a contract can be
    tried before it is activated.
    """
    found = [
        SupposedSystem(
            each.configuration.pk,
            each.configuration.name,
            each.share,
            each.committed or promised,
            is_assumed=not each.committed,
        )
        for each in systems_in(replace(ground, maintenance={}), month)
        if each.share or each.committed
    ]
    if found:
        yield from found
        return
    today: Sequence[Configuration] = systems_sharing(ground.contract)
    for system in today:
        yield SupposedSystem(system.pk, system.name, system.fee_share, promised, is_assumed=True)
    if not today:
        yield SupposedSystem(WITHOUT_SYSTEM, "", Decimal(1), promised, is_assumed=True)
