"""How reliable the products of the demonstration are, and how the parts of its platforms stand by.

The figures are of the order that vendors gave around the year 2000; those of one product are left
out, so that a platform shows what is missing.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from contracts.models import Product, User
from contracts.rules.figures_of_products import Figures, Standby
from contracts.use_cases.state_reliability import state_reliability

_MANAGERS = {"compaq": "helene", "microsoft": "veronique", "hp": "solene"}
_FIELD, _LAB = "Statistiques du service après-vente, 1999–2000", "Essais d’endurance du laboratoire"

# vendor, name: MTBF in hours, minutes of repair, source
_FIGURES = {
    ("compaq", "ProLiant 8500"): (38_000, 180, _FIELD),
    ("compaq", "ProLiant DL580"): (42_000, 150, _FIELD),
    ("compaq", "ProLiant DL380"): (48_000, 120, _FIELD),
    ("compaq", "StorageWorks RA4100"): (110_000, 180, _LAB),
    ("compaq", "StorageWorks MA8000"): (140_000, 210, _LAB),
    ("compaq", "StorageWorks DLT library"): (30_000, 180, _FIELD),
    ("compaq", "Smart Array 5300"): (250_000, 90, _LAB),
    ("compaq", "UPS R3000"): (80_000, 120, _LAB),
    ("hp", "NetServer LXr 8500"): (36_000, 180, _FIELD),
    ("hp", "NetServer LT 6000r"): (40_000, 150, _FIELD),
    ("hp", "SureStore Virtual Array 7400"): (130_000, 210, _LAB),
    ("microsoft", "Windows 2000 Datacenter Server"): (8_500, 25, _FIELD),
    ("microsoft", "Windows 2000 Advanced Server"): (4_800, 25, _FIELD),
    ("microsoft", "Exchange 2000 Enterprise Server"): (2_000, 90, _FIELD),
    ("microsoft", "SQL Server 2000 Enterprise Edition"): (6_500, 25, _FIELD),
    ("microsoft", "Internet Information Services"): (2_500, 10, _FIELD),
}

_ONE = Standby(1)
_NONE = Standby(0)
_CLUSTER = Standby(1, timedelta(seconds=90))
STANDBY: Mapping[str, Mapping[str, Standby]] = {
    "paie": {"nœuds du cluster": _CLUSTER, "système": _CLUSTER, "disques locaux": _ONE},
    "messagerie": {"nœuds": _CLUSTER, "système": _CLUSTER, "sauvegarde": _NONE},
    "production": {"nœuds": _CLUSTER, "système": _CLUSTER, "onduleurs": _ONE},
    "gestion": {
        "nœuds": Standby(3, timedelta(minutes=2)),
        "système": Standby(3, timedelta(minutes=2)),
        "données": _ONE,
    },
    "etatcivil": {"nœuds": _CLUSTER, "système": _CLUSTER, "disques": _ONE},
    "mairie": {"sauvegarde": _NONE},
    "lims": {"nodes": _CLUSTER, "system": _CLUSTER},
    "web": {
        "web farm": Standby(2),
        "system, load balanced": Standby(2),
        "order portal": Standby(2),
    },
    "sinistres": {"nœuds": _CLUSTER, "système": _CLUSTER},
}
"""By platform and role; of what is not named, all are needed."""


def state_figures(
    products: Mapping[str, Product], people: Mapping[str, User], *, now: datetime
) -> None:
    """Let a manager of each vendor state how reliable its products are."""
    at = now - timedelta(days=715)
    for (vendor, name), (hours, minutes, source) in _FIGURES.items():
        state_reliability(
            products[name],
            Figures(hours, timedelta(minutes=minutes)),
            source=source,
            by=people[_MANAGERS[vendor]],
            at=at,
        )
