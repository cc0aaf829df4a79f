"""Who plays in the demonstration: organisations and people. Pure data; all clients are invented."""

from dataclasses import dataclass

from contracts.choices import Kind, Language, Role

FR, EN = Language.FRENCH, Language.ENGLISH
MANAGER = Role.MANAGER


@dataclass(frozen=True)
class Company:
    """An organisation of the demonstration."""

    key: str
    name: str
    short_name: str
    kind: Kind
    domain: str
    hotline: str = ""
    language: Language = FR


@dataclass(frozen=True)
class Person:
    """Somebody of the demonstration; the key is how scripts and `var/demo.json` call them."""

    key: str
    name: str
    company: str
    title: str
    phone: str
    role: Role = Role.MEMBER
    language: Language = FR


COMPANIES = (
    Company("compaq", "Compaq France", "Compaq", Kind.MANUFACTURER, "compaq", "01 99 00 24 24"),
    Company("microsoft", "Microsoft France", "Microsoft", Kind.PUBLISHER, "microsoft"),
    Company("hp", "HP France", "HP", Kind.MANUFACTURER, "hp", "01 99 00 71 71"),
    Company("vauquelin", "Groupe Vauquelin", "Vauquelin", Kind.CLIENT, "vauquelin"),
    Company("tournelle", "Ville de Tournelle", "Tournelle", Kind.CLIENT, "tournelle"),
    Company("halden", "Halden Instruments France", "Halden", Kind.CLIENT, "halden", language=EN),
    Company("meridia", "Assurances Meridia", "Meridia", Kind.CLIENT, "meridia"),
    Company("guichet", "Guichet", "Guichet", Kind.PLATFORM, "guichet"),
)

PEOPLE = (
    # The manufacturer
    Person("ines", "Inès Caron", "compaq", "Ingénieure de permanence", "01 99 00 24 31"),
    Person("marc", "Marc Rey", "compaq", "Technicien sur site", "06 39 98 20 14"),
    Person("thomas", "Thomas Aubry", "compaq", "Ingénieur stockage", "01 99 00 24 35"),
    Person(
        "helene", "Hélène Duval", "compaq", "Responsable du support", "01 99 00 24 01", MANAGER
    ),
    # The publisher
    Person(
        "daniel", "Daniel Okafor", "microsoft", "Escalation engineer", "01 99 00 60 12",
        language=EN,
    ),
    Person("lea", "Léa Fontaine", "microsoft", "Ingénieure support, bases", "01 99 00 60 14"),
    Person("samir", "Samir Haddad", "microsoft", "Ingénieur support, système", "01 99 00 60 17"),
    Person(
        "veronique", "Véronique Salles", "microsoft", "Responsable des comptes critiques",
        "01 99 00 60 02", MANAGER,
    ),
    # The other manufacturer
    Person("rachid", "Rachid Benali", "hp", "Ingénieur de support", "01 99 00 71 08"),
    Person("solene", "Solène Le Goff", "hp", "Responsable du support", "01 99 00 71 02", MANAGER),
    # The pilot client: steel tubes, eleven plants
    Person("claire", "Claire Morel", "vauquelin", "Exploitation informatique", "01 99 00 40 18"),
    Person("paul", "Paul Hérin", "vauquelin", "Responsable de production, Douai", "03 99 00 40 55"),
    Person(
        "bertrand", "Bertrand Vasseur", "vauquelin", "Directeur informatique", "01 99 00 40 02",
        MANAGER,
    ),
    # A town hall
    Person("nathalie", "Nathalie Perrot", "tournelle", "Cellule informatique", "05 99 00 12 30"),
    Person(
        "gilles", "Gilles Marchand", "tournelle", "Directeur des systèmes d’information",
        "05 99 00 12 02", MANAGER,
    ),
    # A subsidiary that works in English
    Person(
        "sarah", "Sarah Whitlock", "halden", "Laboratory systems administrator",
        "04 99 00 33 21", language=EN,
    ),
    Person(
        "james", "James Corrigan", "halden", "IT manager, France", "04 99 00 33 02", MANAGER,
        language=EN,
    ),
    # The other manufacturer's client
    Person("amelie", "Amélie Toussaint", "meridia", "Exploitation des serveurs", "02 99 00 58 40"),
    Person(
        "yves", "Yves Lambert", "meridia", "Directeur de la production", "02 99 00 58 01", MANAGER
    ),
    # Those who run the portal
    Person("nadia", "Nadia Ferrand", "guichet", "Exploitation du portail", "01 99 00 10 11"),
    Person(
        "olivier", "Olivier Lindet", "guichet", "Responsable du portail", "01 99 00 10 02", MANAGER
    ),
)  # fmt: skip


_DOMAINS = {company.key: company.domain for company in COMPANIES}
_EMAILS = {person.key: f"{person.key}@{_DOMAINS[person.company]}.example" for person in PEOPLE}


def email_of(key: str) -> str:
    """Return the address of a person, in a domain that nobody can own."""
    return _EMAILS[key]
