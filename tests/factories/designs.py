"""How reliable the products of a house are, as their vendors' managers state it."""

from datetime import datetime, timedelta
from typing import Any

from contracts.models import Agreement, Product, Revision
from contracts.rules.figures_of_products import Figures, Standby
from contracts.use_cases.draft_revision import Item, Plan, write_draft
from contracts.use_cases.state_reliability import state_reliability
from tests.cast import House
from tests.factories import contracts
from tests.factories.contracts import LONG_AGO, MORNING

SERVER = Figures(4_000, timedelta(hours=3))
ENGINE = Figures(6_000, timedelta(minutes=30))
PAIR = {"nodes": Standby(1, timedelta(seconds=90))}


def product(agreement: Agreement, name: str) -> Product:
    return agreement.products.get(name=name)


def state_all(house: House, *, at: datetime = LONG_AGO) -> None:
    """State both products of a house: a server that fails often, and an engine that seldom does."""
    for name, figures in (("ProLiant 8500", SERVER), ("SQL Server 2000", ENGINE)):
        of = product(house.agreement, name)
        by = contracts.a_manager_of(of.vendor)
        state_reliability(of, figures, source="Field statistics", by=by, at=at)


def items(house: House) -> list[Item]:
    """Two servers as nodes, and an engine."""
    server, engine = (product(house.agreement, n) for n in ("ProLiant 8500", "SQL Server 2000"))
    return [Item(server, 2, host="SRV-A", role="nodes"), Item(engine, role="database")]


def plan(**said: Any) -> Plan:
    return Plan("A second server", MORNING + timedelta(days=9), "Restore the backup", **said)


def drafted(house: House, **said: Any) -> Revision:
    """Hank's draft of the payroll system."""
    return write_draft(house.payroll, items(house), plan(**said), by=house.hank)
