"""What was promised in the demonstration: products, agreements, contracts. Pure data."""

from collections.abc import Sequence
from dataclasses import dataclass

from contracts.choices import Impact, ProductKind
from contracts.rules.coverage import Hours, Window

HARDWARE, SOFTWARE = ProductKind.HARDWARE, ProductKind.SOFTWARE

# vendor, kind, name, version
PRODUCTS = (
    ("compaq", HARDWARE, "ProLiant 8500", "Xeon 700"),
    ("compaq", HARDWARE, "ProLiant DL580", ""),
    ("compaq", HARDWARE, "ProLiant DL380", "G2"),
    ("compaq", HARDWARE, "StorageWorks RA4100", ""),
    ("compaq", HARDWARE, "StorageWorks MA8000", ""),
    ("compaq", HARDWARE, "StorageWorks DLT library", "TL895"),
    ("compaq", HARDWARE, "Smart Array 5300", ""),
    ("compaq", HARDWARE, "UPS R3000", ""),
    ("hp", HARDWARE, "NetServer LXr 8500", ""),
    ("hp", HARDWARE, "NetServer LT 6000r", ""),
    ("hp", HARDWARE, "SureStore Virtual Array 7400", ""),
    ("hp", HARDWARE, "NetRAID-4M", ""),
    ("microsoft", SOFTWARE, "Windows 2000 Datacenter Server", "SP2"),
    ("microsoft", SOFTWARE, "Windows 2000 Advanced Server", "SP2"),
    ("microsoft", SOFTWARE, "Exchange 2000 Enterprise Server", "SP2"),
    ("microsoft", SOFTWARE, "SQL Server 2000 Enterprise Edition", "SP2"),
    ("microsoft", SOFTWARE, "Internet Information Services", "5.0"),
)

# number, name, minutes until the next one is told
LEVELS = (
    (1, "Ingénieur de support", 15),
    (2, "Ingénieur d’escalade", 30),
    (3, "Responsable de situation critique", 60),
    (4, "Groupe produit", 120),
)


@dataclass(frozen=True)
class Deal:
    """An agreement: who with whom, and whether the client reads which vendor has its incident."""

    reference: str
    manufacturer: str
    publisher: str
    names_holder: bool = True


DEALS = (
    Deal("AG-FR-0001", "compaq", "microsoft"),
    Deal("AG-FR-0002", "hp", "microsoft", names_holder=False),
)

_OFFICE = [Window(weekday, 8 * 60, 18 * 60) for weekday in range(5)]
_SHOP = [Window(weekday, 7 * 60, 20 * 60) for weekday in range(6)]
HOURS = {
    "always": Hours("Europe/Paris"),
    "office": Hours("Europe/Paris", always_on=False, windows=_OFFICE),
    "shop": Hours("Europe/Paris", always_on=False, windows=_SHOP),
}

# impact: respond, restore, next news (minutes)
Targets = dict[Impact, tuple[int, int | None, int | None]]
CRITICAL: Targets = {
    Impact.OUTAGE: (15, 4 * 60, 30),
    Impact.DEGRADED: (60, 8 * 60, 120),
    Impact.AT_RISK: (4 * 60, 48 * 60, None),
    Impact.QUESTION: (24 * 60, None, None),
}
STANDARD: Targets = {
    Impact.OUTAGE: (30, 6 * 60, 60),
    Impact.DEGRADED: (2 * 60, 12 * 60, 4 * 60),
    Impact.AT_RISK: (8 * 60, 60 * 60, None),
    Impact.QUESTION: (16 * 60, None, None),
}


_COMPAQ_AND_MICROSOFT = ("helene", "veronique")
_HP_AND_MICROSOFT = ("solene", "veronique")


@dataclass(frozen=True)
class Terms:
    """A contract of the demonstration; days are counted from the loading."""

    number: str
    client: str
    deal: str
    hours: str
    targets: Targets
    availability: str
    fee: str
    cap: str
    annual_cap: str
    bands: Sequence[tuple[str, str]]
    began_days_ago: int
    ends_in_days: int | None = None
    approved_by: tuple[str, str] = _COMPAQ_AND_MICROSOFT


CONTRACTS = (
    Terms(
        "CM-0417", "vauquelin", "AG-FR-0001", "always", CRITICAL, "99.9", "12000.00", "50",
        "48000.00", (("99.90", "5"), ("99.50", "10"), ("99.00", "25")), 460, 635,
    ),
    Terms(
        "CM-0402", "tournelle", "AG-FR-0001", "office", STANDARD, "99.5",
        "3400.00", "30", "9000.00", (("99.50", "5"), ("98.50", "15")), 705, 25,
    ),
    Terms(
        "CM-0455", "halden", "AG-FR-0001", "always", STANDARD, "99.8", "5800.00", "40",
        "18000.00", (("99.80", "5"), ("99.30", "10"), ("98.80", "20")), 230, None,
    ),
    Terms(
        "HP-0107", "meridia", "AG-FR-0002", "shop", STANDARD, "99.7",
        "6900.00", "40", "20000.00", (("99.70", "5"), ("99.20", "12")), 310, 420,
        _HP_AND_MICROSOFT,
    ),
)  # fmt: skip
