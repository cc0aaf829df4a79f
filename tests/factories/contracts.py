"""Rows of promises, valid by default, made through the use cases wherever there is one."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from contracts.choices import Impact, Kind, Language, ProductKind, Role
from contracts.models import (
    Agreement,
    Configuration,
    Contract,
    EscalationLevel,
    GuaranteeRequest,
    Organisation,
    Placement,
    Product,
    Terms,
    User,
)
from contracts.rules.coverage import Hours, Window
from contracts.rules.offer import Offer, TargetOffer
from contracts.rules.passports import signed
from contracts.selectors.passports import passport_of, signing_key
from contracts.selectors.promises import offer_of
from contracts.use_cases.approve_terms import approve_terms
from contracts.use_cases.draft_revision import Item, Plan
from contracts.use_cases.offer_terms import amend_contract, draw_up_contract
from contracts.use_cases.propose_revision import propose_revision
from contracts.use_cases.register_configuration import register_configuration
from contracts.use_cases.sign_off_revision import sign_off_revision

LONG_AGO = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
FEBRUARY = date(2026, 2, 1)
MORNING = datetime(2026, 11, 23, 8, 42, tzinfo=UTC)
PARIS = ZoneInfo("Europe/Paris")

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


def offer(**fields: Any) -> Offer:
    """Return terms as they are offered: round the clock, the usual targets, no penalty."""
    defaults: dict[str, Any] = {
        "availability_target": Decimal("99.9"),
        "monthly_fee": Decimal("12000.00"),
        "penalty_cap": Decimal(50),
        "hours": Hours("Europe/Paris"),
        "targets": [
            TargetOffer(
                impact,
                timedelta(minutes=respond),
                timedelta(minutes=restore) if restore else None,
                timedelta(minutes=news) if news else None,
            )
            for impact, respond, restore, news in _TARGETS
        ],
    }
    return Offer(**(defaults | fields))


def contract(
    number: str,
    client: Organisation,
    under: Agreement,
    *,
    starts_on: date = date(2026, 1, 1),
    at: datetime = LONG_AGO,
    **fields: Any,
) -> Contract:
    """Draw up a contract that a manager of each vendor has approved; ``fields`` of its offer.

    One that begins before ``at`` was drawn up and approved on its first day.
    """
    at = min(at, datetime.combine(starts_on, time(), PARIS))
    managers = [a_manager_of(under.manufacturer), a_manager_of(under.publisher)]
    terms = draw_up_contract(
        under,
        client,
        offer(**fields),
        number=number,
        starts_on=starts_on,
        by=managers[0],
        at=at,
    )
    for manager in managers:
        approve_terms(terms, by=manager, at=at)
    return Contract.objects.get(number=number)


def answering(asked: GuaranteeRequest, *, number: str = "CM-0500", **fields: Any) -> Contract:
    """Draw up a contract for what was asked, that both vendors have approved, from tomorrow on."""
    at = asked.asked_at
    tomorrow = at.astimezone(PARIS).date() + timedelta(days=1)
    return contract(number, asked.client, asked.agreement, starts_on=tomorrow, at=at, **fields)


def amended(
    contract: Contract,
    *,
    effective_on: date = FEBRUARY,
    at: datetime = LONG_AGO,
    note: str = "",
    **fields: Any,
) -> Terms:
    """Amend a contract from a day on, approved by both; ``fields`` differ from what stood."""
    standing = contract.terms_at(at)
    if standing is None:
        raise AssertionError("nothing is promised")
    changed = replace(offer_of(standing), **fields)
    under = contract.agreement
    managers = [a_manager_of(under.manufacturer), a_manager_of(under.publisher)]
    terms = amend_contract(
        contract, changed, effective_on=effective_on, note=note, by=managers[0], at=at
    )
    for manager in managers:
        approve_terms(terms, by=manager, at=at)
    return Terms.objects.get(pk=terms.pk)


def without_any_hours(contract: Contract) -> None:
    """Take all hours from a contract, as one that was carried over may be: past the guards."""
    terms = amended(
        contract, hours=Hours("Europe/Paris", always_on=False, windows=[Window(0, 0, 1440)])
    )
    with past_the_guards():
        terms.coverage.windows.all().delete()


@contextmanager
def past_the_guards() -> Iterator[None]:
    """Switch the triggers off for what no door could do, such as rows from before they stood."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        yield
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")


def a_manager_of(vendor: Organisation) -> User:
    """Return a manager of a vendor, a new one where it has none."""
    found = vendor.people.filter(role=Role.MANAGER).order_by("pk").first()
    return found or person(f"Quill{vendor.pk} Signer", vendor, role=Role.MANAGER)


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


def left_service(of: Configuration, *, at: datetime = MORNING) -> None:
    """Let a system have left service without what its retirement withdraws and ends."""
    placed = Placement.objects.get(configuration=of, during__upper_inf=True)
    Placement.objects.filter(pk=placed.pk).update(during=DateTimeTZRange(placed.during.lower, at))
    Configuration.objects.filter(pk=of.pk).update(retired_at=at)


def taken_up_again(of: Configuration, *, at: datetime) -> None:
    """Let a system that had left service stand under its contract again."""
    Placement.objects.create(
        configuration=of, contract=of.contract, during=DateTimeTZRange(at, None)
    )
    Configuration.objects.filter(pk=of.pk).update(retired_at=None)


def next_revision(
    of: Configuration,
    *,
    signed_by: tuple[User, User],
    effective_at: datetime,
    at: datetime = LONG_AGO,
    items: Sequence[Item] = (),
) -> None:
    """Propose a revision and sign it; it comes into force at its effective instant.

    Without ``items`` it holds one of each product of the agreement.
    """
    each = [Item(product) for product in of.contract.agreement.products.all()]
    revision = propose_revision(of, items or each, Plan("", effective_at), by=signed_by[0], at=at)
    for signatory in signed_by:
        sign_off_revision(revision, by=signatory, at=at)


def passport_token(of: Configuration, *, at: datetime) -> str:
    """Return the signed passport of a configuration whose revision is in force."""
    passport = passport_of(of, level="", at=at)
    if passport is None:
        raise AssertionError("nothing is in force")
    return signed(passport, key=signing_key())
