"""Rows of promises, valid by default, made through the use cases wherever there is one."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from contracts.choices import Impact, Kind, Language, ProductKind, Role
from contracts.models import (
    Agreement,
    Configuration,
    Contract,
    Coverage,
    EscalationLevel,
    Organisation,
    Product,
    Target,
    User,
)
from contracts.rules.passports import signed
from contracts.selectors.passports import passport_of, signing_key
from contracts.use_cases.draft_revision import Item, Plan
from contracts.use_cases.propose_revision import propose_revision
from contracts.use_cases.register_configuration import register_configuration
from contracts.use_cases.sign_off_revision import sign_off_revision

LONG_AGO = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
MORNING = datetime(2026, 11, 23, 8, 42, tzinfo=UTC)

_LEVELS = (
    ("Support engineer", 15),
    ("Escalation engineer", 30),
    ("Critical-situation manager", 60),
    ("Product group", 120),
)
_TARGETS = (
    (Impact.OUTAGE, 15, 4 * 60, 30),
    (Impact.DEGRADED, 60, 8 * 60, 120),
    (Impact.AT_RISK, 240, 48 * 60, None),
    (Impact.QUESTION, 24 * 60, None, None),
)


def organisation(name: str, kind: Kind, **fields: Any) -> Organisation:
    defaults = {"short_name": name.split(" ", maxsplit=1)[0], "country": "FR"}
    return Organisation.objects.create(name=name, kind=kind, **(defaults | fields))


def person(name: str, of: Organisation, *, role: Role = Role.MEMBER, **fields: Any) -> User:
    email = f"{name.split(' ', maxsplit=1)[0].lower()}@{of.short_name.lower()}.example"
    defaults = {"language": Language.ENGLISH, "time_zone": "Europe/Paris", "phone": "0102030405"}
    return User.objects.create_user(
        email, password=None, name=name, organisation=of, role=role, **(defaults | fields)
    )


def agreement(reference: str, manufacturer: Organisation, publisher: Organisation) -> Agreement:
    made = Agreement.objects.create(
        reference=reference,
        manufacturer=manufacturer,
        publisher=publisher,
        country="FR",
        currency="EUR",
        starts_on=date(2025, 1, 1),
    )
    for number, (name, wait) in enumerate(_LEVELS, start=1):
        EscalationLevel.objects.create(agreement=made, number=number, name=name, wait_minutes=wait)
    made.products.add(
        Product.objects.create(
            vendor=manufacturer, kind=ProductKind.HARDWARE, name="ProLiant 8500"
        ),
        Product.objects.create(vendor=publisher, kind=ProductKind.SOFTWARE, name="SQL Server 2000"),
    )
    return made


def contract(number: str, client: Organisation, under: Agreement, **fields: Any) -> Contract:
    coverage, _ = Coverage.objects.get_or_create(name="24 × 7", time_zone="Europe/Paris")
    defaults: dict[str, Any] = {
        "coverage": coverage,
        "availability_target": Decimal("99.9"),
        "starts_on": date(2026, 1, 1),
        "monthly_fee": Decimal("12000.00"),
        "penalty_cap": Decimal(50),
        "not_restored_within": timedelta(hours=48),
    }
    made = Contract.objects.create(
        number=number, client=client, agreement=under, **(defaults | fields)
    )
    for impact, respond, restore, news in _TARGETS:
        Target.objects.create(
            contract=made,
            impact=impact,
            respond_within=timedelta(minutes=respond),
            restore_within=timedelta(minutes=restore) if restore else None,
            news_every=timedelta(minutes=news) if news else None,
        )
    return made


def configuration(
    name: str, under: Contract, *, signed_by: tuple[User, User] | None, at: datetime = LONG_AGO
) -> Configuration:
    """Register a configuration; with two managers it is signed, in force, and has its number."""
    made = register_configuration(
        under, name=name, host=f"SRV-{name[:4].upper()}-01", site="Nanterre", by=None, at=at
    )
    if signed_by is not None:
        next_revision(made, signed_by=signed_by, effective_at=at, at=at)
    return Configuration.objects.get(pk=made.pk)


def next_revision(
    of: Configuration,
    *,
    signed_by: tuple[User, User],
    effective_at: datetime,
    at: datetime = LONG_AGO,
) -> None:
    """Propose a revision and sign it; it comes into force at its effective instant."""
    items = [Item(product) for product in of.contract.agreement.products.all()]
    revision = propose_revision(of, items, Plan("", effective_at), by=signed_by[0], at=at)
    for signatory in signed_by:
        sign_off_revision(revision, by=signatory, at=at)


def passport_token(of: Configuration, *, at: datetime) -> str:
    """Return the signed passport of a configuration whose revision is in force."""
    passport = passport_of(of, level="", at=at)
    if passport is None:
        raise AssertionError("nothing is in force")
    return signed(passport, key=signing_key())
