"""Builds the ground of the demonstration: companies, people, promises, platforms."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from contracts.choices import Kind
from contracts.models import (
    Agreement,
    Configuration,
    Contract,
    EscalationLevel,
    Organisation,
    Product,
    User,
)
from contracts.rules.figures_of_products import Standby
from contracts.rules.offer import BandOffer, Offer, TargetOffer
from contracts.use_cases.approve_terms import approve_terms
from contracts.use_cases.draft_revision import Item, Plan
from contracts.use_cases.offer_terms import draw_up_contract
from contracts.use_cases.propose_revision import propose_revision
from contracts.use_cases.register_configuration import register_configuration
from contracts.use_cases.share_fee import share_fee
from contracts.use_cases.sign_off_revision import sign_off_revision
from portal.demo.amendments import offer_amendments
from portal.demo.cast import COMPANIES, PEOPLE, email_of
from portal.demo.changes import declare_changes
from portal.demo.habits import choose_habits
from portal.demo.outages import tell_of_outages
from portal.demo.own_days import with_own_days
from portal.demo.platforms import PLATFORMS, Platform, State
from portal.demo.promises import (
    CONTRACTS,
    DEALS,
    HOURS,
    LEVELS,
    PRODUCTS,
    Deal,
    Terms,
)
from portal.demo.reliability import STANDBY, state_figures
from portal.demo.rosters import put_on_duty
from portal.demo.statements import keep_books
from portal.demo.underpinnings import underpin
from portal.demo.wishes import ask

_NOT_RESTORED_WITHIN = timedelta(hours=48)


@dataclass(frozen=True)
class Ground:
    """What the stories need: everybody and every platform, by key."""

    people: Mapping[str, User]
    platforms: Mapping[str, Configuration]


def lay_the_ground(*, now: datetime) -> Ground:
    """Write companies, people, promises and platforms; the acts lie in the past."""
    companies = _companies()
    people = {
        person.key: User.objects.create_user(
            email_of(person.key),
            name=person.name,
            organisation=companies[person.company],
            role=person.role,
            title=person.title,
            phone=person.phone,
            language=person.language,
            is_staff=companies[person.company].kind == Kind.PLATFORM,
            joined_at=now - timedelta(days=700),
        )
        for person in PEOPLE
    }
    products = {
        name: Product.objects.create(
            vendor=companies[vendor], kind=kind, name=name, version=version
        )
        for vendor, kind, name, version in PRODUCTS
    }
    deals = {deal.reference: _agreement(deal, companies, products, now=now) for deal in DEALS}
    state_figures(products, people, now=now)
    underpin(deals, people, now=now)
    contracts = {
        terms.number: _contract(terms, companies[terms.client], deals[terms.deal], people, now=now)
        for terms in CONTRACTS
    }
    platforms = {
        each.key: _platform(each, contracts[each.contract], people, products, now=now)
        for each in PLATFORMS
    }
    for contract in contracts.values():
        _share_fee(contract, platforms, people, now=now)
    offer_amendments(contracts, people, now=now)
    declare_changes(platforms, people, products, now=now)
    ask(people, now=now)
    put_on_duty(people, now=now)
    keep_books(platforms, people, now=now)
    tell_of_outages(platforms, people, now=now)
    choose_habits(people, now=now)
    return Ground(people, platforms)


def _companies() -> dict[str, Organisation]:
    return {
        each.key: Organisation.objects.create(
            name=each.name,
            short_name=each.short_name,
            kind=each.kind,
            country="FR",
            language=each.language,
            hotline=each.hotline,
        )
        for each in COMPANIES
    }


def _agreement(
    deal: Deal,
    companies: Mapping[str, Organisation],
    products: Mapping[str, Product],
    *,
    now: datetime,
) -> Agreement:
    agreement = Agreement.objects.create(
        reference=deal.reference,
        manufacturer=companies[deal.manufacturer],
        publisher=companies[deal.publisher],
        country="FR",
        currency="EUR",
        starts_on=(now - timedelta(days=720)).date(),
        names_holder_to_client=deal.names_holder,
    )
    vendors = {agreement.manufacturer_id, agreement.publisher_id}
    agreement.products.set(each for each in products.values() if each.vendor_id in vendors)
    EscalationLevel.objects.bulk_create(
        EscalationLevel(agreement=agreement, number=number, name=name, wait_minutes=wait)
        for number, name, wait in LEVELS
    )
    return agreement


def _offer(terms: Terms, *, today: date) -> Offer:
    return Offer(
        availability_target=Decimal(terms.availability),
        monthly_fee=Decimal(terms.fee),
        penalty_cap=Decimal(terms.cap),
        annual_cap=Decimal(terms.annual_cap),
        hours=with_own_days(HOURS[terms.hours], terms.number, today=today),
        targets=[
            TargetOffer(impact, timedelta(minutes=respond), _minutes(restore), _minutes(news))
            for impact, (respond, restore, news) in terms.targets.items()
        ],
        bands=[BandOffer(Decimal(below), Decimal(percent)) for below, percent in terms.bands],
        ends_on=today + timedelta(days=terms.ends_in_days) if terms.ends_in_days else None,
        not_restored_within=_NOT_RESTORED_WITHIN,
    )


def _minutes(count: int | None) -> timedelta | None:
    return timedelta(minutes=count) if count else None


def _contract(
    terms: Terms,
    client: Organisation,
    agreement: Agreement,
    people: Mapping[str, User],
    *,
    now: datetime,
) -> Contract:
    """Draw a contract up and have a manager of each vendor approve it, before it began."""
    starts_on = now.date() - timedelta(days=terms.began_days_ago)
    drawn_up_at = now - timedelta(days=terms.began_days_ago + 12)
    managers = [people[key] for key in terms.approved_by]
    offered = draw_up_contract(
        agreement,
        client,
        _offer(terms, today=now.date()),
        number=terms.number,
        starts_on=starts_on,
        by=managers[0],
        at=drawn_up_at,
    )
    for days, manager in zip((2, 5), managers, strict=True):
        approve_terms(offered, by=manager, at=drawn_up_at + timedelta(days=days))
    return Contract.objects.select_related("agreement").get(pk=offered.contract_id)


def _registered_at(platform: Platform, *, now: datetime) -> datetime:
    return now - timedelta(days=platform.states[0].days_ago + 5)


def _share_fee(
    contract: Contract,
    platforms: Mapping[str, Configuration],
    people: Mapping[str, User],
    *,
    now: datetime,
) -> None:
    """Share a contract's fee once the last platform that bears some of it is registered."""
    theirs = [each for each in PLATFORMS if each.contract == contract.number]
    if not theirs:
        return
    share_fee(
        contract,
        {platforms[each.key].pk: Decimal(each.fee_share) for each in theirs},
        by=people[theirs[0].states[0].signed_by[0]],
        at=max(_registered_at(each, now=now) for each in theirs if Decimal(each.fee_share)),
    )


