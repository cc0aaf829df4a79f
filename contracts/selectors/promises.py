"""Questions about what contracts promise: as plain values, on any day, to whom."""

from datetime import date

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import OuterRef, Prefetch, Q, QuerySet, Subquery
from django.http import Http404

from contracts.choices import ContractStanding, Impact, Kind, TermsState
from contracts.models import (
    Agreement,
    Approval,
    Configuration,
    Contract,
    Organisation,
    Revision,
    Terms,
    User,
)
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
        maintenance_notice_days=terms.maintenance_notice_days,
        responsibility_days=terms.responsibility_days,
        is_silence_agreement=terms.is_silence_agreement,
        degraded_is_outage=terms.degraded_is_outage,
        pauses_while_waiting=terms.pauses_while_waiting,
        not_restored_within=terms.not_restored_within,
    )


def contracts_seen_by(user: User) -> QuerySet[Contract]:
    """Return the contracts that a person may see, with all that is read of them.

    ``seen`` holds the versions of terms that the person may see, the newest first; configurations
    are those that the person may see, ``begins_at`` when the first revision of each came or comes
    into force. A fixed number of queries, however many there are.
    """
    of_system = Revision.objects.filter(configuration=OuterRef("pk"), in_force__isnull=False)
    begins_at = Subquery(of_system.order_by("in_force").values("in_force__startswith")[:1])
    systems = Configuration.objects.visible_to(user).select_related("support_number")
    approvals = Approval.objects.select_related("organisation", "approved_by")
    seen = (
        Terms.objects.visible_to(user)
        .whole()
        .select_related("proposed_by", "rescission__organisation", "rescission__asked_by")
        .prefetch_related(Prefetch("approvals", approvals))
        .order_by("-number")
    )
    return (
        Contract.objects.visible_to(user)
        .with_terms()
        .prefetch_related(
            Prefetch("versions", seen, to_attr="seen"),
            Prefetch("configurations", systems.annotate(begins_at=begins_at).order_by("name")),
        )
    )


def terms_shown(contract: Contract, day: date) -> Terms | None:
    """Return what a contract fetched by `contracts_seen_by` promises on a day; None for nothing."""
    return next((each for each in _seen(contract) if _is_in_force(each, day)), None)


def terms_to_read(contract: Contract, today: date) -> Terms | None:
    """Return what somebody reads who asks about no day in particular.

    That is what is promised today; before the first day and after the last, the nearest that was;
    before anything is, what waits for approvals, or what was offered last.
    """
    seen = _seen(contract)
    approved = [each for each in seen if each.state == TermsState.APPROVED]
    begun = [each for each in approved if each.effective_on <= today]
    nearest = begun[:1] or approved[-1:]
    return next(iter(nearest), None) or open_offer(contract) or next(iter(seen), None)


def open_offer(contract: Contract) -> Terms | None:
    """Return what waits for approvals, of a contract fetched by `contracts_seen_by`."""
    return next((each for each in _seen(contract) if each.state == TermsState.PROPOSED), None)


def amendments_to_come(contract: Contract, today: date) -> list[Terms]:
    """Return what is agreed and has not begun, of a contract fetched by `contracts_seen_by`.

    The soonest first; the terms with which the contract itself begins are not among them.
    """
    agreed = [each for each in _seen(contract) if each.state == TermsState.APPROVED]
    return [each for each in reversed(agreed[:-1]) if each.effective_on > today]


def seen_version(contract: Contract, number: int) -> Terms:
    """Return a version of a contract fetched by `contracts_seen_by`.

    :raises Http404: there is none, or not for its reader.
    """
    found = next((each for each in _seen(contract) if each.number == number), None)
    if found is None:
        raise Http404
    found.contract = contract
    return found


def place_among_seen(contract: Contract, terms: Terms) -> int:
    """Return how many of the versions that a reader sees come before one of them.

    For a client it is the number of the amendment, without gaps; 0 is the contract itself.
    """
    return sum(each.number < terms.number for each in _seen(contract))


def standing_of_contract(contract: Contract, *, on: date) -> ContractStanding:
    """Return how a contract fetched by `contracts_seen_by` stands on a day of its zone."""
    if contract.approved_at is None:
        waits = open_offer(contract) is not None
        return ContractStanding.PROPOSED if waits else ContractStanding.NOT_AGREED
    if contract.ends_on is not None and contract.ends_on < on:
        return ContractStanding.ENDED
    return ContractStanding.TO_COME if on < contract.starts_on else ContractStanding.IN_FORCE


def _seen(contract: Contract) -> list[Terms]:
    """Return the versions that were fetched for a reader, the newest first."""
    seen: list[Terms] = getattr(contract, "seen", [])
    return seen


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
        .select_related(
            "proposed_by__organisation",
            "ended_by__organisation",
            "rescission__organisation",
            "rescission__asked_by",
        )
        .prefetch_related(Prefetch("approvals", approvals))
        .order_by("-number")
    )


def contracts_beside(configuration: Configuration, *, on: date) -> QuerySet[Contract]:
    """Return the other contracts of a system's client with the same vendors that run on a day."""
    runs_on = Q(ends_on__isnull=True) | Q(ends_on__gte=on)
    return (
        Contract.objects.approved()
        .filter(runs_on, starts_on__lte=on)
        .filter(client_id=configuration.client_id, agreement=configuration.contract.agreement)
        .exclude(pk=configuration.contract_id)
        .select_related("client")
        .order_by("number")
    )


def contracts_beyond(agreement: Agreement, last_day: date) -> list[Contract]:
    """Return what is promised under an agreement beyond a day, and what is offered to be."""
    offered = Q(versions__state=TermsState.PROPOSED) & (
        Q(versions__ends_on__isnull=True) | Q(versions__ends_on__gt=last_day)
    )
    promised = Q(approved_at__isnull=False) & (Q(ends_on__isnull=True) | Q(ends_on__gt=last_day))
    contracts = Contract.objects.filter(agreement=agreement).filter(promised | offered)
    return list(contracts.distinct().order_by("number"))


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


def is_number_used(number: str) -> bool:
    """Tell whether a contract has a number already; whose, nobody is told."""
    return Contract.objects.filter(number=number).exists()
