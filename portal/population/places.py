"""Places: the platforms that copies are cast on; for a large population, more clients."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from functools import cached_property

from django.db import transaction

from contracts.choices import Language, Role
from contracts.models import (
    Configuration,
    Contract,
    Organisation,
    Revision,
    UnfollowedNews,
    User,
)
from contracts.models.client_contract import approved_versions
from contracts.rules.fee_shares import equal_shares
from contracts.selectors.designs import standby_of
from contracts.selectors.promises import offer_of
from contracts.use_cases.approve_terms import approve_terms
from contracts.use_cases.draft_revision import Item, Plan
from contracts.use_cases.offer_terms import draw_up_contract
from contracts.use_cases.propose_revision import propose_revision
from contracts.use_cases.register_configuration import register_configuration
from contracts.use_cases.share_fee import share_fee
from contracts.use_cases.sign_off_revision import sign_off_revision
from portal.population.fragments import HOSTS, SYSTEMS, TOWNS, TRADES
from portal.population.sheets import escaped
from tickets.rules.folding import words_of


@dataclass(frozen=True)
class Place:
    """A platform with a number, its revisions in their order, and the client's people."""

    configuration: Configuration
    revisions: Sequence[Revision]
    people: Sequence[User]
    since: datetime

    def words_at(self, at: datetime) -> dict[str, object]:
        """Return what fills a copy's slots here, for an incident opened at an instant."""
        words = next(words for starts_at, words in self._words if starts_at <= at)
        return {**words, "terms": self._terms_at(at)}

    @cached_property
    def _words(self) -> list[tuple[datetime, dict[str, object]]]:
        """The latest revision first; before the first one nothing is cast here."""
        return [(_start(each), self._words_of(each)) for each in reversed(self.revisions)]

    def _words_of(self, revision: Revision) -> dict[str, object]:
        configuration = self.configuration
        number = configuration.support_number
        return {
            "client": configuration.client_id,
            "contract": configuration.contract_id,
            "configuration": configuration.pk,
            "revision": revision.pk,
            "number": number.with_revision(revision.number),
            "digits": number.digits,
            "host": escaped(configuration.host),
            "host_folded": _searched(configuration.host),
            "system": _searched(configuration.name),
            "client_name": _searched(configuration.client.name),
        }

    def _terms_at(self, at: datetime) -> int:
        terms = self.configuration.contract.terms_at(at)
        if terms is None:
            raise ValueError(f"contract {self.configuration.contract} promises nothing")
        return terms.pk


def _searched(text: str) -> str:
    """Write words as they are stored for the search."""
    return " ".join(words_of(text))


def places_under(contract: Contract) -> list[Place]:
    """Return the platforms in force of a contract and of those that were copied from it."""
    copies = Contract.objects.filter(number__startswith=f"{contract.number}-")
    configurations = (
        Configuration.objects.filter(
            contract__in=[contract.pk, *copies.values_list("pk", flat=True)]
        )
        .filter(support_number__isnull=False, retired_at=None)
        .select_related("support_number", "client", "contract")
        .prefetch_related(approved_versions("contract__versions"))
        .order_by("pk")
    )
    return [_place(each) for each in configurations]


def _place(configuration: Configuration) -> Place:
    revisions = sorted(configuration.revisions.exclude(in_force=None), key=_start)
    people = configuration.client.people.filter(is_active=True).order_by("pk")
    return Place(configuration, revisions, list(people), _start(revisions[0]))


def _start(revision: Revision) -> datetime:
    """Return when a revision that came into force did so."""
    starts_at: datetime | None = revision.in_force.lower if revision.in_force else None
    if starts_at is None:
        raise ValueError(f"revision {revision.pk} has never come into force")
    return starts_at


def take_on_clients(contract: Contract, count: int, *, now: datetime) -> None:
    """Take on clients under the terms of a contract until there are so many."""
    known = Contract.objects.filter(number__startswith=f"{contract.number}-").count()
    for index in range(known, count):
        _take_on(contract, index, now=now)


def _take_on(model: Contract, index: int, *, now: datetime) -> None:
    trade, town = TRADES[index % len(TRADES)], TOWNS[index // len(TRADES) % len(TOWNS)]
    suffix = f" {model.pk}-{index}"
    client = Organisation.objects.create(
        name=f"{trade} {town}{suffix}", short_name=f"{town}{suffix}", kind=model.client.kind,
        country=model.client.country, language=Language.FRENCH,
    )  # fmt: skip
    for number, role in enumerate((Role.MEMBER, Role.MEMBER, Role.MANAGER)):
        User.objects.create_user(
            f"exploitation{number}@client-{model.pk}-{index}.example",
            name=f"Exploitation {number + 1}, {town}",
            organisation=client,
            role=role,
            phone="01 99 00 00 00",
        )
    contract = _copied(model, client, index)
    source = Configuration.objects.filter(contract=model, support_number__isnull=False)
    for number, configuration in enumerate(source.order_by("pk")[:2]):
        _equip(contract, configuration, index * 2 + number, now=now)
    _share_equally(contract, now=now)


@transaction.atomic
def _share_equally(contract: Contract, *, now: datetime) -> None:
    systems = list(contract.configurations.order_by("pk").values_list("pk", flat=True))
    if not systems:
        return
    manager = _manager_of(contract.agreement.manufacturer)
    share_fee(contract, equal_shares(systems), by=manager, at=now)
    UnfollowedNews.objects.filter(event__contract=contract).delete()


def _manager_of(vendor: Organisation) -> User:
    return vendor.people.filter(role=Role.MANAGER, is_active=True).order_by("pk")[:1].get()


@transaction.atomic
def _copied(model: Contract, client: Organisation, index: int) -> Contract:
    """Promise a client what a contract promises now, from its first day and without an end."""
    standing = model.versions.approved().whole().latest("effective_on")
    managers = [_manager_of(model.agreement.manufacturer), _manager_of(model.agreement.publisher)]
    signed_at = datetime.combine(model.starts_on, time(), model.zone())
    offered = draw_up_contract(
        model.agreement,
        client,
        replace(offer_of(standing), ends_on=None),
        number=f"{model.number}-{index:03}",
        starts_on=model.starts_on,
        by=managers[0],
        at=signed_at,
    )
    for manager in managers:
        approve_terms(offered, by=manager, at=signed_at)
    # What was told long ago is no news: without its row in the outbox nobody follows it.
    UnfollowedNews.objects.filter(event__contract=offered.contract).delete()
    return Contract.objects.get(pk=offered.contract_id)


@transaction.atomic
def _equip(contract: Contract, source: Configuration, index: int, *, now: datetime) -> None:
    first = source.revisions.exclude(in_force=None).earliest("number")
    signatories = [each.signed_by for each in first.sign_offs.order_by("signed_at")]
    at = max(_start(first), now - timedelta(days=700))
    configuration = register_configuration(
        contract,
        name=f"{SYSTEMS[index % len(SYSTEMS)]} {index}",
        host=f"{HOSTS[index % len(HOSTS)]}-{index:03}",
        site="Salle 1",
        by=signatories[0],
        at=at,
    )
    items = [
        Item(row.product, row.quantity, "", configuration.host, row.role)
        for row in first.items.select_related("product")
    ]
    plan = Plan("", at, standby=standby_of(first))
    revision = propose_revision(configuration, items, plan, by=signatories[0], at=at)
    for signatory in signatories:
        sign_off_revision(revision, by=signatory, at=at)
    UnfollowedNews.objects.filter(event__configuration=configuration).delete()
