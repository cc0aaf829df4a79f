"""Decides what is copied when and where, and writes it in batches."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import cycle
from math import ceil
from random import Random
from zoneinfo import ZoneInfo

from django.db import connection

from contracts.models import Contract
from contracts.rules.coverage import Hours
from portal.population.casting import Foundry
from portal.population.moulds import moulds_by_contract
from portal.population.overtaken import overtake
from portal.population.patterns import Pattern, pattern_of
from portal.population.places import Place, places_under, take_on_clients
from portal.population.rosters import put_vendors_on_duty
from portal.population.settled_outages import settle_outages
from portal.population.sheets import Sheets, Shift
from portal.population.writing import sort_words_in, writer
from tickets.choices import UNFINISHED, Status
from tickets.models import Incident

BATCH = 1_000
UNFINISHED_SHARE, UNFINISHED_MOST = 0.015, 3_000
RESOLVED_SHARE = 0.005
CLIENTS_FOR_EACH, CLIENTS_MOST = 2_000, 40
_WEEK = timedelta(weeks=1)
_OLDEST = timedelta(days=700)
_SETTLED = timedelta(days=20)
_REMEMBERED = timedelta(days=30)  # beyond, who was told what is forgotten


@dataclass(frozen=True)
class Ground:
    """The moulds of a contract and the platforms on which copies of them can stand."""

    contract: Contract
    patterns: Sequence[Pattern]
    places: Sequence[Place]

    def of(self, *statuses: str) -> list[Pattern]:
        return [each for each in self.patterns if each.mould.incident.status in statuses]


@dataclass(frozen=True)
class Plan:
    """One copy before it is cast."""

    pattern: Pattern
    place: Place
    shift: Shift
    opened_at: datetime


class NothingToCopy(Exception):
    """There is no settled incident on a guaranteed platform."""


class Growth:
    """Grows the population by a number of incidents, oldest first."""

    def __init__(self, count: int, *, rng: Random, now: datetime, distrusted: bool = False) -> None:
        """``distrusted``: let the database follow every key and fire every trigger, row by row."""
        self._count, self._rng, self._now = count, rng, now
        self._is_trusted = not distrusted and _is_superuser()
        self._sheets = Sheets()
        self._foundry = Foundry(self._sheets, rng)

    def run(self) -> Iterator[int]:
        """Write everything; yields how many incidents stand, at first and after each batch."""
        plans = self._plans(self._grounds())
        last = Incident.objects.latest("pk").pk
        yield 0
        with writer(trusted=self._is_trusted) as write:
            for start in range(0, len(plans), BATCH):
                batch = plans[start : start + BATCH]
                self._foundry.reserve([each.pattern for each in batch])
                for plan in batch:
                    remembered = plan.opened_at > self._now - _REMEMBERED
                    self._foundry.cast(plan.pattern, plan.place, plan.shift, remembered=remembered)
                write(self._sheets.take())
                yield start + len(batch)
        sort_words_in()
        settle_outages(after=last, now=self._now)
        overtake(after=last, now=self._now)

    def _grounds(self) -> list[Ground]:
        moulds = moulds_by_contract()
        clients = min(self._count // CLIENTS_FOR_EACH, CLIENTS_MOST)
        grounds = []
        for contract in Contract.objects.with_terms().filter(pk__in=moulds).order_by("pk"):
            if _hours(contract).is_unbroken:
                take_on_clients(contract, clients, now=self._now)
            patterns = [pattern_of(each, self._sheets) for each in moulds[contract.pk]]
            grounds.append(Ground(contract, patterns, places_under(contract)))
        if not grounds:
            raise NothingToCopy
        deals = {each.contract.agreement_id: each.contract.agreement for each in grounds}
        put_vendors_on_duty(list(deals.values()), now=self._now)
        return grounds

    def _plans(self, grounds: Sequence[Ground]) -> list[Plan]:
        """Return all copies in the order of their openings."""
        unfinished = min(int(self._count * UNFINISHED_SHARE), UNFINISHED_MOST)
        resolved = int(self._count * RESOLVED_SHARE)
        plans = [
            *self._some(grounds, self._count - unfinished - resolved, (Status.CLOSED,)),
            *self._some(grounds, resolved, (Status.RESOLVED,)),
            *self._some(grounds, unfinished, UNFINISHED),
        ]
        return sorted(plans, key=lambda plan: plan.opened_at)

    def _some(
        self, grounds: Sequence[Ground], count: int, statuses: Sequence[str]
    ) -> Iterator[Plan]:
        able = [ground for ground in grounds if ground.of(*statuses)]
        if not able:
            able, statuses = list(grounds), tuple(Status)
        weights = [len(ground.places) for ground in able]
        turns = {ground.contract.pk: cycle(ground.of(*statuses)) for ground in able}
        for ground in self._rng.choices(able, weights, k=count):
            chosen = next(turns[ground.contract.pk])  # in turn, so that none is left out
            yield self._plan(ground, chosen, self._rng.choice(ground.places))

    def _plan(self, ground: Ground, chosen: Pattern, place: Place) -> Plan:
        """Choose when: the settled over two years, what is at work as recently as its mould."""
        incident = chosen.mould.incident
        if incident.status == Status.CLOSED:
            earliest = max(place.since, self._now - _OLDEST)
            latest = max(self._now - _SETTLED, earliest)
            opened_at = earliest + self._rng.random() * (latest - earliest)
        else:
            opened_at = incident.opened_at - self._rng.random() * timedelta(minutes=90)
        shift = _shift(ground.contract, incident, opened_at)
        return Plan(chosen, place, shift, shift(incident.opened_at))


def _is_superuser() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('is_superuser') = 'on'")
        return bool(cursor.fetchone() == (True,))


def _hours(contract: Contract) -> Hours:
    """Return the hours of what a contract promised last."""
    terms = contract.terms_on(date.max)
    if terms is None:
        raise NothingToCopy
    return terms.coverage.hours()


def _shift(contract: Contract, incident: Incident, opened_at: datetime) -> Shift:
    """Return how instants move: by any time round the clock, else by whole weeks of wall clock.

    So every deadline stays what the contract's hours make of it.
    """
    by = opened_at - incident.opened_at
    hours = _hours(contract)
    if hours.is_unbroken:
        return lambda at: at + by
    zone, by = ZoneInfo(hours.zone), ceil(by / _WEEK) * _WEEK

    def wall_clock(at: datetime) -> datetime:
        return (at.astimezone(zone) + by).astimezone(UTC)

    return wall_clock
