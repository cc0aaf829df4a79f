"""The platforms of the demonstration and their revisions. Pure data."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Part:
    """A line of a revision: product, how many, serial number, host, role."""

    product: str
    quantity: int = 1
    serial: str = ""
    host: str = ""
    role: str = ""


@dataclass(frozen=True)
class State:
    """A revision: when it took effect, why, of what it consists, and which vendors signed."""

    days_ago: int
    note: str
    parts: Sequence[Part]
    signed_by: Sequence[str] = ("helene", "veronique")


@dataclass(frozen=True)
class Platform:
    """A configuration with its revisions, oldest first."""

    key: str
    contract: str
    name: str
    host: str
    site: str
    fee_share: str
    states: Sequence[State]


_AS = "Windows 2000 Advanced Server"
_DC = "Windows 2000 Datacenter Server"
_SQL = "SQL Server 2000 Enterprise Edition"
_EXCHANGE = "Exchange 2000 Enterprise Server"
_HP = ("solene", "veronique")

_PAYROLL = (
    Part("ProLiant DL580", 2, "J044DLW2H017", "SRV-PAIE-01, SRV-PAIE-02", "nœuds du cluster"),
    Part("StorageWorks RA4100", 1, "D037CNS1K220", "", "baie partagée"),
    Part(_AS, 2, "", "SRV-PAIE-01, SRV-PAIE-02", "système"),
    Part(_SQL, 1, "", "SQLPAIE", "base de paie, actif-passif"),
)

PLATFORMS = (
    Platform(
        "paie", "CM-0417", "Paie et RH", "SRV-PAIE-01", "Nanterre, salle B2", "0.300000",
        (
            State(452, "Mise en place", _PAYROLL),
            State(
                97,
                "Contrôleur Smart Array en remplacement du 431, avis de changement AC-12",
                (*_PAYROLL, Part("Smart Array 5300", 2, "P56350A9VI", "", "disques locaux")),
            ),
        ),
    ),
    Platform(
        "messagerie", "CM-0417", "Messagerie du groupe", "SRV-MSG-01", "Lyon, salle 1", "0.250000",
        (
            State(
                452,
                "Mise en place, 4 200 boîtes",
                (
                    Part("ProLiant DL580", 2, "J045DLW2H102", "SRV-MSG-01, SRV-MSG-02", "nœuds"),
                    Part("StorageWorks MA8000", 1, "D041MA8K0031", "", "groupes de stockage"),
                    Part("StorageWorks DLT library", 1, "TL895-0417", "", "sauvegarde"),
                    Part(_AS, 2, "", "SRV-MSG-01, SRV-MSG-02", "système"),
                    Part(_EXCHANGE, 1, "", "MSGGRP", "messagerie, actif-actif"),
                ),
            ),
        ),
    ),
    Platform(
        "production", "CM-0417", "Suivi de production", "SRV-MES-01", "Douai, laminoir 2",
        "0.450000",
        (
            State(
                431,
                "Mise en place avant le passage aux trois équipes",
                (
                    Part("ProLiant 8500", 2, "8050FSJ2L009", "SRV-MES-01, SRV-MES-02", "nœuds"),
                    Part("StorageWorks MA8000", 1, "D042MA8K0118", "", "données de laminage"),
                    Part("UPS R3000", 2, "E0104UPS77", "", "onduleurs"),
                    Part(_DC, 2, "", "SRV-MES-01, SRV-MES-02", "système"),
                    Part(_SQL, 1, "", "SQLMES", "suivi des coulées"),
                ),
            ),
        ),
    ),
    Platform(
        "gestion", "CM-0417", "Progiciel de gestion, nouveau cluster", "SRV-ERP-01",
        "Nanterre, salle B3", "0.000000",
        (
            State(
                6,
                "Première révision, recette en cours ; mise en service prévue fin de mois",
                (
                    Part("ProLiant 8500", 4, "8051FSJ2L230", "SRV-ERP-01 à 04", "nœuds"),
                    Part("StorageWorks MA8000", 2, "D051MA8K0402", "", "données"),
                    Part(_DC, 4, "", "SRV-ERP-01 à 04", "système"),
                    Part(_SQL, 2, "", "SQLERP1, SQLERP2", "bases"),
                ),
                signed_by=("helene",),
            ),
        ),
    ),
    Platform(
        "etatcivil", "CM-0402", "État civil et élections", "SRV-ETC-01", "Hôtel de ville, sous-sol",
        "0.600000",
        (
            State(
                700,
                "Mise en place",
                (
                    Part("ProLiant DL380", 2, "8J12DSW7A055", "SRV-ETC-01, SRV-ETC-02", "nœuds"),
                    Part("Smart Array 5300", 2, "P56350B1XQ", "", "disques"),
                    Part(_AS, 2, "", "SRV-ETC-01, SRV-ETC-02", "système"),
                    Part(_SQL, 1, "", "SQLETC", "actes et listes"),
                ),
            ),
        ),
    ),
    Platform(
        "mairie", "CM-0402", "Messagerie et fichiers des services", "SRV-MAI-01",
        "Annexe Carnot", "0.400000",
        (
            State(
                690,
                "Mise en place",
                (
                    Part("ProLiant DL380", 1, "8J12DSW7A061", "SRV-MAI-01", "serveur"),
                    Part("StorageWorks DLT library", 1, "TL895-0402", "", "sauvegarde"),
                    Part(_AS, 1, "", "SRV-MAI-01", "système"),
                    Part(_EXCHANGE, 1, "", "SRV-MAI-01", "900 boîtes"),
                ),
            ),
        ),
    ),
    Platform(
        "lims", "CM-0455", "Laboratory data (LIMS)", "SQL-HAL-01", "Grenoble, building C",
        "0.700000",
        (
            State(
                228,
                "Initial installation",
                (
                    Part("ProLiant DL580", 2, "J101DLW2H340", "SQL-HAL-01, SQL-HAL-02", "nodes"),
                    Part("StorageWorks RA4100", 2, "D101CNS1K007", "", "shared storage"),
                    Part(_AS, 2, "", "SQL-HAL-01, SQL-HAL-02", "system"),
                    Part(_SQL, 1, "", "SQLLIMS", "samples and results"),
                ),
            ),
            State(
                41,
                "Second storage cabinet doubled after the capacity review",
                (
                    Part("ProLiant DL580", 2, "J101DLW2H340", "SQL-HAL-01, SQL-HAL-02", "nodes"),
                    Part("StorageWorks RA4100", 4, "D101CNS1K007", "", "shared storage"),
                    Part(_AS, 2, "", "SQL-HAL-01, SQL-HAL-02", "system"),
                    Part(_SQL, 1, "", "SQLLIMS", "samples and results"),
                ),
            ),
        ),
    ),
    Platform(
        "web", "CM-0455", "Order portal and extranet", "WEB-HAL-01", "Grenoble, building C",
        "0.300000",
        (
            State(
                226,
                "Initial installation",
                (
                    Part("ProLiant DL380", 3, "8J20DSW7A310", "WEB-HAL-01 to 03", "web farm"),
                    Part(_AS, 3, "", "WEB-HAL-01 to 03", "system, load balanced"),
                    Part("Internet Information Services", 3, "", "", "order portal"),
                ),
            ),
        ),
    ),
    Platform(
        "sinistres", "HP-0107", "Gestion des sinistres", "SQL-AM-01", "Rennes, salle 4", "0.650000",
        (
            State(
                305,
                "Mise en place",
                (
                    Part("NetServer LXr 8500", 2, "SE04800112", "SQL-AM-01, SQL-AM-02", "nœuds"),
                    Part("SureStore Virtual Array 7400", 1, "FR01190044", "", "données"),
                    Part(_DC, 2, "", "SQL-AM-01, SQL-AM-02", "système"),
                    Part(_SQL, 1, "", "SQLSIN", "sinistres"),
                ),
                signed_by=_HP,
            ),
        ),
    ),
    Platform(
        "courriel", "HP-0107", "Courriel des agences", "MSG-AM-01", "Rennes, salle 4", "0.350000",
        (
            State(
                300,
                "Mise en place",
                (
                    Part("NetServer LT 6000r", 1, "SE05100390", "MSG-AM-01", "serveur"),
                    Part("NetRAID-4M", 1, "NR4M-2207", "", "disques"),
                    Part(_AS, 1, "", "MSG-AM-01", "système"),
                    Part(_EXCHANGE, 1, "", "MSG-AM-01", "1 100 boîtes"),
                ),
                signed_by=_HP,
            ),
        ),
    ),
)  # fmt: skip
