"""Questions about what clients ask for: which requests, whom they can ask, what answers them."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from contracts.choices import GuaranteeState, Kind, TermsState
from contracts.models import Agreement, Contract, GuaranteeRequest, Terms, User
from contracts.models.client_contract import ContractQuerySet

_versions = Terms.objects.filter(contract=OuterRef("pk"))
_OFFERED_AT = Coalesce(
    Subquery(_versions.approved().order_by("number").values("proposed_at")[:1]),
    Subquery(_versions.order_by("-number").values("proposed_at")[:1]),
)
"""When that was offered with which a contract begins; while nothing is approved, what was last."""


def agreements_to_ask(user: User, *, at: datetime) -> QuerySet[Agreement]:
    """Return the agreements whose vendors a client can ask: of its country, running on this day.

    Of each the client reads the two vendors' names, and nothing else.
    """
    if user.kind != Kind.CLIENT:
        return Agreement.objects.none()
    client = user.organisation
    today = at.astimezone(ZoneInfo(client.time_zone)).date()
    return (
        Agreement.objects.filter(country=client.country, starts_on__lte=today)
        .filter(Q(ends_on__isnull=True) | Q(ends_on__gte=today))
        .select_related("manufacturer", "publisher")
        .order_by("manufacturer__short_name", "publisher__short_name", "pk")
    )


def guarantees_seen_by(user: User) -> QuerySet[GuaranteeRequest]:
    """Return the requests that a person may see, the newest first, with all that is read of them.

    One query, however many there are.
    """
    return GuaranteeRequest.objects.visible_to(user).with_parties().order_by("-pk")


def requests_about(user: User, contract: Contract) -> QuerySet[GuaranteeRequest]:
    """Return what a contract answers, and what it could: what was asked before it was offered."""
    offered = Contract.objects.filter(pk=contract.pk).annotate(offered_at=_OFFERED_AT)
    could_answer = Q(
        state=GuaranteeState.ASKED,
        agreement=contract.agreement,
        asked_at__lte=offered.values("offered_at"),
    )
    return guarantees_seen_by(user).filter(
        Q(contract=contract) | could_answer, client_id=contract.client_id
    )


def contracts_of_request(request: GuaranteeRequest) -> ContractQuerySet:
    """Return the contracts of a request's client under its agreement, approved or not.

    What was offered before the request was not made for it, and is not among them.
    """
    return (
        Contract.objects.filter(client_id=request.client_id, agreement_id=request.agreement_id)
        .annotate(offered_at=_OFFERED_AT)
        .filter(offered_at__gte=request.asked_at)
        .order_by("number")
    )


def contracts_to_come(request: GuaranteeRequest) -> ContractQuerySet:
    """Return what may answer a request one day: first terms that wait for their approvals still."""
    waits = Exists(_versions.filter(state=TermsState.PROPOSED))
    return contracts_of_request(request).filter(waits, approved_at__isnull=True)


def contracts_to_answer_with(request: GuaranteeRequest) -> ContractQuerySet:
    """Return what a request can be answered with: what both vendors have approved."""
    return contracts_of_request(request).approved()
