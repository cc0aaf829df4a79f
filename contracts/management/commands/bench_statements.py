"""How long closing a month of many contracts takes, on this machine: figures, not a test.

Everything happens in one transaction that is undone at the end: nothing is left behind.
"""

import resource
import time
from argparse import ArgumentParser
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange, DateTimeTZRange

from contracts.choices import OutageSource, OutageState, RevisionState, TermsState
from contracts.models import (
    Agreement,
    Configuration,
    Contract,
    Coverage,
    Organisation,
    Outage,
    OutageSegment,
    PenaltyBand,
    Placement,
    Revision,
    Terms,
    User,
)
from contracts.use_cases.close_month import close_month

_MONTH, _STARTS = date(2019, 11, 1), date(2019, 1, 1)
_BEGAN = datetime(2019, 1, 1, tzinfo=UTC)
_AT = datetime(2019, 12, 2, tzinfo=UTC)
_KILO, _WIDTH = 1024, 40


class Command(BaseCommand):
    help = "Measure closing a month: contracts a second, and the memory that it takes."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--contracts", type=int, default=10_000, metavar="N")

    def handle(self, *_args: Any, contracts: int, **_options: Any) -> None:
        agreement = Agreement.objects.first()
        manager = User.objects.filter(organisation__agreements_made=agreement).first()
        if agreement is None or manager is None:
            raise CommandError("There is no agreement: run `manage.py seed_demo` first.")
        with transaction.atomic():
            self._measure(_Bench(agreement, manager), contracts)
            transaction.set_rollback(True)

    def _measure(self, bench: "_Bench", contracts: int) -> None:
        self.stdout.write(f"Drawing up {contracts} contracts …")
        bench.draw_up(contracts)
        before, started, seconds, told = _memory(), time.monotonic(), 0.0, 0
        for done in close_month(_MONTH, at=_AT):
            filled = "█" * (_WIDTH * done.seen // contracts)
            seconds, told = time.monotonic() - started, done.told
            line = f"\r{filled:░<{_WIDTH}} {done.seen} of {contracts} contracts, {seconds:.1f} s"
            self.stdout.write(line, ending="")
            self.stdout.flush()
        self.stdout.write(
            f"\n{told} closed, {contracts / seconds:.0f} a second; "
            f"memory {before} MB before, {_memory()} MB at most."
        )


class _Bench:
    """Contracts with a system and an outage each, written past the guards."""

    def __init__(self, agreement: Agreement, manager: User) -> None:
        self.agreement, self.manager = agreement, manager
        self.coverage = Coverage.objects.create(name="bench", time_zone="Europe/Paris")

    def draw_up(self, count: int) -> None:
        """Write contracts, in batches, with what is reckoned of each."""
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
            client = Organisation.objects.filter(kind="client").first()
            for first in range(0, count, 1000):
                self._batch(client, range(first, min(first + 1000, count)))
            cursor.execute("SET LOCAL session_replication_role = DEFAULT")
            for table in ("contract", "terms", "configuration", "placement", "outage", "revision"):
                cursor.execute(f"ANALYZE contracts_{table}")

    def _batch(self, client: Organisation | None, numbers: range) -> None:
        contracts = Contract.objects.bulk_create(
            Contract(
                number=f"BENCH-{each:06}",
                client=client,
                agreement=self.agreement,
                starts_on=_STARTS,
                approved_at=_BEGAN,
            )
            for each in numbers
        )
        versions = Terms.objects.bulk_create(self._terms(each) for each in contracts)
        PenaltyBand.objects.bulk_create(
            PenaltyBand(terms=each, below=Decimal(below), percent=percent)
            for each in versions
            for below, percent in (("99.9", 5), ("99.5", 10), ("99", 25))
        )
        systems = Configuration.objects.bulk_create(
            Configuration(
                name=each.number,
                client=client,
                contract=each,
                fee_share=1,
                first_proposed_at=_BEGAN,
            )
            for each in contracts
        )
        Placement.objects.bulk_create(
            Placement(
                configuration=each,
                contract=each.contract,
                during=DateTimeTZRange(_BEGAN - timedelta(1), None),
            )
            for each in systems
        )
        Revision.objects.bulk_create(self._revision(each) for each in systems)
        outages = Outage.objects.bulk_create(self._outage(each) for each in systems)
        OutageSegment.objects.bulk_create(self._segment(each) for each in outages)

    def _terms(self, contract: Contract) -> Terms:
        return Terms(
            contract=contract,
            number=1,
            state=TermsState.APPROVED,
            effective_on=_STARTS,
            in_force=DateRange(_STARTS, None),
            coverage=self.coverage,
            availability_target=Decimal("99.9"),
            monthly_fee=Decimal("12000.00"),
            penalty_cap=50,
            not_restored_within=timedelta(hours=48),
            proposed_at=_BEGAN,
        )

    def _revision(self, system: Configuration) -> Revision:
        return Revision(
            configuration=system,
            number=1,
            author=self.manager.organisation,
            state=RevisionState.SIGNED,
            effective_at=_BEGAN,
            in_force=DateTimeTZRange(_BEGAN, None),
            proposed_at=_BEGAN,
            proposed_by=self.manager,
        )

    def _outage(self, system: Configuration) -> Outage:
        begins_at = datetime(2019, 11, 12, 13, tzinfo=UTC)
        return Outage(
            configuration=system,
            source=OutageSource.HAND,
            state=OutageState.AGREED,
            version=1,
            begins_at=begins_at,
            ends_at=begins_at + timedelta(minutes=90),
            recorded_at=_AT,
            agreed_at=_AT,
        )

    def _segment(self, outage: Outage) -> OutageSegment:
        return OutageSegment(
            outage=outage,
            version=1,
            begins_at=outage.begins_at,
            ends_at=outage.ends_at,
            manufacturer=25,
            publisher=75,
            client=0,
            third_party=0,
        )


def _memory() -> int:
    """Return the most memory that this process has held, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // _KILO
