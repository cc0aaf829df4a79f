"""Questions about what contracts promise: as plain values, on any day, to whom."""

from datetime import date

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Prefetch, QuerySet

from contracts.choices import ContractStanding, Impact, Kind, TermsState
from contracts.models import Agreement, Approval, Configuration, Contract, Organisation, Terms, User
from contracts.rules.offer import BandOffer, Offer, TargetOffer


def offer_of(terms: Terms) -> Offer:
    """Return the content of a version of terms as plain values."""
    return Offer(
        availability_target=terms.availability_target,
        monthly_fee=terms.monthly_fee,
        penalty_cap=terms.penalty_cap,
        hours=terms.coverage.hours(),
        targets=[
            TargetOffer(
                Impact(each.impact), each.respond_within, each.restore_within, each.news_every
            )
            for each in terms.targets.all()
        ],
        bands=[BandOffer(each.below, each.percent) for each in terms.bands.all()],
        annual_cap=terms.annual_cap,
        ends_on=terms.ends_on,
        contest_days=terms.contest_days,
        answer_days=terms.answer_days,
        pauses_while_waiting=terms.pauses_while_waiting,
        not_restored_within=terms.not_restored_within,
    )


def contracts_seen_by(user: User) -> QuerySet[Contract]:
    """Return the contracts that a person may see, with all that is read of them.

    ``seen`` holds the versions of terms that the person may see, the newest first; configurations
    are those that the person may see. A fixed number of queries, however many there are.
    """
    systems = Configuration.objects.visible_to(user).select_related("support_number")
    approvals = Approval.objects.select_related("organisation", "approved_by")
    seen = (
        Terms.objects.visible_to(user)
        .whole()
        .select_related("proposed_by")
        .prefetch_related(Prefetch("approvals", approvals))
        .order_by("-number")
    )
    return (
        Contract.objects.visible_to(user)
        .with_terms()
        .prefetch_related(
            Prefetch("versions", seen, to_attr="seen"),
            Prefetch("configurations", systems.order_by("name")),
        )
    )


def terms_shown(contract: Contract, day: date) -> Terms | None:
    """Return what a fetched contract promises on a day, or what is offered before anything is.

    None where nothing was promised on that day.
    """
    seen: list[Terms] = getattr(contract, "seen", [])
    if contract.approved_at is None:
        return next(iter(seen), None)
    return next((each for each in seen if _is_in_force(each, day)), None)


def open_offer(contract: Contract) -> Terms | None:
    """Return what waits for approvals, of a contract fetched by `contracts_seen_by`."""
    seen: list[Terms] = getattr(contract, "seen", [])
    return next((each for each in seen if each.state == TermsState.PROPOSED), None)


def standing_of_contract(contract: Contract, *, on: date) -> ContractStanding:
    """Return how a contract fetched by `contracts_seen_by` stands on a day of its zone."""
    if contract.approved_at is None:
        waits = open_offer(contract) is not None
        return ContractStanding.PROPOSED if waits else ContractStanding.NOT_AGREED
    if contract.ends_on is not None and contract.ends_on < on:
        return ContractStanding.ENDED
    return ContractStanding.TO_COME if on < contract.starts_on else ContractStanding.IN_FORCE


def _is_in_force(terms: Terms, day: date) -> bool:
    is_over = terms.ends_on is not None and terms.ends_on < day
    days: DateRange | None = terms.in_force
    return days is not None and not is_over and day in days


def versions_seen_by(user: User, contract: Contract) -> QuerySet[Terms]:
    """Return the versions of a contract's terms that a person may see, the newest first."""
    approvals = Approval.objects.select_related("organisation", "approved_by")
    return (
        Terms.objects.visible_to(user)
        .filter(contract=contract)
        .whole()
        .select_related("proposed_by__organisation", "ended_by__organisation")
        .prefetch_related(Prefetch("approvals", approvals))
        .order_by("-number")
    )


def terms_seen_on(user: User, contract: Contract, day: date) -> Terms | None:
    """Return what was promised on a day of the contract's zone, where this person may see it."""
    return versions_seen_by(user, contract).filter(in_force__contains=day).first()


def contracts_beside(configuration: Configuration) -> QuerySet[Contract]:
    """Return the other approved contracts of a system's client with the same vendors."""
    return (
        Contract.objects.approved()
        .filter(client_id=configuration.client_id, agreement=configuration.contract.agreement)
        .exclude(pk=configuration.contract_id)
        .select_related("client")
        .order_by("number")
    )


def agreements_of(user: User) -> QuerySet[Agreement]:
    """Return the agreements under which a person's company makes promises."""
    return (
        Agreement.objects.visible_to(user)
        .select_related("manufacturer", "publisher")
        .order_by("reference")
    )


def clients_known_to(user: User) -> QuerySet[Organisation]:
    """Return the clients to whom a person's company promises something already, or offered it.

    Others are found by their exact name: a list of all would tell whom the rivals serve.
    """
    contracts = Contract.objects.visible_to(user)
    return Organisation.objects.filter(contracts__in=contracts).distinct().order_by("name")


def client_named(name: str, country: str) -> Organisation | None:
    """Return the client of a country that has a name, whatever its capitals."""
    clients = Organisation.objects.filter(kind=Kind.CLIENT, country=country)
    return clients.filter(name__iexact=name.strip()).first()