def _platform(
    platform: Platform,
    contract: Contract,
    people: Mapping[str, User],
    products: Mapping[str, Product],
    *,
    now: datetime,
) -> Configuration:
    manager = people[platform.states[0].signed_by[0]]
    configuration = register_configuration(
        contract,
        name=platform.name,
        host=platform.host,
        site=platform.site,
        by=manager,
        at=_registered_at(platform, now=now),
    )
    for state in platform.states:
        _revise(configuration, state, people, products, STANDBY.get(platform.key, {}), now=now)
    return Configuration.objects.select_related("contract__agreement").get(pk=configuration.pk)


def _revise(
    configuration: Configuration,
    state: State,
    people: Mapping[str, User],
    products: Mapping[str, Product],
    said: Mapping[str, Standby],
    *,
    now: datetime,
) -> None:
    effective_at = now - timedelta(days=state.days_ago)
    items = [
        Item(products[part.product], part.quantity, part.serial, part.host, part.role)
        for part in state.parts
    ]
    roles = {each.role for each in state.parts}
    standby = {role: each for role, each in said.items() if role in roles}
    signatories = [people[key] for key in state.signed_by]
    revision = propose_revision(
        configuration,
        items,
        Plan(note=state.note, effective_at=effective_at, standby=standby),
        by=signatories[0],
        at=effective_at - timedelta(days=4),
    )
    for days_before, signatory in zip((3, 2), signatories, strict=False):
        signed_at = effective_at - timedelta(days=days_before)
        sign_off_revision(revision, by=signatory, at=signed_at)
