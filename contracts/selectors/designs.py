"""Questions about what a configuration can hold: its groups of parts, and what is known of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Protocol

from contracts.choices import Impact, NotReckoned
from contracts.models import (
    Configuration,
    Contract,
    Product,
    Redundancy,
    Reliability,
    Revision,
    Terms,
)
from contracts.rules.attainable import Attainable, TooMuch, reckon
from contracts.rules.coverage import NeverCovered
from contracts.rules.figures_of_products import NAME_LENGTH, Figures, Standby
from contracts.rules.reliability import Block, Part
from contracts.rules.repair import Round, repair_time, round_of
from contracts.rules.worst_case import Money
from contracts.selectors.gaps import GAP_YEARS
from contracts.selectors.promises import offer_of

_SECOND = timedelta(seconds=1)
_AN_HOUR = 3600


class ItemLike(Protocol):
    """An item of a revision, or one that is not written yet."""

    @property
    def product(self) -> Product: ...
    @property
    def quantity(self) -> int: ...
    @property
    def role(self) -> str: ...


@dataclass
class Group:
    """Parts in one role, or of one product where no role is said; how many of each product."""

    name: str
    standby: Standby
    counts: dict[Product, int] = field(default_factory=dict)

    @property
    def count(self) -> int:
        return sum(self.counts.values())


@dataclass(frozen=True)
class Design:
    """What a configuration can hold: a figure, or why there is none; and of what it consists."""

    groups: Sequence[Group]
    figures: Mapping[Product, Figures]
    """By product; those not among them are not known."""
    terms: Terms | None
    bears_whole_fee: bool
    """It bears no share of the fee yet, and is reckoned as if it bore all of it."""
    attainable: Attainable | None = None
    reason: NotReckoned | None = None
    blocks: Mapping[str, Block] = field(default_factory=dict)
    covered: int = 0
    """Covered seconds of the year that is reckoned."""

    @property
    def missing(self) -> list[Product]:
        """The products whose figures are not known, by name."""
        products = {each for group in self.groups for each in group.counts}
        return sorted(products - set(self.figures), key=str)


def groups_of(items: Iterable[ItemLike], stated: Mapping[str, Standby]) -> list[Group]:
    """Return the groups of some items in their order; where nothing is stated, all are needed.

    More than there are cannot be needed: items may have gone since it was stated.
    """
    found: dict[str, Group] = {}
    for item in items:
        name = group_name(item)
        group = found.setdefault(name, Group(name, Standby(0)))
        group.counts[item.product] = group.counts.get(item.product, 0) + item.quantity
    for name, group in found.items():
        said = stated.get(name)
        needed = min(said.needed, group.count) if said else group.count
        group.standby = Standby(needed, said.failover if said else timedelta())
    return list(found.values())


def group_name(item: ItemLike) -> str:
    """Return the group of an item: its role, or its product where it has none."""
    return (item.role.strip() or str(item.product))[:NAME_LENGTH]


def standby_of(revision: Revision | None) -> dict[str, Standby]:
    """Return what is stated of the groups of a revision, by name."""
    if revision is None:
        return {}
    rows = Redundancy.objects.filter(revision=revision)
    return {each.name: Standby(each.needed, each.failover) for each in rows}


def figures_known(products: Iterable[Product]) -> dict[int, Figures]:
    """Return what is stated of products, by their keys."""
    rows = Reliability.objects.filter(product__in={each.pk for each in products})
    return {each.product_id: Figures(each.mtbf_hours, each.mttr) for each in rows}


def design_of(
    configuration: Configuration,
    items: Sequence[ItemLike],
    stated: Mapping[str, Standby],
    *,
    effective_at: datetime,
    instead: Mapping[int, Figures] | None = None,
) -> Design:
    """Return what a configuration of some items can hold from the month of an instant on.

    ``instead``: figures by product, in place of those stated.
    """
    day = _day_reckoned(configuration.contract, effective_at)
    groups = groups_of(items, stated)
    products = {each.pk: each for group in groups for each in group.counts}
    known = figures_known(products.values()) | dict(instead or {})
    figures = {each: known[pk] for pk, each in products.items() if pk in known}
    terms = configuration.contract.terms_on(day)
    bears_whole = not configuration.fee_share
    design = Design(groups, figures, terms, bears_whole_fee=bears_whole)
    return _reckoned(design, configuration, day=day)


def _day_reckoned(contract: Contract, at: datetime) -> date:
    """Return the day of an instant in the contract's zone, as far as the calendar is reckoned."""
    first, last = date(GAP_YEARS[0], 1, 1), date(GAP_YEARS[-1] - 1, 1, 1)
    try:
        return min(max(contract.day_of(at), first), last)
    except OverflowError:
        return last


def _reckoned(design: Design, configuration: Configuration, *, day: date) -> Design:
    terms = design.terms
    if terms is None or (reason := _why_not(design)):
        return replace(design, reason=NotReckoned.NO_TERMS if terms is None else reason)
    calendar = round_of(terms.coverage.hours(), day, configuration.contract.zone())
    share = Fraction(configuration.fee_share) or Fraction(1)
    try:
        blocks = [_block(each, design.figures, terms, calendar) for each in design.groups]
        found = reckon(
            blocks, calendar, target=terms.availability_target, money=_money(terms, share)
        )
    except NeverCovered:
        return replace(design, reason=NotReckoned.NEVER_COVERED)
    except TooMuch:
        return replace(design, reason=NotReckoned.TOO_MUCH)
    by_name = {each.name: each for each in blocks}
    return replace(design, attainable=found, blocks=by_name, covered=calendar.covered)


def _why_not(design: Design) -> NotReckoned | None:
    if not design.groups:
        return NotReckoned.NOTHING
    return NotReckoned.NO_FIGURES if design.missing else None


def _block(
    group: Group, figures: Mapping[Product, Figures], terms: Terms, calendar: Round
) -> Block:
    """Return a group as a block: what can be spared is repaired under the promise for a risk."""
    is_spared = group.standby.needed < group.count
    target = terms.target_for(Impact.AT_RISK) if is_spared else None
    target = target or terms.target_for(Impact.OUTAGE)
    parts = []
    for product, count in group.counts.items():
        said = figures[product]
        work = (
            repair_time(said.mttr, target.respond_within, target.restore_within)
            if target
            else said.mttr
        )
        repair = work // _SECOND
        down = float(calendar.mean_repair(repair))
        parts.append(Part(str(product), count, float(said.mtbf_hours * _AN_HOUR), repair, down))
    failover = group.standby.failover // _SECOND
    return Block(group.name, tuple(parts), group.standby.needed, failover)


def _money(terms: Terms, share: Fraction) -> Money:
    return Money(
        effective_on=terms.effective_on,
        monthly_fee=terms.monthly_fee,
        bands=tuple(offer_of(terms).bands),
        penalty_cap=terms.penalty_cap,
        annual_cap=terms.annual_cap,
        share=share,
    )
