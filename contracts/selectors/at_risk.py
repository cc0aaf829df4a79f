"""Euros at risk: what outages that last cost the running month of their contract, and when more.

Provisional: by what was proposed last of whose they are; until then they are the manufacturer's.
For vendors alone: whoever asks sees to that. Source: issue 6, Measured availability.
"""

import logging
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from contracts.choices import Kind
from contracts.models import Contract, Outage, User
from contracts.models.outage import OutageQuerySet
from contracts.rules.at_risk import Lasting, Risk, risk_of
from contracts.rules.availability import instant_of, second_of
from contracts.rules.statement import SystemMonth
from contracts.selectors.duty import UNREADABLE
from contracts.selectors.month import (
    UNTIL_PROPOSED,
    Counting,
    annual_left,
    down_of,
    terms_in,
)
from contracts.selectors.month_ground import Ground, OutageRead, grounds_of, promised_versions
from contracts.selectors.month_systems import Stood, days_in, systems_in

logger = logging.getLogger(__name__)

MOST_RANKED = 200
"""So many outages that last are laid side by side at most: those that have lasted longest."""


@dataclass(frozen=True)
class AtRisk:
    """What an incident's outage costs if it ended now, and what it costs if it lasts longer."""

    reference: str
    amount: Decimal
    currency: str
    next_at: datetime | None = None
    next_amount: Decimal | None = None

    @property
    def is_some(self) -> bool:
        """Whether anything is owed for it, or will be."""
        return bool(self.amount) or self.next_at is not None


def at_risk(references: Collection[str], *, at: datetime) -> dict[str, AtRisk]:
    """Return what is at risk of incidents whose outage lasts, by their references.

    Without those under no guarantee: nothing is committed for their system this month; and without
    those of a contract whose zone or hours nobody can read, which keeps no other from its answer. A
    number of queries that does not grow with them; one, where none of them lasts.
    """
    if not references:
        return {}
    rows = Outage.objects.lasting().filter(reference__in=references)
    return _read(list(_with_contract(rows)), at=at)


def ranked_at_risk(user: User, *, at: datetime) -> list[AtRisk]:
    """Return what is at risk under a vendor's agreements, the most first, then the soonest.

    Outages that cost nothing however long they last are left out; a client is told none.
    """
    rows = Outage.objects.lasting().exclude(reference="")
    match user.kind:
        case Kind.MANUFACTURER:
            agreement = "configuration__contract__agreement__manufacturer_id"
        case Kind.PUBLISHER:
            agreement = "configuration__contract__agreement__publisher_id"
        case _:
            return []
    rows = rows.filter(**{agreement: user.organisation_id}).order_by("begins_at", "pk")
    found = _read(list(_with_contract(rows)[:MOST_RANKED]), at=at).values()
    return sorted((each for each in found if each.is_some), key=_most_first)


def _most_first(of: AtRisk) -> tuple[Decimal, float, str]:
    soon = of.next_at.timestamp() if of.next_at else float("inf")
    return -of.amount, soon, of.reference


def _with_contract(rows: OutageQuerySet) -> OutageQuerySet:
    return rows.select_related("configuration__contract__agreement__manufacturer")


def _read(outages: Sequence[Outage], *, at: datetime) -> dict[str, AtRisk]:
    months: dict[date, dict[int, Contract]] = defaultdict(dict)
    for each in outages:
        contract = each.configuration.contract
        if (month := _month_at(contract, at)) is not None:
            months[month][contract.pk] = contract
    found: dict[str, AtRisk] = {}
    wanted = {each.pk for each in outages}
    for month, contracts in months.items():
        rows = list(contracts.values())
        grounds = grounds_of(rows, (month, month), promised_versions(rows))
        for ground in grounds.values():
            found |= _of_contract(ground, month, wanted, at=at)
    return found


def _month_at(contract: Contract, at: datetime) -> date | None:
    if not contract.knows_its_zone:
        logger.error("the zone of contract %s cannot be read", contract.number)
        return None
    return contract.day_of(at).replace(day=1)


def _of_contract(
    ground: Ground, month: date, wanted: Collection[int], *, at: datetime
) -> dict[str, AtRisk]:
    try:
        return {each.reference: each for each in _in_month(ground, month, wanted, at=at)}
    except UNREADABLE:
        logger.exception("the hours of contract %s cannot be read", ground.contract.number)
        return {}


def _in_month(
    ground: Ground, month: date, wanted: Collection[int], *, at: datetime
) -> Iterator[AtRisk]:
    """Yield what is at risk of some outages in a month of a contract."""
    if not days_in(ground, month):
        return
    stood = systems_in(ground, month)
    terms = terms_in(ground, month, annual_left=annual_left(ground, month, at=at))
    outages = {
        each.pk: each
        for system in stood
        if system.committed
        for each in ground.outages.get(system.configuration.pk, ())
    }
    for pk in wanted & outages.keys():
        lasting = outages[pk]
        systems = [_system(each, ground, without=pk, at=at) for each in stood]
        risk = risk_of(terms, systems, _lasting(lasting, at=at), now=second_of(at))
        yield _said(lasting.name, risk, ground.contract.agreement.currency)


def _system(stood: Stood, ground: Ground, *, without: int, at: datetime) -> SystemMonth:
    return SystemMonth(
        key=stood.configuration.pk,
        share=Fraction(stood.share),
        committed=stood.committed,
        outages=tuple(
            down_of(each, at=at, counting=Counting.AS_PROPOSED)
            for each in ground.outages.get(stood.configuration.pk, ())
            if each.pk != without
        ),
    )


def _lasting(outage: OutageRead, *, at: datetime) -> Lasting:
    last = outage.segments[-1]
    return Lasting(
        key=outage.configuration,
        down=down_of(outage, at=at, counting=Counting.AS_PROPOSED),
        after=None if last.is_unknown else last.responsibility or UNTIL_PROPOSED,
    )


def _said(reference: str, risk: Risk, currency: str) -> AtRisk:
    if risk.next is None:
        return AtRisk(reference, risk.amount, currency)
    return AtRisk(reference, risk.amount, currency, instant_of(risk.next.at), risk.next.amount)
